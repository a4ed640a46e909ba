"""The stages as one pipeline: documents in, reports out, every intermediate artefact cached.

The work of many documents is pooled, so that a stage which uses a model sees all their sections at once.
What a stage is given is its predecessor's output and nothing else; hence its cache key, and hence a change
upstream that leaves that output as it was recomputes nothing here.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from gistmill._version import __version__
from gistmill.cache import Artefact, Key, NullStore, Store, canonical_json, digest
from gistmill.clean import CleanStage
from gistmill.document import (
    Cleaned,
    Document,
    Outline,
    Provenance,
    StageRecord,
)
from gistmill.errors import MissingError, TooLarge
from gistmill.handover import clean_text, in_whole_text, nameless, overview_input
from gistmill.recipe import Recipe
from gistmill.report import Report
from gistmill.segment import SegmentStage
from gistmill.stage import Stage
from gistmill.summarize import (
    OverviewStage,
    SummarizeStage,
    section_texts,
)
from gistmill.timings import Timings
from gistmill_models.address import is_address
from gistmill_models.errors import ModelError, OutOfMemory
from gistmill_models.lazy import LazyModel
from gistmill_models.opening import open_lazily
from gistmill_models.protocol import Seq2Seq
from gistmill_models.served import open_served

# Documents whose sections are pooled: enough to fill a model's batches, few enough to hold in memory.
WINDOW = 64

In = TypeVar("In")
Out = TypeVar("Out")


class Made(Struct, frozen=True):
    """What a stage gave for one item, what computing it cost, and whether it came from the cache."""

    value: Any
    seconds: float
    cached: bool


class Pipeline:
    """Documents to reports, by one recipe. Nothing is loaded before it is needed.

    `store` keeps the artefacts; without one nothing is cached. `model` overrides the recipe's. `threads` are the
    cores that a model may use on a CPU (None: all). `timings` says where the time went so far.
    """

    def __init__(
        self,
        recipe: Recipe = Recipe(),
        *,
        store: Store | NullStore | None = None,
        model: Seq2Seq | None = None,
        threads: int | None = None,
    ):
        self.recipe = recipe
        self.timings = Timings()
        self._store = store or NullStore()
        self._given_model = model
        self._threads = threads
        self._segment = SegmentStage(recipe.segment)

    @cached_property
    def _model(self) -> Seq2Seq | None:
        """Found when the first summary is asked for, opened when the first sentence is."""
        model = self._given_model or model_of(self.recipe, threads=self._threads, beside=self._store.path)
        return (
            LazyModel.watched(model, lambda items: self.timings.measure("model", items=items))
            if model
            else None
        )

    @cached_property
    def _clean(self) -> CleanStage:
        return CleanStage(self.recipe.clean, self._model if self.recipe.clean.mode == "full" else None)

    @cached_property
    def _summarize(self) -> SummarizeStage:
        return SummarizeStage(self.recipe.summarize, self._model)

    @cached_property
    def _overview(self) -> OverviewStage:
        return OverviewStage(self.recipe.overview, self._model)

    def __call__(self, document: Document) -> Report:
        return next(self.map([document]))

    def map(self, documents: Iterable[Document], *, window: int = WINDOW) -> Iterator[Report]:
        """A report for each document, in order, `window` documents at a time."""
        remaining = iter(documents)
        while batch := list(islice(remaining, window)):
            yield from self._reports(batch)

    def clean(self, documents: Sequence[Document]) -> list[Cleaned]:
        return [made.value for made in self._cleaned(documents)]

    def segment(self, documents: Sequence[Document]) -> list[tuple[Cleaned, Outline]]:
        cleaned = self.clean(documents)
        outlines = self._make(self._segment, [clean_text(value) for value in cleaned], documents)
        return [(value, made.value) for value, made in zip(cleaned, outlines, strict=True)]

    def _reports(self, documents: Sequence[Document]) -> Iterator[Report]:
        cleaned = self._cleaned(documents)
        outlines = self._make(self._segment, [clean_text(made.value) for made in cleaned], documents)
        texts = [section_texts(c.value.text, o.value) for c, o in zip(cleaned, outlines, strict=True)]
        owners = [document for document, sections in zip(documents, texts, strict=True) for _ in sections]
        pooled = iter(self._make(self._summarize, [text for sections in texts for text in sections], owners))
        summaries = [list(islice(pooled, len(sections))) for sections in texts]
        wholes = [
            overview_input(c.value, o.value, items, [one.value for one in made])
            for c, o, items, made in zip(cleaned, outlines, texts, summaries, strict=True)
        ]
        overviews = self._make(self._overview, wholes, documents)
        for index, document in enumerate(documents):
            records = (
                _record(self._clean, [cleaned[index]]),
                _record(self._segment, [outlines[index]]),
                _record(self._summarize, summaries[index]),
                _record(self._overview, [overviews[index]]),
            )
            yield Report(
                document,
                cleaned[index].value,
                outlines[index].value,
                tuple(
                    in_whole_text(made.value, section)
                    for made, section in zip(summaries[index], outlines[index].value.sections, strict=True)
                ),
                overviews[index].value,
                self._provenance(records),
            )

    def _cleaned(self, documents: Sequence[Document]) -> list[Made]:
        return self._make(self._clean, [nameless(document) for document in documents], documents)

    def _make(self, stage: Stage[In, Out], items: Sequence[In], owners: Sequence[Document]) -> list[Made]:
        """What `stage` gives for `items`: out of the cache where it is there, else computed together and kept."""
        with self.timings.measure("cache"):
            keys = _keys(stage, items)
            held = {
                key: made for key, made in zip(keys, self._held(stage, keys), strict=True) if made is not None
            }
        self.timings.count(stage.name, items=len(items), cached=sum(key in held for key in keys))
        missing = {
            key: (item, owner)
            for key, item, owner in zip(keys, items, owners, strict=True)
            if key not in held
        }
        if missing:
            started = time.perf_counter()
            with self.timings.measure(stage.name):
                values = _run(stage, [item for item, _ in missing.values()])
            seconds = round((time.perf_counter() - started) / len(missing), 4)
            fresh = {
                key: Made(value, seconds, cached=False) for key, value in zip(missing, values, strict=True)
            }
            with self.timings.measure("cache"):
                self._keep(fresh, {key: str(owner.id) for key, (_, owner) in missing.items()})
            held |= fresh
        return [held[key] for key in keys]

    def _keep(self, fresh: dict[Key, Made], labels: dict[Key, str]) -> None:
        if not isinstance(self._store, NullStore):
            self._store.put_many(
                (key, msgspec.json.encode(made.value), made.seconds, labels[key])
                for key, made in fresh.items()
            )

    def wanted_keys(self, document: Document) -> Iterator[tuple[str, Key]]:
        """What a run on `document` looks up, with a name for people; nothing is stored and no model asked.

        The overview's key is known only once every summary is held, so it may be lacking.
        """
        yield "the text", _keys(self._clean, [nameless(document)])[0]
        (cleaned,) = self._clean.run([nameless(document)])
        yield "the cleaned text", _keys(self._segment, [clean_text(cleaned)])[0]
        (outline,) = self._segment.run([clean_text(cleaned)])
        items = section_texts(cleaned.text, outline)
        keys = _keys(self._summarize, items)
        for section, key in zip(outline.sections, keys, strict=True):
            yield f"section {section.id}" + (f" {section.title}" if section.title else ""), key
        summaries = [made for made in self._held(self._summarize, keys) if made is not None]
        if len(summaries) == len(keys):
            whole = overview_input(cleaned, outline, items, [made.value for made in summaries])
            yield "the whole", _keys(self._overview, [whole])[0]

    def _held(self, stage: Stage[In, Out], keys: Sequence[Key]) -> list[Made | None]:
        return [_read_back(stage, artefact) for artefact in self._store.get_many(keys)]

    def _provenance(self, records: tuple[StageRecord, ...]) -> Provenance:
        recipe = digest(self.recipe)
        if self._model is None:
            return Provenance(__version__, recipe, "none", "none", "none", records)
        used = self._model.fingerprint
        backend = f"{used.backend} {used.backend_version} {used.compute}"
        return Provenance(__version__, recipe, used.model, backend, used.device, records)

    def close(self) -> None:
        if "_model" in self.__dict__ and self._model is not None:
            self._model.close()
        self._store.close()


def _keys(stage: Stage[In, Out], items: Sequence[In]) -> list[Key]:
    settings = canonical_json(stage.settings)
    return [Key(stage.name, stage.version, settings, digest(item)) for item in items]


def _run(stage: Stage[In, Out], items: Sequence[In]) -> Sequence[Out]:
    """What `stage` gives; a model that turns out unusable when it is opened is missing on this machine."""
    try:
        return stage.run(items)
    except OutOfMemory as error:
        raise TooLarge(str(error)) from error
    except ModelError as error:
        raise MissingError(str(error)) from error


def model_of(recipe: Recipe, *, threads: int | None = None, beside: Path | None = None) -> Seq2Seq | None:
    """The model a recipe names, unopened; None for "none". Raises MissingError where it cannot be had.

    The digests of its files are kept in the directory of the file `beside`, so that large models start at once.
    """
    if recipe.model == "none":
        return None
    try:
        if is_address(recipe.model):
            return open_served(recipe.model, allow_remote=recipe.allow_remote, offline=recipe.offline)
        return open_lazily(
            recipe.model,
            device=recipe.device,
            offline=recipe.offline,
            threads=threads,
            digest_memo=beside.with_name("model-digests.json") if beside else None,
        )
    except ModelError as error:
        raise MissingError(str(error)) from error


def _read_back(stage: Stage[In, Out], artefact: Artefact | None) -> Made | None:
    """An artefact as the stage's value; one that does not read as such is as good as missing."""
    if artefact is None:
        return None
    try:
        return Made(msgspec.json.decode(artefact.body, type=stage.output), artefact.seconds, cached=True)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None


def _record(stage: Stage[In, Out], made: Sequence[Made]) -> StageRecord:
    # Equal items share one artefact, and its cost.
    seconds = round(sum({id(one): one.seconds for one in made}.values()), 3)
    return StageRecord(stage.name, stage.version, seconds, all(one.cached for one in made))
