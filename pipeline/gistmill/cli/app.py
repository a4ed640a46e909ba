"""`gistmill`: its commands."""

from __future__ import annotations

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
