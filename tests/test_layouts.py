"""Layouts: inheritance, options, and what a faulty one says."""

import io
import re
import shutil

import pypdfium2
import pytest
from PIL import Image

from coranto.compose import compose
from coranto.issue.reader import read_issue
from coranto.layout.stack import resolve_layout
from coranto.shelf import layouts_folder
from workshop import FORME, HEAD, LEAD, PERIODICAL, make_issue, pdftotext


@pytest.fixture
def shelf(tmp_path):
    """Give a function that writes a layout `house`, which extends the newsletter, into a shelf of its own."""

    def write(files, name="house", extends="newsletter"):
        folder = tmp_path / "layouts" / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "layout.yaml").write_text(f"name: {name}\nextends: {extends}\npurpose: A test\n")
        for file, text in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text(text)
        return folder.parent

    return write


def test_a_child_overrides_a_template_and_may_extend_its_parents(coranto, issue, shelf, tmp_path):
    folder = shelf(
        {
            "cover.html": '{% extends "newsletter/cover.html" %}',
            "imprint.html": '<footer id="x"><p>Set by {{ issue.periodical.publisher.name }}</p></footer>',
        }
    )
    pdf = tmp_path / "o.pdf"
    result = coranto("press", issue, "--layout", "house", "--layouts-from", folder, "-o", pdf)
    assert result.returncode == 0, result.stderr
    text = pdftotext(pdf)
    assert "Set by The Proof Press" in text
    assert "IN THIS ISSUE" in text


def test_stylesheets_stand_eldest_first_each_in_its_own_layer(issue, shelf):
    layout = resolve_layout("house", shelves=[shelf({"page.css": "p { color: red }"})])
    css = compose(read_issue(issue), layout).css
    assert css.startswith("@layer base, newsletter, house, options;")
    assert css.index("@layer base {") < css.index("@layer newsletter {") < css.index("@layer house {")
    assert [sheet.path.name for sheet in layout.stylesheets if sheet.layer == "base"][:2] == ["page.css", "type.css"]


def test_an_option_becomes_a_custom_property(tmp_path):
    options = PERIODICAL + 'options: {accent: "#123456", paper: Letter}\n'
    issue = read_issue(make_issue(tmp_path / "p" / "i", {"../periodical.yaml": options}))
    css = compose(issue, resolve_layout("newsletter")).css
    assert "--accent: #123456;" in css
    assert "--paper: Letter;" in css


def test_paper_is_an_option(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": HEAD + "options: {paper: Letter}\n"})
    result = coranto("press", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    assert "216 × 279 mm" in result.stdout


def test_options_of_another_layout_have_no_say_in_the_one_chosen(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": HEAD + 'options: {accent: "#112233"}\n'})
    assert coranto("press", folder, "--layout", "base", "-o", tmp_path / "o.pdf").returncode == 0


FAULTS = {
    "a layout that is missing": ({}, "nowhere", "`nowhere`, asked for by house → nowhere"),
    "a template that doesn't parse": (
        {"story.html": "line one\n{% if %}\n"},
        "newsletter",
        "house/story.html:2: Expected an expression",
    ),
    "a template with an unknown name": (
        {"story.html": "\n\n{{ artikle.slug }}\n"},
        "newsletter",
        "house/story.html:3: 'artikle' is undefined",
    ),
    "a template that reaches out": (
        {"story.html": "{{ ''.__class__.__mro__ }}"},
        "newsletter",
        "house/story.html:1: access to attribute '__class__'",
    ),
    "a template that isn't there": (
        {"story.html": "{% include 'nix.html' %}"},
        "newsletter",
        "house/story.html:1: nix.html",
    ),
    "a template that divides by nought": (
        {"story.html": "\n{{ 1 / 0 }}"},
        "newsletter",
        "house/story.html:2: division",
    ),
    "a key that isn't known": (
        {"layout.yaml": "name: house\npurpos: x\n"},
        "newsletter",
        "layout.yaml:2:1: unknown key",
    ),
    "another layout's name": (
        {"layout.yaml": "name: hause\nextends: base\npurpose: x\n"},
        "newsletter",
        "layout.yaml:1:7: the layout in `house` calls itself `hause`",
    ),
    "a default that won't do": (
        {
            "layout.yaml": "name: house\nextends: base\npurpose: x\noptions:\n"
            "  accent: {type: colour, default: red, purpose: y}\n"
        },
        "newsletter",
        "layout.yaml:5:35: the default of the option `accent` won't do: `red`",
    ),
    "words that aren't text": (
        {"words/en.yaml": "contents: [a]\n"},
        "newsletter",
        "words/en.yaml:1:11: `contents` is not",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_faulty_layout_is_told_with_file_and_line(name, coranto, issue, shelf, tmp_path):
    files, extends, words = FAULTS[name]
    folder = shelf(files, extends=extends)
    pdf = tmp_path / "out.pdf"
    pdf.write_bytes(b"the previous edition")
    result = coranto("press", issue, "--layout", "house", "--layouts-from", folder, "-o", pdf)
    assert words in result.stderr, result.stderr
    assert result.returncode == 4
    assert "Traceback" not in result.stderr
    assert pdf.read_bytes() == b"the previous edition"


def test_a_circle_of_layouts_is_told_as_a_chain(coranto, issue, shelf):
    shelf({}, name="first", extends="second")
    folder = shelf({}, name="second", extends="first")
    result = coranto("press", issue, "--layout", "first", "--layouts-from", folder)
    assert result.returncode == 4
    assert "second/layout.yaml:2:10: `second` extends `first`" in result.stderr
    assert "first → second → first" in result.stderr


@pytest.mark.parametrize(
    ("css", "code", "told"),
    [
        (".body p { transform: scale(0) }", 4, "body.css:1:22: `scale(0)` scales to nothing"),
        (".body p { transform: scaleX(50%) scale3d(1, 0%, 1) }", 4, "body.css:1:34: `scale3d(1, 0%, 1)` scales"),
        (".body p { margin-left: calc(1px / 0) }", 4, "body.css:1:35: `/ 0` divides by nought"),
        (".body p { font-size: calc(2 * (1pt/0.0)) }", 4, "body.css:1:36: `/ 0.0` divides by nought"),
        (
            ".body { columns: 2 }\np::first-letter { color: red; float: left }",
            4,
            "body.css:2:2: `::first-letter` floats",
        ),
    ],
)
def test_a_stylesheet_that_the_engine_can_t_follow_is_told(css, code, told, coranto, issue, shelf, tmp_path):
    result = coranto(
        "press", issue, "--layout", "house", "--layouts-from", shelf({"body.css": css}), "-o", tmp_path / "o.pdf"
    )
    assert result.returncode == code, result.stderr
    assert told in result.stderr
    assert "Traceback" not in result.stderr
    assert not (tmp_path / "o.pdf").exists()


def test_css_that_the_engine_passes_over_is_told_with_file_and_line(coranto, issue, shelf, tmp_path):
    folder = shelf({"type.css": "p {\n  color: red;\n  colour: blue;\n}\n\nx::foo { color: red }\n"})
    result = coranto("press", issue, "--layout", "house", "--layouts-from", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0
    assert (
        "house/type.css:3:3: the engine passes over a rule of the stylesheet: Ignored `colour: blue`" in result.stderr
    )
    assert "house/type.css:6: the engine passes over a rule" in result.stderr


def test_a_layout_that_asks_for_the_network_is_held(coranto, issue, shelf, tmp_path):
    folder = shelf({"type.css": "body { background: url(http://127.0.0.1:9/x.png) }\n@import url(file:///etc/passwd);"})
    result = coranto("press", issue, "--layout", "house", "--layouts-from", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7
    assert "`http://127.0.0.1:9/x.png` was asked for and not given" in result.stderr
    assert not (tmp_path / "o.pdf").exists()


def test_text_that_a_layout_cuts_off_is_held(coranto, tmp_path, shelf):
    """The engine drops what doesn't fit a box of fixed height, without a word (WeasyPrint 70)."""
    lead = "---\nkind: story\nheadline: H\n---\n" + "word " * 400 + "last\n"
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead})
    layouts = shelf({"body.css": ".body { float: left; height: 40mm; overflow: hidden }\n.body p { height: 900mm }"})
    result = coranto("press", folder, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7, result.stdout
    assert "10-lead.md:5:1: `word" in result.stderr
    assert "runs out of its column or page, page 2" in result.stderr


def test_text_that_runs_over_its_column_is_held(coranto, tmp_path, shelf):
    lead = "---\nkind: story\nheadline: H\n---\n" + "m" * 200 + "\n"
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead})
    layouts = shelf({"body.css": ".body { overflow-wrap: normal; hyphens: none }"})
    result = coranto("press", folder, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7
    assert "10-lead.md:5:1: `mmm" in result.stderr
    assert "runs out of its column or page, page 2" in result.stderr
    forced = coranto(
        "press", folder, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf", "--force"
    )
    assert forced.returncode == 0
    assert "runs out of its column" in forced.stderr
    assert (tmp_path / "o.pdf").exists()


def test_a_table_that_is_wider_than_its_column_is_held(coranto, tmp_path):
    row = "| Wxxxxxxxxxx " * 60 + "|\n"
    lead = "---\nkind: story\nheadline: H\n---\n\n" + row + "|---" * 60 + "|\n" + row
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead})
    result = coranto("press", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7, result.stdout
    assert "10-lead.md:6:1: `a table` runs out of its column or page, page 2" in result.stderr


def test_words_that_a_layout_does_not_set_are_held(coranto, tmp_path, shelf):
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": HEAD + "title: The title of the day\n"})
    layouts = shelf({"cover.html": "<h1>{{ issue.periodical.title }}</h1>{% include 'contents.html' %}"})
    result = coranto("press", folder, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7
    assert "issue.yaml:5:8: these words stand on no page: “The title of the day”" in result.stderr


def test_a_number_that_the_contents_gets_wrong_is_held(coranto, issue, shelf, tmp_path):
    layouts = shelf({"contents.css": ".contents a::after { content: ' 99' }"})
    result = coranto("press", issue, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7
    assert "the contents says page 99 for `A headline`, which begins on page 2" in result.stderr


def test_a_folio_that_disagrees_is_held(coranto, issue, shelf, tmp_path):
    layouts = shelf({"page.css": "@page { @bottom-right { content: '7' } }"})
    result = coranto("press", issue, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7
    assert "page 2 does not call itself 2" in result.stderr


def test_an_entry_for_what_the_layout_leaves_out_is_held(coranto, issue, shelf, tmp_path):
    layouts = shelf({"story.html": "<p>nothing</p>", "department.html": "<h2>{{ department.title }}</h2>"})
    result = coranto("press", issue, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7
    assert "`A headline` stands in the contents and on no page" in result.stderr
    assert "the link to `#10-lead` lands on no page" in result.stderr


def test_a_heading_that_is_left_behind_is_a_query(coranto, issue, shelf, tmp_path):
    layouts = shelf({"body.css": ".body { break-before: page }\n.headline { break-after: auto }"})
    result = coranto("press", issue, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0
    assert "10-lead.md:3:11: the heading `A headline` stands on page 2, what it heads begins on page 3" in result.stderr


@pytest.mark.parametrize(
    ("paper", "size"), [("A4", "210 × 297 mm"), ("Letter", "216 × 279 mm"), ("A5", "148 × 210 mm")]
)
def test_the_cover_of_the_magazine_is_one_page_with_its_picture_to_the_edges(paper, size, coranto, tmp_path):
    picture = io.BytesIO()
    Image.new("RGB", (300, 400), "#336699").save(picture, "PNG")
    head = HEAD + f'layout: magazine\noptions: {{paper: {paper}, columns: "3"}}\ncover:\n  lines: [One, Two]\n'
    head += "  picture: {file: art/c.png, alt: A blue ground, credit: The Proof}\n"
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": head, "art/c.png": picture.getvalue()})
    result = coranto("press", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    assert size in result.stdout
    pages = pdftotext(tmp_path / "o.pdf").split("\f")
    assert "Two" in pages[0]
    assert "In this issue" in pages[1]
    page = pypdfium2.PdfDocument(tmp_path / "o.pdf")[0].render(scale=0.5).to_pil().convert("RGB")
    right, bottom = page.width - 3, page.height - 3
    corners = [(2, 2), (right, 2), (2, bottom), (right, bottom)]
    for corner in corners:
        red, _, blue = page.getpixel(corner)
        assert blue > red + 5, "the picture, shaded, reaches the edge"


def test_every_shipped_layout_is_resolved_and_copies_of_it_elsewhere_work(tmp_path, coranto, issue):
    shutil.copytree(layouts_folder() / "newsletter", tmp_path / "shelf" / "newsletter")
    result = coranto("press", issue, "--layouts-from", tmp_path / "shelf", "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("layout", ["newsletter", "magazine", "journal"])
def test_a_table_wider_than_its_column_is_told_at_its_line(layout, coranto, tmp_path):
    heads = " | ".join(f"Schriftgießereiverzeichnis{number}" for number in range(14))
    table = f"\nText.\n\n| {heads} |\n|{'---|' * 14}\n|{' x |' * 14}\n"
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD + table})
    result = coranto("press", folder, "--layout", layout, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7
    assert "10-lead.md:10:1: `a table` runs out of its column or page" in result.stderr
    assert not (tmp_path / "o.pdf").exists()


UNCLOSED = {
    "a brace": (".body p { color: red;\n.body em { color: blue }\n", "1:9: this { is not closed"),
    "a comment": ("p { color: red }\n/* why\n.body { color: blue }\n", "2:1: this comment is not closed"),
    "a text": (".body p::before { content: 'x; }\np { color: red }\n", "1:28: a text in quotes is not closed"),
    "a parenthesis": (".body p { width: calc(1px + 2px; }\n", "1:9: this { is not closed"),
    "an address": (".body { background: url(x; }\n", "1:21: this is no address"),
    "one brace too many": (".body p { color: red } }\np { color: red }\n", "1:24: this } closes nothing"),
}


@pytest.mark.parametrize("name", UNCLOSED)
def test_what_a_stylesheet_does_not_close_is_told_of_its_own_file(name, coranto, issue, shelf, tmp_path):
    """The engine closes it without a word, at the end of whatever stylesheet comes last."""
    css, words = UNCLOSED[name]
    layouts = shelf({"body.css": css, "zebra.css": "p { color: red }"})
    result = coranto("press", issue, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf")
    assert result.returncode == 4, result.stderr
    assert f"house/body.css:{words}" in result.stderr
    assert result.stderr.count("✗") == 1
    assert not (tmp_path / "o.pdf").exists()


ILLEGIBLE = {
    "visibility: hidden": "`visibility: hidden` hides it",
    "opacity: 0": "it is transparent",
    "color: transparent": "it is transparent",
    "color: rgba(0, 0, 0, 0.05)": "it is transparent",
    "transform: translateX(1000mm)": "`transform` moves it",
    "transform: scale(0.01)": "`transform` moves it",
    "position: absolute; clip: rect(0, 0, 0, 0)": "`clip` cuts it out",
    "font-size: 2pt": "its type is of 2pt",
    "letter-spacing: -0.5em": "its letters stand on one another",
    "word-spacing: -1em": "its words stand on one another",
    "color: #fff": "it has the colour of what it stands on (a contrast of 1.0 to 1)",
    "color: device-cmyk(0 0 0.1 0)": "it has the colour of what it stands on",
    "color: oklch(95% 0.02 90)": "it has the colour of what it stands on",
    "background: #203040; color: #243444": "it has the colour of what it stands on",
    "line-height: 0": "it is printed over other words",
    "line-height: 4pt": "it is printed over other words",
    "line-height: 7pt": "it touches the line above it",
    "font-size: 19pt": "it touches the line above it",
}


@pytest.mark.parametrize("declaration", ILLEGIBLE)
def test_words_that_stand_on_a_page_and_can_not_be_read_are_held(declaration, coranto, tmp_path, shelf):
    lead = "---\nkind: story\nheadline: H\n---\n\n" + "Words that nobody reads. " * 20 + "\n"
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead})
    layouts = shelf({"body.css": f".body p {{ {declaration} }}"})
    result = coranto("press", folder, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7, result.stdout + result.stderr
    assert "10-lead.md:6:1: `" in result.stderr
    assert f"can't be read: {ILLEGIBLE[declaration]}" in result.stderr
    assert ", page 2 (mend the stylesheet" in result.stderr


LEGIBLE = {
    "on a dark ground": ".body p { background: #222; color: #fff }",
    "on the ground of what holds it": ".body { background: oklch(30% 0.1 250) } .body p { color: #fff }",
    "on a ground that another element paints": (
        ".headline { margin-bottom: -30pt; height: 80mm; background: #222; color: #fff }"
        ".body { position: relative; color: #fff }"
    ),
}


@pytest.mark.parametrize("name", LEGIBLE)
def test_white_words_are_legible(name, coranto, tmp_path, shelf):
    layouts = shelf({"zz.css": LEGIBLE[name]})
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD})
    result = coranto("press", folder, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf")
    assert "can't be read: it has" not in result.stderr, result.stderr


def test_words_that_are_not_displayed_are_held_as_lost(coranto, issue, tmp_path, shelf):
    layouts = shelf({"body.css": ".body p { display: none }"})
    result = coranto("press", issue, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7
    assert "10-lead.md:6:1: these words stand on no page" in result.stderr


def test_two_paragraphs_over_one_another_are_held(coranto, tmp_path, shelf):
    folder = make_issue(
        tmp_path / "p" / "i", {"10-lead.md": "---\nkind: story\nheadline: H\n---\n\nThe first.\n\nThe second.\n"}
    )
    layouts = shelf({"body.css": ".body p + p { margin-top: -13.5pt; text-indent: 0 }"})
    result = coranto("press", folder, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7
    assert "10-lead.md:8:1: `The second.` can't be read: it is printed over other words" in result.stderr


def test_a_family_that_is_not_the_layouts_is_told_where_it_is_named(coranto, issue, tmp_path, shelf):
    layouts = shelf({"type.css": "p { color: red }\n.headline { font: 700 20pt/24pt Garamond, serif }\n"})
    result = coranto("press", issue, "--layout", "house", "--layouts-from", layouts, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7
    assert "house/type.css:2:13: the font family `Garamond` is not one of the layout's" in result.stderr


PASSED_OVER = {
    "a property": ("p { color: red;\n  colr: blue }\n", "2:3"),
    "a value": ("p {\n  color: nocolour }\n", "2:3"),
    "a value with an address": ("\np { background: url(x.png) sideways }\n", "2:5"),
    "a selector": ("p { color: red }\n\np::nonsense { color: red }\n", "3"),
    "a selector over two lines": ("p { color: red }\nh1,\np::nonsense { color: red }\n", "2"),
    "a nested selector": (".body {\n  color: red;\n  em::nonsense { color: red }\n}\n", "3"),
    "a rule": ("p { color: red }\n@supports (display: grid) { p { color: red } }\n", "2:1"),
    "a page": ("p { color: red }\n@page :nonsense { margin: 1cm }\n", "2:1"),
}


@pytest.mark.parametrize("name", PASSED_OVER)
def test_whatever_the_engine_passes_over_is_told_with_file_and_line(name, coranto, issue, shelf, tmp_path):
    css, where = PASSED_OVER[name]
    folder = shelf({"zz.css": css})
    result = coranto("press", issue, "--layout", "house", "--layouts-from", folder, "-o", tmp_path / "o.pdf")
    assert f"house/zz.css:{where}: the engine passes over a rule of the stylesheet" in result.stderr, result.stderr


@pytest.mark.parametrize("layout", ["newsletter", "magazine", "journal"])
def test_the_names_of_the_masthead_stand_below_one_another(layout, coranto, tmp_path):
    coranto("press", FORME, "--layout", layout, "-o", tmp_path / "o.pdf")
    words = pdftotext(tmp_path / "o.pdf", "-bbox")
    lefts = [
        float(re.findall(rf'xMin="([\d.]+)"[^>]*>{name}<', words, re.IGNORECASE)[-1])
        for name in ("Nathaniel", "Pieter", "Sarah", "Joseph")
    ]
    assert max(lefts) - min(lefts) < 1
