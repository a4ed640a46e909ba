"""The pipeline as a whole: its invariants, and what the cache spares."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gistmill.cache import Store
from gistmill.document import Document, StageRecord, replay
from gistmill.language import numbers_in
from gistmill.recipe import Recipe
from gistmill.report import Report
from gistmill.run import Pipeline
from gistmill.summarize import SummarizeSettings
from gistmill_models.engines.echo import EchoModel
from tests.strategies import any_text, documents

SEED = Path(__file__).parents[1] / "seeds/documents/000_f133142195f25140.txt"


@pytest.fixture
def seed() -> Document:
    return Document("seed", str(SEED), SEED.read_text(encoding="utf-8"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    opened = Store.open(tmp_path / "cache.sqlite", warn=pytest.fail)
    assert isinstance(opened, Store)
    return opened


def computed(report: Report) -> list[str]:
    return [stage.name for stage in report.provenance.stages if not stage.cached]


def without_record(report: Report) -> tuple[object, ...]:
    """All of a report that must not depend on when and how it was made."""
    return (report.document, report.cleaned, report.outline, report.summaries, report.overview)


def check_invariants(report: Report) -> None:
    cleaned, sections = report.cleaned, report.outline.sections
    assert replay(cleaned.raw, cleaned.edits) == cleaned.text
    assert "".join(cleaned.text[s.start : s.end] for s in sections) == cleaned.text
    assert len(report.summaries) == len(sections)
    for section, summary in zip(sections, report.summaries, strict=True):
        text = cleaned.text[section.start : section.end]
        for sentence in summary.sentences:
            assert sentence.sources
            assert all(section.start <= span.start < span.end <= section.end for span in sentence.sources)
            assert set(numbers_in(sentence.text)) <= set(numbers_in(text))
            assert not sentence.unsupported
        assert bool(summary.text.strip()) == bool(text.strip())


def test_the_seed_article_keeps_its_invariants(seed: Document) -> None:
    check_invariants(Pipeline(model=EchoModel())(seed))


@settings(max_examples=60, deadline=None)
@given(st.one_of(any_text, documents))
def test_any_text_gets_a_report(text: str) -> None:
    check_invariants(Pipeline(model=EchoModel())(Document("1", "-", text)))


def test_the_outline_of_the_seed_article(seed: Document) -> None:
    outline = Pipeline(Recipe(model="none"))(seed).outline
    assert [section.level for section in outline.sections] == [0, 1, 2, 2, 2, 1, 2, 2, 2, 2, 1, 2, 2, 2]
    assert outline.title is not None
    assert outline.title.startswith("Strictly supervise and guide")


def test_the_seed_article_loses_its_boilerplate_and_no_number(seed: Document) -> None:
    cleaned = Pipeline(Recipe(model="none"))(seed).cleaned
    assert not [word for word in ("Akismet", "Leave a Comment", "\n.\n") if word in cleaned.text]
    body = seed.text[seed.text.index("Since the initiation") :]
    assert numbers_in(cleaned.text) == numbers_in(body)


def test_the_seed_article_tells_its_dateline_and_byline(seed: Document) -> None:
    metadata = Pipeline(Recipe(model="none"))(seed).cleaned.metadata
    assert metadata.dateline is not None
    assert (metadata.dateline.agency, metadata.dateline.place) == ("Xinhua News Agency", "Beijing")
    assert metadata.dateline.date == "June 28th"
    assert metadata.byline == "Xinhua News Agency reporter"


def test_a_second_run_takes_everything_from_the_cache_and_asks_no_model(seed: Document, store: Store) -> None:
    first = Pipeline(store=store, model=EchoModel())(seed)
    model = EchoModel()
    second = Pipeline(store=store, model=model)(seed)
    assert computed(first) == ["clean", "segment", "summarize", "overview"]
    assert computed(second) == []
    assert model.generated == 0
    assert without_record(first) == without_record(second)
    assert [s.seconds for s in first.provenance.stages] == [s.seconds for s in second.provenance.stages]


def test_cached_and_uncached_reports_are_equal(seed: Document, store: Store) -> None:
    Pipeline(store=store, model=EchoModel())(seed)
    cached = Pipeline(store=store, model=EchoModel())(seed)
    assert without_record(cached) == without_record(Pipeline(model=EchoModel())(seed))


def test_another_length_computes_only_summaries_again(seed: Document, store: Store) -> None:
    Pipeline(store=store, model=EchoModel())(seed)
    short = Pipeline(Recipe(summarize=SummarizeSettings("short")), store=store, model=EchoModel())(seed)
    # The overview chooses among the sentences of the text, which are the same as before.
    assert computed(short) == ["summarize"]


def with_rule_version(pipeline: Pipeline, version: str, change: Callable[[str], str] = str) -> Pipeline:
    """The pipeline with another version of the cleaning rules, which may change the text they give."""
    clean = pipeline._clean
    original = type(clean)

    class Newer(original):  # type: ignore[misc, valid-type]
        @property
        def version(self) -> str:
            return version

        def run(self, items: list[Document], /) -> list[object]:
            changed = [Document(d.id, d.source, change(d.text), d.metadata, d.headings) for d in items]
            return list(super().run(changed))

    pipeline._clean = Newer(pipeline.recipe.clean)
    return pipeline


def test_a_new_rule_version_with_the_same_text_recomputes_nothing_below(seed: Document, store: Store) -> None:
    Pipeline(store=store, model=EchoModel())(seed)
    newer = with_rule_version(Pipeline(store=store, model=EchoModel()), "newer")(seed)
    assert computed(newer) == ["clean"]


def test_a_new_rule_version_recomputes_only_the_sections_it_changes(seed: Document, store: Store) -> None:
    Pipeline(store=store, model=EchoModel())(seed)
    model = EchoModel()
    pipeline = with_rule_version(
        Pipeline(store=store, model=model),
        "newer",
        lambda text: text.replace("a realistic", "one").replace("53 work items", "53 items"),
    )
    asked: list[int] = []
    run = pipeline._summarize.run
    pipeline._summarize.run = lambda items: (asked.append(len(items)), run(items))[1]  # type: ignore[method-assign]
    report = pipeline(seed)
    assert asked == [1]
    assert computed(report)[:2] == ["clean", "segment"]


def test_many_documents_give_what_each_gives_alone(seed: Document) -> None:
    pipeline = Pipeline(model=EchoModel())
    others = [Document(str(n), "-", f"Report {n}\n\nThe group met {n} times. " * n) for n in range(1, 5)]
    together = list(pipeline.map([seed, *others], window=3))
    assert [without_record(r) for r in together] == [without_record(pipeline(d)) for d in [seed, *others]]


def test_equal_documents_are_computed_once_and_keep_their_names(seed: Document, store: Store) -> None:
    model = EchoModel()
    twin = Document("twin", "elsewhere", seed.text)
    one, other = Pipeline(store=store, model=model).map([seed, twin])
    assert one.summaries == other.summaries
    assert (one.document.id, other.document.id) == ("seed", "twin")


def test_a_damaged_artefact_is_computed_again(seed: Document, store: Store) -> None:
    pipeline = Pipeline(store=store, model=EchoModel())
    report = pipeline(seed)
    entry = store.entries(stage="segment")[0]
    store.put(entry.key, b'{"title": 7}', seconds=0.0, label="seed")
    assert pipeline(seed).outline == report.outline


def test_records_name_every_stage_in_order(seed: Document) -> None:
    records = Pipeline(model=EchoModel())(seed).provenance.stages
    assert [type(record) for record in records] == [StageRecord] * 4
    assert [record.name for record in records] == ["clean", "segment", "summarize", "overview"]
