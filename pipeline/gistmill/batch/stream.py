"""The rows of a run to a pipe, a device or standard output: nothing is kept, so nothing can be resumed."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from gistmill.batch.manifest import State
from gistmill.batch.rows import Finished
from gistmill.errors import InputError
from gistmill.outputs import open_output


class Stream:
    """With the face of `Manifest`; raises InputError where a run is to be resumed."""

    def __init__(self, output: Path, *, resume: bool) -> None:
        if resume:
            raise InputError(f"{output}: is no file, and what was streamed cannot be resumed; name a file.")
        self.state = State()
        self._open = ExitStack()
        self._stream = self._open.enter_context(open_output(output))

    def keep(self, finished: Finished) -> State:
        """Lets the rows go as soon as they are finished."""
        lines = [row.line for row in finished.rows]
        self._stream.writelines(lines)
        self._stream.flush()
        self.state = State(
            rows=self.state.rows + len(lines),
            bytes=self.state.bytes + sum(map(len, lines)),
            failed=self.state.failed + sum(bool(row.error) for row in finished.rows),
            position=finished.end,
        )
        return self.state

    def complete(self) -> None:
        self._open.close()

    def stop(self) -> str:
        """Nothing is kept, so there is nothing to say."""
        return ""
