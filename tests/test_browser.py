"""In a real browser every report shows all its pictures, asks nobody for anything, and fits a desk and a phone.

The browser is Debian's `chromium-headless-shell`, driven by Playwright; where it is not to be had, nothing is shown.
"""

import itertools
import json
import shutil
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright

from workshop import HEAD, LEAD, make_issue, run

SHELL = shutil.which("chromium-headless-shell")
pytestmark = pytest.mark.skipif(SHELL is None, reason="chromium-headless-shell is not on this machine")
NOISY = "\n\n![A noise](art/noise.png)\n\n<https://example.org/a/very/long/address/that/goes/on/and/on/and/on>\n"
REPORTS = ("preflight", "run", "comparison")


def noise():
    """Return a picture that is too small for print."""
    output = BytesIO()
    Image.effect_noise((200, 150), 60).convert("RGB").save(output, "PNG")
    return output.getvalue()


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    """Give the pages that the commands write for a browser, by name."""
    folder = tmp_path_factory.mktemp("reports")
    first = make_issue(folder / "post" / "1", {"10-lead.md": LEAD + NOISY, "art/noise.png": noise()})
    make_issue(folder / "post" / "2", {"issue.yaml": HEAD, "10-lead.md": LEAD + "\n![<b>](art/none.png)\n"})
    assert run("preflight", first, "--report", folder / "preflight").returncode == 0
    assert run("run", folder / "post", "-a", folder / "archive", "--report", folder / "run").returncode == 11
    pressed = [folder / "1.pdf", folder / "2.pdf"]
    for pdf, more in zip(pressed, ("", "\n\nAnd one more paragraph, which was not there.\n"), strict=True):
        (first / "10-lead.md").write_text(LEAD + more)
        assert run("press", first, "-o", pdf).returncode == 0
    (folder / "comparison").mkdir()
    assert run("compare", *pressed, "--report", folder / "comparison" / "index.html").returncode == 9
    return {name: folder / name / "index.html" for name in REPORTS}


@pytest.fixture(scope="module")
def browser():
    """Give a browser."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=SHELL, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("name", REPORTS)
def test_a_report_shows_its_pictures_fits_its_window_and_asks_nobody(name, width, reports, browser):
    page = browser.new_page(viewport={"width": width, "height": 800})
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(reports[name].as_uri())
    assert [url for url in asked if not url.startswith("data:")] == [reports[name].as_uri()]
    assert complaints == []
    facts = "[one.hasAttribute('alt'), one.naturalWidth, one.clientWidth]"
    pictures = page.evaluate(f"[...document.images].map(one => {facts})")
    assert pictures
    assert all(alt and natural and shown for alt, natural, shown in pictures)
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{wide} px in a window of {width}"
    levels = page.evaluate("[...document.querySelectorAll('h1, h2, h3, h4')].map(one => +one.tagName[1])")
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    page.close()


def test_words_of_the_copy_are_words_in_a_report(reports, browser):
    page = browser.new_page()
    page.goto(reports["run"].as_uri())
    assert "art/none.png" in page.inner_text("body")
    assert page.query_selector("b:text-is('](art')") is None
    assert json.loads(page.evaluate("JSON.stringify([...document.scripts].map(one => one.src))")) == []
    page.close()
