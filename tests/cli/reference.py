"""Writes `pipeline/REFERENCE.md`, every command and option, from the commands themselves.

`python -m tests.cli.reference` after a change of an option; a test says when it is due.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from gistmill.cli.app import app

PAGE = Path(__file__).parents[2] / "pipeline/REFERENCE.md"
HEAD = """# Every command and option

Written by `python -m tests.cli.reference` from the commands themselves; `gistmill COMMAND --help` shows the same.
The [README](../README.md) says what they are for."""


def main() -> None:
    PAGE.write_text(reference(), encoding="utf-8")
    print(PAGE)


def reference() -> str:
    return (
        "\n\n".join([HEAD, *(page for name, command in commands() for page in _section(name, command))])
        + "\n"
    )


def commands() -> Iterator[tuple[str, Any]]:
    """Every command that does something, with the words that call it, and first the one that has no word."""
    root = typer.main.get_command(app)
    yield "gistmill", root
    yield from _below("gistmill", root)


def _below(words: str, group: Any) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _below(f"{words} {name}", command)
        else:
            yield f"{words} {name}", command


def options(command: Any) -> Iterator[Any]:
    return (parameter for parameter in command.params if parameter.param_type_name == "option")


def option_names(command: Any) -> set[str]:
    """The long names, `--name`, of the options of `command`."""
    return {
        name
        for option in options(command)
        for name in (*option.opts, *option.secondary_opts)
        if name[:2] == "--"
    }


def _section(words: str, command: Any) -> Iterator[str]:
    context = typer.Context(command)
    arguments = (piece for parameter in command.params for piece in parameter.get_usage_pieces(context))
    called = "COMMAND ..." if hasattr(command, "commands") else " ".join(["[OPTIONS]", *arguments])
    yield f"## {words}"
    yield command.help.strip()
    yield f"`{words} {called}`"
    if rows := [_row(option.get_help_record(context)) for option in options(command)]:
        yield "\n".join(["| option | |", "|---|---|", *rows])


def _row(record: tuple[str, str]) -> str:
    names, meaning = (part.replace("|", "\\|") for part in record)
    meaning = meaning.replace("<", "\\<")
    return f"| `{names}` | {meaning} |"


if __name__ == "__main__":
    main()
