"""A recipe: every setting of a run as one frozen value, with its default, read from TOML.

A recipe file has the tables below, each optional:

    model = "embedded"
    [clean]
    mode = "rules"
    [summarize]
    length = "short"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, get_args, get_type_hints

import msgspec
from msgspec import Struct

from gistmill.clean import CleanSettings
from gistmill.errors import RecipeError
from gistmill.segment import SegmentSettings
from gistmill.summarize import Length, OverviewSettings, SummarizeSettings
from gistmill.terminology import Glossary, read_glossary

Device = Literal["auto", "cpu", "cuda"]
_TABLE_LINE = re.compile(r"\s*\[([^\[\]]+)\]\s*(?:#|$)")
_KEY_LINE = re.compile(r"\s*[\"']?([\w.-]+)[\"']?\s*=")


class Setting(Struct, frozen=True):
    """The value that something set, as plain data, and what set it, for people."""

    value: Any
    origin: str


class Recipe(Struct, frozen=True, forbid_unknown_fields=True):
    """Every setting of a run.

    `model` is "embedded", a name that `gistmill models get` fetched, a Hugging Face id (`id@revision` pins it), a
    folder, or a model that a server runs (`http://127.0.0.1:11434/v1#NAME`); "none" summarizes by extraction alone.
    `offline` forbids fetching a model that is not on disk; `allow_remote` lets the text go to a server elsewhere.
    """

    model: str = "embedded"
    device: Device = "auto"
    offline: bool = False
    allow_remote: bool = False
    clean: CleanSettings = CleanSettings()
    segment: SegmentSettings = SegmentSettings()
    summarize: SummarizeSettings = SummarizeSettings()
    overview: OverviewSettings = OverviewSettings()


def read_recipe(path: Path) -> Recipe:
    """The recipe in a TOML file; raises RecipeError, with file, line and the nearest valid name, where it is none."""
    return recipe_of_settings(read_settings(path), name=str(path))


def read_settings(path: Path) -> dict[str, Setting]:
    """What a TOML file sets, by dotted names such as `clean.mode`; a glossary's path is relative to the file.

    Raises RecipeError as `read_recipe` does.
    """
    try:
        text = path.read_text(encoding="utf-8")
        tables = tomllib.loads(text)
    except OSError as error:
        raise RecipeError(
            f"{path}: cannot be read ({error.strerror}); name an existing TOML file."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path}: not valid TOML: {error}.") from error
    lines = _lines_of_names(text)
    settings = {}
    for name, value in _flat(tables):
        where = f"{path}, line {lines[name]}" if name in lines else str(path)
        if name not in SETTINGS:
            raise RecipeError(f"{where}: {unknown_setting(name)}")
        if name == GLOSSARY and isinstance(value, str):
            value = str(path.parent / value)
        settings[name] = Setting(value, where)
    return settings


def settings_of_environment(environment: Mapping[str, str]) -> dict[str, Setting]:
    """What `GISTMILL_*` variables set, by dotted names; empty ones set nothing, and those of no setting are left alone.

    >>> settings_of_environment({"GISTMILL_CLEAN_SKIP": "byline,dateline"})["clean.skip"].value
    ['byline', 'dateline']
    """
    return {
        name: Setting(_of_text(name, value), f"environment {variable_of(name)}")
        for name in SETTINGS
        if (value := environment.get(variable_of(name), ""))
    }


def recipe_of_settings(settings: Mapping[str, Setting], *, name: str = "recipe") -> Recipe:
    """The recipe that settings make of the defaults; raises RecipeError, with its origin, for the first bad value."""
    for key, setting in settings.items():
        _recipe({key: setting}, where=setting.origin, expected=_expected(key))
    return _recipe(settings, where=name)


def variable_of(name: str) -> str:
    """The environment variable of a setting.

    >>> variable_of("clean.mode")
    'GISTMILL_CLEAN_MODE'
    """
    return "GISTMILL_" + name.upper().replace(".", "_")


def unknown_setting(name: str) -> str:
    """That there is no such setting, and which is nearest: by the whole name, or by its last part.

    >>> unknown_setting("modle")
    "unknown setting 'modle'; did you mean 'model'?"
    """
    near = get_close_matches(name, SETTINGS, n=1) or get_close_matches(
        name, [known for known in SETTINGS if known.endswith("." + name.rpartition(".")[2])], n=1, cutoff=0.0
    )
    hint = f"did you mean {near[0]!r}?" if near else f"the settings are {', '.join(SETTINGS)}."
    return f"unknown setting {name!r}; {hint}"


def value_of(recipe: Recipe, name: str) -> Any:
    """The value of a setting, by its dotted name."""
    value: Any = recipe
    for part in name.split("."):
        value = getattr(value, part)
    return value


def _expected(name: str) -> str:
    """What values a setting of a few takes, in words; empty for one that takes many.

    >>> _expected("clean.mode")
    '; expected one of rules, full, off'
    """
    table, _, key = name.rpartition(".")
    values = get_args(get_type_hints(type(value_of(Recipe(), table)) if table else Recipe)[key])
    return (
        f"; expected one of {', '.join(values)}" if values and all(isinstance(v, str) for v in values) else ""
    )


def _recipe(settings: Mapping[str, Setting], *, where: str, expected: str = "") -> Recipe:
    tables: dict[str, Any] = {}
    try:
        for name, setting in settings.items():
            table, _, key = name.rpartition(".")
            value = setting.value
            if name == GLOSSARY and isinstance(value, str):
                value = msgspec.to_builtins(read_glossary(Path(value)))
            (tables.setdefault(table, {}) if table else tables)[key] = value
        recipe = msgspec.convert(tables, type=Recipe)
        recipe.clean.rules()
    except msgspec.ValidationError as error:
        raise RecipeError(
            f"{where}: {error}{expected}; `gistmill init` writes a file with every setting."
        ) from error
    except RecipeError as error:
        raise RecipeError(f"{where}: {error}") from error
    return recipe


def _names(settings: type[Struct], prefix: str = "") -> Iterator[str]:
    for field in msgspec.structs.fields(settings):
        name = f"{prefix}{field.name}"
        is_table = isinstance(field.default, Struct) and not isinstance(field.default, Length | Glossary)
        yield from _names(type(field.default), name + ".") if is_table else [name]


def _flat(tables: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for key, value in tables.items():
        name = f"{prefix}{key}"
        if isinstance(value, dict) and name != GLOSSARY:
            yield from _flat(value, name + ".")
        else:
            yield name, value


def _lines_of_names(text: str) -> dict[str, int]:
    """The line of each name, for messages: of tables and keys that begin a line, as people write them."""
    lines: dict[str, int] = {}
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if match := _TABLE_LINE.match(line):
            table = match[1].strip() + "."
        elif match := _KEY_LINE.match(line):
            lines.setdefault(table + match[1], number)
    return lines


def _of_text(name: str, text: str) -> Any:
    """An environment variable's text as the type that the setting has."""
    default = value_of(Recipe(), name)
    if name == GLOSSARY or isinstance(default, str):
        return text
    if isinstance(default, tuple):
        return [part.strip() for part in text.split(",") if part.strip()]
    if text.lower() in ("true", "1", "yes", "on", "false", "0", "no", "off") and isinstance(default, bool):
        return text.lower() in ("true", "1", "yes", "on")
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        return text


GLOSSARY = "clean.glossary"
SETTINGS = tuple(_names(Recipe))
