"""Real newsletters, twenty-four in seven languages, are set in every layout: none fails, and no word is lost.

`make test` sets some of them, `make corpus` all.  Their words are their publishers'; they lie outside the project.
"""

import json
import re
import shutil
import subprocess
from collections import Counter
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


@pytest.fixture(scope="module")
def brought(tmp_path_factory):
    """Give a function that imports an archive once; it returns what is said of each file."""
    done = {}

    def archive_of(archive):
        if not SOURCES:
            pytest.skip("the corpus is not on this machine")
        if archive not in done:
            into = tmp_path_factory.mktemp("corpus") / archive
            result = run("import", CORPUS / archive / "issues", "--into", into, "--recipe", RECIPES[archive], "--json")
            assert result.returncode == 0, result.stderr
            imports = json.loads(result.stdout)["imports"]
            done[archive] = {one["source"].removeprefix(f"{CORPUS / archive}/"): one for one in imports}
        return done[archive]

    return archive_of


@pytest.mark.parametrize("archive", RECIPES)
def test_every_real_newsletter_comes_in_whole(archive, brought):
    told = brought(archive)
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


COUNTED = ("Link", "Code", "CodeBlock", "Table", "Image", "Note", "items", "nested")
KNOWN = {
    "swiftweekly-2015-12-06-en": {"Link": 1},  # a picture in HTML that is not beside the source becomes a link
    "swiftweekly-2018-05-17-en": {"Image": -1, "Link": 1},  # it lies on another site
    "optech-2020-04-22-en": {
        "Note": -1,
        "Link": 1,
    },  # a note too long for a page's foot becomes a box, and a link to it
    "optech-2022-10-19-fr": {"Note": -1, "Link": 1, "nested": -1},  # one that holds a list, too
    "optech-2023-03-29-en": {"Note": -1, "Link": 1, "Table": 1},  # and one with a table, which pandoc doesn't see in it
}
"""What is otherwise in the issue than in the source, and why."""


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not on this machine")
@pytest.mark.parametrize("name", SOURCES)
def test_what_another_program_counts_in_a_source_it_counts_in_the_issue(name, brought):
    """Links, code, tables, pictures, footnotes, items and lists in lists, as pandoc finds them on both sides."""
    source = SOURCES[name]
    told = brought(source.archive)[str(source.path.relative_to(CORPUS / source.archive))]
    assert not [one for one in told["findings"] if "is defined nowhere" in one["message"]]
    before = counted(defined(source.text, source.archive))
    bodies = [path.read_text().split("---\n", 2)[2] for path in sorted(Path(told["issue"]).glob("*.md"))]
    after = sum((counted(body) for body in bodies), Counter())
    differences = {sort: after[sort] - before[sort] for sort in COUNTED if after[sort] != before[sort]}
    assert differences == KNOWN.get(name, {})


def defined(text, archive):
    """Return a source with definitions for all of its labels: what only the site's program knows, and its own file."""
    if archive != "optech":
        return text
    text = re.sub(r"(?s)\A.*?\n---\n", "", text) if text.startswith("---") else text
    labels = {" ".join(label.split()) for label in re.findall(r"\[([^\]\[^]+)\](?:\[\])?(?![(:\[])", text)}
    known = (CORPUS / archive / "references.md").read_text()
    made = "\n".join(f"[{label}]: https://example.org/x" for label in sorted(labels) if RULED.match(label.lower()))
    return f"{text}\n\n{known}\n{made}\n"


RULED = re.compile(
    r"topic |bip\d|bolt\d|(?:bitcoin core|lnd|eclair|c-lightning|core lightning|ldk|rust-lightning|bips|bolts|btcpay "
    r"server|hwi|bdk|libsecp256k1|rust bitcoin|bitcoin inquisition) #\d"
)
"""Labels of which the site's own program makes links."""


def counted(markdown):
    """Return how many of each thing pandoc finds."""
    source = "markdown-smart-implicit_figures-tex_math_dollars-citations-raw_tex+lists_without_preceding_blankline"
    source += "-example_lists-fancy_lists-blank_before_header-blank_before_blockquote"
    command = ["pandoc", "-f", source, "-t", "json"]
    tree = json.loads(subprocess.run(command, input=markdown, capture_output=True, text=True, check=True).stdout)
    found = Counter()
    count(tree["blocks"], found, within=False)
    return found


def count(node, found, *, within):
    """Count what a tree of pandoc's holds; a link without an address is none."""
    if isinstance(node, list):
        for one in node:
            count(one, found, within=within)
    elif isinstance(node, dict) and "t" in node:
        sort, content = node["t"], node.get("c")
        found[sort] += sort != "Link" or bool(content[2][0])
        if sort in ("BulletList", "OrderedList"):
            found["nested"] += within
            found["items"] += len(content if sort == "BulletList" else content[1])
        count(content, found, within=within or sort in ("BulletList", "OrderedList"))


def test_what_is_lost_is_missed():
    """The judge of the test above, judged."""
    passage = letters("Whatever is wrong is said at once, with its place.")
    page = letters("Page 1. Whatever is wrong is said at once, with its place. Page 2.")
    assert missing(passage, page) == ""
    assert missing(passage, page.replace("wrong", "")) == letters("wrong is said at once, with its place")
    assert missing(passage, page.replace("itsplace", "")) != ""
    assert missing(passage, page.replace("saidat", "said 12 at".replace(" ", ""))) == ""
