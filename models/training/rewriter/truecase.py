"""Casing for lower-cased or capitalised English, learned from cased text.

A word takes the form it most often has in mid-sentence; a pair of neighbours seen often enough decides
before the single word does, so that `new york` becomes `New York` while `new` alone stays.  Sentence starts
get a capital.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

WORD = re.compile(r"[^\W\d_]+(?:['’.][^\W\d_]+)*")
SENTENCE_END = frozenset('.!?:;"“”)(')
MIN_PAIR_COUNT = 4
PAIR_SHARE = 0.6

Pair = tuple[str, str]


@dataclass(frozen=True)
class Truecaser:
    """The usual mid-sentence form of words and of word pairs, where it differs from lower case."""

    words: Mapping[str, str]
    pairs: Mapping[Pair, Pair]

    def apply(self, text: str, *, context: Mapping[str, str] | None = None) -> str:
        """Cased text of a lower-cased sentence.  Forms in `context` win over the learned ones."""
        matches = list(WORD.finditer(text))
        lowered = [match.group().lower() for match in matches]
        forms = [self._form(lowered, place, context or {}) for place in range(len(lowered))]
        out, end = [], 0
        for match, form in zip(matches, forms, strict=True):
            out += [text[end : match.start()], form]
            end = match.end()
        return capitalize_start("".join([*out, text[end:]]))

    def _form(self, words: list[str], place: int, context: Mapping[str, str]) -> str:
        word = words[place]
        if word in context:
            return context[word]
        following = self.pairs.get((word, words[place + 1])) if place + 1 < len(words) else None
        if following:
            return following[0]
        preceding = self.pairs.get((words[place - 1], word)) if place else None
        if preceding:
            return preceding[1]
        return self.words.get(word, word)


def save(truecaser: Truecaser, path: Path) -> None:
    """Writes the learned forms as JSON."""
    pairs = [[*lowered, *cased] for lowered, cased in truecaser.pairs.items()]
    path.write_text(json.dumps({"words": dict(truecaser.words), "pairs": pairs}, ensure_ascii=False))


def load(path: Path) -> Truecaser:
    """The truecaser that `save` wrote."""
    stored = json.loads(path.read_text())
    pairs = {(first, second): (one, two) for first, second, one, two in stored["pairs"]}
    return Truecaser(words=stored["words"], pairs=pairs)


def capitalize_start(text: str) -> str:
    """The text with its first letter, past quotes and brackets, as a capital."""
    match = re.search(r"\w", text)
    return text if match is None else text[: match.start()] + match.group().upper() + text[match.end() :]


def mid_sentence_words(line: str) -> list[tuple[str, bool]]:
    """Each word of a line with whether it starts a sentence (its capital says nothing then)."""
    found, end, previous = [], 0, "."
    for match in WORD.finditer(line):
        gap = line[end : match.start()].strip() or previous
        found.append((match.group(), end == 0 or any(mark in SENTENCE_END for mark in gap)))
        end, previous = match.end(), " "
    return found


def learn(lines: Iterable[str]) -> Truecaser:
    """A truecaser from cased lines."""
    words: dict[str, Counter[str]] = defaultdict(Counter)
    pairs: Counter[Pair] = Counter()
    for line in lines:
        previous: str | None = None
        for word, starts in mid_sentence_words(line):
            if starts:
                previous = None
                continue
            words[word.lower()][word] += 1
            if previous is not None:
                pairs[previous, word] += 1
            previous = word
    usual = {word: forms.most_common(1)[0][0] for word, forms in words.items()}
    return Truecaser(
        words={word: form for word, form in usual.items() if form != word},
        pairs=dominant_pairs(pairs, usual),
    )


def dominant_pairs(pairs: Counter[Pair], usual: Mapping[str, str]) -> dict[Pair, Pair]:
    """Pairs whose usual casing differs from that of their words taken alone."""
    totals: Counter[Pair] = Counter()
    for (first, second), count in pairs.items():
        totals[first.lower(), second.lower()] += count
    kept = {}
    for (first, second), count in pairs.items():
        lowered = (first.lower(), second.lower())
        differs = usual[lowered[0]] != first or usual[lowered[1]] != second
        if count >= MIN_PAIR_COUNT and count >= PAIR_SHARE * totals[lowered] and differs:
            kept[lowered] = (first, second)
    return kept
