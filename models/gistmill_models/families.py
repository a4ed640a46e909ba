"""What a model says about itself, and what is known of its family where it says nothing.

A model made for gistmill carries a `gistmill.json`, which is believed. Of any other the `config.json` is
read: its summarization prefix (`task_specific_params`) and its number of positions.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import msgspec

from gistmill_models.errors import ModelBroken
from gistmill_models.prompts import Prompt
from gistmill_models.protocol import Task

Layout = Literal["encoder-decoder", "decoder"]


@dataclass(frozen=True)
class Family:
    """Facts about an architecture that its checkpoints often leave out.

    `english` is the code by which a multilingual model is told that it reads and writes English.
    `plain_pieces`: a source is the pieces of its sentencepiece model and the end piece, nothing else, and
    piece ids are those of the sentencepiece model.
    """

    layout: Layout = "encoder-decoder"
    prefix: str = ""
    max_source_pieces: int = 512
    max_output_pieces: int = 512
    english: str | None = None
    plain_pieces: bool = False


# A prompt is read piece after piece, and memory grows with it; few summaries of the front of a text gain by more.
DECODER = Family(layout="decoder", max_source_pieces=4096)

FAMILIES = {
    "t5": Family(prefix="summarize: ", plain_pieces=True),
    "mt5": Family(plain_pieces=True),
    "umt5": Family(),
    "longt5": Family(max_source_pieces=4096, plain_pieces=True),
    "bart": Family(max_source_pieces=1024, max_output_pieces=1024),
    "mbart": Family(max_source_pieces=1024, max_output_pieces=1024, english="en_XX"),
    "m2m_100": Family(max_source_pieces=1024, max_output_pieces=1024, english="en"),
    "pegasus": Family(),
    "pegasus_x": Family(max_source_pieces=16384, max_output_pieces=1024),
    "bigbird_pegasus": Family(max_source_pieces=4096, max_output_pieces=256),
    "led": Family(max_source_pieces=16384, max_output_pieces=1024),
    "marian": Family(),
    "t5gemma": Family(max_source_pieces=4096),
    "llama": DECODER,
    "qwen2": DECODER,
    "qwen3": DECODER,
    "gemma3_text": DECODER,
    "mistral": DECODER,
    "phi3": DECODER,
}

DECODER_CLASSES = ("ForCausalLM", "LMHeadModel")
# In the order in which they are looked for: LED has its own, T5 counts relative positions as `n_positions`.
SOURCE_LIMITS = ("max_encoder_position_embeddings", "max_position_embeddings", "n_positions")
OUTPUT_LIMITS = ("max_decoder_position_embeddings", "max_position_embeddings", "n_positions")


class Traits(msgspec.Struct, frozen=True):
    """What a caller must know to use a model well: its tasks, and how much it reads and writes."""

    tasks: dict[str, Task]
    prompts: dict[str, Prompt]
    max_source_pieces: int
    max_output_pieces: int
    layout: Layout = "encoder-decoder"
    family: Family = Family()


class _CardTask(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A task in `gistmill.json`: how the model is asked, and what its caller must know."""

    before: str = ""
    after: str = ""
    stop: tuple[str, ...] = ()
    words: int = Prompt.words
    unit: Literal["sentence", "text"] = "text"
    check: Literal["support", "clauses", "wording"] = "support"
    beams: int = Task.beams
    least_score: float = Task.least_score


class _Card(msgspec.Struct, frozen=True):
    """The fields of `gistmill.json` that are read here; `max_source_pieces` counts the instruction, too."""

    tasks: dict[str, _CardTask]
    max_source_pieces: int
    max_output_pieces: int = 512


def read_traits(folder: Path, config: dict[str, Any], layout: Layout | None = None) -> Traits:
    """From `gistmill.json` in the folder if there is one, otherwise from the model's own configuration.

    `layout` is that of the CTranslate2 form, where nothing else says it.
    """
    family = FAMILIES.get(config.get("model_type", ""), Family())
    layout = layout_of(config) or layout or family.layout
    card_file = folder / "gistmill.json"
    if not card_file.is_file():
        return (
            traits_of_config(config, family)
            if layout == "encoder-decoder"
            else _traits_of_decoder(folder, config, family)
        )
    try:
        card = msgspec.json.decode(card_file.read_bytes(), type=_Card)
    except msgspec.DecodeError as error:
        raise ModelBroken(f"{card_file}: {error}; mend the file or fetch the model again") from error
    return Traits(
        tasks={
            name: Task(told.unit, told.check, told.beams, told.least_score)
            for name, told in card.tasks.items()
        },
        prompts={
            name: Prompt(told.before, told.after, told.stop, told.words) for name, told in card.tasks.items()
        },
        max_source_pieces=card.max_source_pieces,
        max_output_pieces=card.max_output_pieces,
        layout=layout,
        family=family,
    )


def layout_of(config: dict[str, Any]) -> Layout | None:
    """
    >>> layout_of({"architectures": ["LlamaForCausalLM"]})
    'decoder'
    """
    if config.get("is_encoder_decoder"):
        return "encoder-decoder"
    if any(name.endswith(DECODER_CLASSES) for name in config.get("architectures") or ()):
        return "decoder"
    family = FAMILIES.get(config.get("model_type", ""))
    return family.layout if family else None


def traits_of_config(config: dict[str, Any], family: Family) -> Traits:
    """
    >>> traits_of_config({"model_type": "t5", "n_positions": 512}, FAMILIES["t5"]).prompts
    {'summarize': Prompt(before='summarize: ', after='', stop=(), words=30)}
    """
    config = {**(config.get("encoder") or {}), **config}  # T5Gemma describes each side on its own
    special = (config.get("task_specific_params") or {}).get("summarization") or {}
    prefix = special.get("prefix") or config.get("prefix") or family.prefix
    return Traits(
        tasks={"summarize": Task()},
        prompts={"summarize": Prompt(prefix)},
        max_source_pieces=_first_limit(config, SOURCE_LIMITS) or family.max_source_pieces,
        max_output_pieces=_first_limit(config, OUTPUT_LIMITS) or family.max_output_pieces,
        family=family,
    )


def _traits_of_decoder(folder: Path, config: dict[str, Any], family: Family) -> Traits:
    """What is read and what is written share one window."""
    from gistmill_models.chat import prompts_of_folder

    window = _first_limit(config, SOURCE_LIMITS) or DECODER.max_source_pieces
    max_output = min(DECODER.max_output_pieces, window // 4)
    prompts = prompts_of_folder(folder)
    return Traits(
        tasks={task: Task(beams=1) for task in prompts},
        prompts=prompts,
        max_source_pieces=min(window - max_output, DECODER.max_source_pieces),
        max_output_pieces=max_output,
        layout="decoder",
        family=family,
    )


def _first_limit(config: dict[str, Any], names: tuple[str, ...]) -> int | None:
    limits = (config.get(name) for name in names)
    return next((limit for limit in limits if isinstance(limit, int) and limit > 0), None)


def read_config(file: Path) -> dict[str, Any]:
    """A `config.json`, or nothing where there is none."""
    if not file.is_file():
        return {}
    try:
        config = json.loads(file.read_bytes())
    except ValueError as error:
        raise ModelBroken(f"{file} is not JSON ({error}); fetch the model again") from error
    if not isinstance(config, dict):
        raise ModelBroken(f"{file} holds no JSON object; fetch the model again")
    return config
