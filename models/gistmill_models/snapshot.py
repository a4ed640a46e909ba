"""A model on disk: where it lies, in which forms, what it is for, and the digests of its files.

Finding a model reads small JSON files only; no engine is imported and no weights are opened.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from gistmill_models.catalogue import find_entry
from gistmill_models.digests import digest_files
from gistmill_models.errors import ModelBroken, ModelNotFound
from gistmill_models.families import Layout, Traits, layout_of, read_config, read_traits
from gistmill_models.hub import fetch_from_hub, find_on_hub
from gistmill_models.kept import find_kept

Form = Literal["ctranslate2", "transformers"]

EMBEDDED = Path(__file__).parent / "embedded"
HUB_ID = re.compile(r"(?P<repository>[\w.-]+(?:/[\w.-]+)?)(?:@(?P<revision>[\w./-]+))?")
TOKENIZER_FILES = ("*.model", "*.spm", "merges.txt", "vocab.txt", "chat_template.jinja")


@dataclass(frozen=True)
class Snapshot:
    """One model on disk, unopened.

    `ctranslate2` is the folder of its CTranslate2 form, `transformers` that of its safetensors form; a
    snapshot has at least one. `sentencepiece` is its piece model where sources are plain pieces.
    """

    name: str
    folder: Path
    ctranslate2: Path | None
    transformers: Path | None
    sentencepiece: Path | None
    traits: Traits

    def files(self, form: Form) -> tuple[Path, ...]:
        """The files that decide what the model gives in this form, in a fixed order."""
        if form == "ctranslate2" and self.ctranslate2:
            weights = [self.ctranslate2 / "model.bin", *self.ctranslate2.glob("*.json")]
        else:
            weights = list(self.folder.glob("*.safetensors"))
        patterns = ("*.json", *TOKENIZER_FILES)
        shared = [file for pattern in patterns for file in self.folder.glob(pattern)]
        return tuple(sorted({*weights, *shared}))

    def digests(self, form: Form, memo: Path | None = None) -> tuple[tuple[str, str], ...]:
        """(file name within the snapshot, SHA-256) of each file; `memo` spares hashing unchanged files."""
        digests = digest_files(self.files(form), memo)
        return tuple((file.relative_to(self.folder).as_posix(), digest) for file, digest in digests.items())


def locate(name: str, *, offline: bool = False) -> Snapshot:
    """The model called `name`: "embedded", a folder, a name of the catalogue, a Hugging Face id, or `id@revision`.

    A folder of that name comes before what `gistmill models get` fetched, and that before the hub. Raises
    ModelNotFound (Offline where only the network could help) and ModelBroken.
    """
    if name == "embedded":
        return _embedded()
    folder = Path(name).expanduser()
    if folder.is_dir():
        return inspect_folder(folder, folder.resolve().name)
    if kept := find_kept(name):
        return inspect_folder(kept, name)
    if find_entry(name):
        raise ModelNotFound(
            f"{name} is in the catalogue and not on this machine; fetch it: gistmill models get {name}"
        )
    hub_id = HUB_ID.fullmatch(name)
    if hub_id is None or folder.exists() or name.startswith((".", "/", "~")):
        raise ModelNotFound(
            f"{name} is no folder; give the folder of a model, a name that `gistmill models list` shows, or a "
            "Hugging Face id"
        )
    return _from_hub(name, hub_id["repository"], hub_id["revision"], offline=offline)


def inspect_folder(folder: Path, name: str) -> Snapshot:
    """What lies in a folder, as a snapshot; raises ModelBroken if it is no language model we may load."""
    ctranslate2 = next((form for form in (folder / "ctranslate2", folder) if _is_ctranslate2(form)), None)
    config = {} if ctranslate2 == folder else read_config(folder / "config.json")
    transformers = folder if _is_transformers(folder, config) else None
    if ctranslate2 is None and transformers is None:
        raise ModelBroken(f"{folder} holds no model that can be loaded: {_what_is_wrong(folder, config)}")
    traits = read_traits(folder, config, _layout_of_form(ctranslate2))
    plain_pieces = traits.family.plain_pieces or not config
    pieces = folder / "spiece.model"
    return Snapshot(
        name=name,
        folder=folder,
        ctranslate2=ctranslate2,
        transformers=transformers,
        sentencepiece=pieces if plain_pieces and pieces.is_file() else None,
        traits=traits,
    )


def _embedded() -> Snapshot:
    if not EMBEDDED.is_dir() or not any(EMBEDDED.iterdir()):
        raise ModelNotFound(
            "this installation of gistmill holds no embedded model; reinstall, or use --model"
        )
    return inspect_folder(EMBEDDED, "embedded")


def _from_hub(name: str, repository: str, revision: str | None, *, offline: bool) -> Snapshot:
    try:
        return inspect_folder(find_on_hub(repository, revision, offline=offline), name)
    except ModelBroken:
        # Another program may have put only a part of the model (its tokenizer, say) into the hub's cache.
        if offline:
            raise
    return inspect_folder(fetch_from_hub(repository, revision), name)


def _is_ctranslate2(folder: Path) -> bool:
    vocabularies = (*folder.glob("*vocabulary.json"), *folder.glob("*vocabulary.txt"))
    return (folder / "model.bin").is_file() and (folder / "config.json").is_file() and bool(vocabularies)


def _is_transformers(folder: Path, config: dict[str, Any]) -> bool:
    return layout_of(config) is not None and any(folder.glob("*.safetensors"))


def _layout_of_form(folder: Path | None) -> Layout | None:
    """As the weights themselves say: a version (4 bytes), the length of a name (2 bytes), and the name."""
    if folder is None:
        return None
    with (folder / "model.bin").open("rb") as weights:
        start = weights.read(64)
    return "decoder" if b"DecoderSpec" in start else "encoder-decoder"


def _what_is_wrong(folder: Path, config: dict[str, Any]) -> str:
    if not config:
        return "no config.json in it; check the path"
    if layout_of(config) is None:
        kind = ", ".join(config.get("architectures") or [str(config.get("model_type"))])
        return f"{kind} does not write text; choose a model such as T5, BART, Llama or Qwen"
    if any(folder.glob("*.bin")):
        return (
            "its weights are pickles (.bin), which can run code when loaded and are never opened here; "
            "choose a revision with safetensors, or save it again with save_pretrained"
        )
    return "no *.safetensors in it; fetch the model again"
