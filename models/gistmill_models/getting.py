"""`gistmill models get`: from a name to a model on this machine, downloaded, checked, converted, and kept whole.

Everything is made in a folder beside and moved into place at the end. What fails is thrown away; only a download
that broke off is kept, to be gone on with by the next call.
"""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from gistmill_models.catalogue import find_entry
from gistmill_models.errors import EngineMissing, FetchFailed, ModelBroken, ModelError, ModelNotFound, Offline
from gistmill_models.hub import Listing, download, list_on_hub, missing_bytes
from gistmill_models.kept import begun_folder, find_kept, kept_folder
from gistmill_models.snapshot import HUB_ID, Snapshot, inspect_folder

ORIGIN = "origin.json"
# Of the download: int8 is a quarter of float32 and half of bfloat16.
CONVERTED_SHARE = 0.5


def get_model(
    name: str, *, offline: bool = False, quiet: bool = False, say: Callable[[str], None]
) -> Snapshot:
    """The model called `name` in the catalogue, or a Hugging Face id (`id@revision`), made ready and kept.

    One that is there already is left as it is. Raises ModelNotFound (Offline, FetchFailed), ModelBroken and
    EngineMissing, each with nothing half-kept.
    """
    repository, revision = where_from(name)
    kept_name = name.partition("@")[0]
    if found := find_kept(kept_name):
        if revision in (None, _recorded_revision(found)):
            return inspect_folder(found, kept_name)
        raise ModelNotFound(f"{kept_name} is here at another revision; gistmill models rm {kept_name} first")
    if offline:
        raise Offline(
            f"{name} is not on this machine, and --offline forbids fetching it; leave --offline out"
        )
    _require_converter(name)
    begun = begun_folder(kept_name)
    begun.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(kept_name, begun), _nothing_left(begun):
        listing = list_on_hub(repository, revision)
        _check_room(kept_name, listing, begun)
        download(listing, begun / "download", quiet=quiet)
        made = _converted(kept_name, begun, say)
        _record_origin(listing, made)
        made.replace(kept_folder(kept_name))
        shutil.rmtree(begun)
    return inspect_folder(kept_folder(kept_name), kept_name)


def where_from(name: str) -> tuple[str, str | None]:
    """Repository and revision that a name means.

    >>> where_from("qwen3-0.6b")
    ('Qwen/Qwen3-0.6B', 'c1899de289a04d12100db370d81485cdf75e47ca')
    >>> where_from("google/flan-t5-small@main")
    ('google/flan-t5-small', 'main')
    """
    if entry := find_entry(name):
        return entry.repository, entry.revision
    hub_id = HUB_ID.fullmatch(name)
    if hub_id is None or "/" not in name.partition("@")[0] or name.startswith("."):
        raise ModelNotFound(
            f"the catalogue has no {name}; `gistmill models list` shows it, or give a Hugging Face id (ORG/NAME)"
        )
    return hub_id["repository"], hub_id["revision"]


def _converted(name: str, begun: Path, say: Callable[[str], None]) -> Path:
    """The folder with the int8 form, or, of an architecture that CTranslate2 lacks, with what was downloaded."""
    from gistmill_models.convert import convert

    downloaded, made = inspect_folder(begun / "download", name), begun / "made"
    if downloaded.ctranslate2 is not None:
        return downloaded.folder
    say(f"{name}: converting to int8")
    shutil.rmtree(made, ignore_errors=True)
    try:
        convert(downloaded, made)
    except ModelBroken as error:
        say(f"{error}; kept as it came")
        return downloaded.folder
    return made


def _check_room(name: str, listing: Listing, begun: Path) -> None:
    needed = missing_bytes(listing, begun / "download") + int(listing.size * CONVERTED_SHARE)
    free = shutil.disk_usage(begun).free
    if needed > free:
        raise FetchFailed(
            f"{name} needs {needed / 1e9:.1f} GB in {begun.parent}, and {free / 1e9:.1f} GB are free; "
            "make room, or name another place with GISTMILL_CACHE_DIR"
        )


def _require_converter(name: str) -> None:
    if not all(find_spec(package) for package in ("huggingface_hub", "torch", "transformers")):
        raise EngineMissing(
            f"{name}: fetching and converting need the extra: pip install 'gistmill[torch]'; what is fetched "
            "then runs without it"
        )


def _record_origin(listing: Listing, made: Path) -> None:
    files = {file.path: file.sha256 or file.blob for file in listing.files}
    origin = {"repository": listing.repository, "revision": listing.revision, "files": files}
    (made / ORIGIN).write_text(json.dumps(origin, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _recorded_revision(folder: Path) -> str | None:
    file = folder / ORIGIN
    recorded = json.loads(file.read_bytes()) if file.is_file() else {}
    return recorded.get("revision")


@contextmanager
def _alone(name: str, begun: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(begun.with_name(begun.name + ".lock"), blocking=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise FetchFailed(f"{name} is being fetched by another process; wait for it") from error
    try:
        yield
    finally:
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)


@contextmanager
def _nothing_left(begun: Path) -> Iterator[None]:
    """Removes what was begun where going on with it cannot help; a download that broke off stays."""
    try:
        yield
    except OSError as error:
        shutil.rmtree(begun, ignore_errors=True)
        reason = "the disk is full" if error.errno == errno.ENOSPC else error.strerror
        raise FetchFailed(
            f"{begun.parent} cannot be written ({reason}); nothing was kept; make room, or name another place with "
            "GISTMILL_CACHE_DIR"
        ) from error
    except FetchFailed:
        if not any(begun.rglob("*.partial")) and not any((begun / "download").glob("*")):
            shutil.rmtree(begun, ignore_errors=True)
        raise
    except ModelError:
        shutil.rmtree(begun, ignore_errors=True)
        raise
