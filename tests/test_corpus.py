"""Real newsletters, twenty-four in seven languages, are set in every layout: none fails, and no word is lost.

`make test` sets some of them, `make corpus` all.  Their words are their publishers'; they lie outside the project.
"""

import json
import re
from pathlib import Path

import pypdfium2
import pytest

from coranto.issue.reader import read_issue
from coranto.layout.stack import all_layouts, resolve_layout
from corpus import CORPUS, RECIPES, imported, letters, missing, sources, units
from workshop import run

SOURCES = {source.name: source for source in sources()} if CORPUS.is_dir() else {}
LAYOUTS = [name for name in all_layouts() if name != "base"]
EVERY_DAY = {
    ("optech-2018-12-28-en", "newsletter"),  # tables, pictures, boxes, footnotes
    ("optech-2021-09-22-zh", "newsletter"),
    ("swiftweekly-2017-04-06-en", "newsletter"),  # quotes, code, emoji
    ("optech-2022-05-04-cs", "magazine"),  # ten footnotes in columns
    ("optech-2025-07-04-de", "magazine"),  # lists in lists
    ("optech-2022-10-19-fr", "journal"),
    ("swiftweekly-2017-03-02-en", "magazine"),
}
ALLOWED = {"footnotes.away"}
"""What the copy isn't to blame for: the engine moves a note when its mark stands in the last line of a page."""
FAULTY = {
    "optech-2018-06-08-en": {"editorial.weekday"},  # Thursday, June 1st, was a Friday
    "optech-2022-06-08-hi": {"access.link-words", "editorial.space"},
    "optech-2022-10-19-fr": {"copy.slip", "editorial.pair"},  # a stray `*`, two brackets
    "optech-2023-03-29-en": {"resolution.low"},  # pictures made for the screen
    "optech-2025-07-04-de": {"access.link-words"},
    "swiftweekly-2016-06-30-en": {"access.link-words"},
    "swiftweekly-2019-06-27-en": {"access.link-words"},
}
"""What the copy is to blame for."""


def pytest_generate_tests(metafunc):
    every = [(name, layout) for name in SOURCES for layout in LAYOUTS]
    wanted = [pair for pair in every if pair in EVERY_DAY or metafunc.config.getoption("corpus")]
    if "pair" in metafunc.fixturenames:
        metafunc.parametrize("pair", wanted, ids=" in ".join)


def read(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return letters("".join(page.get_textpage().get_text_range() for page in document))


def test_a_real_newsletter_is_set_without_a_finding_and_without_a_loss(pair, coranto, tmp_path):
    name, layout = pair
    source = SOURCES[name]
    if source.head.get("lang", "en") not in resolve_layout(layout, with_fonts=False).words:
        pytest.skip("the layout has no words in this language yet")
    pdf = tmp_path / "issue.pdf"
    result = coranto("press", imported(source, tmp_path), "--layout", layout, "-o", pdf, "--json")
    assert result.returncode == 0, result.stdout + result.stderr
    found = [finding for finding in json.loads(result.stdout)["findings"] if finding["rule"] not in ALLOWED]
    assert {finding["rule"] for finding in found} == FAULTY.get(name, set()), found
    page = read(pdf)
    passages = units(source)
    assert sum(map(len, passages)) > 500  # a farewell has no more
    lost = {passage: rest for passage in passages if (rest := missing(passage, page))}
    assert lost == {}


MEASURED = {
    "list items": r"<li",
    "tables": r"<table",
    "quotes": r"<blockquote",
    "inline code": r"(?<!<pre>)<code>",
    "images local": r"<img",
    "footnotes": r'class="footnote"|<aside[^>]*\.id\.note-',
    "links": r'href="(?:https?|mailto):',
}
"""What the corpus tells of its files, as CommonMark reads them, and how it is found in an issue's HTML."""
OTHERWISE = {
    ("en/2025-03-14", "list items"): 20,  # two stand in what is included, where dashes begin lines of prose
    ("en/2023-03-29", "tables"): 1,  # kramdown needs no line below a head
    ("zh/2021-09-22", "inline code"): 2,  # one stands in an included text
    ("0", "images local"): 0,  # it is not beside the source, and is told
}
"""What the importer knows of the sites' own Markdown, and CommonMark doesn't."""


@pytest.mark.skipif(not SOURCES, reason="the corpus is not on this machine")
@pytest.mark.parametrize("archive", RECIPES)
def test_every_real_newsletter_comes_in_whole(archive, tmp_path):
    folder = CORPUS / archive / "issues"
    result = run("import", folder, "--into", tmp_path / archive, "--recipe", RECIPES[archive], "--json")
    assert result.returncode == 0, result.stderr
    told = {one["source"].removeprefix(f"{CORPUS / archive}/"): one for one in json.loads(result.stdout)["imports"]}
    files = json.loads((CORPUS / archive / "index.json").read_text())["issues"]
    assert len(told) == len(files) == 12
    for file in files:
        one = told[file["file"]]
        assert (one["state"], one["words"]["share"]) == ("new", 1)
        html = "\n".join(article.body.html for article in read_issue(Path(one["issue"])).articles.values())
        measured = file["measured"]
        for name, pattern in MEASURED.items():
            found, wanted = len(re.findall(pattern, html)), measured.get(name, 0)
            if name == "links":  # CommonMark misses those whose definitions kramdown finds
                assert found >= wanted - measured.get("links empty", 0), file["file"]
            else:
                assert found == OTHERWISE.get((file["issue"], name), wanted), (file["file"], name)


def test_what_is_lost_is_missed():
    """The judge of the test above, judged."""
    passage = letters("Whatever is wrong is said at once, with its place.")
    page = letters("Page 1. Whatever is wrong is said at once, with its place. Page 2.")
    assert missing(passage, page) == ""
    assert missing(passage, page.replace("wrong", "")) == letters("wrong is said at once, with its place")
    assert missing(passage, page.replace("itsplace", "")) != ""
    assert missing(passage, page.replace("saidat", "said 12 at".replace(" ", ""))) == ""
