"""How a designer works: begin a layout, see all that it can do, hear what is amiss in it."""

import json
import re
import shutil

import pytest

from coranto.issue.kinds import KINDS, Front
from coranto.issue.reader import read_issue
from coranto.issue.vetting import BOXES, PLATES, WIDTHS
from coranto.layout.stack import layout_names, resolve_layout
from coranto.shelf import fonts_folder, layouts_folder, specimen_folder
from workshop import pdftotext


@pytest.fixture
def house(coranto, tmp_path):
    """Give the folder of a layout that has just been begun."""
    result = coranto("layouts", "new", "house", "--extends", "magazine", "--into", tmp_path / "shelf")
    assert result.returncode == 0, result.stderr
    return tmp_path / "shelf" / "house"


def show(coranto, layout, tmp_path, *options):
    pdf = tmp_path / "specimen.pdf"
    return coranto("layouts", "show", layout.name, "--layouts-from", layout.parent, "-o", pdf, *options), pdf


def test_a_new_layout_is_set_at_once_and_says_what_to_do_next(coranto, tmp_path, issue):
    result = coranto("layouts", "new", "house", "--extends", "magazine", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "now: coranto layouts show house --layouts-from layouts" in result.stdout
    names = {"layout.yaml", "page.css", "type.css", "headline.css"}
    assert {path.name for path in (tmp_path / "layouts" / "house").iterdir()} == names
    for sheet in (tmp_path / "layouts" / "house").glob("*.css"):
        assert sheet.read_text().startswith("/* ")
    pressed = coranto(
        "press", issue, "--layout", "house", "--layouts-from", "layouts", "-o", tmp_path / "o.pdf", cwd=tmp_path
    )
    assert pressed.returncode == 0
    assert "findings  none" in pressed.stdout


def test_nothing_is_overwritten_and_a_wrong_name_is_told(coranto, house, tmp_path):
    shelf, sheet = house.parent, house / "page.css"
    sheet.write_text("/* mine */")
    again = coranto("layouts", "new", "house", "--into", shelf)
    assert again.returncode == 4
    assert "there is a layout `house` already" in again.stderr
    assert sheet.read_text() == "/* mine */"
    assert "`magazine` already" in coranto("layouts", "new", "magazine", "--into", shelf).stderr
    unknown = coranto("layouts", "new", "other", "--extends", "magazin", "--into", shelf)
    assert unknown.returncode == 4
    assert "did you mean `magazine`?" in unknown.stderr
    for name in ("show", "Capital", "../up"):
        assert coranto("layouts", "new", name, "--into", shelf).returncode == 2
    (shelf / "full").mkdir()
    (shelf / "full" / "notes.txt").write_text("x")
    full = coranto("layouts", "new", "full", "--into", shelf)
    assert full.returncode == 8
    assert "is there already and is not empty" in full.stderr
    assert sorted(path.name for path in shelf.iterdir()) == ["full", "house"]
    assert coranto("layouts", "new", "third", "--into", tmp_path / "shelf" / "full" / "notes.txt").returncode == 2


@pytest.mark.parametrize("name", layout_names())
def test_the_specimen_of_a_shipped_layout_has_no_finding_and_shows_all(name, coranto, tmp_path):
    result = coranto("layouts", "show", name, "-o", tmp_path / "o.pdf", "--json")
    assert result.returncode == 0, result.stderr
    said = json.loads(result.stdout)
    assert said["findings"] == []
    text = re.sub(r"\s+", "", pdftotext(tmp_path / "o.pdf", "-raw"))
    layout = resolve_layout(name)
    assert said["options"].keys() == layout.options.keys()
    for option in layout.options:
        assert option.replace("-", "") in text.replace("-", "")
    for family in layout.families:
        assert family.family.replace(" ", "") in text
    assert "Hamburgefonstiv" in text


def test_the_specimen_has_every_kind_and_every_element():
    specimen = read_issue(specimen_folder())
    assert {article.front.kind for article in specimen.articles.values()} == set(KINDS)
    html = "".join(article.body.html for article in specimen.articles.values())
    for box in BOXES:
        assert f'class="{box}"' in html, f"show the box {box} in issues/specimen"
    for width in set(WIDTHS) - {"column"}:
        look = f"plate {width}" if width in PLATES else width
        assert f'class="{look}"' in html, f"show a picture of the width {width} in issues/specimen"
    for tag in (
        "h4",
        "h5",
        "ul",
        "ol",
        "dl",
        "table",
        "caption",
        "blockquote",
        "pre",
        "code",
        "hr",
        "em",
        "strong",
        "s",
    ):
        assert f"<{tag}" in html
    assert 'class="labelled"' in html
    assert 'class="footnote"' in html
    for key in Front.model_fields.keys() - {"language"}:
        assert any(getattr(article.front, key) for article in specimen.articles.values()), (
            f"use {key} in issues/specimen"
        )
    assert specimen.head.cover.picture
    assert specimen.head.masthead


def test_what_is_amiss_in_a_layout_is_told_with_file_and_line(coranto, house, tmp_path):
    (house / "spread.html").write_text("<p>nobody includes this</p>")
    (house / "plate.html").write_text("<p>an included one</p>")
    (house / "imprint.html").write_text('{% extends "magazine/imprint.html" %}\n{# {% include "spread.html" %} #}')
    (house / "masthead.html").write_text('{% include "magazine/masthead.html" %}{% include "plate.html" %}')
    (house / "body.css").write_text("p { color: #600 }\n.nowhere { font: 9pt Garamond }\np { colour: red }\n")
    result, pdf = show(coranto, house, tmp_path)
    assert result.returncode == 0, result.stderr
    assert "house/spread.html:1: no template includes or extends `spread.html`" in result.stderr
    assert "house/body.css:2:12: the font family `Garamond` is not one of the layout's" in result.stderr
    assert "house/body.css:3:5: the engine passes over a rule of the stylesheet" in result.stderr
    assert result.stderr.count("\n") == 3
    assert "3 to look at" in result.stdout
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_a_specimen_that_preflight_would_hold_is_written_and_told(coranto, house, tmp_path):
    (house / "body.css").write_text(".verse { visibility: hidden }")
    result, pdf = show(coranto, house, tmp_path, "--json")
    assert result.returncode == 7
    said = json.loads(result.stdout)
    place = specimen_folder() / "10-sheet.md"
    assert {finding["file"] for finding in said["findings"]} == {str(place)}
    assert "the specimen is written all the same" in said["error"]
    assert pdf.read_bytes().startswith(b"%PDF-")


def test_a_layout_that_can_not_be_read_is_no_specimen(coranto, house, tmp_path):
    (house / "type.css").write_text("p { color: red")
    result, pdf = show(coranto, house, tmp_path)
    assert result.returncode == 4
    assert "house/type.css:1:3: this { is not closed" in result.stderr
    assert not pdf.exists()


def test_the_specimen_comes_with_coranto_whatever_shelf_an_archive_names(coranto, tmp_path):
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "layouts").symlink_to(layouts_folder())
    (tmp_path / "shelf" / "fonts").symlink_to(fonts_folder())
    env = {"CORANTO_SHELF": str(tmp_path / "shelf")}
    result = coranto("layouts", "show", "base", "-o", tmp_path / "o.pdf", env=env)
    assert result.returncode == 0, result.stderr


def test_one_broken_layout_does_not_hide_the_others(coranto, house):
    shutil.copytree(house, house.parent / "orphan")
    (house.parent / "orphan" / "layout.yaml").write_text("name: orphan\nextends: nowhere\npurpose: x\n")
    (house.parent / "torn").mkdir()
    (house.parent / "torn" / "layout.yaml").write_text("name: [\n")
    result = coranto("layouts", "--layouts-from", house.parent)
    assert result.returncode == 4
    assert [line.partition("\t")[0] for line in result.stdout.splitlines()] == sorted([*layout_names(), "house"])
    assert "orphan/layout.yaml:2:10: there is no layout `nowhere`" in result.stderr
    assert "torn/layout.yaml:" in result.stderr
    as_json = coranto("layouts", "--layouts-from", house.parent, "--json")
    assert as_json.returncode == 4
    by_name = {entry["name"]: entry for entry in json.loads(as_json.stdout)}
    assert by_name["orphan"]["findings"][0]["line"] == 2
    assert "purpose" in by_name["house"]


def test_a_layout_is_described_wherever_its_name_stands(coranto, house):
    for arguments in (["house", "--layouts-from", house.parent], ["--layouts-from", house.parent, "house"]):
        assert "house → magazine → base" in coranto("layouts", *arguments).stdout


def test_check_reads_an_issue_with_a_layout_of_another_folder(coranto, issue, house):
    (issue / "issue.yaml").write_text((issue / "issue.yaml").read_text() + "layout: house\n")
    assert coranto("check", issue).returncode == 4
    assert coranto("check", issue, "--layouts-from", house.parent).returncode == 0
