"""`gistmill models`: which models there are, what they are made of, and their fast CPU form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gistmill.cli import options
from gistmill.errors import InputError, MissingError
from gistmill_models.errors import ModelError
from gistmill_models.hub import ids_on_disk
from gistmill_models.snapshot import Snapshot, locate

models_app = typer.Typer(no_args_is_help=True, help="See and convert models.")

Name = Annotated[str, typer.Argument(help="embedded, a Hugging Face id (id@revision), or a folder.")]


@models_app.command("list")
def list_models() -> None:
    """List the models that can be used without a download."""
    for name in ("embedded", *ids_on_disk()):
        try:
            snapshot = locate(name, offline=True)
        except ModelError:
            continue  # in the hub's cache lie models of other kinds, too
        typer.echo(f"{name:40} {_size(snapshot):>10}  {', '.join(_forms(snapshot))}")


@models_app.command("show")
def show(name: Name, offline: options.Offline = False) -> None:
    """Say what a model is: its forms, tasks, limits and file digests."""
    snapshot = _located(name, offline=offline)
    typer.echo(f"{snapshot.name}, {_size(snapshot)} in {snapshot.folder}")
    typer.echo(f"forms: {', '.join(_forms(snapshot))}")
    typer.echo(
        f"reads at most {snapshot.traits.max_source_pieces} pieces, writes {snapshot.traits.max_output_pieces}"
    )
    for task, how in sorted(snapshot.traits.tasks.items()):
        prompt = snapshot.traits.prompts[task]
        typer.echo(f"task {task}: {prompt.before!r} SOURCE {prompt.after!r}, a source is a {how.unit}")
    for file, digest in snapshot.digests("ctranslate2" if snapshot.ctranslate2 else "transformers"):
        typer.echo(f"{digest}  {file}")


@models_app.command("convert")
def convert(
    name: Name,
    output: Annotated[Path, typer.Argument(help="The folder to make.")],
    offline: options.Offline = False,
) -> None:
    """Make the CTranslate2 form of a Hugging Face seq2seq model: int8, several times faster on a CPU."""
    from gistmill_models.convert import convert as convert_snapshot

    if output.exists():
        raise InputError(f"{output}: exists already; name a new folder.")
    try:
        convert_snapshot(_located(name, offline=offline), output)
    except ModelError as error:
        raise MissingError(str(error)) from error
    typer.echo(f"wrote {output}; use it with --model {output}")


def _located(name: str, *, offline: bool) -> Snapshot:
    try:
        return locate(name, offline=offline)
    except ModelError as error:
        raise MissingError(str(error)) from error


def _forms(snapshot: Snapshot) -> list[str]:
    forms = {"CTranslate2 (CPU)": snapshot.ctranslate2, "transformers (extra torch)": snapshot.transformers}
    return [form for form, folder in forms.items() if folder is not None]


def _size(snapshot: Snapshot) -> str:
    files = {*snapshot.files("ctranslate2"), *snapshot.files("transformers")}
    return f"{sum(file.stat().st_size for file in files) / 1e6:.1f} MB"
