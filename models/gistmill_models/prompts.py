"""How a model is asked: the words before and after a source, as data that comes with the model."""

from __future__ import annotations

from dataclasses import dataclass

WORDS_SLOT = "{words}"
# What stands before the source, for every model that follows instructions.
INSTRUCTIONS = {
    "summarize": (
        "Summarize the text below in about {words} words, in whole sentences. Say only what the text says, keep its "
        "names and numbers, and answer with the summary alone.\n\n"
    ),
    "headline": (
        "Write a headline of about {words} words for the text below. Say only what the text says, and answer with "
        "the headline alone.\n\n"
    ),
}


@dataclass(frozen=True)
class Prompt:
    """The instruction around a source, and what ends an answer beside the model's own end piece.

    `{words}` in `before` or `after` is where the wanted number of words goes; `words` stands in where a caller
    names none. A prompt without the slot cannot be told a length.

    >>> prompt = Prompt("Summarize in about {words} words: ", stop=("<|im_end|>",), words=20)
    >>> prompt.asking(for_words=12)
    ('Summarize in about 12 words: ', '')
    """

    before: str = ""
    after: str = ""
    stop: tuple[str, ...] = ()
    words: int = 30

    @property
    def has_length(self) -> bool:
        return WORDS_SLOT in self.before + self.after

    def asking(self, for_words: int | None = None) -> tuple[str, str]:
        """What to put before and after a source."""
        number = str(for_words or self.words)
        return self.before.replace(WORDS_SLOT, number), self.after.replace(WORDS_SLOT, number)
