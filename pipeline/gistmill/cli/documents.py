"""Reading for commands: failures are named on stderr and counted, the rest goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import typer

from gistmill.cli.talk import talk
from gistmill.document import Document
from gistmill.errors import UnreadableInput
from gistmill.read.options import ReadOptions


class Intake:
    """The documents of `inputs` one by one, the lines that a site repeats noted on each.

    Keeps count of those read and those that could not be. What the reader had to guess is told on stderr unless
    `quiet`; what failed is always named.
    """

    def __init__(self, inputs: Sequence[str], options: ReadOptions, *, quiet: bool = False) -> None:
        self._inputs, self._options, self._quiet = inputs, options, quiet
        self.read = 0
        self.failed = 0

    def __iter__(self) -> Iterator[Document]:
        from gistmill.clean import noted

        return noted(self._documents())

    def _documents(self) -> Iterator[Document]:
        from gistmill.read import read_documents

        for read in read_documents(self._inputs, self._options):
            if isinstance(read, UnreadableInput):
                self.failed += 1
                talk(str(read))
            else:
                self.read += 1
                self._tell(read)
                yield read

    def _tell(self, document: Document) -> None:
        from gistmill.read import GUESSED

        for note in document.notes:
            if note.startswith(GUESSED) and not self._quiet:
                talk(f"{document.source}: {note}")

    def count(self) -> int | None:
        """How many documents there are to come, as far as that can be told without reading them all."""
        from gistmill.read import count_documents

        return count_documents(self._inputs)

    def finish(self) -> None:
        """Ends the command: exit code 0 if all was read, 1 if some documents failed, 2 if there was none to work on."""
        if not self.read:
            if not self.failed:
                talk("no documents in the input.")
            raise typer.Exit(UnreadableInput.exit_code)
        if self.failed:
            talk(f"{self.failed} of {self.read + self.failed} documents failed.")
            raise typer.Exit(1)
