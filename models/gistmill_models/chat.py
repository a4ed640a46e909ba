"""Prompts for models that were made to follow instructions, from the chat template that comes with them.

A template is a program by a stranger: it is rendered in a sandbox, without the date or anything of this machine.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

from gistmill_models.errors import ModelBroken
from gistmill_models.families import read_config
from gistmill_models.prompts import INSTRUCTIONS, Prompt

SOURCE, ANSWER = "@@SOURCE@@", "@@ANSWER@@"
# For models that only go on with a text.
CONTINUED = {"summarize": Prompt(after="\n\nTL;DR:"), "headline": Prompt(after="\n\nHeadline:")}
# Marks a span for training; it says nothing about the text.
_GENERATION = re.compile(r"{%-?\s*(end)?generation\s*-?%}")
_MARK = re.compile(r"\s*(<[^\s<>]+>|\[/?[A-Z_]+\])")


def prompts_of_folder(folder: Path) -> dict[str, Prompt]:
    """How a decoder in this folder is asked; without a chat template, by what summaries follow on the web."""
    told = read_config(folder / "tokenizer_config.json")
    template = _template_in(folder, told)
    if template is None:
        return CONTINUED
    marks = {name: _plain(value) for name, value in told.items() if name.endswith("_token") and value}
    try:
        return {task: _prompt(template, marks, words) for task, words in INSTRUCTIONS.items()}
    # Whatever a template raises, it cannot be used.
    except Exception as error:
        raise ModelBroken(f"{folder}: its chat template cannot be rendered ({error})") from error


def _template_in(folder: Path, told: Mapping[str, Any]) -> str | None:
    file = folder / "chat_template.jinja"
    if file.is_file():
        return file.read_text(encoding="utf-8")
    template = told.get("chat_template")
    if isinstance(template, list):
        named = {one["name"]: one["template"] for one in template}
        template = named.get("default")
    return template if isinstance(template, str) else None


def _prompt(template: str, marks: Mapping[str, str], instruction: str) -> Prompt:
    """The parts of a rendered conversation, cut at where source and answer stand."""
    asked = {"role": "user", "content": instruction + SOURCE}
    before, _, after = _rendered(template, marks, [asked], opens_answer=True).partition(SOURCE)
    answered = _rendered(template, marks, [asked, {"role": "assistant", "content": ANSWER}])
    stop = _MARK.match(answered.partition(ANSWER)[2])
    return Prompt(before, after, (stop[1],) if stop else ())


def _rendered(
    template: str, marks: Mapping[str, str], messages: list[dict[str, str]], *, opens_answer: bool = False
) -> str:
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    sandbox = ImmutableSandboxedEnvironment(
        trim_blocks=True, lstrip_blocks=True, extensions=["jinja2.ext.loopcontrols"], autoescape=False
    )
    sandbox.globals["raise_exception"] = _raise
    return sandbox.from_string(_GENERATION.sub("", template)).render(
        messages=messages, add_generation_prompt=opens_answer, enable_thinking=False, **marks
    )


def _raise(message: str) -> NoReturn:
    raise ValueError(message)


def _plain(value: Any) -> str:
    return str(value["content"] if isinstance(value, dict) else value)
