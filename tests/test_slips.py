"""Slips: half-typed Markdown is set as it stands, and asked about, with its place."""

from pathlib import Path

import pytest

from coranto.findings import Level
from coranto.issue.markup import set_body
from workshop import HEAD, LEAD, PERIODICAL, make_issue


def asked(text):
    setting = set_body(text, path=Path("x.md"), line=1, slug="x", articles={"y.md": "y"})
    assert setting.faults == []
    assert setting.body.blocks
    return setting.queries


SLIPS = {
    "##Head": ("1:1", "`##Head` is no heading"),
    "Text.\n##Head\nMore.": ("2:1", "`##Head` is no heading"),
    "#Of the house": ("1:1", "`#Of the house` is no heading"),
    "A **bold start.": ("1:3", "`**` at `**bold start.` has no partner"),
    "A bold** end.": ("1:6", "`**` at `d** end.` has no partner"),
    "An *early start.": ("1:4", "`*` at `*early start.` has no partner"),
    "A late end* here.": ("1:10", "`*` at `d* here.` has no partner"),
    "**Bold** and **bold.": ("1:14", "`**` at `**bold.` has no partner"),
    "See [x](a b.md) here.": ("1:5", "`[x](a b.md)` is no link, since its address has a blank in it"),
    "![x](art/a b.png)": ("1:1", "`![x](art/a b.png)` is no link"),
    "See [x] (https://example.org).": ("1:5", "is no link, since a blank stands before its address"),
    "See [x](https://example.org": ("1:5", "`[x](https://example.org` is no link"),
    '{caption="A table}\n\nText.': ("1:1", '`{caption="A table}` names no attributes'),
    "{#Name with blanks=}\n\nText.": ("1:1", "names no attributes"),
    "::pull\nText.": ("1:1", "`::pull` begins no box"),
    ":: box Title\nText.": ("1:1", "`:: box Title` begins no box"),
    "Text ::: box\nmore.": ("1:6", "`::: box more.` begins or ends no box"),
    "Text.\n:::": ("2:1", "begins or ends no box"),
    "1. Dezember 1620 erschien die erste Zeitung.": ("1:1", "is set as a list of one item"),
    "Es war im Jahr\n\n1605. In Straßburg druckte Carolus.": ("3:1", "is set as a list of one item"),
}


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_is_asked_about_at_its_place(text):
    place, message = SLIPS[text]
    (found,) = asked(text)
    assert found.level is Level.QUERY
    assert f"{found.place.line}:{found.place.column}" == place
    assert message in found.message
    assert found.hint


@pytest.mark.parametrize(
    "text",
    [
        "# Head", "## Head", "We print #1605 and #news daily.", "#1605 was sold out.",
        "**Bold**, *italic*, ***both***.", "5 * 3 is 15.", "A price\\* and \\*\\*two.", "`**` and `*x` and `[x](a b)`",
        "```\n##Head\n**x\n[x](a b.png)\n::pull\n```", "    ##Head\n    **x",
        "[x](<y.md>)", "See [1] (and more) and f(x)[2].", "[x](y.md)",
        "{#name}\nText.", '{caption="A table"}\n| a |\n|---|\n| 1 |', "A set {1, 2} and {a}.",
        "::: pull\nText.\n:::", "Term\n: what it means", "At 10::20, std::vector and a:: b.",
        "1. One\n2. Two", "1605\\. In Straßburg.", "- One\n- Two", "- One\n  1. Inner",
        "(* a comment of Pascal *)", "2*3*4 and a*b", "See 1.\n\nDezember.",
    ],
)  # fmt: skip
def test_what_is_no_slip_is_not_asked_about(text):
    assert asked(text) == []


def test_markdown_in_a_data_file_is_asked_about_at_its_place(coranto, tmp_path):
    files = {
        "../periodical.yaml": PERIODICAL.replace("title: The Proof", 'title: "The **Proof**"'),
        "issue.yaml": HEAD + 'title: "See [here](https://example.org)"\nsummary: "Two * three is six"\n',
        "10-lead.md": LEAD.replace("headline: A headline", 'headline: "A *new* headline"\nstandfirst: "Say `make`"'),
    }
    result = coranto("check", make_issue(tmp_path / "p" / "i", files))
    assert result.returncode == 0
    for expected in (
        "periodical.yaml:1:8: `**Proof**` is Markdown, which is set as it stands here",
        "issue.yaml:5:8: `[here](https://example.org)` is Markdown",
        "10-lead.md:3:11: `*new*` is Markdown",
        "10-lead.md:4:13: ``make`` is Markdown",
    ):
        assert expected in result.stdout + result.stderr, expected
    assert "Two" not in result.stdout + result.stderr


def test_a_slip_holds_no_pdf(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD + "\n##Head\n"})
    result = coranto("press", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0
    assert "? " in result.stderr
    assert "10-lead.md:8:1: `##Head` is no heading, page 2 (put a blank behind the #)" in result.stderr
    assert (tmp_path / "o.pdf").exists()
