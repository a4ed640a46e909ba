"""`gistmill` in this process, from its arguments to the line that a user reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest


class Ran(NamedTuple):
    """What a run came to."""

    code: int | str | None
    out: str
    err: str

    @property
    def refusal(self) -> str:
        """The one line of a run that ended with exit code 3, without the name before it and the full stop behind."""
        assert (self.code, self.out) == (3, ""), self.err
        [line] = self.err.splitlines()
        assert line.startswith("gistmill: ") and line.endswith(".")
        return line.removeprefix("gistmill: ").removesuffix(".")


Run = Callable[..., Ran]


def command(capsys: pytest.CaptureFixture[str]) -> Run:
    """As `gistmill.cli.main`, but with this process's own streams and signals."""

    def run(*arguments: str) -> Ran:
        from gistmill.cli.app import app
        from gistmill.cli.entry import told
        from gistmill.cli.talk import talk
        from gistmill.errors import GistmillError

        capsys.readouterr()
        try:
            app(list(arguments))
        except SystemExit as ended:
            code = ended.code
        except GistmillError as error:
            talk(told(error))
            code = error.exit_code
        said = capsys.readouterr()
        return Ran(code, said.out, said.err)

    return run
