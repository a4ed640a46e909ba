"""A recipe: every setting of a run as one frozen value, with its default, read from TOML.

A recipe file has the tables below, each optional:

    model = "embedded"
    [clean]
    mode = "rules"
    [summarize]
    length = "short"
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from gistmill.clean import CleanSettings
from gistmill.errors import RecipeError
from gistmill.segment import SegmentSettings
from gistmill.summarize import OverviewSettings, SummarizeSettings

Device = Literal["auto", "cpu", "cuda"]


class Recipe(Struct, frozen=True, forbid_unknown_fields=True):
    """Every setting of a run.

    `model` is "embedded", a Hugging Face id (`id@revision` pins it), or a folder; "none" summarizes by
    extraction alone. `offline` forbids fetching a model that is not on disk.
    """

    model: str = "embedded"
    device: Device = "auto"
    offline: bool = False
    clean: CleanSettings = CleanSettings()
    segment: SegmentSettings = SegmentSettings()
    summarize: SummarizeSettings = SummarizeSettings()
    overview: OverviewSettings = OverviewSettings()


def read_recipe(path: Path) -> Recipe:
    """The recipe in a TOML file; raises RecipeError, with the place, where the file is not one."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=Recipe)
    except OSError as error:
        raise RecipeError(
            f"{path}: cannot be read ({error.strerror}); name an existing TOML file."
        ) from error
    except msgspec.ValidationError as error:
        raise RecipeError(f"{path}: {error}; `gistmill init` writes a file with every setting.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RecipeError(f"{path}: not valid TOML: {error}.") from error
