"""A glossary: for every variant of a term the form that is preferred, read from a table a person keeps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from gistmill.errors import RecipeError, UnreadableInput
from gistmill.terminology.tokens import key_of

_HEADERS = {("variant", "preferred"), ("source", "target"), ("from", "to"), ("term", "preferred")}


class Term(Struct, frozen=True):
    """`variant` is to be written as `preferred`. If both are the same the term is only shielded from others."""

    variant: str
    preferred: str


class Glossary(Struct, frozen=True):
    """Terms in the order they were given; hashable, and plain data in a recipe or a cache key."""

    terms: tuple[Term, ...] = ()


class _Row(Struct, frozen=True):
    line: int
    term: Term


def read_glossary(path: Path) -> Glossary:
    """The glossary in the file at `path`: UTF-8, a row `variant<TAB>preferred<TAB>note`; the note is optional.

    Blank lines, lines that start with `#` and a header are passed over. Raises UnreadableInput for a file that
    cannot be read as text, RecipeError for a row that says nothing clear.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"{path}: a glossary is UTF-8 text; save it as UTF-8.") from error
    except OSError as error:
        raise UnreadableInput(f"{path}: {error.strerror or error}; --glossary expects a file.") from error
    return parse_glossary(text, name=str(path))


def parse_glossary(text: str, *, name: str = "glossary") -> Glossary:
    """The glossary that `text` spells out; `name` is what messages call it.

    >>> parse_glossary("variant\\tpreferred\\n# approved\\nkey minority\\tcritical minority\\n").terms
    (Term(variant='key minority', preferred='critical minority'),)
    """
    rows = tuple(_rows(text, name))
    _refuse_loops(rows, name)
    return Glossary(tuple(row.term for row in _without_duplicates(rows, name)))


def _rows(text: str, name: str) -> Iterator[_Row]:
    may_be_header = True
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        is_header = may_be_header and tuple(field.lower() for field in fields[:2]) in _HEADERS
        may_be_header = False
        if not is_header:
            yield _Row(number, _term(fields, where=f"{name}, line {number}"))


def _term(fields: list[str], *, where: str) -> Term:
    if len(fields) < 2:
        raise RecipeError(
            f"{where}: expected variant<TAB>preferred, found no tab in {fields[0]!r}; put a tab between the two."
        )
    for column, field in zip(("variant", "preferred form"), fields, strict=False):
        if not any(character.isalnum() for character in field):
            raise RecipeError(
                f"{where}: the {column} {field!r} has no word in it; write one or delete the row."
            )
    return Term(*fields[:2])


def _without_duplicates(rows: tuple[_Row, ...], name: str) -> Iterator[_Row]:
    seen: dict[tuple[str, ...], _Row] = {}
    for row in rows:
        first = seen.setdefault(key_of(row.term.variant), row)
        if first is row:
            yield row
        elif first.term.preferred != row.term.preferred:
            raise RecipeError(
                f"{name}, line {row.line}: {row.term.variant!r} is to become {row.term.preferred!r}, but "
                f"{first.term.preferred!r} in line {first.line}; keep one of the two rows."
            )


def _refuse_loops(rows: tuple[_Row, ...], name: str) -> None:
    following = {key_of(row.term.variant): key_of(row.term.preferred) for row in rows}
    for row in rows:
        here, walked = key_of(row.term.variant), set[tuple[str, ...]]()
        # A row whose two forms share a key changes capitals or hyphens; it is the end of a chain.
        while here in following and following[here] != here and here not in walked:
            walked.add(here)
            here = following[here]
        if here in walked:
            raise RecipeError(
                f"{name}, line {row.line}: {row.term.variant!r} becomes {row.term.preferred!r} and that leads "
                "back in a circle; delete the row that points the wrong way."
            )
