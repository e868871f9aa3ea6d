"""Hyphens: where words are broken at a line's end, and what a reader of the PDF finds, copies and hears of it."""

import itertools
import re
import subprocess
import sys

import pypdfium2
import pytest

from workshop import make_issue, pdftotext

SOFT = "\u00ad"
TEXT = (
    "the printer set a letter in the afternoon and corrected it before a newspaper was sold so that readers of every "
    "town were content with what stood in it and the compositor considered his improvement as a foundation of trade"
)
WORDS = re.findall(r"\w+", TEXT)
LAST = ["improvement", "foundation", "compositor", "newspapers", "afternoons", "typography"]
PARAGRAPHS = [
    " ".join(["One", *(WORDS * 4)[start : start + 18 + start * 7 % 11], LAST[start % len(LAST)]]) + "."
    for start in range(72)
]


AS_IT_COMES = """
import sys
import coranto.press.matter
coranto.press.matter.mark_ends = lambda root: None
sys.argv[0] = "coranto"
from coranto.__main__ import main
main()
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Give an issue with a story of many paragraphs."""
    text = "---\nkind: story\nheadline: Lead\n---\n\n" + "\n\n".join(PARAGRAPHS) + "\n"
    return make_issue(tmp_path_factory.mktemp("hyphens") / "p" / "i", {"10-lead.md": text})


def stubs(lines):
    """Return the lines that end within the last word of a paragraph."""
    return [line for line, end in itertools.pairwise(lines) if line.endswith(SOFT) and re.fullmatch(r"\S+\.", end)]


@pytest.fixture(scope="module", params=["newsletter", "magazine"])
def lines(request, coranto_once, folder):
    """Give the lines of that story."""
    pdf = folder.parent / f"{request.param}.pdf"
    result = coranto_once("press", folder, "--layout", request.param, "-o", pdf)
    assert result.returncode == 0, result.stderr
    return pdftotext(pdf, "-raw").split("\n")


def test_words_are_broken_but_the_last_of_a_paragraph_only_to_spare_a_loose_line(lines, folder, request):
    """In a ragged column none is; where lines are justified, fewer than the engine breaks by itself."""
    assert len([line for line in lines if line.endswith(SOFT)]) > 5
    layout = request.node.callspec.params["lines"]
    asked = ["press", folder, "--layout", layout, "-o", folder.parent / "as-it-comes.pdf"]
    subprocess.run([sys.executable, "-c", AS_IT_COMES, *map(str, asked)], check=True, capture_output=True)
    before = stubs(pdftotext(folder.parent / "as-it-comes.pdf", "-raw").split("\n"))
    assert len(before) > 2
    assert len(stubs(lines)) < len(before)
    assert layout == "magazine" or stubs(lines) == []


def test_the_words_are_whole_without_their_soft_hyphens(lines):
    said = "\n".join(lines).replace(f"{SOFT}\n", "").replace("\n", " ")
    parted = [text for text in PARAGRAPHS if text not in said]
    assert len(parted) <= 2  # by a page, a drop cap


def test_hyphens_of_the_copy_are_found_as_typed_whatever_comes_first(coranto, tmp_path):
    """A hyphen at a line's end and one in a word are one glyph in the font; each says what it is."""
    long = "\n\n".join(PARAGRAPHS[:8])
    own = "Her son-in-law set twenty-five letter-press-sheets for a well-to-do house. " * 12
    text = (
        f"---\nkind: story\nheadline: Lead\n---\n\n{long}\n\n{own}\n\nIt is 40 mm high, No. 5, and non\u2011breaking.\n"
    )
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": text})
    assert coranto("press", folder, "-o", tmp_path / "o.pdf").returncode == 0
    raw = pdftotext(tmp_path / "o.pdf", "-raw")
    assert SOFT in raw
    assert not set("\u2010\u2011\u00a0") & set(raw)
    assert "40 mm high, No. 5, and non-breaking" in raw
    joined = raw.replace(f"{SOFT}\n", "").replace("-\n", "-").replace("\n", " ")
    assert joined.count("son-in-law set twenty-five letter-press-sheets for a well-to-do house.") == 12
    with pypdfium2.PdfDocument(tmp_path / "o.pdf") as pdf:
        read = "".join(page.get_textpage().get_text_range() for page in pdf)
    assert "son-in-law" in read
