"""Composition: how columns end, what stands alone, what is off the grid: mended where it can be, else told."""

import io
import json
import re

import pytest
from PIL import Image

from workshop import LEAD, make_issue, pdftotext

SENTENCE = "The compositor takes the letters from their boxes and sets them in the stick until the line is full. "
LONG = "Characteristically unpretentious typographical manufacturers notwithstanding, internationally standardised. "


@pytest.fixture
def layouts(tmp_path):
    """Give a shelf with a layout `house`, made by a function from what it extends and its stylesheet."""

    def write(extends, css="", head=""):
        folder = tmp_path / "layouts" / "house"
        folder.mkdir(parents=True)
        (folder / "layout.yaml").write_text(f"name: house\nextends: {extends}\npurpose: A test\n{head}")
        (folder / "zz.css").write_text(css)
        return "--layout", "house", "--layouts-from", folder.parent

    return write


def pressed(coranto, folder, pdf, *options):
    """Return the findings as a program reads them."""
    result = coranto("press", folder, "-o", pdf, "--json", *options)
    assert result.returncode == 0, result.stdout
    return json.loads(result.stdout)["findings"]


def rules(findings):
    return {finding["rule"] for finding in findings}


def story(*parts):
    return "---\nkind: story\nheadline: H\n---\n" + "\n\n".join(parts)


SECTIONS = story(*(f"## Section {n}\n\nA line that opens it.\n\n{SENTENCE * (1 + n % 3)}" for n in range(40)))


def test_a_line_below_a_heading_keeps_to_what_follows_it(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": SECTIONS})
    for layout in ("newsletter", "magazine", "journal"):
        assert pressed(coranto, folder, tmp_path / "o.pdf", "--layout", layout) == []


def test_a_heading_in_the_last_two_lines_of_a_column_is_asked_about(coranto, tmp_path, layouts):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": SECTIONS})
    house = layouts("newsletter", ".body p.brief { break-after: auto }")
    found = [one for one in pressed(coranto, folder, tmp_path / "o.pdf", *house) if one["rule"] == "endings.heading"]
    assert found
    pages = pdftotext(tmp_path / "o.pdf").split("\f")
    for one in found:
        section = re.search(r"`(Section \d+)`", one["message"])[1]
        foot = pages[one["spot"]["page"] - 1].split(section)[1]
        assert "A line that opens it." in foot
        assert "The compositor" not in foot
        assert one["line"]


def columns_ends(pdf):
    """Return the last line of each column of text, as poppler reads them."""
    return [
        block.strip().split("\n")[-1]
        for page in pdftotext(pdf).split("\f")
        for block in re.split(r"\n\n+", page)
        if "typographical" in block
    ]


@pytest.mark.parametrize("layout", ["newsletter", "magazine", "journal"])
def test_hardly_a_word_is_broken_from_one_column_into_the_next(layout, coranto, tmp_path):
    """What is broken there at first is kept whole; if another is then broken, it is asked about."""
    lead = story(*(LONG * (3 + n % 4) for n in range(40)))
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead})
    found = pressed(coranto, folder, tmp_path / "o.pdf", "--layout", layout)
    assert rules(found) <= {"endings.hyphen"}
    text = pdftotext(tmp_path / "o.pdf")
    assert text.count("\u00ad\n") > 20  # words are broken elsewhere
    pages = text.split("\f")
    broken = [page for page in pages[1:-1] if re.search(r"\w\u00ad\n\n", page)]
    assert len(broken) <= len(found) <= 2


def tall(size=(400, 900)):
    output = io.BytesIO()
    Image.new("RGB", (size[0] * 3, size[1] * 3), "gray").save(output, "PNG")
    return output.getvalue()


def test_a_picture_alone_on_a_page_is_asked_about_and_a_plate_is_not(coranto, tmp_path):
    shown = "![A tall sheet](art/a.png)"
    for width, expected in (("", {"alone.picture"}), ("{width=page}", set())):
        lead = story("Text.", shown + width, shown + width, shown + width, "More text.")
        folder = make_issue(tmp_path / f"p{len(width)}" / "i", {"10-lead.md": lead, "art/a.png": tall()})
        found = pressed(coranto, folder, tmp_path / "o.pdf")
        assert rules(found) == expected
    told = coranto("press", tmp_path / "p0" / "i", "-o", tmp_path / "o.pdf").stderr
    assert "10-lead.md:9:1: a picture stands alone on its page, page 3 (move its paragraph" in " ".join(told.split())


def test_text_off_its_grid_is_asked_about_with_its_pages(coranto, tmp_path, layouts):
    """Long code in lines of its own is parted by a column's end, and the text below it stands where it may."""
    code = "```text\n" + "a line of code\n" * 61 + "```"
    lead = story(*(SENTENCE * 4 + "\n\n" + code for _ in range(8)))
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead})
    assert pressed(coranto, folder, tmp_path / "o.pdf", "--layout", "magazine") == []
    house = layouts(
        "magazine", ".body pre { padding: 5pt !important; line-height: 11.5pt !important }", "fitted: true\n"
    )
    (found,) = pressed(coranto, folder, tmp_path / "o.pdf", *house)
    assert found["rule"] == "grid.share"
    assert re.fullmatch(
        r"\d+% of the lines of text stand on the grid, 95% should; look at pages \d+(, \d+)* and \d+", found["message"]
    )


def test_code_of_some_lines_is_not_parted(coranto, tmp_path):
    code = "```python\n" + "".join(f"line_{n} = {n}\n" for n in range(12)) + "```"
    lead = story(*(f"{SENTENCE * (1 + n % 4)}\n\n{code}" for n in range(12)))
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead})
    for layout in ("newsletter", "magazine"):
        assert pressed(coranto, folder, tmp_path / "o.pdf", "--layout", layout) == []
        for page in pdftotext(tmp_path / "o.pdf").split("\f"):
            assert page.count("line_0 = 0") == page.count("line_11 = 11")


def test_a_word_is_kept_whole_in_its_text_and_what_stands_around_it_stays(coranto, tmp_path):
    """Emphasis, links and notes about such a word are set as they were written."""
    lead = (
        LEAD + "\n\n" + "\n\n".join(f"*{LONG.strip()}* [{LONG.strip()}](https://example.org) {LONG}" for _ in range(30))
    )
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead})
    assert rules(pressed(coranto, folder, tmp_path / "o.pdf", "--layout", "magazine")) <= {"endings.hyphen"}
    text = re.sub(r"[\s\u00ad]", "", pdftotext(tmp_path / "o.pdf", "-raw"))
    assert text.count("typographicalmanufacturers") >= 80


def magazine(folder, articles):
    """Make an issue of the magazine, with a department for each article."""
    names = [f"{10 + n}-a.md" for n in range(len(articles))]
    departments = "".join(f"  - title: D{n}\n    articles: [{name}]\n" for n, name in enumerate(names))
    head = f"date: 2026-11-24\nlayout: magazine\ndepartments:\n{departments}"
    return make_issue(
        folder, {"issue.yaml": head, "10-lead.md": articles[0], **dict(zip(names, articles, strict=True))}
    )


def test_a_department_runs_on_where_the_page_before_it_would_stay_nearly_empty(coranto, tmp_path):
    short, long = story(SENTENCE * 6), story(*[SENTENCE * 6] * 6)
    folder = magazine(tmp_path / "p" / "i", [short, short, long, long])
    (folder / "10-lead.md").unlink()
    assert pressed(coranto, folder, tmp_path / "o.pdf") == []
    pages = pdftotext(tmp_path / "o.pdf").split("\f")
    departments = [sorted(set(re.findall(r"^D\d$", page, re.MULTILINE))) for page in pages[2:]]
    assert departments[0][:2] == ["D0", "D1"]  # both are short
    assert ["D3"] in departments  # the page before it is full enough


def test_a_figure_alone_on_its_page_is_set_larger(coranto, tmp_path):
    """Behind a page that is full, a number of a few lines would leave its own empty."""
    full, number = story(*[SENTENCE * 6] * 6), "---\nkind: number\nheadline: '1734'\n---\n" + SENTENCE
    heights = {}
    for name, articles in {"alone": [full, number], "below": [story(SENTENCE), number]}.items():
        folder = magazine(tmp_path / name / "i", articles)
        (folder / "10-lead.md").unlink()
        assert pressed(coranto, folder, tmp_path / "o.pdf") == []
        boxes = re.findall(r'yMin="([\d.]+)"[^>]*yMax="([\d.]+)">1734<', pdftotext(tmp_path / "o.pdf", "-bbox"))
        heights[name] = max(float(bottom) - float(top) for top, bottom in boxes)
    assert heights["alone"] > 1.4 * heights["below"]


@pytest.mark.parametrize("layout", ["magazine", "journal"])
def test_a_contents_of_many_entries_keeps_to_one_page(layout, coranto, tmp_path):
    folder = tmp_path / "p" / "i"
    names = [f"{10 + n}-a.md" for n in range(19)]
    lead = "---\nkind: story\nheadline: A headline of some words\nstandfirst: A sentence on it.\n---\nText.\n"
    head = f"date: 2026-11-24\ntitle: T\nlayout: {layout}\ndepartments:\n"
    head += "".join(f"  - title: D{n}\n    articles: [{', '.join(names[n::4])}]\n" for n in range(4))
    make_issue(folder, {"issue.yaml": head, **dict.fromkeys(names, lead)})
    (folder / "10-lead.md").unlink()
    assert pressed(coranto, folder, tmp_path / "o.pdf") == []
    pages = pdftotext(tmp_path / "o.pdf").split("\f")
    first = 1 if layout == "magazine" else 0
    assert pages[first].count("A headline of some words") == 19
