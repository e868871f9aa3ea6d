"""Pages that would be blank in print take notices of the house, and one may stand on the back cover."""

import json

import pikepdf
import pytest

from workshop import LEAD, ROOT, make_issue, pdftotext, run

NOTICE = "---\nkind: notice\nheadline: {0}\n---\n\nAsk at the sign of the {0}.\n"
NAMES = {"90-bell.md": "Bell", "91-anchor.md": "Anchor", "92-dolphin.md": "Dolphin", "99-gate.md": "Gate"}
HEAD = "date: 2026-12-01\ndepartments:\n  - title: News\n    articles: [10-lead.md]\n"
FILLED = HEAD + "fillers: [90-bell.md, 91-anchor.md, 92-dolphin.md]\nback_cover: 99-gate.md\n"


@pytest.fixture(scope="module")
def issue(tmp_path_factory):
    """Give an issue of two pages and a back cover, with three fillers."""
    files = {name: NOTICE.format(title) for name, title in NAMES.items()}
    return make_issue(tmp_path_factory.mktemp("fillers") / "paper" / "2026-12-01", {"issue.yaml": FILLED, **files})


def pages(pdf):
    """Return the words of each page."""
    return [" ".join(page.split()) for page in pdftotext(pdf).split("\f")[:-1]]


def press(issue, pdf, *options):
    result = run("press", issue, "-o", pdf, "--json", *options)
    assert result.returncode == 0, result.stdout + result.stderr
    return json.loads(result.stdout)


def test_a_screen_has_no_filler_and_ends_with_the_back_cover(issue, tmp_path):
    press(issue, tmp_path / "i.pdf")
    words = pages(tmp_path / "i.pdf")
    assert not any(name in " ".join(words) for name in ("Bell", "Anchor", "Dolphin"))
    assert words[-1] == "Gate Ask at the sign of the Gate."


def test_print_has_a_filler_for_each_page_that_would_be_blank_and_no_more(issue, tmp_path):
    """Three pages become four: the first filler stands before the back cover, without furniture."""
    said = press(issue, tmp_path / "i.pdf", "-e", "print", "-e", "screen")
    words = pages(tmp_path / "i.print.pdf")
    assert (len(words), said["editions"]["print"]["pages"], said["editions"]["screen"]["pages"]) == (4, 4, 3)
    assert words[2:] == ["Bell Ask at the sign of the Bell.", "Gate Ask at the sign of the Gate."]
    assert "Anchor" not in " ".join(words)


def test_blanks_that_no_filler_takes_stand_before_the_back_cover(issue, tmp_path):
    (issue / "issue.yaml").write_text(FILLED.replace("[90-bell.md, 91-anchor.md, 92-dolphin.md]", "[]"))
    spare = [issue / name for name in NAMES if name != "99-gate.md"]
    kept = {path: path.read_text() for path in spare}
    for path in spare:
        path.unlink()
    try:
        press(issue, tmp_path / "i.pdf", "-e", "print")
    finally:
        (issue / "issue.yaml").write_text(FILLED)
        for path, text in kept.items():
            path.write_text(text)
    assert pages(tmp_path / "i.pdf")[2:] == ["", "Gate Ask at the sign of the Gate."]


@pytest.mark.parametrize("option", ["--no-blanks", "--booklet"])
def test_fillers_follow_what_is_asked_of_the_sheets(option, issue, tmp_path):
    """Nothing is filled where pages needn't come by fours; a booklet's must."""
    press(issue, tmp_path / "i.pdf", "-e", "print", option)
    words = pages(tmp_path / "i.pdf")
    assert ("Bell" in " ".join(words)) == (option == "--booklet")
    with pikepdf.open(tmp_path / "i.pdf") as pdf:
        assert len(pdf.pages) == {"--no-blanks": 3, "--booklet": 2}[option]


def test_the_archive_keeps_the_fillers_that_no_page_shows(issue, tmp_path):
    press(issue, tmp_path / "i.pdf", "-e", "archive")
    assert run("open", tmp_path / "i.pdf", "--into", tmp_path / "restored").returncode == 0
    assert len(list((tmp_path / "restored").rglob("9*.md"))) == len(NAMES)


@pytest.mark.parametrize(
    ("head", "fault"),
    [
        ("fillers: [10-more.md]\n", "issue.yaml:5:11: the article `10-more.md` is no notice"),
        ("back_cover: 10-more.md\n", "issue.yaml:5:13: the article `10-more.md` is no notice"),
        ("fillers: [99-none.md]\n", "the article `99-none.md` does not exist"),
        ("fillers: [10-lead.md]\n", "the article `10-lead.md` is listed 2 times"),
        ("fillers: [../10-lead.md]\n", "issue.yaml:5:11: "),
    ],
)
def test_what_is_no_notice_or_not_there_is_told_with_its_place(head, fault, tmp_path):
    folder = make_issue(tmp_path / "paper" / "2026-12-01", {"issue.yaml": HEAD + head, "10-more.md": LEAD})
    result = run("check", folder)
    assert result.returncode == 3
    assert fault in result.stderr + result.stdout


def test_a_sample_fills_two_of_its_blank_pages(tmp_path):
    said = press(ROOT / "issues" / "the-forme" / "2026-11-01", tmp_path / "i.pdf", "-e", "print")
    words = pages(tmp_path / "i.pdf")
    assert said["editions"]["print"]["pages"] == len(words) == 12
    assert words[9].startswith("Why this page is not white")
    assert words[10].startswith("Old sticks and cases")
    assert words[11] == ""
