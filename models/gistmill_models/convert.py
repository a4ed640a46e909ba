"""The CTranslate2 form of a transformers model, of either layout: smaller, and several times as fast on a CPU."""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from gistmill_models.errors import EngineMissing, ModelBroken
from gistmill_models.families import read_config
from gistmill_models.snapshot import TOKENIZER_FILES, Snapshot, inspect_folder

# Where each architecture normalizes; checkpoints of before transformers 5 have it in their config.json.
NORMALIZATION = {
    "bart": {"normalize_before": False, "normalize_embedding": True},
    "mbart": {"normalize_before": True, "normalize_embedding": True},
    "pegasus": {"normalize_before": True, "normalize_embedding": False},
}


def convert(snapshot: Snapshot, output: Path | None = None, *, compute: str = "int8") -> Snapshot:
    """Makes the CTranslate2 form; gives the snapshot that has it.

    Without `output` the form is added to the model's own folder; with it, `output` becomes a folder of its
    own that needs neither safetensors nor torch. `compute` is the number format the weights are kept in.

    Raises EngineMissing (the extra torch is needed) and ModelBroken; then nothing is left half-written.
    """
    if snapshot.transformers is None:
        raise ModelBroken(f"{snapshot.name} has no transformers form (config.json, *.safetensors) to convert")
    folder = output or snapshot.folder
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, prefix=".converting-") as scratch:
        made = Path(scratch) / "ctranslate2"
        _convert(snapshot, made, compute)
        if output:
            _copy_beside(snapshot.folder, folder)
        shutil.rmtree(folder / "ctranslate2", ignore_errors=True)
        made.replace(folder / "ctranslate2")
    return inspect_folder(folder, snapshot.name if output is None else folder.resolve().name)


def _convert(snapshot: Snapshot, made: Path, compute: str) -> None:
    converter = _converter(snapshot)
    try:
        converter.convert(str(made), quantization=compute)
    # The converter and the loaders below it raise whatever their parsers do.
    except Exception as error:
        # Of an unknown architecture the converter says so, and then lists all that it knows.
        reason = str(error).split(" (supported configurations")[0]
        raise ModelBroken(
            f"{snapshot.name} cannot be converted: {reason}; use it through torch as it is"
        ) from error
    _add_epsilon(made / "config.json", snapshot)


def _converter(snapshot: Snapshot) -> Any:
    try:
        import torch  # noqa: F401
        from ctranslate2.converters import TransformersConverter
        from transformers import AutoConfig  # noqa: F401
    except ImportError as error:
        raise EngineMissing("converting needs the extra: pip install 'gistmill[torch]'") from error

    class Converter(TransformersConverter):  # type: ignore[misc]
        def load_model(self, model_class: Any, path: str, **options: Any) -> Any:
            options |= {"use_safetensors": True, "local_files_only": True, "trust_remote_code": False}
            model = super().load_model(model_class, path, **options)
            _say_what_the_converter_asks(model.config)
            _put_where_the_converter_looks(model)
            return model

        def load_tokenizer(self, tokenizer_class: Any, path: str, **options: Any) -> Any:
            options |= {"local_files_only": True, "trust_remote_code": False}
            return super().load_tokenizer(tokenizer_class, path, **options)

    return Converter(str(snapshot.transformers))


def _say_what_the_converter_asks(config: Any) -> None:
    """Facts that ctranslate2 4.8 reads off a configuration, and transformers 5 no longer puts there."""
    if config.model_type in ("t5", "mt5", "umt5"):
        # Read as "scale the outputs"; transformers 5 calls embeddings tied always and keeps the fact itself
        # in `scale_decoder_outputs`. Without this T5 1.1 and FLAN give other outputs, and much flatter ones.
        config.tie_word_embeddings = getattr(config, "scale_decoder_outputs", False)
    for name, value in NORMALIZATION.get(config.model_type, {}).items():
        if not hasattr(config, name):
            setattr(config, name, value)
    for part in (config, getattr(config, "encoder", None), getattr(config, "decoder", None)):
        if getattr(part, "rope_parameters", None):
            _say_how_positions_turn(part)


def _put_where_the_converter_looks(model: Any) -> None:
    """Phi 3 had its rotary embeddings in each layer before transformers 5; long factors cannot be had from there."""
    if model.config.model_type == "phi3":
        if model.config.rope_parameters:
            raise ValueError("its positions are scaled in a way that CTranslate2 has no form for")
        for layer in model.model.layers:
            layer.self_attn.rotary_emb = SimpleNamespace(long_factor=None, short_factor=None)


def _say_how_positions_turn(config: Any) -> None:
    """Rotary embeddings where ctranslate2 4.8 reads them for Phi 3, Gemma 3 and T5Gemma; else it takes 10,000.

    Raises ValueError where attention is scaled by another number than CTranslate2 takes (Gemma 3 27B).
    """
    if getattr(config, "query_pre_attn_scalar", None) not in (None, getattr(config, "head_dim", None)):
        raise ValueError("its attention is scaled in a way that CTranslate2 has no form for")
    told = config.rope_parameters
    config.rope_theta = told.get("full_attention", told).get("rope_theta")
    if "sliding_attention" in told:
        config.rope_local_base_freq = told["sliding_attention"]["rope_theta"]
    if told.get("rope_type") == "default" and config.model_type == "phi3":
        config.rope_parameters = None


def _add_epsilon(made: Path, snapshot: Snapshot) -> None:
    """The smallest variance of a norm: left out for Phi 3 by ctranslate2 4.8, which then takes 1e-6 for it."""
    epsilon = read_config(snapshot.folder / "config.json").get("rms_norm_eps")
    config = read_config(made)
    if epsilon is not None and config.get("layer_norm_epsilon") is None:
        made.write_text(json.dumps({**config, "layer_norm_epsilon": epsilon}, indent=2) + "\n")


def _copy_beside(source: Path, folder: Path) -> None:
    """The small files that the CTranslate2 form needs beside it: configuration and tokenizer."""
    if source.resolve() == folder.resolve():
        return
    for pattern in ("*.json", *TOKENIZER_FILES):
        for file in source.glob(pattern):
            if file.name != "model.safetensors.index.json":
                shutil.copyfile(file, folder / file.name)
