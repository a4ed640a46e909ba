"""Where the command begins and ends: the one place where errors become a line and an exit code.

Exit codes: 0 done, 1 some documents failed, 2 wrong use or unreadable input, 3 something is missing on this
machine, 4 a result could not be written, 130 interrupted, 143 ended by SIGTERM (129 by SIGHUP).
"""

from __future__ import annotations

import gc
import sys
from typing import Any

from gistmill.cli.streams import Interrupted, drop_output, flush_output, guard_streams, raise_on_signals
from gistmill.cli.talk import talk
from gistmill.errors import GistmillError, OutputError

# New objects after which Python looks for unused ones: at its usual 700 that takes a third of the start.
NEW_OBJECTS = 50_000


def main() -> None:
    """Runs the command line and exits with its code; an error that a person can act on becomes one line on stderr."""
    gc.set_threshold(NEW_OBJECTS)
    guard_streams()
    raise_on_signals()
    try:
        # Imported here, so that Ctrl-C during the imports ends as it does later.
        from gistmill.cli.app import app

        try:
            code = app(prog_name="gistmill", standalone_mode=False)
        finally:
            flush_output()
        sys.exit(code if isinstance(code, int) else 0)
    except (GistmillError, Interrupted) as error:
        drop_output()
        talk(told(error))
        sys.exit(error.exit_code)
    except OSError as error:
        drop_output()
        talk(told(error))
        sys.exit(OutputError.exit_code)
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        sys.exit(wrong_use(error))


def wrong_use(error: Any) -> int:
    """Says in one line what is wrong with a command, as typer found it, and where help is; gives the exit code.

    Its exceptions are told by what they can do: they come from click, or from a copy of it inside of typer.
    """
    context = error.ctx
    words = context.command_path if context is not None else "gistmill"
    if type(error).__name__ == "NoArgsIsHelpError":
        print(error.format_message(), file=sys.stderr)
    else:
        said = error.format_message().replace("Value error, ", "").rstrip(".")
        talk(f"{said}; `{words} --help` shows what there is.")
    return int(error.exit_code)


def told(error: BaseException) -> str:
    """An error in one line, with what was noted on its way: what is kept, how to go on."""
    said = str(error)
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        said = f"{place}the system refused it ({error.strerror or error})"
    parts = [said, *getattr(error, "__notes__", ())]
    return "; ".join(part.rstrip(".") for part in parts) + "."
