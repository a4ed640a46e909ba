"""Known headings in other dress: numbered, bold, in capitals, with dashes, among furniture, as sub-headings of news.

The marked sets hold hardly any of the forms that translated news uses, so copies of their documents get them.
List items are numbered too, or else a number alone would make a heading.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence

from heading_sets import Block, Marked

Dress = Callable[[str, int], str]

FURNITURE = tuple(
    """\
Our reporter Wang Lei|Reporter Zhang Min Li Qiang|By staff reporter Chen Hao|Photo by Li Wei|2021-06-28 10:32
(Photo courtesy of the organizing committee)|Beijing, June 28 (Xinhua)|Correspondent Wu Jing|Written by Guo Rui
Copyright 2021 Xinhua. All rights reserved|Data map|Click to read the original|Text by reporter He Fang|June 28, 2021
Photographed by our trainee reporter Sun Li|Picture shows the new bridge|Tags: economy, trade|Print this page
The picture was taken by the interviewee|Source: People's Daily Online|(Editor in charge: Sun Li)|5 min read""".replace(
        "\n", "|"
    ).split("|")
)
DRESSES = ("number", "dash", "bold", "colon", "capitals", "bullets", "furniture")
_CARDINALS = "One Two Three Four Five Six Seven Eight Nine Ten".split()
_ORDINALS = "First Second Third Fourth Fifth Sixth Seventh Eighth Ninth Tenth".split()
_ROMANS = "I II III IV V VI VII VIII IX X".split()
_NUMBERINGS: tuple[Dress, ...] = (
    lambda text, n: f"{n}. {text}",
    lambda text, n: f"({n}) {text}",
    lambda text, n: f"{_CARDINALS[(n - 1) % 10]}, {text}",
    lambda text, n: f"{_CARDINALS[(n - 1) % 10]}: {text}",
    lambda text, n: f"{_ROMANS[(n - 1) % 10]}. {text}",
    lambda text, n: f"{chr(ord('A') + (n - 1) % 26)}. {text}",
    lambda text, n: f"{_ORDINALS[(n - 1) % 10]}, {text}",
    lambda text, n: f"Part {n}: {text}",
    lambda text, n: f"Chapter {_CARDINALS[(n - 1) % 10]} {text}",
)
_DASHES = ("——", "—", "——", "--", " -")


def disguised(documents: Iterable[Marked], *, seed: int, copies: int) -> Iterator[Marked]:
    """`copies` of each document, each in a dress of its own."""
    chance = random.Random(seed)
    for document in documents:
        for dress in chance.sample(
            ["number", "dash", "bold", "colon", "capitals", "bullets", "furniture"], copies
        ):
            yield Marked(document.id, tuple(_dressed(document.blocks, dress, chance)))


def news_with_headings(
    news: Sequence[tuple[str, Sequence[str]]], *, seed: int, count: int
) -> Iterator[Marked]:
    """News to which the titles of other news are given as sub-headings, on one level or two."""
    chance = random.Random(seed)
    titles = [title for title, _ in news]
    for number, (title, paragraphs) in enumerate(chance.sample(list(news), count)):
        yield Marked(f"news/{number}", tuple(_with_headings(title, paragraphs, titles, chance)))


def stitched_news(news: Sequence[tuple[str, Sequence[str]]], *, seed: int, count: int) -> Iterator[Marked]:
    """Two to five news in one text, with the credits and stamps of their pages above and below each."""
    chance = random.Random(seed)
    for number in range(count):
        blocks: list[Block] = []
        for title, paragraphs in chance.sample(list(news), chance.randint(2, 5)):
            ending = chance.choice(["", "", "-Xinhuanet", " - China News", "_Hunan Daily", ""])
            blocks.append(Block("h", title + ending, 1))
            blocks += [Block("p", line) for line in chance.sample(FURNITURE, chance.choice([0, 0, 1, 2]))]
            blocks += [Block("p", paragraph) for paragraph in paragraphs[: chance.randint(3, 12)]]
            blocks += [Block("p", line) for line in chance.sample(FURNITURE, chance.choice([0, 0, 1, 2]))]
        yield Marked(f"stitched/{number}", tuple(blocks))


def _dressed(blocks: Sequence[Block], dress: str, chance: random.Random) -> Iterator[Block]:
    wear = _dress(dress, chance)
    levels = {block.level for block in blocks[1:] if block.kind == "h"}
    # Every other copy dresses the headings of one level only, so that plain ones stand beside them.
    chosen = {chance.choice(sorted(levels))} if levels and chance.random() < 0.5 else levels
    headings = items = 0
    for index, block in enumerate(blocks):
        text = block.text
        if index and block.kind == "h" and block.level in chosen:
            headings += 1
            text = wear(text, headings)
        items = items + 1 if block.kind == "l" else 0
        if items and dress == "bullets":
            text = f"- {text}"
        elif items and dress == "number":
            text = f"{items}. {text}"
        yield Block(block.kind, text, block.level)
        if dress in ("dash", "furniture") and (index < 2 or block.kind == "p"):
            yield from _furniture(chance, rate=0.5 if index < 2 else 0.04)


def _dress(dress: str, chance: random.Random) -> Dress:
    dash = chance.choice(_DASHES)
    dresses: dict[str, Dress] = {
        "number": chance.choice(_NUMBERINGS),
        "dash": lambda text, _: text.rstrip(":.") + dash,
        "bold": lambda text, _: f"**{text}**",
        "colon": lambda text, _: text.rstrip(":.?!") + ":",
        "capitals": lambda text, _: text.upper(),
    }
    return dresses.get(dress, lambda text, _: text)


def _furniture(chance: random.Random, *, rate: float) -> Iterator[Block]:
    if chance.random() < rate:
        yield Block("p", chance.choice(FURNITURE))


def _with_headings(
    title: str, paragraphs: Sequence[str], titles: Sequence[str], chance: random.Random
) -> Iterator[Block]:
    if chance.random() < 0.7:
        yield Block("h", title, 1)
        yield from _furniture(chance, rate=0.5)
    ending, levels = chance.choice([*_DASHES, ":", "", "", ""]), chance.choice([0, 1, 1, 2, 2])
    gap, group = chance.randint(1, 3), chance.randint(2, 5)
    headings = 0
    for index, paragraph in enumerate(paragraphs):
        if levels and index % gap == gap - 1:
            if levels == 2 and headings % group == 0:
                yield Block("h", _subheading(titles, chance), 2)
                if chance.random() < 0.3:
                    yield Block("p", paragraph)
            yield Block("h", _subheading(titles, chance) + ending, levels + 1)
            headings += 1
        yield Block("p", paragraph)
        yield from _pull_quote(paragraph, chance)
        yield from _furniture(chance, rate=0.04)


def _subheading(titles: Sequence[str], chance: random.Random) -> str:
    first, *others = chance.choice(titles).split()[: chance.randint(3, 14)]
    lowered = chance.random() < 0.6
    words = [word.lower() if lowered and chance.random() < 0.7 else word for word in others]
    return " ".join([first, *words]).rstrip(".,:;")


def _pull_quote(paragraph: str, chance: random.Random) -> Iterator[Block]:
    """A short sentence of the paragraph, standing alone: what a heading must not be taken for."""
    short = [part.strip() for part in paragraph.split(". ") if 2 < len(part.split()) < 10]
    if short and chance.random() < 0.15:
        sentence = chance.choice(short).strip('."')
        yield Block("p", chance.choice([f"{sentence}.", f"“{sentence}.”", f"“{sentence}”"]))
