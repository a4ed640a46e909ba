"""`gistmill cache`: what is kept, why something was computed again, and how to be rid of it."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from gistmill.cli import options
from gistmill.cli.documents import Intake
from gistmill.errors import InputError
from gistmill.read.options import ReadOptions
from gistmill.shown import escaped_json, shown

if TYPE_CHECKING:
    from gistmill.cache import Difference, Entry, NullStore, Store

HEX_SHOWN = 12
_UNITS = {"": 1, "k": 10**3, "m": 10**6, "g": 10**9}

cache_app = typer.Typer(no_args_is_help=True, help="See and manage the intermediate results that are kept.")

KeyPrefix = Annotated[str, typer.Argument(help="A key, or the start of one, as `cache ls` prints it.")]


@cache_app.command("ls")
def ls(
    stage: Annotated[str | None, typer.Option("--stage", help="Only this stage.", show_default=False)] = None,
    total: Annotated[bool, typer.Option("--total", help="One line a stage instead of one a result.")] = False,
) -> None:
    """List what is kept, newest first."""
    from gistmill.cache import totals

    store = _store()
    if total:
        for row in totals(store):
            typer.echo(
                f"{row.stage:10} {row.entries:6} results {row.bytes:10,} bytes  took {row.seconds:.1f} s"
            )
        return
    for entry in store.entries(stage=stage):
        typer.echo(_line(entry))


@cache_app.command("show")
def show(key: KeyPrefix) -> None:
    """Print one result as JSON."""
    store = _store()
    artefact = store.get(_one(store, key).key)
    if artefact is None:
        raise InputError(f"cache: {key} is damaged; it will be computed again when it is next needed.")
    typer.echo(escaped_json(artefact.body.decode()))


@cache_app.command("why")
def explain_why(
    input: options.OneInput,
    config: options.Config = None,
    length: options.Length = None,
    overview_length: options.OverviewLength = None,
    model: options.Model = None,
    device: options.Device = None,
) -> None:
    """Say what a run on this input would take from the cache, and why it would compute the rest."""
    from gistmill.cache import why
    from gistmill.run import Pipeline

    recipe = options.recipe_of(
        config=config, model=model, device=device, length=length, overview_length=overview_length
    )
    store = _store()
    pipeline = Pipeline(recipe, store=store)
    intake = Intake([input], ReadOptions())
    for document in intake:
        for name, key in pipeline.wanted_keys(document):
            answer = why(store, key)
            typer.echo(f"{key.stage:10} {'kept ' if answer.held else 'to do'} {shown(name)}")
            if not answer.held and answer.nearest:
                typer.echo(
                    f"{'':16} nearest: {answer.nearest.key.hex[:HEX_SHOWN]} ({shown(answer.nearest.label)})"
                )
            for difference in answer.differences:
                typer.echo(f"{'':16} {_difference(difference)}")
    intake.finish()


@cache_app.command("diff")
def diff(before: KeyPrefix, after: KeyPrefix) -> None:
    """Show in what two results differ: in what they were made from, and in what they say."""
    from gistmill.cache import compare

    store = _store()
    comparison = compare(store, _one(store, before).key, _one(store, after).key)
    for title, differences in (("made from", comparison.key), ("results", comparison.body)):
        typer.echo(f"{title}:" if differences else f"{title}: the same")
        for difference in differences:
            typer.echo(f"  {_difference(difference)}")


@cache_app.command("gc")
def gc(
    max_size: Annotated[
        str, typer.Option("--max-size", help="Keep at most this much: bytes, or 500k, 200M, 1G.")
    ] = "1G",
    max_days: Annotated[
        float, typer.Option("--max-days", min=0, help="Drop what was not used for so many days.")
    ] = 90,
) -> None:
    """Drop what was not used for long, then the longest unused until the rest is small enough."""
    removed = _store().gc(max_bytes=_bytes(max_size), max_age_s=max_days * 86_400)
    typer.echo(f"dropped {removed} results")


@cache_app.command("clear")
def clear() -> None:
    """Drop everything."""
    typer.echo(f"dropped {_store().clear()} results")


@cache_app.command("path")
def path() -> None:
    """Print where the cache lies."""
    typer.echo(str(options.cache_path()))


def _store() -> Store | NullStore:
    return options.open_store(no_cache=False)


def _one(store: Store | NullStore, prefix: str) -> Entry:
    entries = store.find(prefix.lower()) if re.fullmatch(r"[0-9a-fA-F]+", prefix) else []
    if len(entries) != 1:
        found = "no result has" if not entries else f"{len(entries)} results have"
        raise InputError(f"cache: {found} a key that starts with {prefix!r}; `gistmill cache ls` lists them.")
    return entries[0]


def _bytes(size: str) -> int:
    match = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([kmg]?)b?", size.strip().lower())
    if not match:
        raise InputError(f"--max-size {size}: expected bytes, or a number with k, M or G such as 200M.")
    return int(float(match[1]) * _UNITS[match[2]])


def _line(entry: Entry) -> str:
    made = datetime.fromtimestamp(entry.created, UTC).strftime("%Y-%m-%d %H:%M")
    return f"{entry.key.hex[:HEX_SHOWN]}  {made}  {entry.key.stage:10} {entry.bytes:8,} bytes  {shown(entry.label)}"


def _difference(difference: Difference) -> str:
    return f"{difference.what}: {_short(difference.before)} -> {_short(difference.after)}"


def _short(value: str, most: int = 60) -> str:
    value = shown(value)
    return value if len(value) <= most else value[: most - 1] + "…"
