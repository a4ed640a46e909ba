"""`gistmill config`: each setting with its value and where that came from."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from gistmill.cli import options
from gistmill.cli.talk import talk
from gistmill.shown import shown

DEFAULT_FILE = "gistmill.toml"
_OTHER_VARIABLES = {"GISTMILL_CONFIG", "GISTMILL_CACHE_DIR", "GISTMILL_DATA"}


def config(
    config: options.Config = None,
    model: options.Model = None,
    device: options.Device = None,
    length: options.Length = None,
    overview_length: options.OverviewLength = None,
    clean: options.Clean = None,
    offline: options.Offline = False,
    allow_remote: options.AllowRemote = False,
) -> None:
    """Show every setting, its value, and where it came from: flag, environment, file, or default."""
    from gistmill.recipe import SETTINGS, unknown_setting, value_of, variable_of

    flags = {
        "model": ("--model", model),
        "device": ("--device", device),
        "summarize.length": ("--length", length),
        "overview.length": ("--overview-length", overview_length),
        "clean.mode": ("--clean", clean),
        "offline": ("--offline", offline or None),
        "allow_remote": ("--allow-remote", allow_remote or None),
    }
    recipe, settings = options.layered_recipe(config)
    recipe = options.recipe_of(
        config=config,
        model=model,
        device=device,
        length=length,
        overview_length=overview_length,
        offline=offline,
        allow_remote=allow_remote,
    )
    recipe = options.clean_settings(recipe, mode=clean)
    for name in SETTINGS:
        flag, given = flags.get(name, ("", None))
        origin = flag if given is not None else settings[name].origin if name in settings else "default"
        typer.echo(f"{name:24} {shown(_shown(value_of(recipe, name))):24} {shown(origin)}")
    known = {variable_of(name) for name in SETTINGS} | _OTHER_VARIABLES
    for variable in sorted(os.environ):
        if variable.startswith("GISTMILL_") and variable not in known:
            name = variable.removeprefix("GISTMILL_").lower()
            talk(f"{variable} is left alone: {unknown_setting(name)}")
    if options.config_file(config) is None and Path(DEFAULT_FILE).is_file():
        talk(f"{DEFAULT_FILE} lies here but is not used; name it with --config or GISTMILL_CONFIG.")


def _shown(value: object) -> str:
    terms = getattr(value, "terms", None)
    if terms is not None:
        return f"{len(terms)} terms"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or "-"
    return "-" if value is None else str(value).lower() if isinstance(value, bool) else str(value)
