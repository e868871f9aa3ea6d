"""Hyphens: where words are broken at a line's end, and what a reader of the PDF finds, copies and hears of it."""

import itertools
import re

import pypdfium2
import pytest

from workshop import make_issue, pdftotext

SOFT = "\u00ad"
TEXT = (
    "the printer set a letter in the afternoon and corrected every typographical error before a newspaper appeared so "
    "that compositors considered an improvement indispensable while readers were content with arrangements"
)
WORDS = re.findall(r"\w+", TEXT)
PARAGRAPHS = [" ".join(["One", *(WORDS * 4)[start : start + 21 + start % 7]]) + "." for start in range(24)]


@pytest.fixture(scope="module", params=["newsletter", "magazine"])
def lines(request, coranto_once, tmp_path_factory):
    """Give the lines of a story of many paragraphs."""
    tmp_path = tmp_path_factory.mktemp("hyphens")
    text = "---\nkind: story\nheadline: Lead\n---\n\n" + "\n\n".join(PARAGRAPHS) + "\n"
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": text})
    result = coranto_once("press", folder, "--layout", request.param, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    return pdftotext(tmp_path / "o.pdf", "-raw").split("\n")


def test_words_are_broken_but_the_last_of_a_paragraph_only_to_spare_a_loose_line(lines, request):
    """In narrow columns that are justified, so long words leave few lines that could spare one."""
    broken = [line for line in lines if line.endswith(SOFT)]
    assert len(broken) > 5
    ends = [before for before, line in itertools.pairwise(lines) if re.fullmatch(r"\S+\.", line)]
    assert len(ends) > 1  # a last word alone on its line
    stubs = [line for line in ends if line.endswith(SOFT)]
    assert len(stubs) <= (len(ends) - 1 if "magazine" in request.node.name else 0)


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
