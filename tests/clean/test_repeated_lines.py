"""Lines that the documents of one site share: counted over the collection, removed in each document by itself."""

from __future__ import annotations

from collections.abc import Iterator

from gistmill.clean import CleanSettings, CleanStage, noted
from gistmill.clean.repeated_lines import SAMPLE_DOCUMENTS, count_lines, merged, with_repeated_lines
from gistmill.document import Document, Heading, Span, replay

MENU, TAIL = "News | Sport | Weather", "The Daily Example, 12 Long Street"


def page(number: int, *, host: str = "a.org", menu: str = MENU, tail: str = TAIL) -> Document:
    body = f"Title {number}\n\nWhat happened on day {number}.\n\nBackground\n\nIt began {number} ago."
    return Document(number, f"https://{host}/{number}", f"{menu}\n\n{body}\n\n{tail}")


def cleaned(documents: list[Document], settings: CleanSettings = CleanSettings()) -> list[str]:
    counts = count_lines(documents)
    noted = [with_repeated_lines(document, counts) for document in documents]
    return [result.text for result in CleanStage(settings).run(noted)]


def test_shared_lines_at_both_ends_go_and_headings_of_the_body_stay() -> None:
    for number, text in enumerate(cleaned([page(number) for number in range(6)])):
        assert (
            text
            == f"Title {number}\n\nWhat happened on day {number}.\n\nBackground\n\nIt began {number} ago."
        )


def test_too_few_documents_prove_nothing() -> None:
    assert all(MENU in text for text in cleaned([page(number) for number in range(4)]))


def test_a_small_share_of_a_site_proves_nothing() -> None:
    others = [page(number, menu=f"Menu {number}", tail=f"Tail {number}") for number in range(20)]
    assert cleaned([page(number) for number in range(20, 26)] + others)[0].startswith(MENU)


def test_sites_are_counted_apart() -> None:
    documents = [page(number, host=f"{number % 3}.org") for number in range(9)]
    assert all(MENU in text for text in cleaned(documents))


def test_the_reason_names_the_counts_and_the_edits_replay() -> None:
    documents = [page(number) for number in range(6)]
    noted = with_repeated_lines(documents[0], count_lines(documents))
    (result,) = CleanStage().run([noted])
    assert {edit.reason for edit in result.edits} == {"the same line in 6 of 6 documents"}
    assert replay(result.raw, result.edits) == result.text


def test_counts_of_parts_add_up() -> None:
    documents = [page(number) for number in range(6)]
    assert merged([count_lines(documents[:2]), count_lines(documents[2:])]) == count_lines(documents)


def test_a_sample_decides_for_all_and_no_more_than_it_is_held() -> None:
    asked = 0

    def pages() -> Iterator[Document]:
        nonlocal asked
        for asked in range(1, SAMPLE_DOCUMENTS + 3):
            yield page(asked)

    found = noted(pages())
    next(found)
    assert asked == SAMPLE_DOCUMENTS
    assert all({line.text for line in document.repeated_lines} >= {MENU, TAIL} for document in found)


def test_a_marked_heading_is_never_noted() -> None:
    heading = Heading(Span(0, len(MENU)), MENU, 1)
    documents = [
        Document(number, f"https://a.org/{number}", page(number).text, headings=(heading,))
        for number in range(6)
    ]
    noted = with_repeated_lines(documents[0], count_lines(documents))
    assert [line.text for line in noted.repeated_lines] == [TAIL]


def test_a_text_of_shared_lines_alone_stays() -> None:
    documents = [Document(number, f"https://a.org/{number}", f"{MENU}\n{TAIL}") for number in range(6)]
    assert cleaned(documents)[0] == f"{MENU}\n{TAIL}"


def test_the_rule_can_be_left_out() -> None:
    documents = [page(number) for number in range(6)]
    assert cleaned(documents, CleanSettings(skip=("repeated_lines",)))[0].startswith(MENU)
