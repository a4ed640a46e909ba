"""The one place that writes files: whole or not at all where there is a file, streamed where there is none.

A regular file is written under a temporary name beside it, put on the disk, and moved into place; its mode is kept and
links to it are followed. A pipe, a device or a stream of this process (`/dev/stdout`) is written to as it is.
"""

from __future__ import annotations

import errno
import io
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from gistmill.errors import InputError, OutputError

STDOUT = "standard output"
_ADVICE = {
    errno.ENOSPC: "free some space, or name another place",
    errno.EDQUOT: "free some space, or name another place",
    errno.EFBIG: "name a place that takes larger files",
    errno.EPIPE: "whoever read it has gone",
    errno.EBADF: "it is closed",
}
_OTHER_ADVICE = "name a place that can be written"
LINKS_FOLLOWED = 40  # as many as Linux follows
# Links that stand for what a process has open; what they point to must never be replaced.
_DESCRIPTOR = re.compile(r"/(?:dev/fd|proc/(?:self|thread-self|\d+)(?:/task/\d+)?/fd)/(\d+)")


class OutputFile(io.FileIO):
    """An open file whose failures are OutputErrors that call it `shown`."""

    def __init__(self, file: int | str, *, shown: str, closefd: bool = True) -> None:
        super().__init__(file, "w", closefd=closefd)
        self._shown = shown

    def write(self, data: object) -> int:
        try:
            return super().write(data)  # type: ignore[arg-type]
        except OSError as error:
            raise cannot_write(self._shown, error) from error


def cannot_write(shown: object, error: OSError) -> OutputError:
    """The error for people: what cannot be written, why, and what to do.

    >>> str(cannot_write("out.txt", OSError(errno.ENOSPC, "No space left on device")))
    'out.txt: cannot be written (No space left on device); free some space, or name another place.'
    """
    advice = _ADVICE.get(error.errno or 0, _OTHER_ADVICE)
    return OutputError(f"{shown}: cannot be written ({error.strerror or error}); {advice}.")


@contextmanager
def open_output(path: Path, *, temporary: Path | None = None) -> Iterator[IO[bytes]]:
    """A file to write to: what is written is at `path` when the block ends well, and nothing is left if it does not.

    What is no regular file is written to as it goes. `temporary` is the name that a file has until then (None: one
    that nothing else has). Raises OutputError for whatever the system refuses.
    """
    if not is_replaceable(path):
        stream = io.BufferedWriter(_opened_stream(path))
        try:
            yield stream
        except BaseException:
            # What failed once fails again when it is closed, and was said already.
            with suppress(OutputError):
                stream.close()
            raise
        stream.close()
        return
    target = followed(path)
    with refusals(path):
        if temporary is None:
            handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:80]}.")
            temporary = Path(name)
        else:
            handle = os.open(temporary, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with io.BufferedWriter(OutputFile(handle, shown=str(path))) as file:
            yield file
        put_in_place(temporary, target, shown=path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def put_in_place(made: Path, target: Path, *, shown: Path | None = None) -> None:
    """Moves a finished file to `target`, on the disk before and after; it gets the mode of the file it replaces."""
    with refusals(shown or target):
        _give_mode(made, target)
        _to_disk(made)
        made.replace(target)
        # The new name is on the disk only with its directory; where a directory cannot be asked, the system sees to it.
        with suppress(OSError):
            _to_disk(target.parent)


def check_writable(path: Path) -> None:
    """Raises, before any work is done, where `path` cannot be written.

    InputError where no file can be of that name, OutputError where the system does not let us.
    """
    if not is_replaceable(path):
        return
    target = followed(path)
    with refusals(path):
        if target.is_dir():
            raise InputError(f"{path}: cannot be written, it is a directory; name a file in it.")
        if not target.parent.is_dir():
            raise InputError(f"{_shown(path)}: cannot be written; name a file in an existing directory.")
        for place in (target.parent, target):
            if not os.access(place, os.W_OK) and (place != target or target.exists()):
                raise cannot_write(path, OSError(errno.EACCES, "no permission to write there"))


def refuse_inputs(path: Path, inputs: Iterable[Path]) -> None:
    """Raises InputError where `path` is one of `inputs`, by whatever name: writing it would destroy the source."""
    written = _identity(path)
    if written is None:
        return
    for input in inputs:
        if _identity(input) == written:
            raise InputError(
                f"{_shown(path)}: is one of the inputs, and writing it would destroy it; name another output."
            )


def is_replaceable(path: Path) -> bool:
    """Whether `path` is a regular file, or the name for a new one; else it is streamed to."""
    if _descriptor(path) is not None:
        return False
    try:
        mode = path.stat().st_mode
    except OSError:
        return True
    return stat.S_ISREG(mode) or stat.S_ISDIR(mode)


def followed(path: Path) -> Path:
    """The file that a name stands for: links are followed, to a file that is not there yet, too."""
    return Path(os.path.realpath(path))


def _opened_stream(path: Path) -> OutputFile:
    descriptor = _descriptor(path)
    with refusals(path):
        if descriptor is not None:
            return OutputFile(os.dup(descriptor), shown=str(path))
        return OutputFile(os.open(path, os.O_WRONLY), shown=str(path))


def _descriptor(path: Path) -> int | None:
    """The number of the open file that `path` stands for (`/dev/stdout`), through whatever links."""
    link = path.absolute()
    for _ in range(LINKS_FOLLOWED):
        if found := _DESCRIPTOR.fullmatch(os.path.normpath(link)):
            return int(found[1])
        try:
            link = link.parent / link.readlink()
        except (OSError, ValueError):
            return None
    return None


def _identity(path: Path) -> tuple[int, int] | None:
    """Device and inode of a regular file, by which it is known under all its names; None for what is none."""
    descriptor = _descriptor(path)
    try:
        found = path.stat() if descriptor is None else os.fstat(descriptor)
    except (OSError, ValueError):
        return None
    return (found.st_dev, found.st_ino) if stat.S_ISREG(found.st_mode) else None


def _give_mode(made: Path, target: Path) -> None:
    try:
        found = target.stat()
    except FileNotFoundError:
        made.chmod(0o666 & ~_umask())
        return
    if os.geteuid() == 0:
        os.chown(made, found.st_uid, found.st_gid)
    made.chmod(stat.S_IMODE(found.st_mode))


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _to_disk(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def refusals(shown: Path) -> Iterator[None]:
    """What the system refuses within the block, as an OutputError."""
    try:
        yield
    except OSError as error:
        raise cannot_write(_shown(shown), error) from error


def _shown(path: Path, most: int = 200) -> str:
    """A name for messages, however long it is; the empty one in quotes."""
    name = os.fspath(path)
    return name if 0 < len(name) <= most else f"{name[:most]}…" if name else "''"
