"""`gistmill`: its commands, and the one place where errors become a line and an exit code.

Exit codes: 0 done, 1 some documents failed, 2 wrong use or unreadable input, 3 something is missing on this
machine, 130 interrupted.
"""

from __future__ import annotations

import gc
import os
import sys
from typing import Annotated

import typer

from gistmill._version import __version__
from gistmill.cli.batch import batch
from gistmill.cli.cache import cache_app
from gistmill.cli.clean import clean
from gistmill.cli.config import config
from gistmill.cli.evaluate import evaluate
from gistmill.cli.init import init
from gistmill.cli.models import models_app
from gistmill.cli.report import report
from gistmill.cli.segment import segment
from gistmill.cli.summarize import summarize
from gistmill.cli.terms import terms
from gistmill.errors import GistmillError

INTERRUPTED = 130
# New objects after which Python looks for unused ones: at its usual 700 that takes a third of the start.
NEW_OBJECTS = 50_000

app = typer.Typer(
    name="gistmill",
    help="Repair machine-translated English, find its sections, and summarize each with a local model.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(summarize)
app.command()(batch)
app.command()(report)
app.command()(clean)
app.command()(segment)
app.command()(terms)
app.add_typer(models_app, name="models")
app.add_typer(cache_app, name="cache")
app.command()(evaluate)
app.command()(init)
app.command()(config)


def _print_version(asked: bool) -> None:
    if asked:
        typer.echo(f"gistmill {__version__}")
        raise typer.Exit


@app.callback()
def _gistmill(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    pass


def main() -> None:
    """Runs the command line and exits with its code; a GistmillError becomes one line on stderr."""
    gc.set_threshold(NEW_OBJECTS)
    try:
        app()
    except GistmillError as error:
        print(f"gistmill: {error}", file=sys.stderr)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:
        # The reader went away (`| head`); what is left in the buffer has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
