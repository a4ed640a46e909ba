"""Keys are the same in every run, process and machine, and differ where anything that counts differs."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gistmill.cache import Key, canonical_json, digest

KEY = Key("clean", "1", canonical_json({"rules": ["spacing"], "glossary": None}), digest("some text"))
PINNED = "cc2528eae763c10473f2bdffa0e629336f83a1bbe7a8d87da459afb4c47f3650"

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text("abcé", max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


class Point(msgspec.Struct, frozen=True):
    y: int
    x: int


@dataclass(frozen=True)
class Named:
    name: str
    point: Point


def test_the_hex_of_a_key_is_pinned():
    assert KEY.hex == PINNED


def test_another_process_gives_the_same_hex():
    program = (
        "from gistmill.cache import Key, canonical_json, digest;"
        "settings = canonical_json({'glossary': None, 'rules': ('spacing',)});"
        "print(Key('clean', '1', settings, digest('some text')).hex)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == PINNED


@pytest.mark.parametrize(
    "other",
    [
        Key("segment", KEY.version, KEY.settings_json, KEY.input_digest),
        Key(KEY.stage, "2", KEY.settings_json, KEY.input_digest),
        Key(KEY.stage, KEY.version, "{}", KEY.input_digest),
        Key(KEY.stage, KEY.version, KEY.settings_json, digest("some Text")),
    ],
)
def test_each_part_of_a_key_counts(other):
    assert other.hex != KEY.hex


def test_structs_and_dataclasses_are_spelled_by_sorted_field_name():
    assert canonical_json(Named("a", Point(y=2, x=1))) == '{"name":"a","point":{"x":1,"y":2}}'


@given(JSON)
def test_canonical_json_reads_back_as_the_same_value(value):
    assert msgspec.json.decode(canonical_json(value)) == value


@given(st.dictionaries(st.text("abcdef", max_size=4), st.integers(), max_size=6))
def test_the_order_of_fields_does_not_count(fields):
    backwards = dict(reversed(list(fields.items())))
    assert canonical_json(backwards) == canonical_json(fields)
