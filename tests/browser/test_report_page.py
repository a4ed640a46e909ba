"""The report in a real browser: it opens from disk alone, answers to clicks and keys, runs nothing hostile."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gistmill.document import Document
from gistmill.recipe import Recipe
from gistmill.render.files import entry_of, file_namer, index_html
from gistmill.report import Report
from gistmill.run import Pipeline

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds/documents/000_f133142195f25140.txt"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
HOSTILE = (
    "The <script>window.hacked = 1</script> report\n\n"
    'The group met <img src="http://example.com/x" onerror="window.hacked = 1"> in the the city . . It agreed.\n\n'
    "# Costs </title><script>window.hacked = 1</script>\n\n"
    'They rose, [so](javascript:window.hacked=1) they say. " onmouseover="window.hacked = 1\n'
)

pytestmark = pytest.mark.skipif(
    CHROMIUM is None and not os.environ.get("CI"),
    reason="no chromium on this machine: apt-get install chromium",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def seed() -> Report:
    return Pipeline(Recipe(model="none"))(Document("seed", str(SEED), SEED.read_text(encoding="utf-8")))


class Opened:
    """A page opened from disk, with all it complained of and asked for."""

    def __init__(self, browser: Any, path: Path, **settings: Any) -> None:
        self.page = browser.new_page(**settings)
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[Any]:
    opened: list[Opened] = []

    def open_it(html: str, **settings: Any) -> Opened:
        path = tmp_path / f"{len(opened)}.html"
        path.write_text(html, encoding="utf-8")
        opened.append(Opened(browser, path, **settings))
        return opened[-1]

    yield open_it
    for one in opened:
        one.page.close()


def test_the_report_opens_without_complaint_and_asks_for_nothing(open_page: Any, seed: Report) -> None:
    opened = open_page(seed.to_html())
    assert opened.complaints == []
    assert [url.partition(":")[0] for url in opened.requests] == ["file"]


def test_a_summary_sentence_lights_its_sources_and_escape_leads_back(open_page: Any, seed: Report) -> None:
    page = open_page(seed.to_html()).page
    link = page.locator("a.sentence").nth(3)
    for use in (lambda: link.click(), lambda: link.press("Enter"), lambda: link.press("Space")):
        use()
        assert page.locator(".src.lit").count() >= 1
        assert page.locator(".src.lit").first.is_visible()
        assert "lit" in page.locator("#said").inner_text()
        page.keyboard.press("Escape")
        assert page.locator(".lit").count() == 0
        assert page.evaluate("document.activeElement.id") == link.get_attribute("id")


def test_a_source_leads_back_to_its_summary_sentence(open_page: Any, seed: Report) -> None:
    page = open_page(seed.to_html()).page
    back = page.locator("a.back").first
    back.press("Enter")
    assert "#" + page.evaluate("document.activeElement.id") == back.get_attribute("href")


def test_the_text_is_switched_by_keyboard(open_page: Any, seed: Report) -> None:
    page = open_page(seed.to_html()).page
    phrase = page.locator(".edit:has(del):has(ins), .edit:has(del)").filter(has_text="go inside").first
    assert not phrase.locator("del").is_visible()
    page.locator("#view-cleaned").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator("#view-original").is_checked()
    assert phrase.locator("del").is_visible()
    assert page.locator("#said").inner_text() == "Now showing the original text."
    page.keyboard.press("ArrowRight")
    assert page.locator("#view-changes").is_checked()
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.edit del')).textDecorationLine")
        == "line-through"
    )


def test_each_change_tells_its_rule_and_reason(open_page: Any, seed: Report) -> None:
    page = open_page(seed.to_html()).page
    page.locator("label[for=view-changes]").click()
    page.locator("#next").click()
    page.locator("#next").click()
    assert page.evaluate("document.activeElement.matches('.edit')")
    assert page.locator("#tip").is_visible()
    page.keyboard.press("ArrowDown")
    assert page.locator("#step").inner_text().startswith("3 of ")
    edit = page.locator(".text .edit").filter(has_text="go inside").first
    edit.scroll_into_view_if_needed()
    # A change may run over a line end, so its middle need not lie in it.
    place = edit.evaluate(
        "edit => { const r = edit.getClientRects()[0]; return [r.left + 2, r.top + r.height / 2] }"
    )
    page.mouse.move(*place)
    reason = page.locator("#" + edit.get_attribute("aria-describedby")).inner_text()
    assert page.locator("#tip").inner_text() == reason
    assert "(" in reason


def test_removed_text_is_folded_away_but_there(open_page: Any, seed: Report) -> None:
    page = open_page(seed.to_html()).page
    fold = page.locator("#removed details", has_text="Akismet")
    assert not fold.locator("del").is_visible()
    fold.locator("summary").press("Enter")
    assert fold.locator("del").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [375, 1280])
def test_axe_finds_no_serious_fault(open_page: Any, seed: Report, scheme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    entry = entry_of(seed, file="a.html")
    for html in (seed.to_html(), index_html([entry, entry])):
        page = open_page(html, color_scheme=scheme, viewport={"width": width, "height": 800}).page
        for switch in ("#view-changes", "#view-cleaned"):
            if page.locator(switch).count():
                page.evaluate(f"document.querySelector('{switch}').click()")
            found = Axe().run(page).response["violations"]
            assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_hostile_text_stays_text(open_page: Any) -> None:
    document = Document('"><script>window.hacked=1</script>', "<b onclick=alert(1)>.txt", HOSTILE)
    report = Pipeline(Recipe(model="none"))(document)
    for html in (report.to_html(), index_html([entry_of(report, file=file_namer(".html")(document.id))])):
        opened = open_page(html)
        opened.page.mouse.move(200, 300)
        assert opened.page.evaluate("window.hacked") is None
        assert opened.page.locator("img").count() == 0
        assert opened.page.locator("script").count() == 1
        assert [url.partition(":")[0] for url in opened.requests] == ["file"]
        assert opened.complaints == []


def test_it_reads_without_its_script(open_page: Any, seed: Report) -> None:
    page = open_page(seed.to_html(), java_script_enabled=False).page
    assert page.locator(".text").last.is_visible()
    page.locator("label[for=view-original]").click()
    assert page.locator(".edit del").first.is_visible()
    page.locator("a.sentence").nth(2).click()
    assert "#src-" in page.url


def test_a_report_of_a_megabyte_opens_in_two_seconds(open_page: Any) -> None:
    paragraph = "The the group met in the city , and it agreed on the plan . . It will meet again in June. "
    parts = [f"## Part {number}\n\n{paragraph * 25}\n\n" for number in range(460)]
    report = Pipeline(Recipe(model="none"))(Document("big", "big.md", "".join(parts)))
    assert len(report.document.text) > 1_000_000
    page = open_page(report.to_html()).page
    times = page.evaluate(
        "() => [performance.getEntriesByType('navigation')[0].loadEventEnd,"
        " performance.getEntriesByName('first-contentful-paint')[0].startTime]"
    )
    assert max(times) < 2000
    assert (
        page.evaluate(
            "() => { const t = performance.now(); document.getElementById('view-changes').click();"
            " document.body.offsetHeight; return performance.now() - t }"
        )
        < 500
    )


def test_the_index_searches_and_sorts_thousands(open_page: Any, seed: Report) -> None:
    import msgspec

    entry = entry_of(seed, file="seed.html")
    rows = [
        msgspec.structs.replace(entry, file=f"{n}.html", title=f"Report {n}", words=(n * 37) % 5000)
        for n in range(5000)
    ]
    page = open_page(index_html(rows)).page
    page.locator("#query").fill("report 4321")
    page.locator("#found", has_text="1 of 5,000 reports").wait_for()
    assert page.locator("tbody tr:visible").count() == 1
    page.locator("#query").fill("")
    page.locator("th button", has_text="Words").click()
    assert page.locator("tbody tr td:nth-child(2)").first.inner_text() == "4,999"
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Words")


def test_the_index_is_sorted_by_keyboard(open_page: Any, seed: Report) -> None:
    import msgspec

    entry = entry_of(seed, file="seed.html")
    rows = [msgspec.structs.replace(entry, file=f"{n}.html", title=f"Report {n}", words=n) for n in (2, 3, 1)]
    page = open_page(index_html(rows)).page
    button = page.locator("th button", has_text="Words")
    for key, expected in (("Enter", ["3", "2", "1"]), ("Space", ["1", "2", "3"])):
        button.press(key)
        assert page.locator("tbody tr td:nth-child(2)").all_inner_texts() == expected


def test_the_outline_leads_to_a_section_by_keyboard(open_page: Any, seed: Report) -> None:
    page = open_page(seed.to_html(), viewport={"width": 1280, "height": 800}).page
    link = page.locator(".outline a", has_text="Establish an image").first
    link.press("Enter")
    section = page.locator(str(link.get_attribute("href")))
    assert 0 <= section.bounding_box()["y"] < 200
