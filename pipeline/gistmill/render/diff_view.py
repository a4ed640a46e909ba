"""What cleaning changed: words marked in place for a terminal, a unified diff for a pipe."""

from __future__ import annotations

import difflib

from gistmill.document import Cleaned, Edit, Mark
from gistmill.shown import shown

_CONTEXT = 60


def unified_diff(cleaned: Cleaned, *, name: str) -> str:
    """A unified diff from the raw to the cleaned text, by lines; empty if nothing changed."""
    before, after = cleaned.raw.splitlines(), cleaned.text.splitlines()
    lines = difflib.unified_diff(before, after, f"{name} (raw)", f"{name} (cleaned)", lineterm="", n=1)
    return "".join(line + "\n" for line in lines)


def marked_edits(cleaned: Cleaned, *, colour: bool) -> str:
    """Each edit in its context with id, rule and reason; what went red or `[-...-]`, what came green or `{+...+}`.

    Below them what stays although it is a fault, marked with `[...]`.
    """
    edits = "".join(_marked(cleaned.raw, edit, colour=colour) for edit in cleaned.edits)
    return (edits or "Nothing to repair.\n") + "".join(_kept(cleaned.text, mark) for mark in cleaned.marks)


def _kept(text: str, mark: Mark) -> str:
    """A fault that stays, in its context; its id is its span in the cleaned text."""
    before = text[max(0, mark.start - _CONTEXT) : mark.start].rpartition("\n")[2]
    after = text[mark.end : mark.end + _CONTEXT].partition("\n")[0]
    words = text[mark.start : mark.end]
    before, words, after = map(shown, (before, words, after))
    return f"kept {mark.start}-{mark.end}  {mark.kind}: {mark.reason}\n    {before}[{words}]{after}\n"


def _marked(raw: str, edit: Edit, *, colour: bool) -> str:
    before = raw[max(0, edit.start - _CONTEXT) : edit.start].rpartition("\n")[2]
    after = raw[edit.end : edit.end + _CONTEXT].partition("\n")[0]
    before, after = shown(before), shown(after)
    gone, come = _visible(edit.before), _visible(edit.after)
    if colour:
        change = f"\x1b[31;9m{gone}\x1b[0m\x1b[32m{come}\x1b[0m"
    else:
        change = (f"[-{gone}-]" if gone else "") + (f"{{+{come}+}}" if come else "")
    return f"{edit.id}  {edit.rule}: {edit.reason}\n    {before}{change}{after}\n"


def _visible(text: str) -> str:
    """What is changed, controls by their code and not obeyed; line ends and tabs as signs."""
    signs = text.replace("\r\n", "⏎").replace("\n", "⏎").replace("\t", "⇥")
    return "".join(one if one.isprintable() or one == "\xa0" else f"[U+{ord(one):04X}]" for one in signs)
