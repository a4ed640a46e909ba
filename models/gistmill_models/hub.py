"""Models from the Hugging Face hub: from its cache on this disk, else, if that is allowed, from the network.

Only weights that cannot carry code are fetched (safetensors, CTranslate2), never pickles. A file counts once its
digest is the one that the hub names: SHA-256 for large files, git's SHA-1 of its blob for small ones.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from gistmill_models.errors import EngineMissing, FetchFailed, ModelBroken, ModelNotFound, Offline

WEIGHTS = ("*.safetensors", "model.bin", "ctranslate2/*")
WANTED = (*WEIGHTS, "*.json", "*.model", "*.spm", "merges.txt", "vocab.txt", "chat_template.jinja")
# Copies of the same weights in another program's layout.
UNWANTED = ("consolidated*.safetensors", "flax_*", "rust_*")
PICKLES = ("pytorch_model*.bin", "*.pt", "*.pth", "*.ckpt")
CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class HubFile:
    """A file of a repository: `sha256` where it is a large one, otherwise git's name of its blob."""

    path: str
    size: int
    sha256: str | None
    blob: str | None


@dataclass(frozen=True)
class Listing:
    """What a repository holds at one commit that a model needs."""

    repository: str
    revision: str
    files: tuple[HubFile, ...]

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)


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
    _require_client(repository)
    from huggingface_hub.errors import LocalEntryNotFoundError

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
    """Into the hub's own cache, where other programs find it, too."""
    listing = list_on_hub(repository, revision)
    with _one_line(repository, revision):
        return _snapshot(
            repository, listing.revision, local_files_only=False, only=[file.path for file in listing.files]
        )


def list_on_hub(repository: str, revision: str | None) -> Listing:
    """What a model needs of a repository, at the commit that `revision` means now.

    Raises ModelNotFound, FetchFailed, and ModelBroken where it holds no weights that may be loaded.
    """
    _require_client(repository)
    from huggingface_hub import HfApi

    with _one_line(repository, revision):
        found = HfApi().model_info(repository, revision=revision, files_metadata=True)
    siblings = found.siblings or []
    files = tuple(
        HubFile(one.rfilename, one.size or 0, one.lfs.sha256 if one.lfs else None, one.blob_id)
        for one in siblings
        if _is_wanted(one.rfilename)
    )
    if not any(_matches(file.path, WEIGHTS) for file in files):
        pickles = [one.rfilename for one in siblings if _matches(one.rfilename, PICKLES)]
        raise ModelBroken(_no_weights(repository, pickles))
    return Listing(repository, str(found.sha), files)


def download(listing: Listing, folder: Path, *, quiet: bool = False) -> None:
    """The files of a listing into `folder`; a file that was begun earlier is gone on with.

    Raises FetchFailed where the network or a digest fails: what is there stays, to be gone on with, but for a
    file with a wrong digest. An OSError of the disk comes through.
    """
    from huggingface_hub.utils import disable_progress_bars, enable_progress_bars, logging

    verbosity = logging.get_verbosity()
    logging.set_verbosity_error()
    if quiet:
        disable_progress_bars()
    try:
        for file in listing.files:
            _download_file(listing, file, folder / file.path)
    finally:
        logging.set_verbosity(verbosity)
        if quiet:
            enable_progress_bars()


def missing_bytes(listing: Listing, folder: Path) -> int:
    """How much of a listing is still to be fetched into `folder`."""
    return listing.size - sum(_bytes_there(folder / file.path) for file in listing.files)


def _download_file(listing: Listing, file: HubFile, target: Path) -> None:
    from huggingface_hub import get_hf_file_metadata, hf_hub_url
    from huggingface_hub.file_download import http_get
    from huggingface_hub.utils import build_hf_headers

    if target.is_file():
        return
    partial = _partial(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    with _one_line(listing.repository, listing.revision):
        url = hf_hub_url(listing.repository, file.path, revision=listing.revision)
        location = get_hf_file_metadata(url).location
        headers = build_hf_headers()
        if urlsplit(location).netloc != urlsplit(url).netloc:
            # Where the large files lie, the token is nobody's business.
            headers.pop("authorization", None)
        with partial.open("ab") as stream:
            http_get(location, stream, resume_size=stream.tell(), headers=headers, expected_size=file.size)
    _check_digest(listing, file, partial)
    partial.replace(target)


def _check_digest(listing: Listing, file: HubFile, partial: Path) -> None:
    if file.sha256:
        expected, found = file.sha256, _digest(partial, hashlib.sha256())
    else:
        header = f"blob {partial.stat().st_size}\0".encode()
        expected, found = file.blob or "", _digest(partial, hashlib.sha1(header, usedforsecurity=False))
    if found != expected:
        partial.unlink()
        raise FetchFailed(
            f"{listing.repository}: {file.path} arrived with digest {found[:12]}, and the hub says "
            f"{expected[:12] or 'nothing'}; it was thrown away, try again"
        )


def _digest(file: Path, digest: Any) -> str:
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK_BYTES):
            digest.update(chunk)
    name: str = digest.hexdigest()
    return name


def _partial(target: Path) -> Path:
    return target.with_name(target.name + ".partial")


def _bytes_there(target: Path) -> int:
    return next((one.stat().st_size for one in (target, _partial(target)) if one.is_file()), 0)


def _is_wanted(path: str) -> bool:
    """Files at the top and in `ctranslate2/`; what else lies in folders is for other programs."""
    parts = PurePosixPath(path).parts
    inside = len(parts) == 1 or (len(parts) == 2 and parts[0] == "ctranslate2")
    return inside and ".." not in parts and _matches(path, WANTED) and not _matches(path, UNWANTED)


def _matches(path: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(path, pattern) for pattern in patterns)


def _no_weights(repository: str, pickles: list[str]) -> str:
    if pickles:
        return (
            f"{repository} holds its weights as pickles only ({pickles[0]}), which can run code when they are "
            "loaded and are never fetched; choose a revision or a model with safetensors"
        )
    return f"{repository} holds no safetensors; choose a model in the format of transformers"


def _require_client(repository: str) -> None:
    try:
        import huggingface_hub  # noqa: F401
    except ImportError as error:
        raise EngineMissing(
            f"{repository} is a Hugging Face id, and those need the extra: pip install 'gistmill[torch]'; "
            "or give the path of a folder"
        ) from error


@contextmanager
def _one_line(repository: str, revision: str | None) -> Iterator[None]:
    """What the hub's client raises, as one of ours; errors of the disk come through as they are."""
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError, OfflineModeIsEnabled

    # Every error of the HTTP client has this one above it; which client that is has changed once already.
    client_error: type[Exception] = next(
        base for base in HfHubHTTPError.__mro__ if base.__module__.startswith("http")
    )
    try:
        yield
    except HfHubHTTPError as error:
        raise _explained(repository, revision, error) from error
    except (client_error, LocalEntryNotFoundError, OfflineModeIsEnabled) as error:
        raise FetchFailed(
            f"{repository}: the Hugging Face hub cannot be reached ({type(error).__name__}); "
            "check the network and try again: what has arrived is kept"
        ) from error
    except OSError as error:
        if error.errno is not None:
            raise
        # The client's own checks (a file shorter than announced) come as an OSError without a number.
        raise FetchFailed(
            f"{repository}: the download broke off; try again: what has arrived is kept"
        ) from error


def _explained(repository: str, revision: str | None, error: Any) -> ModelNotFound:
    from huggingface_hub.errors import GatedRepoError, RepositoryNotFoundError, RevisionNotFoundError

    status = error.response.status_code
    if isinstance(error, GatedRepoError):
        return ModelNotFound(
            f"{repository} is gated ({status}): accept its licence on its page at the hub, log in with "
            "`hf auth login`, and try again"
        )
    if isinstance(error, RevisionNotFoundError):
        return ModelNotFound(
            f"{repository} has no revision {revision} on the hub (404); name a commit, a branch or a tag of it"
        )
    if isinstance(error, RepositoryNotFoundError):
        hint = "check its name, or log in with `hf auth login` if it is private"
        return ModelNotFound(
            f"{repository} is no folder, and the Hugging Face hub has no such model ({status}); {hint}"
        )
    if status in (401, 403):
        return ModelNotFound(
            f"{repository}: the Hugging Face hub refuses the access token ({status}); "
            "log in again with `hf auth login`, or unset HF_TOKEN"
        )
    return FetchFailed(
        f"{repository}: the Hugging Face hub answered with error {status}; try again later: what has arrived is kept"
    )


def _snapshot(
    repository: str, revision: str | None, *, local_files_only: bool, only: list[str] | None = None
) -> Path:
    from huggingface_hub import snapshot_download

    folder = snapshot_download(
        repository,
        revision=revision,
        allow_patterns=only or list(WANTED),
        ignore_patterns=list(UNWANTED),
        local_files_only=local_files_only,
    )
    return Path(folder)
