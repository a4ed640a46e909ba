"""The options that several commands share, and how they become settings."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import msgspec
import typer

from gistmill.cli.talk import talk
from gistmill.errors import InputError
from gistmill.read.options import ReadOptions

# The heavy half of the program is imported by what uses it, so that help and errors are there at once.
if TYPE_CHECKING:
    from gistmill.cache import NullStore, Store
    from gistmill.recipe import Recipe, Setting
    from gistmill.timings import Timings

S = TypeVar("S", bound=msgspec.Struct)

Inputs = Annotated[
    list[str], typer.Argument(help="Files, directories, globs, or - for standard input.", show_default=False)
]
OneInput = Annotated[
    str, typer.Argument(help="A file, a directory, a glob, or - for standard input.", show_default=False)
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config", help="A recipe in TOML; `gistmill init` writes one.", show_default="GISTMILL_CONFIG"
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        "--model",
        help="embedded, none, a name that `gistmill models list` shows, a Hugging Face id (id@revision), a folder, "
        "or a model that a server runs (http://127.0.0.1:11434/v1#NAME).",
        show_default="embedded",
    ),
]
DeviceName = Literal["auto", "cpu", "cuda"]
Device = Annotated[
    DeviceName | None, typer.Option("--device", help="Where the model runs.", show_default="auto")
]
CleanMode = Literal["rules", "full", "off"]
Clean = Annotated[
    CleanMode | None,
    typer.Option(
        "--clean",
        help="How the text is repaired: by rules, by rules and the model (full), or not at all (off).",
        show_default="rules",
    ),
]
GlossaryFile = Annotated[
    Path | None,
    typer.Option(
        "--glossary",
        help="Terms as variant<TAB>preferred; `gistmill terms` proposes them.",
        show_default=False,
    ),
]
Length = Annotated[
    str | None,
    typer.Option(
        "--length",
        help="Of each section's summary: short, medium, long, words (80) or a share (20%).",
        show_default="medium",
    ),
]
OverviewLength = Annotated[
    str | None, typer.Option("--overview-length", help="Of the overview; as --length.", show_default="medium")
]
Offline = Annotated[
    bool, typer.Option("--offline", help="Never use the network, not even for a model named with --model.")
]
AllowRemote = Annotated[
    bool,
    typer.Option(
        "--allow-remote",
        help="Let the text leave this machine, for a served model (--model http...) elsewhere.",
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Neither read nor keep intermediate results.")]


def named_output(output: Any) -> Any:
    """An output as it was named; `-` is standard output, and an empty name (of an unset variable, say) is refused."""
    if output is not None and not os.fspath(output).strip():
        raise InputError("-o: expected the name of a file, found an empty one.")
    return None if output is not None and os.fspath(output) == "-" else output


Output = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        help="Write here instead of standard output.",
        show_default=False,
        callback=named_output,
    ),
]
ReportOutput = Annotated[
    str | None,
    typer.Option(
        "-o",
        "--output",
        help="Write to this file, or with a directory (DIR/) a file for each document; html adds an index page.",
        show_default=False,
        callback=named_output,
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", help="No notes and no progress bar; only what went wrong.")]
TextColumn = Annotated[
    str, typer.Option("--text-column", help="The field of a JSONL, CSV or Parquet row that holds the text.")
]
IdColumn = Annotated[str, typer.Option("--id-column", help="The field of a row that names it.")]
Encoding = Annotated[
    str | None, typer.Option("--encoding", help="The encoding of the input files.", show_default="utf-8")
]
MaxBytes = Annotated[
    int, typer.Option("--max-bytes", min=1, help="The longest document that is read, in bytes.")
]
MAX_BYTES = ReadOptions().max_bytes
TimingsTable = Annotated[
    bool, typer.Option("--timings", help="Print on stderr where the time went, stage by stage.")
]


def cache_path() -> Path:
    """The cache file: in `GISTMILL_CACHE_DIR` if that is set, else in the user's cache directory."""
    from platformdirs import user_cache_path

    folder = os.environ.get("GISTMILL_CACHE_DIR")
    return (Path(folder) if folder else user_cache_path("gistmill")) / "cache.sqlite"


def open_store(*, no_cache: bool) -> Store | NullStore:
    from gistmill.cache import NullStore, Store

    return NullStore() if no_cache else Store.open(cache_path(), warn=talk)


def config_file(config: Path | None) -> Path | None:
    """The recipe file: `--config`, else `GISTMILL_CONFIG`. None is looked for, so a run means the same everywhere."""
    named = os.environ.get("GISTMILL_CONFIG")
    return config or (Path(named) if named else None)


def layered_recipe(config: Path | None) -> tuple[Recipe, dict[str, Setting]]:
    """The defaults under the recipe file under the environment, and what set each setting that was set."""
    from gistmill.recipe import read_settings, recipe_of_settings, settings_of_environment

    file = config_file(config)
    settings = (read_settings(file) if file else {}) | settings_of_environment(os.environ)
    return recipe_of_settings(settings), settings


def recipe_of(
    *,
    config: Path | None,
    model: str | None = None,
    device: DeviceName | None = None,
    length: str | None = None,
    overview_length: str | None = None,
    offline: bool = False,
    allow_remote: bool = False,
) -> Recipe:
    """The recipe of file and environment with what was said on the command line in its place."""
    recipe, _ = layered_recipe(config)
    return _changed(
        recipe,
        model=model,
        device=device,
        offline=offline or None,
        allow_remote=allow_remote or None,
        summarize=_changed(recipe.summarize, length=length),
        overview=_changed(recipe.overview, length=overview_length),
    )


def clean_settings(
    recipe: Recipe,
    *,
    mode: CleanMode | None = None,
    glossary: Path | None = None,
    only: list[str] | None = None,
    skip: list[str] | None = None,
) -> Recipe:
    """`recipe` with another way of cleaning; RecipeError for a name that no rule has, or a glossary that is none."""
    from gistmill.terminology import read_glossary

    settings = _changed(recipe.clean, only=tuple(only) if only else None, skip=tuple(skip) if skip else None)
    settings = _changed(settings, mode=mode, glossary=read_glossary(glossary) if glossary else None)
    settings.rules()
    return _changed(recipe, clean=settings)


def _changed(settings: S, **changes: Any) -> S:
    return msgspec.structs.replace(
        settings, **{name: value for name, value in changes.items() if value is not None}
    )


def print_timings(timings: Timings, *, wall_s: float) -> None:
    """The table of `--timings`, to stderr."""
    from gistmill.timings import timings_table

    print(timings_table(timings.times, wall_s=wall_s), file=sys.stderr)
