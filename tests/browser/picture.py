"""Takes the picture of the seed's report that the README shows: `python -m tests.browser.picture` (needs Chromium)."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from PIL import Image

import gistmill
from gistmill.document import Document

ROOT = Path(__file__).parents[2]
SEED = ROOT / "seeds/documents/000_f133142195f25140.txt"
PICTURE = ROOT / "seeds/report.png"
SIZE = {"width": 1120, "height": 900}
COLOURS = 64


def main() -> None:
    text = SEED.read_text(encoding="utf-8")
    report = gistmill.Pipeline(gistmill.Recipe())(Document("article", "article.txt", text))
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        page.write_text(report.to_html(), encoding="utf-8")
        photograph(page)
    Image.open(PICTURE).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(
        PICTURE, optimize=True
    )
    print(f"{PICTURE}, {PICTURE.stat().st_size // 1000} kB")


def photograph(path: Path) -> None:
    """The page with the changes shown and a summary sentence's sources lit, from the overview bar down."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = chromium.new_page(viewport=SIZE)
        page.goto(path.as_uri())
        page.locator("label[for=view-changes]").click()
        page.locator(".summary a.sentence").first.click()
        page.locator("#overview").evaluate("part => part.scrollIntoView()")
        page.mouse.move(0, 0)
        page.wait_for_timeout(300)
        page.screenshot(path=PICTURE)
        chromium.close()


if __name__ == "__main__":
    main()
