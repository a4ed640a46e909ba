"""Models from the Hugging Face hub: from its cache on this disk, else, if that is allowed, from the network.

Only weights that cannot carry code are fetched (safetensors, CTranslate2), never pickles.
"""

from __future__ import annotations

from pathlib import Path

from gistmill_models.errors import EngineMissing, ModelNotFound, Offline

WEIGHTS = ("*.safetensors", "model.bin", "ctranslate2/*")
WANTED = (*WEIGHTS, "*.json", "*.model", "*.spm", "merges.txt", "vocab.txt")
UNWANTED = ("onnx/*", "openvino/*", "coreml/*", "flax_*", "rust_*")


def ids_on_disk() -> list[str]:
    """The ids of all models in the hub's cache on this disk, of whatever kind; none where no hub library is."""
    try:
        from huggingface_hub import scan_cache_dir
        from huggingface_hub.errors import CacheNotFound
    except ImportError:
        return []
    try:
        return sorted(found.repo_id for found in scan_cache_dir().repos if found.repo_type == "model")
    except CacheNotFound:
        return []


def find_on_hub(repository: str, revision: str | None, *, offline: bool) -> Path:
    """The folder of a hub model; the network is asked only if the model is not on disk.

    Raises ModelNotFound where the hub has no such model or revision, Offline where it may not be asked.
    """
    try:
        from huggingface_hub.errors import LocalEntryNotFoundError
    except ImportError as error:
        raise EngineMissing(
            f"{repository} is a Hugging Face id, and those need the extra: pip install 'gistmill[torch]'; "
            "or give the path of a folder"
        ) from error
    try:
        return _snapshot(repository, revision, local_files_only=True)
    except LocalEntryNotFoundError as error:
        if offline:
            raise Offline(
                f"{repository} is no folder and no model on this disk, and --offline forbids fetching it; "
                "run once without --offline, or use --model embedded"
            ) from error
    return fetch_from_hub(repository, revision)


def fetch_from_hub(repository: str, revision: str | None) -> Path:
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return _snapshot(repository, revision, local_files_only=False)
    # An HTTP client's errors (no route, no name, TLS) are OSErrors or wrapped as LocalEntryNotFoundError.
    except (HfHubHTTPError, LocalEntryNotFoundError, OSError) as error:
        raise ModelNotFound(
            f"{repository}{'@' + revision if revision else ''} is no folder, and the Hugging Face hub did "
            f"not give it ({type(error).__name__}); check the name and the network, or use --model embedded"
        ) from error


def _snapshot(repository: str, revision: str | None, *, local_files_only: bool) -> Path:
    from huggingface_hub import snapshot_download

    folder = snapshot_download(
        repository,
        revision=revision,
        allow_patterns=list(WANTED),
        ignore_patterns=list(UNWANTED),
        local_files_only=local_files_only,
    )
    return Path(folder)
