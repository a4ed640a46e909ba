"""The ledger keeps raw offsets right through any number of changes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gistmill.clean import Ledger, Replacement
from gistmill.clean.ledger import move_headings
from gistmill.document import Edit, Heading, Span, replay


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    ledger = Ledger.of(draw(st.text(alphabet="abc .\n", max_size=30)))
    for number in range(draw(st.integers(0, 5))):
        cuts = sorted(draw(st.lists(st.integers(0, len(ledger.text)), max_size=8)))
        changes = [
            Replacement(start, end, draw(st.text(alphabet="abX", max_size=3)), "why")
            for start, end in zip(cuts[::2], cuts[1::2], strict=False)
        ]
        ledger = ledger.apply(f"rule{number}", changes)
    return ledger


@given(ledgers())
def test_replaying_the_edits_gives_the_text(ledger: Ledger) -> None:
    assert replay(ledger.raw, ledger.edits) == ledger.text


@given(ledgers())
def test_edits_are_in_order_and_change_something(ledger: Ledger) -> None:
    assert all(edit.before == ledger.raw[edit.start : edit.end] != edit.after for edit in ledger.edits)
    assert all(one.end <= next_.start for one, next_ in zip(ledger.edits, ledger.edits[1:], strict=False))


@given(ledgers(), st.data())
def test_headings_move_with_their_text(ledger: Ledger, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(ledger.raw)))
    end = data.draw(st.integers(start, len(ledger.raw)))
    for moved in move_headings([Heading(Span(start, end), ledger.raw[start:end].strip(), 1)], ledger):
        assert 0 <= moved.span.start < moved.span.end <= len(ledger.text)
        assert moved.title == moved.span.of(ledger.text)


def test_changes_of_the_same_characters_become_one_edit() -> None:
    ledger = Ledger.of("xaaay").apply("one", [Replacement(1, 3, "b", "first")])
    ledger = ledger.apply("two", [Replacement(1, 3, "", "second")])
    assert ledger.edits == (Edit("one+two", 1, 4, "aaa", "", "first; second"),)


def test_changes_that_undo_each_other_vanish() -> None:
    ledger = Ledger.of("xay").apply("one", [Replacement(1, 2, "bb", "first")])
    assert ledger.apply("two", [Replacement(1, 3, "a", "second")]) == Ledger.of("xay")


def test_a_change_that_changes_nothing_is_no_edit() -> None:
    ledger = Ledger.of("same")
    assert ledger.apply("one", [Replacement(0, 4, "same", "no reason")]) is ledger


def test_a_removed_heading_is_dropped() -> None:
    ledger = Ledger.of("Title\nShare\nBody").apply("one", [Replacement(6, 12, "", "share bar")])
    headings = (
        Heading(Span(0, 5), "Title", 1),
        Heading(Span(6, 11), "Share", 2),
        Heading(Span(12, 16), "Body", 2),
    )
    assert [heading.span for heading in move_headings(headings, ledger)] == [Span(0, 5), Span(6, 10)]
