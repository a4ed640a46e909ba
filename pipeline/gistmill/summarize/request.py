"""What is asked of a model for one section: each request is a source text and the sentences it is made of.

A model that rewrites sentences (unit "sentence") is asked once for every sentence the extractive summarizer
chose. A model that reads whole texts is asked once for every chunk of the section that fits its window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

from gistmill.document import Span
from gistmill.summarize.extract import select_sentences
from gistmill.summarize.features import Part
from gistmill.summarize.length import count_words

# How much of a sentence a rewording may keep, in words: the share that its training pairs keep at most.
SENTENCE_SHARE = 0.6


class Request(Struct, frozen=True):
    """`sentences` are spans of `section_text`; `chosen` are those to show where the model's answer will not do.

    `wanted_words` is how long an answer should be, for a model that can be told.
    """

    section_text: str
    sentences: tuple[Span, ...]
    chosen: tuple[Span, ...]
    max_words: int
    wanted_words: int

    @property
    def source(self) -> str:
        return " ".join(span.of(self.section_text) for span in self.sentences)


def sentence_requests(
    text: str, sentences: Sequence[Span], *, max_words: int, heading: str | None = None
) -> tuple[Request, ...]:
    """One request for each sentence worth a place in a summary of `max_words` words."""
    part = Part(heading, tuple(span.of(text) for span in sentences))
    chosen = select_sentences([part], max_words=max_words, title=heading)
    return tuple(_sentence_request(text, sentences[index]) for index in chosen)


def _sentence_request(text: str, sentence: Span) -> Request:
    words = count_words(sentence.of(text))
    return Request(text, (sentence,), (sentence,), words, max(1, round(SENTENCE_SHARE * words)))


def chunk_requests(
    text: str,
    sentences: Sequence[Span],
    *,
    max_words: int,
    max_pieces: int,
    count_pieces: Callable[[Sequence[str]], list[int]],
) -> tuple[Request, ...]:
    """One request for each run of whole sentences that fills a window of `max_pieces` pieces.

    The word budget is shared out by length. A sentence longer than the window stands alone in its chunk.
    """
    # One more for the space before a sentence, which may be a piece of its own.
    pieces = [count + 1 for count in count_pieces([span.of(text) for span in sentences])]
    requests = []
    for first, last in fill_windows(pieces, max_pieces=max_pieces):
        chunk = tuple(sentences[first:last])
        share = max(1, round(max_words * sum(pieces[first:last]) / max(1, sum(pieces))))
        part = Part(None, tuple(span.of(text) for span in chunk))
        chosen = select_sentences([part], max_words=share)
        requests.append(Request(text, chunk, tuple(chunk[index] for index in chosen), share, share))
    return tuple(requests)


def fill_windows(pieces: Sequence[int], *, max_pieces: int) -> Iterator[tuple[int, int]]:
    """Half-open index ranges that cover `pieces` in order, each as full as `max_pieces` allows.

    >>> list(fill_windows([5, 5, 5, 20, 3], max_pieces=11))
    [(0, 2), (2, 3), (3, 4), (4, 5)]
    """
    first, filled = 0, 0
    for index, count in enumerate(pieces):
        if filled and filled + count > max_pieces:
            yield first, index
            first, filled = index, 0
        filled += count
    if first < len(pieces):
        yield first, len(pieces)
