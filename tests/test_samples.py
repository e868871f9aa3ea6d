"""The samples that ship: every kind, five languages, pictures; no finding."""

import json
import re
import shutil
import subprocess

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from coranto.issue.kinds import KINDS
from coranto.issue.reader import read_issue
from coranto.issue.schemas import NAMES, schema_text
from coranto.language import direction
from workshop import FORME, LAYOUTS, SAMPLES


def name(folder):
    return f"{folder.parent.name}-{folder.name}"


yaml = YAML(typ="safe", pure=True)


@pytest.mark.parametrize("folder", SAMPLES, ids=name)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_sample_is_set_in_every_layout_and_edition_without_a_finding(folder, layout, coranto, tmp_path):
    """The edition for print shows no addresses, so that all three share their pages.

    They are sound to qpdf; and where a layout has a grid, nearly every line of text stands on it.
    """
    editions = [part for name in ("screen", "print", "archive") for part in ("-e", name)]
    asked = ("--layout", layout, *editions, "--no-addresses", "-o", tmp_path / "o.pdf")
    result = coranto("press", folder, *asked, "--json")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    said = json.loads(result.stdout)
    assert said["findings"] == []
    for path in tmp_path.glob("*.pdf"):
        check = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
        assert check.returncode == 0, check.stdout
    assert len(list(tmp_path.glob("*.pdf"))) == 3
    assert bool(said["grid"]) is (layout in ("magazine", "journal"))
    if said["grid"]:
        assert said["grid"]["lines"] > 40
        assert said["grid"]["on"] / said["grid"]["lines"] >= 0.95


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("paper", ["A5", "Letter"])
def test_a_sample_is_set_on_other_paper_without_a_finding(layout, paper, coranto, tmp_path):
    folder = tmp_path / "the-forme" / FORME.name
    shutil.copytree(FORME, folder)
    periodical = yaml.load((FORME.parent / "periodical.yaml").read_text())
    periodical |= {"layout": layout, "options": {"paper": paper}}
    with (folder.parent / "periodical.yaml").open("w") as file:
        yaml.dump(periodical, file)
    result = coranto("press", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""


def test_between_them_they_use_every_kind_and_have_pictures():
    issues = [read_issue(folder) for folder in SAMPLES]
    assert len(issues) >= 3
    kinds = {article.front.kind for issue in issues for article in issue.articles.values()}
    assert kinds == set(KINDS)
    assert sum(bool(issue.pictures) for issue in issues) >= 3
    assert {issue.language.partition("-")[0] for issue in issues} >= {"en", "de", "ar", "hi", "zh"}


def letters(text):
    """Return a text without spaces, hyphens, case, poppler's marks of direction and Arabic vowel signs."""
    return re.sub("[\\s\\-\u00ad\u2010\u2011\u200e\u200f\u202a-\u202e\u064b-\u0652]", "", text.casefold())


def letters_behind(pressed):
    """Return the letters that the lines of a PDF say of themselves (ActualText), from right to left."""
    lines = []
    with pressed.open() as pdf:
        for page in pdf.pages:
            for line in page.Contents.read_bytes().split(b"\nBT\n"):
                spans = re.findall(rb"/ActualText <feff([0-9a-f]*)>", line)
                lines.append("".join(bytes.fromhex(span.decode()).decode("utf-16-be")[::-1] for span in spans[::-1]))
    return "".join(lines)


def words_of(value, name=""):
    """Yield the words of the copy that are to be read on a page."""
    if isinstance(value, BaseModel):
        for field in type(value).model_fields:
            yield from words_of(getattr(value, field), field)
    elif isinstance(value, tuple):
        for item in value:
            yield from words_of(item, name)
    elif isinstance(value, str) and name not in ("kind", "url", "file", "alt", "language", "tags", "id", "short_title"):
        yield from value.split()


@pytest.mark.parametrize("folder", SAMPLES, ids=name)
def test_every_word_of_the_front_matter_stands_on_a_page(folder, press):
    leftwards = direction(read_issue(folder).language) == "rtl"
    text = letters(letters_behind(press(folder)) if leftwards else press(folder).text("-raw"))
    for article in read_issue(folder).filled(0).articles.values():
        for word in words_of(article.front):
            for part in re.findall("[\u0620-\u064a]+", word) if leftwards else [word]:
                assert letters(part) in text, f"{article.slug}: {word}"


def test_german_is_hyphenated_as_german_and_dated_as_german(press):
    german = next(folder for folder in SAMPLES if read_issue(folder).language == "de")
    text = press(german).text()
    assert "1. Oktober 2026" in text
    assert "In dieser Ausgabe".upper() in text


def test_chinese_is_in_the_text(press):
    chinese = next(folder for folder in SAMPLES if (folder / "10-bi-sheng.md").exists())
    assert "毕升" in press(chinese).text()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "periodical", sorted({folder.parent for folder in SAMPLES if (folder.parent / ".schemas").is_dir()}), ids=name
)
def test_the_schemas_beside_a_sample_are_those_of_the_program(periodical, name):
    shipped = periodical / ".schemas" / f"{name}.schema.json"
    assert shipped.read_text() == schema_text(name)
