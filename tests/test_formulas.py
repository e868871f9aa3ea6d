"""Formulas stand on the line, in the text's colour, and say their source to those who can't see them."""

import re

import pikepdf
import pypdfium2
import pytest

from coranto.issue.formulas import LENGTH_LIMIT
from workshop import LEAD, make_issue, pdftotext

BODY = r"""
A square $`x^2`$ costs $5, not $`y`$; \$`z`$ is code.[^1] [$`q`$](https://example.org)

```math
\frac{a}{b} = \sqrt{c}
```

The end.

[^1]: A note with $`\pi`$ in it.
"""


@pytest.fixture(scope="module")
def pressed(press, tmp_path_factory):
    return press(make_issue(tmp_path_factory.mktemp("formulas") / "p" / "one", {"10-lead.md": LEAD + BODY}))


def alts(pdf):
    return [str(thing["/Alt"]) for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/Alt" in thing]


def test_the_source_of_a_formula_is_its_alternative_text(pressed):
    with pressed.open() as pdf:
        assert sorted(alts(pdf)) == sorted(["x^2", "y", r"\frac{a}{b} = \sqrt{c}", r"\pi", "q"])


def test_a_formula_is_drawn_not_written_and_money_is_money(pressed):
    text = " ".join(pressed.text().split())
    assert "A square costs $5, not ; $z$ is code." in text
    assert "frac" not in text


def test_a_formula_adds_no_font(pressed):
    with pressed.open() as pdf:
        names = {str(font["/BaseFont"]) for page in pdf.pages for font in page.resources.get("/Font", {}).values()}
    assert names
    assert not any("STIX" in name for name in names)


def test_a_formula_takes_the_colour_of_its_text(pressed):
    """Within a link it has the accent, #0b5a6e of the newsletter."""
    page = pypdfium2.PdfDocument(pressed.path)[1]
    with pressed.open() as pdf:
        link = next(one for one in pdf.pages[1].Annots if str(one.A.get("/URI", "")) == "https://example.org")
        one, two, three, four = (float(side) for side in link.Rect)
    crop = (min(one, three), min(two, four), page.get_width() - max(one, three), page.get_height() - max(two, four))
    colours = set(page.render(scale=8, crop=crop).to_pil().convert("RGB").get_flattened_data())
    assert (0x0B, 0x5A, 0x6E) in colours
    assert min(sum(colour) for colour in colours) >= 0x0B + 0x5A + 0x6E


@pytest.mark.parametrize(
    ("source", "says"),
    [
        (r"\frac{a", "has a brace without its partner"),
        (r"\foo", r"has the command `\foo`, which is none"),
        (r"\left( x", r"has a \left without its \right"),
        ("x_", "has nothing behind a ^ or a _"),
        ("x^2^3", "has two superscripts at one sign"),
        ("a & b", "puts a sign where it means nothing"),
        (r"\text{中}", "has the character 中 (U+4E2D), which its font hasn't got"),
        (r"\color{red}{x}", r"asks for `\color`, which is not set"),
        (r"\hspace{100000em}x", r"asks for `\hspace`, which is not set"),
        ("x" * (LENGTH_LIMIT + 1), "has 1,001 letters"),
        (r"\sqrt" * 100 + " x", "has too many parts within each other"),
        ("{" * 400 + "x" + "}" * 400, "has too many parts within each other"),
        (r"\\", "has no size that can be set"),
    ],
)
def test_a_formula_with_a_fault_is_told_with_its_place(coranto, issue, source, says):
    (issue / "10-lead.md").write_text(f"{LEAD}\nIn a line, $`{source}`$.\n\n```math\n{source}\n```\n")
    result = coranto("check", issue, timeout=20)
    assert result.returncode == 3
    assert "Traceback" not in result.stderr
    said = " ".join((result.stdout + result.stderr).split())
    assert "10-lead.md:8:12: " in said
    assert "10-lead.md:10:1: " in said
    assert said.count(says) == 2, said


def test_a_formula_with_an_id_is_numbered_and_referred_to_by_its_number(coranto, issue, tmp_path):
    lead = LEAD + "\nBy [](#second), not by [the first](#first).\n\n"
    lead += "".join(f"{name}```math\nx = {n}\n```\n\n" for n, name in enumerate(("{#first}\n", "", "{#second}\n")))
    (issue / "10-lead.md").write_text(lead)
    assert coranto("press", issue, "-o", tmp_path / "o.pdf").returncode == 0
    text = pdftotext(tmp_path / "o.pdf", "-layout")
    assert "By (2), not by the first." in text
    assert re.findall(r"\((\d)\)$", text, re.MULTILINE) == ["1", "2"]
    with pikepdf.open(tmp_path / "o.pdf") as pdf:
        links = [note for page in pdf.pages for note in page.get("/Annots", []) if "/Dest" in note]
    assert {str(link.Dest) for link in links} >= {"10-lead.id.first", "10-lead.id.second"}


def test_a_link_without_words_to_what_has_no_number_is_told(coranto, issue):
    (issue / "10-lead.md").write_text(f"{LEAD}\nSee [](#here).\n\n{{#here}}\n## A heading\n\nText.\n")
    result = coranto("check", issue)
    assert result.returncode == 3
    assert "10-lead.md:8:8: the link to `#here` has no words" in result.stderr
