"""Reading a glossary: what is tolerated, and what is refused with the line it stands in."""

from pathlib import Path

import msgspec
import pytest

from gistmill.errors import RecipeError, UnreadableInput
from gistmill.terminology import Glossary, Term, parse_glossary, read_glossary


def test_comments_blank_lines_notes_and_a_header_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "terms.tsv"
    path.write_bytes(
        "\ufeffvariant\tpreferred\tnote\r\n# a comment\r\n\r\nkey minority\tcritical minority\tok\r\n".encode()
    )
    assert read_glossary(path) == Glossary((Term("key minority", "critical minority"),))


def test_an_empty_glossary_is_one() -> None:
    assert parse_glossary("# all rows deleted\n") == Glossary()


def test_a_glossary_is_hashable_and_plain_data() -> None:
    glossary = Glossary((Term("a b", "c"),))
    assert hash(glossary) == hash(Glossary((Term("a b", "c"),)))
    assert msgspec.json.decode(msgspec.json.encode(glossary), type=Glossary) == glossary


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("key minority, critical minority", "line 1: expected variant<TAB>preferred, found no tab"),
        ("a\tb\n\n \tc", "line 3: the variant '' has no word"),
        ("a\t--", "line 1: the preferred form '--' has no word"),
        ("a\tb\nb\ta", "line 1: 'a' becomes 'b' and that leads back in a circle"),
        ("a\tb\nb\tc\nc\tA", "line 1: 'a' becomes 'b' and that leads back in a circle"),
        ("x\ta\na\tb\nb\ta", "line 1: 'x' becomes 'a' and that leads back in a circle"),
        ("a b\tc\nA-B\td", "line 2: 'A-B' is to become 'd', but 'c' in line 1"),
    ],
)
def test_a_row_that_says_nothing_clear_is_refused(text: str, message: str) -> None:
    with pytest.raises(RecipeError, match="glossary, ") as caught:
        parse_glossary(text)
    assert message in str(caught.value)


def test_the_same_row_twice_is_one_row() -> None:
    assert len(parse_glossary("a\tb\na\tb\n").terms) == 1


def test_a_change_of_capitals_or_hyphens_is_no_circle() -> None:
    assert len(parse_glossary("policy making\tpolicy-making\ninternet\tInternet\n").terms) == 2


def test_a_missing_file_and_one_that_is_not_text_are_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match="none"):
        read_glossary(tmp_path / "none.tsv")
    (tmp_path / "latin.tsv").write_bytes(b"caf\xe9\tcoffee house\n")
    with pytest.raises(UnreadableInput, match="UTF-8"):
        read_glossary(tmp_path / "latin.tsv")
