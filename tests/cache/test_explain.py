"""A person can see what is held and why something was computed again."""

from __future__ import annotations

from gistmill.cache import Difference, NullStore, compare, differences, totals, why


def test_what_is_held_is_said_to_be_held(store, key):
    store.put(key(), b"1", seconds=0.0, label="a.txt")
    answer = why(store, key())
    assert (answer.held, answer.nearest.label, answer.differences) == (True, "a.txt", ())


def test_a_changed_setting_is_named_with_its_values(store, key):
    store.put(key(length="short", beams=4), b"1", seconds=0.0, label="a.txt")
    answer = why(store, key(length="long", beams=4))
    assert (answer.held, answer.nearest.label) == (False, "a.txt")
    assert answer.differences == (Difference("settings.length", '"short"', '"long"'),)


def test_the_same_text_with_other_settings_is_nearer_than_another_text(store, key):
    store.put(key("another text"), b"1", seconds=0.0, label="another")
    store.put(key("text", version="0", length="short", beams=1), b"1", seconds=0.0, label="same")
    answer = why(store, key("text"))
    assert answer.nearest.label == "same"
    assert [difference.what for difference in answer.differences] == [
        "version",
        "settings.beams",
        "settings.length",
    ]


def test_only_entries_of_the_same_stage_are_compared(store, key):
    store.put(key(stage="segment"), b"1", seconds=0.0, label="")
    answer = why(store, key(stage="clean"))
    assert (answer.held, answer.nearest, answer.differences) == (False, None, ())


def test_an_added_setting_differs_from_an_absent_one(key):
    assert differences(key(), key(rules=["spacing"])) == (
        Difference("settings.rules[0]", "(absent)", '"spacing"'),
    )


def test_two_artefacts_are_compared_by_what_made_them_and_what_they_say(store, key):
    store.put(key(version="1"), b'{"text":"a. b","edits":[]}', seconds=0.0, label="")
    store.put(key(version="2"), b'{"text":"a b","edits":[]}', seconds=0.0, label="")
    comparison = compare(store, key(version="1"), key(version="2"))
    assert comparison.key == (Difference("version", "1", "2"),)
    assert comparison.body == (Difference("text", '"a. b"', '"a b"'),)


def test_totals_are_by_stage(store, key):
    store.put(key("a", stage="segment"), b"1", seconds=0.5, label="")
    store.put(key("a", version="1"), b"1", seconds=1.0, label="")
    store.put(key("b", version="2"), b"1", seconds=2.0, label="")
    clean, segment = totals(store)
    assert (clean.stage, clean.versions, clean.entries, clean.seconds) == ("clean", ("1", "2"), 2, 3.0)
    assert (segment.stage, segment.entries) == ("segment", 1)


def test_a_store_that_holds_nothing_explains_nothing(key):
    assert why(NullStore(), key()).held is False
    assert totals(NullStore()) == ()
