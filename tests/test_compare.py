"""Two editions side by side: what moved, which words changed, which pages look otherwise, and why."""

import json
import os
import re
import shutil

import pikepdf
import pypdfium2
import pytest

from coranto.compare import Verdict, compare_archives, compare_pdfs
from coranto.compare.causes import grouped, says
from coranto.compare.model import Cause, Comparison, Pairing
from coranto.compare.words import align, over_pages, text_of, words_of
from coranto.errors import EditionError
from workshop import PERIODICAL, ROOT, make_issue, run

TITLES = ("Tidings from Italy", "A letter from Vienna", "The foundry in Birmingham", "What the compositor reads")
SUBJECTS = ("paper", "type", "ink", "news", "a press", "the forme", "a sheet", "the frisket", "damp", "quoins")
DEPARTMENTS = ("Abroad", "Letters", "Workshop", "Desk")
HEAD = "date: 2026-11-24\nnumber: 4\ndepartments:\n" + "".join(
    f"  - title: {title}\n    articles: [{number}0-story.md]\n" for number, title in enumerate(DEPARTMENTS, 1)
)


def story(number, paragraphs=14):
    """Return an article of more than a page; no two of its paragraphs are the same."""
    body = "\n\n".join(
        f"In its paragraph {row} the story {number} has something to say of {SUBJECTS[row % 10]}, which the printers "
        f"of that year had in mind whenever they spoke of {SUBJECTS[(row + number) % 10]} to the {row * 7 + number} "
        "apprentices who had come to learn what the typographical trade demanded of everybody's understanding."
        for row in range(paragraphs)
    )
    return f"---\nkind: story\nheadline: {TITLES[number - 1]}\n---\n\n{body}\n\nSee [the site](https://example.org/{number}).\n"


STORIES = {f"{number}0-story.md": story(number) for number in range(1, 5)}
VARIANTS = {
    "plain": {},
    "word": {"20-story.md": STORIES["20-story.md"].replace("something to say of ink", "nothing to say of ink", 1)},
    "longer": {"10-story.md": story(1, 26)},
    "accent": {"../periodical.yaml": PERIODICAL + 'options: {accent: "#0b5a6f"}\n'},
    "letter": {"../periodical.yaml": PERIODICAL + "options: {paper: Letter}\n"},
    "link": {"30-story.md": STORIES["30-story.md"].replace("example.org/3", "example.org/33")},
    "titled": {"20-story.md": STORIES["20-story.md"].replace("headline: A letter from", "headline: A letter to")},
    "swapped": {"issue.yaml": HEAD.replace("[10-", "[x0-").replace("[20-", "[10-").replace("[x0-", "[20-")},
    "gone": {"issue.yaml": HEAD[: HEAD.index("  - title: Desk")], "40-story.md": None},
}


@pytest.fixture(scope="session")
def edition(tmp_path_factory):
    """Give a function that presses a variant of the issue, or the plain one in a layout, once a session."""
    folder = tmp_path_factory.mktemp("editions")

    def pressed(name, *options):
        pdf = folder / f"{name}.pdf"
        if not pdf.exists():
            files = {"issue.yaml": HEAD, **STORIES, **VARIANTS.get(name, {})}
            issue = make_issue(folder / name / "issue", {key: text for key, text in files.items() if text})
            (issue / "10-lead.md").unlink()
            result = run("press", issue, "-o", pdf, *options)
            assert result.returncode == 0, result.stderr
        return pdf

    return pressed


def why(found):
    """Return a comparison's causes in words."""
    return [says(cause) for cause in found.causes]


# --- two PDFs ----------------------------------------------------------------------------------


def test_equal_bytes_are_told_without_being_read(tmp_path):
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"no PDF at all")
    result = run("compare", tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert result.returncode == 0, result.stderr
    assert "the same bytes" in result.stdout
    assert compare_pdfs(b"x", b"x").verdict is Verdict.BYTES


def test_other_bytes_of_the_same_pages_are_no_difference(edition, tmp_path):
    with pikepdf.open(edition("plain")) as pdf:
        pdf.docinfo["/Producer"] = "A test"
        pdf.save(tmp_path / "other.pdf", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    result = run("compare", edition("plain"), tmp_path / "other.pdf")
    assert result.returncode == 0, result.stderr
    assert "the same, in other bytes" in result.stdout
    assert "Producer: WeasyPrint 70.0 → A test" in result.stdout


def test_a_changed_word_is_told_with_its_page_article_and_surroundings(edition):
    found = compare_pdfs(edition("plain"), edition("word"))
    (change,) = found.changes
    assert (change.before, change.after) == ("something", "nothing")
    assert change.article == "A letter from Vienna"
    assert change.lead.endswith("the story 2 has")
    assert change.tail.startswith("to say of ink")
    page = pypdfium2.PdfDocument(edition("word"))[change.page_after - 1].get_textpage()
    assert page.search("nothing to say of ink").get_next()
    assert why(found) == ["words changed: ‘something’ became ‘nothing’"]
    assert found.moves == found.furniture == found.gone == found.added == ()


def test_the_mark_on_a_picture_stands_where_the_word_does(edition):
    found = compare_pdfs(edition("plain"), edition("word"))
    (look,) = found.looks
    page = pypdfium2.PdfDocument(edition("word"))[look.after - 1]
    text = page.get_textpage()
    at, _ = text.search("nothing to say of ink").get_next()
    left, bottom, _, top = text.get_charbox(at)
    height = page.get_height()
    assert any(
        area.x <= left <= area.x + area.width and area.y <= height - (top + bottom) / 2 <= area.y + area.height
        for area in look.areas
    )
    covered = sum(area.width * area.height for area in look.areas)
    assert covered < page.get_width() * height / 5
    assert 0 < look.share < 0.1


def test_a_longer_article_moves_the_others_and_no_word_but_its_own_is_told(edition):
    found = compare_pdfs(edition("plain"), edition("longer"))
    assert why(found)[0] == "text moved by a page from ‘Letters’ on"
    assert len(found.pages) == 2
    assert found.pages[1] == found.pages[0] + 1
    moves = {move.title: move for move in found.moves}
    for title in TITLES[1:]:
        assert moves[title].after[0] == moves[title].before[0] + 1
    for change in found.changes:
        assert change.before == ""
        assert "the story 1 has something to say" in change.after
    assert found.references == 6  # of three articles and their departments, in the contents
    assert found.furniture == ()
    assert len(found.added) == 1


def test_another_page_size_breaks_lines_anew_and_changes_no_word(edition):
    found = compare_pdfs(edition("plain"), edition("letter"))
    assert found.changes == ()
    assert why(found)[0] == "pages have another size: 215.9 × 279.4 mm instead of 210 × 297 mm"


def test_another_colour_is_seen_in_pixels_only(edition):
    before, after = edition("plain"), edition("accent")
    found = compare_pdfs(before, after)
    assert found.changes == found.moves == ()
    assert found.causes == (Cause("look", "every page"),)
    largest = max(look.largest for look in found.looks)
    assert largest == 1  # #0b5a6e became #0b5a6f
    assert compare_pdfs(before, after, tolerance=1).verdict is Verdict.PAGES
    assert compare_pdfs(before, after, dpi=None).verdict is Verdict.PAGES
    assert run("compare", before, after, "--tolerance", "1").returncode == 0
    assert run("compare", before, after, "--no-pixels").returncode == 0
    told = run("compare", before, after)
    assert told.returncode == 9
    assert "of differences of a colour, none is passed over" in told.stdout


def test_a_link_to_elsewhere_is_a_difference_that_no_picture_shows(edition):
    found = compare_pdfs(edition("plain"), edition("link"))
    assert why(found) == ["links changed"]
    assert {fact.before or fact.after for fact in found.links} == {"https://example.org/3", "https://example.org/33"}
    assert found.looks == ()


def test_articles_that_changed_places_have_moved_and_none_of_their_words_changed(edition):
    found = compare_pdfs(edition("plain"), edition("swapped"))
    assert why(found)[0] == "articles stand in another order"
    assert found.changes == ()


def test_an_article_with_another_title_is_the_same_article(edition):
    found = compare_pdfs(edition("plain"), edition("titled"))
    assert why(found) == [
        "a title changed: ‘A letter from Vienna’ became ‘A letter to Vienna’",
        "words changed: ‘from’ became ‘to’",
    ]
    assert found.moves == ()


def test_an_article_that_is_gone_is_named(edition):
    found = compare_pdfs(edition("plain"), edition("gone"))
    assert "‘What the compositor reads’ is gone" in why(found)
    assert found.gone


def test_contents_that_run_to_a_second_page_are_the_cause_of_all_that_moved(edition, tmp_path):
    house = tmp_path / "layouts" / "house"
    house.mkdir(parents=True)
    (house / "layout.yaml").write_text("name: house\nextends: newsletter\npurpose: A test\n")
    (house / "contents.css").write_text(".contents li { padding-bottom: 24mm }\n")
    wide = edition("wide", "--layout", "house", "--layouts-from", house.parent)
    found = compare_pdfs(edition("plain"), wide)
    assert why(found) == ["contents runs to a second page"]
    assert {move.after[0] - move.before[0] for move in found.moves} == {1}


def test_without_tags_running_heads_are_text_like_any_other(edition, tmp_path):
    for name in ("plain", "word"):
        with pikepdf.open(edition(name)) as pdf:
            del pdf.Root.StructTreeRoot
            pdf.save(tmp_path / f"{name}.pdf")
    found = compare_pdfs(tmp_path / "plain.pdf", tmp_path / "word.pdf")
    assert [(change.before, change.after) for change in found.changes] == [("something", "nothing")]


def test_as_json_it_is_all_told(edition):
    result = run("compare", edition("plain"), edition("word"), "--json")
    assert result.returncode == 9
    said = json.loads(result.stdout)
    assert said["ok"] is False
    assert said["exit_code"] == 9
    assert said["comparison"]["changes"][0]["after"] == "nothing"
    assert said["comparison"]["looks"][0]["areas"][0].keys() == {"page", "x", "y", "width", "height"}
    assert said["comparison"]["causes"] == [
        {"code": "words", "subject": "‘something’ became ‘nothing’", "amount": 0},
    ]


def test_the_report_is_one_page_that_asks_nobody_for_anything(edition, tmp_path):
    report = tmp_path / "changes.html"
    result = run("compare", edition("plain"), edition("longer"), "--report", report)
    assert result.returncode == 9
    page = report.read_text()
    assert "default-src 'none'; img-src data:" in page
    assert set(re.findall(r"src='([^,]*),", page)) == {"data:image/webp;base64"}
    assert not re.search(r"<script|<link|url\(|@import|\son\w+=", page)
    assert "text moved by a page from ‘Letters’ on" in page
    assert page.count("class='mark'") > 3
    again = tmp_path / "again.html"
    run("compare", edition("plain"), edition("longer"), "--report", again)
    assert again.read_bytes() == report.read_bytes()


# --- bad input -----------------------------------------------------------------------------------


def test_what_is_no_pdf_with_pages_is_told_in_a_word(edition, tmp_path):
    whole = edition("plain").read_bytes()
    with pikepdf.open(edition("plain")) as pdf:
        pdf.save(tmp_path / "locked.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    pikepdf.new().save(tmp_path / "bare.pdf")
    bad = {
        "is no PDF": b"<html>",
        "is empty": b"",
        "is damaged, or was cut short": whole[: len(whole) // 2],
        "is encrypted": (tmp_path / "locked.pdf").read_bytes(),
        "has no pages": (tmp_path / "bare.pdf").read_bytes(),
    }
    for what, content in bad.items():
        with pytest.raises(EditionError, match=what):
            compare_pdfs(whole, content)
    (tmp_path / "bad.pdf").write_bytes(b"<html>")
    result = run("compare", edition("plain"), tmp_path / "bad.pdf")
    assert result.returncode == 10
    assert "is no PDF" in result.stderr
    missing = run("compare", edition("plain"), tmp_path / "none.pdf", "--json")
    assert missing.returncode == 10
    assert "does not exist" in json.loads(missing.stdout)["error"]
    assert run("compare", edition("plain"), tmp_path).returncode == 2
    (tmp_path / "pipe.pdf").unlink(missing_ok=True)
    os.mkfifo(tmp_path / "pipe.pdf")
    assert run("compare", edition("plain"), tmp_path / "pipe.pdf").returncode == 10


def test_a_huge_page_is_compared_coarsely_and_that_is_said(tmp_path):
    for name, width in (("a", 10), ("b", 400)):
        pdf = pikepdf.new()
        pdf.add_blank_page(page_size=(14_000, 14_000))
        pdf.pages[0].Contents = pdf.make_stream(f"0 0 {width} 400 re f".encode())
        pdf.save(tmp_path / f"{name}.pdf")
    found = compare_pdfs(tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert found.looks[0].before == 1
    assert re.fullmatch(r"page 1 is 4938.9 × 4938.9 mm: compared at 32.5 pixels to the inch", found.notes[0])


def test_an_outline_that_goes_in_a_circle_and_a_terminals_signs_do_no_harm(edition, tmp_path):
    with pikepdf.open(edition("word")) as pdf:
        outlines = pdf.Root.Outlines
        pdf.docinfo["/Title"] = "Red\x07\x9b31m"
        outlines.Last.Next = outlines.First
        pdf.save(tmp_path / "circle.pdf")
    result = run("compare", edition("plain"), tmp_path / "circle.pdf")
    assert result.returncode == 9, result.stderr
    assert not re.search("[\x07\x1b\x9b]", result.stdout)
    assert "Red" in result.stdout


# --- archives ------------------------------------------------------------------------------------


@pytest.fixture
def archives(edition, tmp_path):
    """Give two archives: of six editions four are in both, and three of these not the same."""
    before, after = tmp_path / "before", tmp_path / "after"
    for folder, names in (
        (before, {"a/1": "plain", "a/2": "plain", "b/3": "plain", "b/4": "plain", "b/gone": "plain"}),
        (after, {"a/1": "plain", "a/2": "word", "b/3": "word", "b/4": "longer", "c/new": "plain", ".tmp/x": "word"}),
    ):
        for name, variant in names.items():
            path = folder / f"{name}.pdf"
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(edition(variant), path)
    (before / "a" / "5.pdf").write_bytes(b"%PDF-1.7\n")
    (after / "a" / "5.pdf").write_bytes(b"%PDF-1.7 torn")
    return before, after


def test_archives_are_compared_in_pairs_and_grouped_by_cause(archives):
    told = []
    survey = compare_archives(*archives, report=lambda done, of, name: told.append((done, of, name)))
    verdicts = {one.name: str(one.verdict) for one in survey.pairings}
    assert verdicts == {
        "a/1.pdf": "same bytes",
        "a/2.pdf": "differs",
        "a/5.pdf": "unread",
        "b/3.pdf": "differs",
        "b/4.pdf": "differs",
        "b/gone.pdf": "gone",
        "c/new.pdf": "added",
    }
    groups = {group.says: group.names for group in survey.groups}
    assert groups["words changed: ‘something’ became ‘nothing’"] == ("a/2.pdf", "b/3.pdf")
    assert groups["text moved by a page from ‘Letters’ on"] == ("b/4.pdf",)
    assert [done for done, _, _ in told] == list(range(1, 8))
    assert compare_archives(*archives) == survey


def test_the_terminal_and_the_exit_code_tell_of_archives(archives):
    before, after = archives
    result = run("compare", before, after)
    assert result.returncode == 10, "one could not be read"
    for line in ("7 editions", r"3 +differ\n", r"1 +stands before only", r"1 +stands after only", r"1 +has the same"):
        assert re.search(line, result.stdout), line
    for folder in archives:
        (folder / "a" / "5.pdf").unlink()
    assert run("compare", before, after).returncode == 9
    assert run("compare", before, before).returncode == 0
    said = json.loads(run("compare", before, after, "--json", "--no-pixels").stdout)
    assert said["groups"][0] == {"says": "words changed: ‘something’ became ‘nothing’", "names": ["a/2.pdf", "b/3.pdf"]}
    assert said["editions"][1]["comparison"]["dpi"] is None


def test_a_report_into_a_folder_has_a_page_for_each_edition_that_differs(archives, tmp_path):
    report = tmp_path / "report"
    result = run("compare", *archives, "--report", report)
    assert f"{report}/index.html" in result.stdout
    index = (report / "index.html").read_text()
    links = re.findall(r"href='([^']+)'", index)
    assert set(links) == {"0001-a-2.pdf.html", "0002-b-3.pdf.html", "0003-b-4.pdf.html"}
    assert {path.name for path in report.iterdir()} == {*links, "index.html"}
    assert "data:image/webp" in (report / links[0]).read_text()
    assert "is damaged, or was cut short" in index


def test_causes_that_only_single_issues_have_are_put_together_with_their_like():
    def differs(name, *causes):
        return Pairing(name, Verdict.DIFFERS, Comparison(Verdict.DIFFERS, causes=causes))

    pairings = [
        *(differs(f"{n}", Cause("contents", "longer", 2)) for n in range(41)),
        *(differs(f"m{n}", Cause("moved", f"Article {n}", 1)) for n in range(12)),
        differs("w", Cause("words", "‘a’ became ‘b’")),
        differs("b", Cause("moved", "The figure", -1)),
    ]
    assert [(len(group.names), group.says) for group in grouped(pairings)] == [
        (41, "contents runs to a second page"),
        (12, "text moved by a page from an article of its own on"),
        (1, "text moved back by a page from ‘The figure’ on"),
        (1, "words changed: ‘a’ became ‘b’"),
    ]


# --- words ---------------------------------------------------------------------------------------


def words(*pages):
    return over_pages([list(words_of(text, number)) for number, text in enumerate(pages, 1)])


def test_words_are_whole_however_their_lines_are_broken():
    assert text_of(words("The typo\u2010\r\ngraphical trade, and the com\ufffepositor")) == (
        "The typographical trade, and the compositor"
    )
    assert text_of(words("broken at a page\u2019s very end, typo\u2010", "graphy goes on")).endswith(
        "typography goes on"
    )
    assert [word.text for word in words("Front page . . . . . . . . 12\r\nThe end........ 14")][-3:] == [
        "The", "end", "14",
    ]  # fmt: skip
    assert text_of(words("活字\r\n印刷 in 1040")) == "活字印刷 in 1040"


def test_what_moved_is_matched_and_what_changed_is_left():
    one = "a b c d e f g h i j k l m n o p q r s t u v w x y z"
    before, after = words(f"{one} 1 2 3 4 5 6 7 8"), words(f"1 2 3 4 5 6 7 8 {one.replace('m', 'M')}")
    kept, match = align(before, after)
    assert [before[at].text for at, to in enumerate(match) if to < 0] == ["m"]
    assert sum(to >= 0 for to in kept) == 25
    assert all(before[at].text == after[to].text for at, to in enumerate(match) if to >= 0)


def test_long_texts_are_aligned_without_taking_the_square_of_their_length():
    text = " ".join(f"{n % 97} {n % 89} of the" for n in range(30_000))
    other = text.replace(" 50 ", " fifty ", 40)
    _, match = align(words(text), words(other))
    assert 30 <= sum(to < 0 for to in match) <= 60


def test_the_sample_set_in_another_layout_keeps_its_words(tmp_path):
    sample = ROOT / "issues" / "the-bodkin" / "2026-12-01"
    for paper in ("A4", "Letter"):
        copy = tmp_path / paper
        shutil.copytree(sample.parent, copy)
        text = (copy / "periodical.yaml").read_text()
        (copy / "periodical.yaml").write_text(re.sub(r"paper: \w+", f"paper: {paper}", text))
        if "paper:" not in text:
            (copy / "periodical.yaml").write_text(text + f"options: {{paper: {paper}}}\n")
        assert run("press", copy / "2026-12-01", "-o", tmp_path / f"{paper}.pdf").returncode == 0
    found = compare_pdfs(tmp_path / "A4.pdf", tmp_path / "Letter.pdf", dpi=None)
    assert found.changes == ()
    assert found.sizes
