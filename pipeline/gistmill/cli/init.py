"""`gistmill init`: a commented recipe file to start from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from gistmill.cli.output import check_output, write
from gistmill.errors import RecipeError
from gistmill.outputs import is_replaceable

TEMPLATE = """\
# A gistmill recipe. Every setting is shown with its default; use it with: gistmill summarize --config gistmill.toml

model = "embedded"        # or "none", a Hugging Face id such as "google/flan-t5-base@revision", or a folder
device = "auto"           # auto, cpu, cuda
offline = false           # true: never fetch a model
allow_remote = false      # true: a served model may be on another machine

[clean]
mode = "rules"            # rules, full (the model rewords sentences, too), off
margin = 0.5              # in mode full: how clearly the model must prefer its wording
only = []                 # run these rules only
skip = []                 # leave these rules out
# glossary = "terms.tsv"  # terms as variant<TAB>preferred, looked for beside this file; unset: none

[segment]
headings = true           # look for headings in plain text
# min_confidence = 0.5    # a line is a heading from this confidence on; unset: the measured threshold
topics = true             # cut long texts without headings where their topic changes

[summarize]
length = "medium"         # of each section's summary: short, medium, long, words ("80") or a share ("20%")
# beams = 4               # width of the model's search; unset: what measured best for the model

[overview]
length = "medium"
# beams = 4
"""


def init(
    path: Annotated[Path, typer.Argument(help="The file to write.")] = Path("gistmill.toml"),
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
) -> None:
    """Write a recipe file with every setting, its default and its meaning."""
    check_output(path, inputs=())
    if is_replaceable(path) and (path.exists() or path.is_symlink()) and not force:
        raise RecipeError(f"{path}: exists already; give another name, or --force to replace it.")
    write([TEMPLATE], path)
    typer.echo(f"wrote {path}")
