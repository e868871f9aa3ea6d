"""An issue that is glued has a cover with a spine: two spreads, before the other pages."""

import json
import shutil
import subprocess

import pikepdf
import pypdfium2
import pytest

from workshop import FORME, ROOT, make_issue, pdftotext, run

MM = 72 / 25.4
HEAD = "date: 2026-12-01\nnumber: 4\n{0}departments:\n  - title: News\n    articles: [10-lead.md]\n"


def press(issue, pdf, *options, code=0):
    result = run("press", issue, "-o", pdf, "-e", "print", "--json", *options)
    assert result.returncode == code, result.stdout + result.stderr
    return json.loads(result.stdout)


def trimmed(page):
    return [round(float(side) / MM, 1) for side in page.TrimBox]


def letters(pdf, page, left, right):
    """Return the letters between two places on a page, in mm from its left, with their middles from its foot."""
    document = pypdfium2.PdfDocument(pdf)
    text = document[page].get_textpage()
    origin = document[page].get_mediabox()[0] + 12 * MM  # pdfium measures from the corner of the sheet
    found = []
    for at in range(text.count_chars()):
        box = text.get_charbox(at)
        middle = (box[0] + box[2]) / 2 - origin
        letter = text.get_text_range(at, 1)
        if letter.strip() and left * MM <= middle <= right * MM:
            found.append((letter, (box[1] + box[3]) / 2))
    return found


@pytest.fixture(scope="module")
def glued(tmp_path_factory):
    pdf = tmp_path_factory.mktemp("glued") / "forme.pdf"
    return press(FORME, pdf, "--spine", 6), pdf


def test_the_cover_is_two_spreads_with_a_spine_between_and_the_other_pages_follow(glued):
    said, path = glued
    with pikepdf.open(path) as pdf:
        assert [trimmed(page) for page in pdf.pages[:2]] == [[0, 0, 426, 297]] * 2
        assert {tuple(trimmed(page)) for page in pdf.pages[2:]} == {(0, 0, 210, 297)}
        count = len(pdf.pages) + 2
        assert count % 4 == 0
        assert [page.label for page in pdf.pages] == [
            f"{count}+1", f"2+{count - 1}", *map(str, range(3, count - 1))
        ]  # fmt: skip
    assert said["editions"]["print"]["pages"] == count - 2


def test_the_first_page_stands_right_of_the_spine_and_the_second_left_inside(glued):
    _, pdf = glued
    outside, inside = (pdftotext(pdf, "-f", n, "-l", n) for n in "12")
    assert "The Forme" in outside
    assert "No news from Italy" in inside
    assert letters(pdf, 0, 220, 420)
    assert letters(pdf, 1, 0, 205)


def test_title_number_and_date_are_read_down_the_spine(glued):
    found = letters(glued[1], 0, 210, 216)
    assert "".join(letter for letter, _ in found) == "TheFormeNo.11September2026"
    heights = [height for _, height in found]
    assert heights == sorted(heights, reverse=True)


def test_it_is_what_a_printer_takes(glued):
    said, pdf = glued
    assert said["findings"] == []
    assert run("preflight", pdf, "--judge", "print", "--json").returncode == 0
    subprocess.run(["qpdf", "--check", pdf], check=True, capture_output=True)
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert all(line.split()[-5] == "yes" for line in fonts)


def test_the_same_issue_gives_the_same_bytes(glued, tmp_path):
    shutil.copytree(FORME.parent, tmp_path / "elsewhere")
    press(tmp_path / "elsewhere" / FORME.name, tmp_path / "again.pdf", "--spine", 6)
    assert (tmp_path / "again.pdf").read_bytes() == glued[1].read_bytes()


def test_a_cover_from_right_to_left_has_its_front_at_the_left(tmp_path):
    press(ROOT / "issues" / "al-masbak" / "2026-11-15", tmp_path / "i.pdf", "--spine", 8, "--layout", "magazine")
    title = "".join(letter for letter, _ in letters(tmp_path / "i.pdf", 0, 0, 205))
    assert "كبسملا" in title or "المسبك" in title
    assert letters(tmp_path / "i.pdf", 0, 210, 218)
    assert letters(tmp_path / "i.pdf", 0, 225, 428) == []  # the last page is blank


def test_an_issue_of_few_pages_is_brought_to_a_cover_and_a_sheet(tmp_path):
    issue = make_issue(tmp_path / "paper" / "2026-12-01", {"issue.yaml": HEAD.format("")})
    said = press(issue, tmp_path / "i.pdf", "--spine", 5, "--no-blanks")
    assert said["editions"]["print"]["pages"] == 6
    with pikepdf.open(tmp_path / "i.pdf") as pdf:
        assert len(pdf.pages) == 6


@pytest.mark.parametrize(("width", "shown"), [(5, True), (3, False)])
def test_own_words_stand_on_a_spine_that_is_wide_enough(tmp_path, width, shown):
    issue = make_issue(tmp_path / "paper" / "2026-12-01", {"issue.yaml": HEAD.format("spine: The winter number\n")})
    said = press(issue, tmp_path / "i.pdf", "--spine", width)
    assert ("winter" in pdftotext(tmp_path / "i.pdf")) == shown
    assert [finding["rule"] for finding in said["findings"]] == ([] if shown else ["copy.spine"])


def test_words_of_a_spine_stand_on_no_page_of_a_screen_and_nothing_is_said(tmp_path):
    issue = make_issue(tmp_path / "paper" / "2026-12-01", {"issue.yaml": HEAD.format("spine: The winter number\n")})
    result = run("press", issue, "-o", tmp_path / "i.pdf", "--json")
    assert json.loads(result.stdout)["findings"] == []
    assert "winter" not in pdftotext(tmp_path / "i.pdf")


def test_words_that_are_longer_than_the_spine_are_told_with_their_place(tmp_path):
    head = HEAD.format(f"spine: {'The winter number ' * 12}\n")
    issue = make_issue(tmp_path / "paper" / "2026-12-01", {"issue.yaml": head})
    said = press(issue, tmp_path / "i.pdf", "--spine", 8, code=3)
    (finding,) = said["findings"]
    assert (finding["rule"], finding["line"], finding["column"]) == ("copy.spine", 3, 8)
    assert "find room for 287 mm" in finding["message"]
    assert not (tmp_path / "i.pdf").exists()


def own_layout(folder, **files):
    """Make a layout that extends the newsletter with these files."""
    home = folder / "lay" / "own"
    home.mkdir(parents=True)
    (home / "layout.yaml").write_text("name: own\nextends: newsletter\npurpose: To be bound\n")
    for name, text in files.items():
        (home / name.replace("_", ".")).write_text(text)
    return "--layout", "own", "--layouts-from", folder / "lay"


@pytest.mark.parametrize("way", [("--spine", 8), ("--booklet",)])
def test_pages_of_several_sizes_are_not_put_side_by_side(way, tmp_path):
    options = own_layout(tmp_path, page_css="@page :first { size: 200mm 200mm }\n")
    said = press(FORME, tmp_path / "i.pdf", *way, *options, code=7)
    assert "page 2 is of another size than the first" in said["findings"][0]["message"]
    assert not (tmp_path / "i.pdf").exists()


@pytest.mark.parametrize(
    "spine",
    [
        "",
        "<p>no words</p>",
        '<p style="position: absolute; left: -300mm"><span id="issue.spine">The Forme</span></p>',
    ],
)
def test_words_that_a_layout_leaves_off_the_spine_are_told(spine, tmp_path):
    options = own_layout(tmp_path, spine_html=spine)
    said = press(FORME, tmp_path / "i.pdf", "--spine", 8, *options, code=7)
    assert "words.lost" in [one["rule"] for one in said["findings"]]


def test_preflight_knows_a_cover_when_it_sees_one(glued):
    said = json.loads(run("preflight", glued[1], "--judge", "print", "--json").stdout)
    assert [one["rule"] for one in said["findings"]] == []


def test_a_booklet_has_no_spine(tmp_path):
    result = run("press", FORME, "-e", "print", "--booklet", "--spine", 5, "-o", tmp_path / "i.pdf")
    assert result.returncode == 2
    assert "a booklet is stapled" in " ".join(result.stderr.replace("│", " ").split())


def test_another_spine_makes_an_edition_stale(tmp_path):
    make_issue(tmp_path / "post" / "1")
    archive, asked = tmp_path / "archive", ("run", tmp_path / "post", "-a", tmp_path / "archive", "-e", "print")
    assert run(*asked, "--spine", 5).returncode == 0
    assert "0 to press, 1 current" in run(*asked, "--spine", 5, "--dry-run").stdout
    assert "booklet or spine" in run(*asked, "--spine", 6, "--dry-run").stdout
    rebuilt = json.loads(run("verify", archive, "--rebuild", "all", "--json").stdout)["rebuilt"]
    assert [one["same"] for one in rebuilt] == [True]
