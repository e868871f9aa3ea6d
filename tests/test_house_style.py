"""House style: what a periodical asks of its copy is found at its place, and mended where that is safe."""

import json
import re
import shutil
import stat

import pytest

from coranto.compare import compare_pdfs
from coranto.errors import CopyError
from coranto.findings import Mend, Place
from coranto.issue.house.judging import RULES
from coranto.issue.mending import apply, mended
from coranto.issue.reader import read_issue
from workshop import HEAD, PERIODICAL, ROOT, SAMPLES, make_issue

# For each rule: the style, a body or front matter that is at fault, what is told of it, and what it is when mended.
CASES = {
    "spellings": (
        "spellings: {type founder: [type-founder, typefounder], MERICS: []}",
        "Every Type-founder of MERICs reads.",
        ["`Type-founder` is spelled `Type founder` here", "`MERICs` is spelled `MERICS` here"],
        "Every Type founder of MERICS reads.",
    ),
    "forbidden": (
        "forbidden: {utilize: write use, very unique: }",
        "To utilize a very\nunique press.",
        ["`utilize` is not used in this house (write use)", "`very unique` is not used in this house (find"],
        None,
    ),
    "labels": (
        "labels: {Front page: [The facts, What to watch, MERICS analysis, Read on?]}",
        "**MERICs analysis:** One.\n\n**The facts:** Two.\n\n**What to wach**: Three.",
        [
            "the label `MERICs analysis` is written `MERICS analysis` here",
            "the label `The facts` stands behind `MERICS analysis`",
            "the label `What to wach` is none of this department's (write `What to watch`)",
            "the label `What to watch` stands behind `MERICS analysis`",
        ],
        "**MERICS analysis:** One.\n\n**The facts:** Two.\n\n**What to wach**: Three.",
    ),
    "lengths": ("lengths: {headline: 9}", "Text.", ["`headline` has 10 letters, the house allows 9 (cut 1)"], None),
    "quotes": (
        "quotes: “”‘’",
        'He said „no“, and ‘never’, and "always": “a ‘yes’”, and the printers’ ink.',
        ["`„no“` is not between the house's quotation marks (write “…”)", "`‘never’` is not between"],
        'He said “no”, and “never”, and "always": “a ‘yes’”, and the printers’ ink.',
    ),
    "dash": (
        'dash: " – "',
        "One—two, three --- four, five - six -- and pages 3–4, London–Paris, self-made – it stays.",
        ["`One—two, three -`", "`e—two, three --- four, five -`", "`- four, five - six -- and p`"],
        "One – two, three – four, five – six -- and pages 3–4, London–Paris, self-made – it stays.",
    ),
    "dates": (
        "dates: d MMMM y",
        "On June 3rd, 2026, on 2026-06-04, on 5 June 2026, on Sept. 6, 2026, on 7/8/2026, in May 2026, on 8 June.",
        [
            "the date `June 3rd, 2026` is written `3 June 2026` here",
            "the date `2026-06-04` is written `4 June 2026` here",
            "the date `Sept. 6, 2026` is written `6 September 2026` here",
            "the date `7/8/2026` may be read in two ways (write the month in words)",
        ],
        "On 3 June 2026, on 4 June 2026, on 5 June 2026, on 6 September 2026, on 7/8/2026, in May 2026, on 8 June.",
    ),
    "outlets": (
        "outlets: {The Times: [Times of London]}",
        "Text.",
        ["the outlet `times` is named `The Times` here", "the outlet `Times of London` is named `The Times` here"],
        "Text.",
    ),
}
SOURCES = "sources:\n  - {heading: Sources, items: [{outlet: times}, {outlet: Times of London}]}\n"


def article(body, more=""):
    return f"---\nkind: story\nheadline: A headline\n{more}---\n\n{body}\n"


def issue_of(tmp_path, style, text, **files):
    """Write an issue of a house with a style."""
    indented = "".join(f"  {line}\n" for line in style.splitlines())
    periodical = f"{PERIODICAL}house_style:\n{indented}"
    return make_issue(tmp_path / "proof" / "one", {"../periodical.yaml": periodical, "10-lead.md": text, **files})


def told(folder):
    """Return what the house's style finds."""
    try:
        found = read_issue(folder).queries
    except CopyError as error:
        found = error.findings
    return [finding for finding in found if finding.rule.startswith("house.")]


def test_every_rule_has_a_case():
    assert CASES.keys() == RULES.keys()


@pytest.mark.parametrize("name", CASES)
def test_a_rule_fires_at_its_place_and_what_is_safe_is_mended(name, tmp_path):
    style, body, messages, becomes = CASES[name]
    folder = issue_of(tmp_path, style, article(body, SOURCES if name == "outlets" else ""))
    found = told(folder)
    assert len(found) == len(messages)
    for finding, message in zip(found, messages, strict=True):
        assert finding.rule == f"house.{name}"
        assert message in str(finding)
        assert finding.place.file == folder / "10-lead.md"
        assert finding.place.line >= 3
        for mend in finding.mends:
            line = (folder / "10-lead.md").read_text().splitlines()[mend.place.line - 1]
            assert line[mend.place.column - 1 :].startswith(mend.old)
    changes = mended(folder)
    if becomes is None:
        assert changes == ()
    elif name == "outlets":
        assert changes[0].new.decode().count("{outlet: The Times}") == 2
    else:
        assert changes[0].new.decode() == article(becomes)


@pytest.mark.parametrize("name", CASES)
def test_a_rule_is_silent_where_all_is_as_the_house_has_it(name, tmp_path):
    style, _, _, _ = CASES[name]
    body = (
        "**The facts:** A type founder of MERICS – “he said ‘no’” – on 3 June 2026, pages 3–4.\n\n"
        "**What to watch:** Don’t use it.\n\n**MERICS analysis:** The printers’ ink."
    )
    headline = article(body, "sources:\n  - {heading: Sources, items: [{outlet: The Times}]}\n")
    if name == "lengths":
        headline = headline.replace("A headline", "Headline")
    assert told(issue_of(tmp_path, style, headline)) == []


def test_what_is_code_an_address_or_the_words_of_others_is_left_alone(tmp_path):
    style = 'spellings: {Press: [pres]}\nforbidden: {bad: }\nquotes: “”‘’\ndash: " – "\ndates: d MMMM y'
    body = """\
`pres bad` and [a link](https://example.org/bad—pres "„bad“") to <https://bad.example/pres> {#bad}

```
pres bad „no“ — 2026-01-02
```

> The pres was bad — on 2026-01-02.

:::verse
bad — pres
:::

A note[^bad] and [„bad“]{lang=de}, and <!-- bad — pres --> no more.

[^bad]: Text.
"""
    more = (
        "doi: 10.1000/bad.2026-01-02\ntags: [bad]\n"
        "sources:\n  - {heading: S, items: [{title: The bad pres, url: https://bad.example}]}\n"
    )
    assert told(issue_of(tmp_path, style, article(body, more))) == []


def test_the_style_is_that_of_the_periodicals_language(tmp_path):
    style = "dates: d MMMM y\nquotes: “”‘’\nforbidden: {gift: }\nspellings: {MERICS: []}"
    text = article("Ein gift am 3. Juni 2026, „wie er sagt“, und MERICs.", "language: de\n")
    assert [finding.rule for finding in told(issue_of(tmp_path, style, text))] == ["house.spellings"]


def test_an_apostrophe_is_the_same_as_typed_and_as_set(tmp_path):
    style = (
        "labels: {Editor's desk: [What's next]}\nspellings: {don't know: [dunno]}\nforbidden: {ain't: }\n"
        "outlets: {The Printer's Post: []}"
    )
    text = article(
        "**What’s next:** I don’t know, Dunno.", "sources:\n  - {heading: S, items: [{outlet: The Printer’s Post}]}\n"
    )
    folder = issue_of(tmp_path, style, text, **{"issue.yaml": HEAD.replace("Front page", '"Editor\'s desk"')})
    assert [finding.message for finding in told(folder)] == ["`Dunno` is spelled `Don't know` here"]
    (folder / "10-lead.md").write_text(article("**Whats next:** It ain’t."))
    assert [finding.message for finding in told(folder)] == [
        "`ain’t` is not used in this house",
        "the label `Whats next` is written `What's next` here",
    ]


def test_rules_that_stop_hold_the_press_and_others_ask(coranto, tmp_path):
    style = "spellings: {MERICS: []}\nforbidden: {utilize: }\nstops: [spellings]"
    folder = issue_of(tmp_path, style, article("Utilize MERICS."))
    result = coranto("press", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    assert "? " in result.stderr
    assert "10-lead.md:6:1: `Utilize` is not used in this house" in result.stderr
    (folder / "10-lead.md").write_text(article("Merics."))
    result = coranto("press", folder, "-o", tmp_path / "p.pdf")
    assert result.returncode == 3
    assert "✗ " in result.stderr
    assert not (tmp_path / "p.pdf").exists()


def test_a_style_that_makes_no_sense_is_told_with_its_place(coranto, tmp_path):
    folder = issue_of(tmp_path, "dates: year first\nquotes: “”\nlengths: {body: 3}\nstops: [typos]", article("Text."))
    said = coranto("check", folder).stderr
    for place in (":7:10:", ":8:11:", ":9:", ":10:11:"):
        assert f"periodical.yaml{place}" in said, said


# --- coranto check --fix --------------------------------------------------------------------------


def test_fix_mends_and_shows_and_leaves_every_other_byte(coranto, tmp_path):
    style = 'spellings: {MERICS: []}\nquotes: “”‘’\ndash: " – "'
    text = "\ufeff" + article("MERICs said „MERICs — no“ to it.\n\nTrailing blanks  \n\tand a tab", "title: x\n")
    text = text.replace("title: x\n", "standfirst: 'It''s MERICs'\n").replace("\n", "\r\n")
    folder = issue_of(tmp_path, style, text)
    path = folder / "10-lead.md"
    path.chmod(0o640)
    shown = coranto("check", folder, "--diff")
    assert path.read_bytes() == text.encode()
    assert "6 places to be mended" in shown.stdout
    assert coranto("check", folder, "--dry-run").stdout == shown.stdout
    result = coranto("check", folder, "--fix")
    assert result.returncode == 0, result.stderr
    assert "+MERICS said “MERICS – no” to it." in result.stdout
    assert "-MERICs said „MERICs — no“ to it." in result.stdout
    wanted = text.replace("MERICs", "MERICS").replace("„", "“").replace("no“", "no”").replace(" — ", " – ")
    assert path.read_bytes() == wanted.encode()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert "0 places mended" in coranto("check", folder, "--fix").stdout
    assert told(folder) == []


def test_fix_writes_into_data_files_too_and_says_so_as_json(coranto, tmp_path):
    head = HEAD.replace("date:", "title: The Merics issue\ndate:")
    folder = issue_of(tmp_path, "spellings: {MERICS: []}", article("Text."), **{"issue.yaml": head})
    periodical = folder.parent / "periodical.yaml"
    periodical.write_text(periodical.read_text().replace("name: The Proof Press", "name: Merics  # a comment"))
    result = coranto("check", folder.parent, "--fix", "--json")
    said = json.loads(result.stdout)
    assert said["ok"] is True
    assert said["mended"] == [
        {"file": str(folder / "issue.yaml"), "places": 1, "written": True},
        {"file": str(periodical), "places": 1, "written": True},
    ]
    assert (folder / "issue.yaml").read_text() == head.replace("Merics", "MERICS")
    assert "name: MERICS  # a comment\n" in periodical.read_text()


def test_what_would_break_a_file_is_not_mended(coranto, tmp_path):
    style = 'spellings: {"news: old": [gazette], "1. Mai": [Maifest]}'
    folder = issue_of(tmp_path, style, article("Maifest", "standfirst: gazette\n"))
    before = (folder / "10-lead.md").read_bytes()
    result = coranto("check", folder, "--fix")
    assert result.returncode == 0, result.stderr
    assert (folder / "10-lead.md").read_bytes() == before
    assert "`gazette` is spelled" in result.stderr


def test_several_files_are_written_all_or_none(coranto, tmp_path):
    files = {"20-more.md": article("Merics."), "issue.yaml": HEAD.replace("10-lead.md", "10-lead.md, 20-more.md")}
    folder = issue_of(tmp_path, "spellings: {MERICS: []}", article("Merics."), **files)
    (folder / "20-more.md").unlink()
    (folder / "20-more.md").mkdir()
    result = coranto("check", folder, "--fix")
    assert result.returncode == 3
    assert "Merics" in result.stdout, "what can be read is mended"
    assert (folder / "10-lead.md").read_text() == article("MERICS.")


def test_a_mend_whose_text_is_no_longer_there_is_not_made(tmp_path):
    place = Place(tmp_path / "x.md", 2, 3)
    assert apply(b"one\r\n  two\n", [Mend(place, "two", "2")]) == (b"one\r\n  2\n", 1)
    assert apply(b"one\n  three\n", [Mend(place, "two", "2")]) == (b"one\n  three\n", 0)


def test_one_sample_has_a_house_style_and_is_set_in_it():
    styled = [folder for folder in SAMPLES if read_issue(folder).periodical.house_style]
    assert {folder.parent.name for folder in styled} == {"the-forme"}
    for folder in styled:
        assert told(folder) == []


def test_what_mending_changes_in_the_copy_is_all_that_changes_on_the_pages(coranto, tmp_path):
    sample = ROOT / "issues" / "the-bodkin"
    shutil.copytree(sample, tmp_path / "bodkin")
    periodical = tmp_path / "bodkin" / "periodical.yaml"
    periodical.write_text(f"{periodical.read_text()}house_style: {{spellings: {{PRINTER: [printer]}}}}\n")
    for folder, pdf in ((sample, "before.pdf"), (tmp_path / "bodkin", "after.pdf")):
        if pdf == "after.pdf":
            assert coranto("check", folder, "--fix").returncode == 0
        assert coranto("press", folder / "2026-12-01", "-o", tmp_path / pdf).returncode == 0
    found = compare_pdfs(tmp_path / "before.pdf", tmp_path / "after.pdf", dpi=None)
    assert found.changes
    for change in found.changes:
        assert re.sub("printer", "PRINTER", change.before, flags=re.IGNORECASE) == change.after
