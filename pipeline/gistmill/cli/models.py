"""`gistmill models`: which models there are and could be had, what they are made of, and their fast CPU form."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from gistmill.cli import options
from gistmill.cli.talk import talk
from gistmill.errors import InputError, MissingError

# What knows models is imported by what asks it, so that help is there at once.
if TYPE_CHECKING:
    from gistmill_models.catalogue import Entry
    from gistmill_models.snapshot import Snapshot

models_app = typer.Typer(no_args_is_help=True, help="See, fetch, convert and remove models.")

Name = Annotated[
    str,
    typer.Argument(
        help="embedded, a name of the catalogue, a Hugging Face id (id@revision), a folder, or a server (http://...)."
    ),
]
ToGet = Annotated[str, typer.Argument(help="A name of the catalogue, or a Hugging Face id (id@revision).")]
ToRemove = Annotated[str, typer.Argument(help="A name that `gistmill models list` shows as fetched.")]


@models_app.command("list")
def list_models() -> None:
    """List the models on this machine, then those of the catalogue that `get` would fetch."""
    from gistmill_models.catalogue import CATALOGUE
    from gistmill_models.errors import ModelError
    from gistmill_models.hub import ids_on_disk
    from gistmill_models.kept import begun_names, kept_names
    from gistmill_models.snapshot import locate

    kept, listed = kept_names(), {entry.name for entry in CATALOGUE}
    for name in ("embedded", *kept, *(name for name in ids_on_disk() if name not in kept)):
        try:
            snapshot = locate(name, offline=True)
        except ModelError:
            continue  # in the hub's cache lie models of other kinds, too
        good_for = f"  {_good_for(name)}" if name in listed else ""
        typer.echo(f"{name:16} here, {_size(snapshot)}, {', '.join(_forms(snapshot))}{good_for}")
    for name in begun_names():
        typer.echo(f"{name:16} begun; go on with: gistmill models get {name}")
    for entry in CATALOGUE:
        if entry.name not in kept:
            typer.echo(
                f"{entry.name:16} {_count(entry.parameters):>5}, fetch {entry.fetch_bytes / 1e9:.1f} GB, "
                f"keep {entry.disk_bytes / 1e9:.1f} GB, window {entry.window:6,}, {entry.licence:12} "
                f"{_good_for(entry.name)}"
            )


@models_app.command("get")
def get(name: ToGet, offline: options.Offline = False, quiet: options.Quiet = False) -> None:
    """Fetch a model, check its digests, make its fast CPU form (int8), and keep it; later runs need no network."""
    from gistmill_models.errors import ModelError
    from gistmill_models.getting import get_model

    try:
        snapshot = get_model(name, offline=offline, quiet=quiet, say=_unsaid if quiet else talk)
    except ModelError as error:
        raise MissingError(str(error)) from error
    typer.echo(
        f"{snapshot.name}: {_size(snapshot)} in {snapshot.folder}; use it with --model {snapshot.name}"
    )


@models_app.command("rm")
def rm(name: ToRemove) -> None:
    """Remove a model that `get` fetched, or what a broken download left of it."""
    from gistmill_models.kept import remove_kept

    freed = remove_kept(name)
    if not freed:
        raise InputError(f"{name}: nothing of it was fetched; `gistmill models list` shows what was.")
    typer.echo(f"removed {name}, {freed / 1e6:.1f} MB")


@models_app.command("show")
def show(name: Name, offline: options.Offline = False) -> None:
    """Say what a model is: where it comes from, its forms, tasks, limits and file digests."""
    from gistmill_models.address import is_address
    from gistmill_models.catalogue import find_entry
    from gistmill_models.kept import kept_names

    if is_address(name):
        _show_server(name, offline=offline)
        return
    if entry := find_entry(name):
        _show_entry(entry)
        if name not in kept_names():
            return
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
    """Make the CTranslate2 form of a Hugging Face model: int8, several times faster on a CPU."""
    from gistmill_models.convert import convert as convert_snapshot
    from gistmill_models.errors import ModelError

    if output.exists():
        raise InputError(f"{output}: exists already; name a new folder.")
    try:
        convert_snapshot(_located(name, offline=offline), output)
    except ModelError as error:
        raise MissingError(str(error)) from error
    typer.echo(f"wrote {output}; use it with --model {output}")


def _located(name: str, *, offline: bool) -> Snapshot:
    from gistmill_models.errors import ModelError
    from gistmill_models.snapshot import locate

    try:
        return locate(name, offline=offline)
    except ModelError as error:
        raise MissingError(str(error)) from error


def _show_server(name: str, *, offline: bool) -> None:
    """The models of a server as `--model` takes them; no text is sent."""
    from gistmill_models.address import check_stays_here, parse_address
    from gistmill_models.errors import ModelError
    from gistmill_models.served import models_offered

    try:
        address = parse_address(name)
        check_stays_here(address, allow_remote=True, offline=offline)
        for model in models_offered(address):
            typer.echo(f"{address.endpoint}#{model}")
    except ModelError as error:
        raise MissingError(str(error)) from error


def _show_entry(entry: Entry) -> None:
    typer.echo(f"{entry.name}: {entry.good_for}")
    typer.echo(f"from {entry.repository}, {entry.revision or 'the newest revision when it is fetched'}")
    typer.echo(f"{_costs(entry)}; gistmill models get {entry.name}")
    if entry.gated:
        typer.echo("gated: accept its licence on its page at the hub first, and log in with `hf auth login`")
    if entry.figure:
        typer.echo(f"published, not measured here: {entry.figure}")


def _costs(entry: Entry) -> str:
    """What an entry costs: parameters, download, what stays, licence, window."""
    return (
        f"{_count(entry.parameters)} parameters, fetch {entry.fetch_bytes / 1e9:.1f} GB, "
        f"keep {entry.disk_bytes / 1e9:.1f} GB, {entry.licence}, window {entry.window:,}"
    )


def _count(parameters: int) -> str:
    """
    >>> _count(362_000_000), _count(1_711_000_000)
    ('362 M', '1.7 B')
    """
    return f"{parameters / 1e6:.0f} M" if parameters < 1e9 else f"{parameters / 1e9:.1f} B"


def _good_for(name: str) -> str:
    from gistmill_models.catalogue import find_entry

    entry = find_entry(name)
    if entry is None:
        return ""
    return f"{entry.good_for}; {entry.figure}" if entry.figure else entry.good_for


def _unsaid(message: str) -> None:
    """What is said where nothing is to be said."""


def _forms(snapshot: Snapshot) -> list[str]:
    forms = {"CTranslate2 (CPU)": snapshot.ctranslate2, "transformers (extra torch)": snapshot.transformers}
    return [form for form, folder in forms.items() if folder is not None]


def _size(snapshot: Snapshot) -> str:
    files = {*snapshot.files("ctranslate2"), *snapshot.files("transformers")}
    return f"{sum(file.stat().st_size for file in files) / 1e6:.1f} MB"
