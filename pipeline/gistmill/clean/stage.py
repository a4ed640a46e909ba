"""The clean stage: documents in, repaired texts with their ledgers out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import asdict

from gistmill.clean import repeated_lines
from gistmill.clean.editor import DEFAULT_MARGIN, neural_edits
from gistmill.clean.ledger import Ledger, move_headings
from gistmill.clean.marks import find_marks
from gistmill.clean.order import ORDER
from gistmill.clean.repeated_lines import repeated_lines_rule
from gistmill.clean.rule import Replacement, Rule
from gistmill.document import Cleaned, Document, Metadata, Span
from gistmill.errors import RecipeError
from gistmill.terminology import Glossary, TermFinder
from gistmill_models.protocol import Fingerprint, Seq2Seq

# A repair can uncover another ("the the , the"); 8 rounds were enough for every text of the measured sets.
MAX_ROUNDS = 8
MARKS_VERSION = 2


class CleanSettings(Struct, frozen=True, forbid_unknown_fields=True):
    """How a text is repaired.

    `mode` "rules" runs the rules: all of them, `only` those named, or all but those to `skip`; "full" has a model
    reword sentences after them, where it prefers that by `margin` (nats a piece) and the guard holds; "off" changes
    nothing. The terms of `glossary` are applied last of the rules.
    """

    mode: Literal["rules", "full", "off"] = "rules"
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    glossary: Glossary = Glossary()
    margin: float = DEFAULT_MARGIN

    def rules(self) -> tuple[Rule, ...]:
        """The rules that run, in their order; RecipeError for a name that no rule has."""
        known = {rule.name for rule in ORDER} | {repeated_lines.NAME}
        for name in self.only + self.skip:
            if name not in known:
                raise RecipeError(
                    f"clean: there is no rule {name!r}; the rules are {', '.join(sorted(known))}"
                )
        if self.mode == "off":
            return ()
        wanted = set(self.only) or known
        chosen = tuple(rule for rule in ORDER if rule.name in wanted - set(self.skip))
        return (*chosen, glossary_rule(self.glossary)) if self.glossary.terms else chosen

    def wants(self, name: str) -> bool:
        """Whether the rule of this name runs."""
        return self.mode != "off" and name not in self.skip and (not self.only or name in self.only)


class CleanKey(Struct, frozen=True):
    """What decides the cleaned text beside the raw one; `model` only where one rewords."""

    settings: CleanSettings
    model: Fingerprint | None


class CleanStage:
    """Repairs each document; one document never influences another. `model` is asked in mode "full" alone."""

    name = "clean"
    output = Cleaned

    def __init__(self, settings: CleanSettings = CleanSettings(), model: Seq2Seq | None = None) -> None:
        self._settings = settings
        self._editor = model if settings.mode == "full" else None
        self._protected = tuple(dict.fromkeys(term.preferred for term in settings.glossary.terms))
        self.settings = CleanKey(settings, self._editor.fingerprint if self._editor else None)

    @property
    def version(self) -> str:
        """Changes when a rule is added, moved, or gets a new version, and when other faults are marked."""
        versions = [f"{rule.name}/{rule.version}" for rule in ORDER]
        return " ".join(
            [*versions, f"{repeated_lines.NAME}/{repeated_lines.VERSION}", f"marks/{MARKS_VERSION}"]
        )

    def run(self, items: Sequence[Document], /) -> Sequence[Cleaned]:
        rules = self._settings.rules()
        removes = self._settings.wants(repeated_lines.NAME)
        repaired = [clean_document(document, (*_own_rules(document, removes), *rules)) for document in items]
        if self._editor is None:
            return repaired
        edits = neural_edits(
            [cleaned.text for cleaned in repaired],
            self._editor,
            margin=self._settings.margin,
            protected=self._protected,
        )
        return [_reworded(cleaned, found) for cleaned, found in zip(repaired, edits, strict=True)]


def _own_rules(document: Document, removes: bool) -> tuple[Rule, ...]:
    """The rule for the lines that a document shares with its site; it runs first, for the others read the head."""
    if not removes or not document.repeated_lines:
        return ()
    return (repeated_lines_rule(document.repeated_lines),)


def _reworded(cleaned: Cleaned, edits: Sequence[Replacement]) -> Cleaned:
    ledger = Ledger(cleaned.raw, cleaned.text, cleaned.edits).apply("neural_editor", edits)
    headings = move_headings(cleaned.headings, Ledger.of(cleaned.text).apply("neural_editor", edits))
    marks = find_marks(ledger.text)
    return Cleaned(cleaned.raw, ledger.text, ledger.edits, cleaned.metadata, headings, marks)


def glossary_rule(glossary: Glossary) -> Rule:
    """The rule that writes the preferred form of every term; the settings, with the glossary, identify what it does."""
    finder = TermFinder(glossary)

    def find(text: str) -> Iterator[Replacement]:
        for use in finder.find(text):
            yield Replacement(use.start, use.end, use.after, use.reason)

    return Rule("glossary", 1, find)


def clean_document(document: Document, rules: Sequence[Rule] = ORDER) -> Cleaned:
    """The document repaired by `rules`: run in order, again and again, until a round finds nothing.

    Only the first round looks at the whole text; later ones look at the lines that were changed.

    >>> clean_document(Document(id="1", source="-", text="It rose 3.5% . .")).text
    'It rose 3.5%.'
    """
    before, metadata = _without_markup(document) if rules else Ledger.of(document.text), document.metadata
    ledger, metadata = _one_round(before, metadata, rules, is_first=True)
    for _ in range(MAX_ROUNDS):
        if ledger.text == before.text:
            break
        before = ledger
        ledger, metadata = _one_round(before, metadata, rules, is_first=False)
    headings = move_headings(document.headings, ledger)
    marks = find_marks(ledger.text) if rules else ()
    return Cleaned(document.text, ledger.text, ledger.edits, metadata, headings, marks)


def _without_markup(document: Document) -> Ledger:
    """The ledger in which nothing but the signs of the format (Markdown) has been taken away."""
    signs = (Replacement(edit.start, edit.end, edit.after, edit.reason) for edit in document.markup)
    return Ledger.of(document.text).apply("markdown", signs)


def _one_round(
    ledger: Ledger, metadata: Metadata, rules: Iterable[Rule], *, is_first: bool
) -> tuple[Ledger, Metadata]:
    lines = [] if is_first else ledger.edited_lines()
    for rule in rules:
        whole = is_first or rule.reach == "document"
        found = tuple(rule.find(ledger.text) if whole else _found_in(lines, ledger.text, rule))
        if found:
            ledger, metadata = ledger.apply(rule.name, found), _informed(metadata, found)
            lines = lines if is_first else ledger.edited_lines()
    return ledger, metadata


def _found_in(lines: Iterable[Span], text: str, rule: Rule) -> Iterator[Replacement]:
    for line in lines:
        for found in rule.find(line.of(text)):
            yield found._replace(start=found.start + line.start, end=found.end + line.start)


def _informed(metadata: Metadata, found: Sequence[Replacement]) -> Metadata:
    """`metadata` with what the removed words say, where it said nothing yet: the first to speak is believed."""
    for replacement in found:
        if replacement.says is not None:
            said, known = asdict(replacement.says), asdict(metadata)
            metadata = Metadata(
                **{name: said[name] if known[name] is None else known[name] for name in known}
            )
    return metadata
