"""Reading for commands: failures are named on stderr and counted, the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import typer

from gistmill.cli.talk import talk
from gistmill.document import Document
from gistmill.errors import UnreadableInput
from gistmill.read.options import ReadOptions


class Intake:
    """The documents of `inputs` one by one; keeps count of those read and those that could not be."""

    def __init__(self, inputs: Sequence[str], options: ReadOptions) -> None:
        self._inputs, self._options = inputs, options
        self.read = 0
        self.failed = 0

    def __iter__(self) -> Iterator[Document]:
        from gistmill.read import read_documents

        for read in read_documents(self._inputs, self._options):
            if isinstance(read, UnreadableInput):
                self.failed += 1
                talk(str(read))
            else:
                self.read += 1
                yield read

    def finish(self) -> None:
        """Ends the command: exit code 0 if all was read, 1 if some documents failed, 2 if there was none to work on."""
        if not self.read:
            if not self.failed:
                talk("no documents in the input.")
            raise typer.Exit(UnreadableInput.exit_code)
        if self.failed:
            talk(f"{self.failed} of {self.read + self.failed} documents failed.")
            raise typer.Exit(1)
