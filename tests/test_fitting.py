"""Fitting: what the second pass does to the pages, measured in the PDF."""

import io
import re
import subprocess
from collections import Counter

import pypdfium2
import pytest
from PIL import Image, ImageChops

from workshop import FORME, HEAD, make_issue, pdftotext

SENTENCE = "the sheet is folded once and again and then it is cut so that four leaves come of it and eight pages"


def lines_of(pdf, page):
    """Return left edge, baseline and words of each line of a page, as poppler finds them (pt from the top)."""
    command = ["pdftotext", "-bbox-layout", "-f", str(page), "-l", str(page), str(pdf), "-"]
    html = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    for line in re.findall(r"<line .*?</line>", html, re.DOTALL):
        left, bottom = re.search(r'xMin="([\d.]+)"', line)[1], re.search(r'yMax="([\d.]+)"', line)[1]
        yield float(left), float(bottom), re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", line)).strip()


def test_lines_in_neighbouring_columns_stand_side_by_side(coranto, tmp_path):
    """Poppler, which knows nothing of the grid, finds the baselines of one column in the other."""
    coranto("press", FORME, "--layout", "magazine", "-o", tmp_path / "o.pdf")
    lines = [(left, bottom) for left, bottom, words in lines_of(tmp_path / "o.pdf", 3) if len(words) > 30]
    lines = [(left, bottom) for left, bottom in lines if 300 < bottom < 740]  # the text, without opening and notes
    columns = [[bottom for left, bottom in lines if (left < 280) is is_left] for is_left in (True, False)]
    steps = [min(abs(bottom - other) for other in columns[0]) % 13 for bottom in columns[1]]
    assert len(steps) > 15
    assert sum(min(step, 13 - step) < 0.3 for step in steps) / len(steps) > 0.9


def test_an_entry_that_begins_and_ends_on_one_page_has_one_number_in_the_journals_contents(coranto, tmp_path):
    long = "---\nkind: story\nheadline: Long\n---\n" + "\n\n".join(["Words to fill a page with. " * 30] * 8)
    head = HEAD.replace("10-lead.md", "10-lead.md, 20-long.md") + "layout: journal\n"
    coranto(
        "press", make_issue(tmp_path / "p" / "i", {"issue.yaml": head, "20-long.md": long}), "-o", tmp_path / "o.pdf"
    )
    contents = re.sub(r"[ .]{4,}", " … ", pdftotext(tmp_path / "o.pdf", "-layout").split("\f")[0])
    assert "A headline … 2\n" in contents
    assert re.search(r"Long … 3–\d\n", contents)


def test_a_paragraph_is_set_a_little_tighter_to_bring_a_short_last_line_back(coranto, tmp_path):
    """Of many paragraphs, of all lengths, fewer end in a scrap when the layout is fitted than when it isn't."""
    words = SENTENCE.split()
    paragraphs = [" ".join((words * 9)[start : start + 100 + start % 7]) + "." for start in range(60)]
    lead = "---\nkind: story\nheadline: H\n---\n" + "\n\n".join(paragraphs)
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead})
    layouts = tmp_path / "layouts" / "loose"
    layouts.mkdir(parents=True)
    (layouts / "layout.yaml").write_text("name: loose\nextends: journal\nfitted: false\npurpose: A test\n")
    short = {}
    for layout in ("loose", "journal"):
        pdf = tmp_path / f"{layout}.pdf"
        result = coranto("press", folder, "--layout", layout, "--layouts-from", layouts.parent, "-o", pdf)
        assert result.returncode == 0, result.stderr
        ends = [line.strip() for line in pdftotext(pdf).split("\n") if line.strip().endswith(".")]
        short[layout] = Counter(len(end) < 6 for end in ends)[True]
    assert short["loose"] >= 2
    assert short["journal"] < short["loose"]


@pytest.mark.parametrize(("columns", "edges"), [(2, [20 - 9, 110 + 9]), (3, [20 - 9, 80, 140 + 9])])
def test_a_pull_quote_stands_out_of_its_column_into_the_margin(columns, edges, coranto, tmp_path):
    """By 9 mm, at the outer edge of the first column and of the last; in one between them it stays."""
    paragraph = f"{SENTENCE.capitalize()}.\n\n" * 3
    pull = "::: pull\nQuoted words\n:::\n\n"
    lead = "---\nkind: story\nheadline: H\n---\n" + (paragraph + pull) * 16
    head = f'{HEAD}layout: magazine\noptions: {{columns: "{columns}"}}\n'
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead, "issue.yaml": head})
    result = coranto("press", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    quotes = {left for left, _, words in lines_of(tmp_path / "o.pdf", 3) if words.startswith("Quoted")}
    assert sorted(round(left / 72 * 25.4) for left in quotes) == edges


def square(tmp_path, coranto, paragraphs, css=""):
    """Press a square picture below so many paragraphs; return the page of its caption, its left edge and its height."""
    picture = io.BytesIO()
    Image.new("RGB", (1200, 1200), "#f80").save(picture, "PNG")
    text = f"{SENTENCE.capitalize()}.\n\n" * paragraphs
    lead = f'---\nkind: story\nheadline: H\n---\n\n{text}![A square](art/x.png "The caption")\n\n{text}'
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead, "art/x.png": picture.getvalue()})
    layouts = tmp_path / "layouts" / "plain"
    layouts.mkdir(parents=True)
    (layouts / "layout.yaml").write_text("name: plain\nextends: newsletter\npurpose: A test\n")
    (layouts / "body.css").write_text(css)
    asked = ("--layout", "plain", "--layouts-from", layouts.parent, "-o", tmp_path / "o.pdf")
    result = coranto("press", folder, *asked)
    assert result.returncode == 0, result.stderr
    (page,) = (n for n, said in enumerate(pdftotext(tmp_path / "o.pdf").split("\f"), 1) if "The caption" in said)
    with pypdfium2.PdfDocument(tmp_path / "o.pdf") as pdf:
        red, _, blue = pdf[page - 1].render(scale=1).to_pil().convert("RGB").split()
    left, top, right, bottom = ImageChops.subtract(red, blue).point(lambda value: 255 * (value > 100)).getbbox()
    assert right - left == pytest.approx(bottom - top, abs=2)
    return page, left, bottom - top


FLUSH, FULL = pytest.approx(158, abs=1), pytest.approx(353, abs=2)


@pytest.mark.parametrize(
    ("paragraphs", "page", "smaller"), [(9, 2, False), (12, 2, True), (15, 3, False)], ids=["fits", "shrinks", "goes"]
)
def test_a_picture_that_would_leave_a_page_half_empty_comes_back_smaller_in_any_layout(
    paragraphs, page, smaller, coranto, tmp_path
):
    """As small as the room that is left, but not below three fifths of its height; what fits, or never would, stays."""
    found, left, height = square(tmp_path, coranto, paragraphs)
    assert (found, left) == (page, FLUSH)
    assert 0.6 * 353 < height < 0.9 * 353 if smaller else height == FULL


def test_a_picture_that_was_made_smaller_in_vain_gets_its_height_back(coranto, tmp_path):
    page, _, height = square(tmp_path, coranto, 12, ".body figure { break-before: page }")
    assert (page, height) == (3, FULL)


def test_a_picture_comes_back_where_a_layout_says_no_line_height(coranto, tmp_path):
    css = "html { line-height: normal } .body p { line-height: 18px }"
    page, _, height = square(tmp_path, coranto, 11, css)
    assert page == 2
    assert height < 0.95 * 353
