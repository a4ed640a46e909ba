"""How well generated titles of sections agree with the writers' own, on the sections of md_18f held back from training.

    python -m tests.quality.titles [--model embedded]

Needs the data (`GISTMILL_DATA`, default `../shared/data`). Sections of at least 60 words, of posts that have at
least three. Beside the titles that the product makes (phrases): the model's `headline:` task on the first two
sentences, as it comes and where all its words stand in the section, and the section's first six words. "Foreign"
is the share of titles with a word that the section lacks.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rouge_score.rouge_scorer import RougeScorer

from gistmill.language import split_sentences
from gistmill.segment.topic_titles import topic_titles
from gistmill_models.opening import open_model
from gistmill_models.protocol import Decoding, Seq2Seq

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "models" / "training"))

from heading_sets import Marked, articles, is_held_back

FEWEST_WORDS, FEWEST_SECTIONS = 60, 3
DECODING = Decoding(beams=1, max_pieces=48, no_repeat_ngram=3)

Section = tuple[str, str]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--model", default="embedded")
    model = open_model(parser.parse_args().model)
    posts = [post for post in map(sections_of, articles_held_back()) if len(post) >= FEWEST_SECTIONS]
    sections = [section for post in posts for section in post]
    headlines = headlines_of(model, [text for _, text in sections])
    titles = {
        "first six words": [" ".join(text.split()[:6]) for _, text in sections],
        "phrases": [title for post in posts for title in topic_titles([text for _, text in post])],
        "headline:": headlines,
        "headline:, no foreign word": [
            None if foreign(title, text) else title
            for title, (_, text) in zip(headlines, sections, strict=True)
        ],
    }
    print(f"{'':28}{'given':>9}{'ROUGE-1':>9}{'recall':>8}{'words':>7}{'foreign':>9}")
    for name, made in titles.items():
        print(f"{name:28}{_row(made, sections)}")


def articles_held_back() -> Iterator[Marked]:
    return (post for post in articles() if is_held_back(post.id))


def sections_of(post: Marked) -> list[Section]:
    """The heading and text of each section that is long enough; the title of the post heads none."""
    sections: list[tuple[str, list[str]]] = []
    for block in post.blocks[1:]:
        if block.kind == "h":
            sections.append((block.text, []))
        elif sections:
            sections[-1][1].append(block.text)
    joined = [(heading, "\n".join(lines)) for heading, lines in sections]
    return [(heading, text) for heading, text in joined if len(text.split()) >= FEWEST_WORDS]


def headlines_of(model: Seq2Seq, texts: Iterable[str]) -> list[str]:
    openings = [" ".join(span.of(text) for span in split_sentences(text)[:2]) for text in texts]
    made = model.generate("headline", openings, DECODING)
    return [generation.best.text.strip() for generation in made]


def foreign(title: str, text: str) -> bool:
    """Whether a title has a word that the text lacks."""
    return not {word.lower() for word in re.findall(r"\w+", title)} <= {
        word.lower() for word in re.findall(r"\w+", text)
    }


def _row(titles: Sequence[str | None], sections: Sequence[Section]) -> str:
    scorer = RougeScorer(["rouge1"], use_stemmer=True)
    given = [(title, *section) for title, section in zip(titles, sections, strict=True) if title]
    count = max(1, len(given))
    scores = [scorer.score(heading, title)["rouge1"] for title, heading, _ in given]
    f, recall = sum(s.fmeasure for s in scores), sum(s.recall for s in scores)
    words = sum(len(title.split()) for title, *_ in given)
    strange = sum(foreign(title, text) for title, _, text in given)
    return (
        f"{len(given):5}/{len(titles)}{100 * f / count:9.1f}{100 * recall / count:8.1f}"
        f"{words / count:7.1f}{100 * strange / count:8.0f}%"
    )


if __name__ == "__main__":
    main()
