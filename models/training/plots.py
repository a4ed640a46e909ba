"""Draws `models/figures/*.svg` from the measured numbers beside them: `python models/training/plots.py`.

The pictures are plain SVG with their text as text; their colours follow the reader's light or dark scheme.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any

FIGURES = Path(__file__).parents[1] / "figures"
OURS = "gistmill"
WIDTH = 720
LABEL_WIDTH = 210
BAR_WIDTH = 400
BAR_HEIGHT = 18
ROW = 26
HEAD = 34
# Both pairs of text and ground reach a contrast of 4.5; the ground is the page's own.
STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#1f2328}.head{font-weight:600}.note{font-size:12px;fill:#59636e}"
    ".bar{fill:#8c959f}.ours{fill:#0f6b57}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.note{fill:#9198a1}.bar{fill:#656c76}.ours{fill:#3fb89a}}"
)


def main() -> None:
    for name, picture in pictures().items():
        (FIGURES / name).write_text(picture, encoding="utf-8")
        print(FIGURES / name)


def pictures() -> dict[str, str]:
    """Each picture by its file name."""
    return {
        "quality.svg": quality_picture(_figures("quality.json")),
        "speed.svg": speed_picture(_figures("speed.json")),
    }


def quality_picture(figures: dict[str, Any]) -> str:
    """A group of bars for each set, a bar for each system: its ROUGE-1, all on one scale from 0."""
    scores = [scores[0] for group in figures["sets"] for scores in group["systems"].values()]
    parts, top = [_note(figures, top=16)], HEAD
    for group in figures["sets"]:
        parts.append(_text(0, top + 12, group["name"], kind="head"))
        top += ROW
        for name, (rouge_1, *_) in group["systems"].items():
            parts.append(_bar(name, rouge_1 / max(scores), f"{rouge_1:.1f}", top=top, ours=name == OURS))
            top += ROW
        top += ROW // 2
    return _picture(parts, height=top, title="Quality: " + "; ".join(_told(figures["sets"])))


def speed_picture(figures: dict[str, Any]) -> str:
    """A bar for each peer: its time divided by the product's for the same work."""
    ratios = [peer["seconds"] / peer["gistmill_seconds"] for peer in figures["peers"]]
    parts, top = [_note(figures, top=16)], HEAD
    for peer, ratio in zip(figures["peers"], ratios, strict=True):
        parts.append(_bar(peer["name"], ratio / max(ratios), f"{ratio:.1f} ×", top=top, ours=True))
        parts.append(
            _text(LABEL_WIDTH, top + ROW + 6, f"{peer['work']}: {_seconds(peer)}", kind="note"),
        )
        top += 2 * ROW
    told = (
        f"{ratio:.1f} times as fast as {peer['name']}"
        for peer, ratio in zip(figures["peers"], ratios, strict=True)
    )
    return _picture(parts, height=top, title="Speed: " + "; ".join(told))


def _seconds(peer: dict[str, Any]) -> str:
    return f"{peer['gistmill_seconds']:g} s against {peer['seconds']:g} s"


def _told(sets: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The numbers in words, for those who do not see the picture."""
    for group in sets:
        told = (f"{name} {scores[0]:.1f}" for name, scores in group["systems"].items())
        yield f"{group['name']}: {', '.join(told)}"


def _picture(parts: Sequence[str], *, height: int, title: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" role="img">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def _note(figures: dict[str, Any], *, top: int) -> str:
    return _text(0, top, f"{figures['measure']} ({figures['command']})", kind="note")


def _bar(name: str, share: float, value: str, *, top: int, ours: bool) -> str:
    """One bar with its name before and its value behind it; `share` is of the full width."""
    width = round(share * BAR_WIDTH, 1)
    middle = top + BAR_HEIGHT - 4
    return (
        _text(LABEL_WIDTH - 8, middle, name, kind="name", anchor="end")
        + f'<rect class="{"ours" if ours else "bar"}" x="{LABEL_WIDTH}" y="{top}" width="{width}" '
        f'height="{BAR_HEIGHT}" rx="2"/>' + _text(LABEL_WIDTH + width + 8, middle, value, kind="value")
    )


def _text(x: float, y: float, text: str, *, kind: str, anchor: str = "start") -> str:
    return f'<text class="{kind}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'


def _figures(name: str) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((FIGURES / name).read_text(encoding="utf-8"))
    return figures


if __name__ == "__main__":
    main()
