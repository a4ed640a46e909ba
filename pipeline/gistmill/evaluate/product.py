"""The product itself, as its users meet it: the report's overview, and its section summaries read one after another.

Nothing is cached, so that what is measured is the code as it is.
"""

from __future__ import annotations

from msgspec.structs import replace

from gistmill.document import Document, SummarySentence
from gistmill.evaluate.article import Article
from gistmill.evaluate.system import System, best_within_budget
from gistmill.recipe import Recipe
from gistmill.report import Report
from gistmill.run import Pipeline
from gistmill.summarize import SummarizeStage, section_texts
from gistmill_models.protocol import Seq2Seq


def product_systems(recipe: Recipe, model: Seq2Seq | None, *, length: str | None) -> tuple[System, ...]:
    """`gistmill` is the overview, made as long as the budget; `sections` are the section summaries, in order.

    A reference sums up its document, so the overview is what compares with it. It can only be made of what
    the section summaries hold; unless `length` says how long those are, each may fill the budget on its own.
    In `sections` each section has a share of the budget according to its length.
    """

    def overview(article: Article, max_words: int) -> tuple[str, ...]:
        sections = length or str(max_words)
        report = _report(article, _with_lengths(recipe, sections=sections, overview=str(max_words)), model)
        return _shown(report.overview.sentences, max_words)

    def sections(article: Article, max_words: int) -> tuple[str, ...]:
        share = f"{min(100.0, 100 * max_words / max(1, len(article.cleaned.split()))):.3f}%"
        wanted = _with_lengths(recipe, sections=share, overview=str(max_words))
        return _shown(_of_sections(article, wanted, model), max_words)

    return System("gistmill", overview), System("sections", sections)


def _report(article: Article, recipe: Recipe, model: Seq2Seq | None) -> Report:
    return Pipeline(recipe, model=model)(Document("row", "row", article.text))


def _of_sections(article: Article, recipe: Recipe, model: Seq2Seq | None) -> list[SummarySentence]:
    ((cleaned, outline),) = Pipeline(recipe).segment([Document("row", "row", article.text)])
    items = section_texts(cleaned.text, outline)
    summaries = SummarizeStage(recipe.summarize, model).run(items)
    return [sentence for summary in summaries for sentence in summary.sentences]


def _with_lengths(recipe: Recipe, *, sections: str, overview: str) -> Recipe:
    return replace(
        recipe,
        summarize=replace(recipe.summarize, length=sections),
        overview=replace(recipe.overview, length=overview),
    )


def _shown(sentences: tuple[SummarySentence, ...] | list[SummarySentence], max_words: int) -> tuple[str, ...]:
    texts = [sentence.text for sentence in sentences]
    return best_within_budget(texts, range(len(texts)), max_words=max_words)
