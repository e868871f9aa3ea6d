"""`coranto preflight`: issues and any PDF are judged, queries are waived, and what is told can be read by all."""

import json
import re
import sys
from io import BytesIO

import jsonschema
import pikepdf
import pytest
from PIL import Image

from coranto.errors import EditionError
from coranto.findings import Spot, query
from coranto.preflight.painting import read_document
from workshop import HEAD, LEAD, make_issue, run


def picture(width, height):
    output = BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(output, "PNG")
    return output.getvalue()


SHOWN = LEAD + "\n![A noise](art/noise.png)\n\nA sign \U00012000.\n"
WAIVERS = """\
waivers:
  - {rule: print.resolution, reason: it is a fog, who: A Sub-editor, until: 2026-11-24}
  - {rule: resolution.low, reason: it is a fog, who: A Sub-editor, until: 2026-11-23}
  - {rule: print.hairline, reason: none, who: A Sub-editor, until: 2026-12-31, where: page 1}
  - {rule: glyphs.missing, reason: none, who: A Sub-editor, until: 2026-12-31}
"""
SARIF = {
    "type": "object",
    "required": ["version", "runs", "$schema"],
    "properties": {
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name", "rules"],
                                "properties": {
                                    "rules": {
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id", "shortDescription"],
                                            "properties": {"shortDescription": {"required": ["text"]}},
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "items": {
                            "type": "object",
                            "required": ["message", "ruleId", "level", "locations"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": {"required": ["text"]},
                                "properties": {"type": "object"},
                                "suppressions": {
                                    "items": {
                                        "required": ["kind"],
                                        "properties": {"kind": {"enum": ["inSource", "external"]}},
                                    }
                                },
                                "locations": {
                                    "items": {
                                        "required": ["physicalLocation"],
                                        "properties": {
                                            "physicalLocation": {
                                                "required": ["artifactLocation"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "required": ["uri"],
                                                        "properties": {"uri": {"pattern": r"^\S+$"}},
                                                    },
                                                    "region": {
                                                        "required": ["startLine"],
                                                        "properties": {
                                                            "startLine": {"type": "integer", "minimum": 1},
                                                            "startColumn": {"type": "integer", "minimum": 1},
                                                        },
                                                    },
                                                },
                                            }
                                        },
                                    }
                                },
                            },
                        }
                    },
                },
            },
        },
    },
}
"""What SARIF 2.1.0 requires of what is written, by its own schema's names (OASIS, sarif-schema-2.1.0.json)."""


# --- issues -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def judged(tmp_path_factory):
    """Give an issue with waivers of each sort, judged: the folder, what ended, and what it said as JSON."""
    folder = tmp_path_factory.mktemp("judged")
    files = {"issue.yaml": HEAD + WAIVERS, "10-lead.md": SHOWN, "art/noise.png": picture(200, 150)}
    issue = make_issue(folder / "p" / "i", files)
    ended = run("preflight", issue, "--report", folder / "found", "--sarif", folder / "found.sarif", "--json")
    return folder, ended, json.loads(ended.stdout)


def test_a_query_of_the_copy_is_told_with_its_page_and_shown_where_it_stands(tmp_path):
    issue = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD + "\n\nThe the press stood in the yard.\n"})
    ended = run("preflight", issue, "--judge", "editorial", "--report", tmp_path / "found", "--json")
    (finding,) = json.loads(ended.stdout)["findings"]
    assert finding["rule"] == "editorial.repeat"
    assert finding["spot"]["page"] == 2
    assert 20 < finding["spot"]["y"] < 800
    assert (tmp_path / "found" / "index.html").read_text().count('<img alt="Page 2, where it stands"') == 1


@pytest.mark.parametrize(
    ("files", "page"),
    [
        ({"issue.yaml": HEAD + "summary: the the press\n"}, None),  # it stands on no page
        ({"10-lead.md": LEAD.replace("headline: ", "standfirst: the the press\nheadline: ")}, 2),
        ({"10-lead.md": LEAD + "\n\n" + "It stood in the yard. " * 900 + "The the press.\n"}, None),  # on several
    ],
)
def test_a_spot_is_told_only_where_it_is_known(files, page, tmp_path):
    issue = make_issue(tmp_path / "p" / "i", files)
    said = json.loads(run("preflight", issue, "--judge", "editorial", "--json").stdout)
    (finding,) = [one for one in said["findings"] if one["rule"] == "editorial.repeat"]
    assert (finding["spot"] or {}).get("page") == page


def test_a_waiver_of_a_page_holds_in_press_as_in_preflight(tmp_path):
    waiver = "waivers:\n  - {rule: editorial.repeat, reason: r, who: A, until: 2027-06-30, where: page 2}\n"
    files = {"issue.yaml": HEAD + waiver, "10-lead.md": LEAD + "\n\nThe the press.\n"}
    issue = make_issue(tmp_path / "p" / "i", files)
    for command in (("press", issue, "-o", tmp_path / "i.pdf"), ("preflight", issue, "--judge", "editorial")):
        findings = json.loads(run(*command, "--json").stdout)["findings"]
        assert [(one["rule"], bool(one["waived"])) for one in findings] == [("editorial.repeat", True)]


def test_a_page_that_a_finding_names_is_not_told_twice():
    spot = Spot(4, 0, 0, 1, 1)
    assert str(query("a.b", "a note stands on page 4, its mark on page 3", spot=spot)).endswith("on page 3")
    assert str(query("a.b", "a note stands on page 40", spot=spot)) == "a note stands on page 40, page 4"


def test_all_five_judges_look_at_an_issue_and_a_stop_ends_with_7(judged):
    _, ended, said = judged
    assert ended.returncode == said["exit_code"] == 7
    assert set(said["judges"]) == {"pages", "print", "archive", "access", "editorial"}
    assert "glyphs.missing" in {one["rule"] for one in said["findings"] if one["level"] == "stop"}


def test_a_waived_query_is_told_apart_with_its_reason(judged):
    waived = [one for one in judged[2]["findings"] if one["waived"]]
    assert {one["rule"] for one in waived} == {"print.resolution"}
    assert all(one["waived"] == "it is a fog (A Sub-editor, until 2026-11-24)" for one in waived)


def test_a_finding_of_the_finished_pdf_has_its_place_in_the_copy(judged):
    (found,) = (one for one in judged[2]["findings"] if one["rule"] == "print.resolution")
    assert found["file"].endswith("10-lead.md")
    assert SHOWN.split("\n")[found["line"] - 1].startswith("![A noise]")
    assert found["spot"]["page"] == 2


@pytest.mark.parametrize(
    ("code", "line", "words"),
    [
        ("waivers.expired", 2, "ran out on 2026-11-23"),
        ("waivers.idle", 3, "has nothing to waive"),
        ("waivers.refused", 4, "holds the press, and can't be waived"),
    ],
)
def test_a_waiver_that_does_not_hold_is_asked_about(code, line, words, judged):
    (found,) = (one for one in judged[2]["findings"] if one["rule"] == code)
    assert words in found["message"]
    assert (found["level"], found["line"]) == ("query", HEAD.count("\n") + 1 + line)
    assert found["file"].endswith("issue.yaml")


def test_an_expired_waiver_lets_its_query_be_told(judged):
    assert [one["waived"] for one in judged[2]["findings"] if one["rule"] == "resolution.low"] == [None]


def test_the_report_needs_nothing_else_and_pictures_each_spot(judged):
    folder, _, said = judged
    page = (folder / "found" / "index.html").read_text()
    assert "default-src 'none'; img-src data:" in page
    assert not re.search(r"<script|<link|url\(|@import|\son\w+=", page)
    assert page.count('src="data:image/webp;base64,') == sum(one["spot"] is not None for one in said["findings"])
    assert page.count("<section class='finding") == len(said["findings"])
    assert "<code>print.resolution</code>" in page


def test_the_sarif_log_is_what_the_standard_requires(judged):
    folder, _, said = judged
    log = json.loads((folder / "found.sarif").read_text())
    jsonschema.validate(log, SARIF)
    (run_,) = log["runs"]
    rules = [rule["id"] for rule in run_["tool"]["driver"]["rules"]]
    assert [rules[one["ruleIndex"]] for one in run_["results"]] == [one["rule"] for one in said["findings"]]
    for result, one in zip(run_["results"], said["findings"], strict=True):
        region = result["locations"][0]["physicalLocation"].get("region", {})
        assert (region.get("startLine"), region.get("startColumn")) == (one["line"], one["column"])
        assert bool(result.get("suppressions")) == bool(one["waived"])
        assert result["level"] == {"stop": "error", "query": "warning"}[one["level"]]


def test_the_press_asks_about_what_its_finished_edition_has_and_waives_as_of_the_issues_day(tmp_path):
    """The waiver ran out years ago, and not on the day of the issue."""
    waiver = "waivers: [{rule: print.resolution, reason: old, who: Ed, until: 1999-12-31, where: 10-lead.md}]\n"
    head = HEAD.replace("2026-11-24", "1999-11-24") + waiver
    files = {
        "issue.yaml": head,
        "10-lead.md": LEAD + "\n![A](art/n.png)\n",
        "art/n.png": picture(1000, 200),
    }
    issue = make_issue(tmp_path / "p" / "i", files)
    ended = run("press", issue, "-e", "print", "-o", tmp_path / "o.pdf")
    assert ended.returncode == 0, ended.stderr
    assert re.search(
        r"^– .*10-lead\.md:8:1: a picture of 1000 × 200 .*; waived: old \(Ed, ", ended.stderr, re.MULTILINE
    )
    assert "findings  0 held, 0 to look at, 1 waived" in ended.stdout
    assert "findings  none" in run("press", issue, "-o", tmp_path / "s.pdf").stdout  # on a screen it isn't idle


@pytest.mark.parametrize("command", ["check", "preflight"])
def test_a_waiver_of_no_rule_is_a_fault_of_the_copy(command, tmp_path):
    waiver = "waivers:\n  - {rule: print.hairlin, reason: x, who: y, until: 2027-01-01}\n  - {rule: x}\n"
    issue = make_issue(tmp_path / "p" / "i", {"issue.yaml": HEAD + waiver.replace("  - {rule: x}\n", "")})
    ended = run(command, issue)
    assert ended.returncode == 3
    assert (
        "issue.yaml:6:12: there is no rule `print.hairlin` to be waived (did you mean `print.hairline`?)"
        in ended.stderr
    )
    (issue / "issue.yaml").write_text(HEAD + waiver)
    assert "`waivers 2, reason` is missing" in run(command, issue).stderr


def test_one_judge_needs_his_edition_only(tmp_path):
    issue = make_issue(tmp_path / "p" / "i")
    said = json.loads(run("preflight", issue, "--judge", "print", "--json").stdout)
    assert (said["ok"], said["judges"], said["findings"]) == (True, ["print"], [])


# --- any PDF ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pdfs(tmp_path_factory):
    """Give the three editions of a small issue, by name."""
    folder = tmp_path_factory.mktemp("pdfs")
    editions = [part for name in ("screen", "print", "archive") for part in ("-e", name)]
    ended = run("press", make_issue(folder / "p" / "i"), *editions, "-o", folder / "i.pdf")
    assert ended.returncode == 0, ended.stderr
    return {"screen": folder / "i.pdf", "print": folder / "i.print.pdf", "archive": folder / "i.archive.pdf"}


@pytest.mark.parametrize(
    ("edition", "judges"),
    [("screen", "access: it says that it is PDF/UA-1"), ("print", "print: it says that it is PDF/X-4")],
)
def test_a_pdf_is_judged_by_what_it_says_that_it_is(edition, judges, pdfs):
    ended = run("preflight", pdfs[edition])
    assert ended.returncode == 0, ended.stderr
    assert judges in ended.stdout
    assert "findings  none" in ended.stdout
    assert re.search(r"qpdf +no fault\n", ended.stdout)
    assert re.search(r"poppler +reads \d+ pages of PDF 1\.\d\n", ended.stdout)


def test_what_is_for_a_screen_is_not_for_print_and_that_ends_with_7(pdfs):
    ended = run("preflight", pdfs["screen"], "-j", "print")
    assert ended.returncode == 7
    assert "is in RGB without a profile" in ended.stderr
    assert "[print.rgb]" in ended.stderr


def test_a_pdf_of_no_standard_is_judged_for_print_and_access(tmp_path):
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(tmp_path / "bare.pdf")
    said = json.loads(run("preflight", tmp_path / "bare.pdf", "--json").stdout)
    assert said["judges"] == ["print", "access"]
    assert {"print.intent", "print.boxes", "print.page-count"} <= {one["rule"] for one in said["findings"]}


@pytest.mark.parametrize("option", [["--edition", "print"], ["--layout", "journal"]])
def test_what_is_for_issues_is_refused_with_a_pdf(option, pdfs):
    ended = run("preflight", pdfs["print"], *option)
    assert ended.returncode == 2
    assert "a PDF is finished" in ended.stderr


def test_what_another_judge_says_is_shown_and_that_one_is_not_there(pdfs, tmp_path):
    fake = tmp_path / "verapdf"
    fake.write_text(f"#!{sys.executable}\nprint('FAIL the file')\n")
    fake.chmod(0o755)
    ended = run("preflight", pdfs["archive"], env={"PATH": str(tmp_path)})
    assert "? veraPDF FAIL the file\n" in ended.stderr
    assert re.search(r"qpdf +not asked; it is not on this machine\n", ended.stdout)


# --- hostile ones -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "it is no PDF that can be read"), (b"%PDF-1.7\nnothing\n%%EOF", "it is no PDF that can be read")],
)
def test_what_is_no_pdf_ends_with_10(content, words, tmp_path):
    (tmp_path / "x.pdf").write_bytes(content)
    ended = run("preflight", tmp_path / "x.pdf")
    assert ended.returncode == 10
    assert words in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(("name", "code"), [("x.pdf", 10), ("x", 3)])
def test_what_is_not_there_is_a_pdf_or_an_issue_by_its_name(name, code, tmp_path):
    ended = run("preflight", tmp_path / name)
    assert (ended.returncode, "Traceback" in ended.stderr) == (code, False)
    assert name in ended.stderr


def test_one_with_a_password_ends_with_10(pdfs, tmp_path):
    with pikepdf.open(pdfs["print"]) as pdf:
        pdf.save(tmp_path / "x.pdf", encryption=pikepdf.Encryption(owner="o", user="u"))
    ended = run("preflight", tmp_path / "x.pdf")
    assert (ended.returncode, "encrypted with a password" in ended.stderr) == (10, True)


def test_damaged_ones_are_read_or_refused(pdfs):
    content = pdfs["print"].read_bytes()
    for at in range(60):
        damaged = bytearray(content)
        for flip in range(20):
            damaged[(at * 7919 + flip * 104_729) % len(damaged)] ^= 1 << (flip % 8)
        try:
            assert read_document(bytes(damaged)).pages
        except EditionError as error:
            assert "can be read" in error.message or "pages" in error.message  # noqa: PT017 - either may come
    for share in range(1, 10):
        with pytest.raises(EditionError):
            read_document(content[: len(content) * share // 20])


def test_one_that_eats_memory_or_time_is_given_up(tmp_path):
    """A content that unpacks to 60 MB is not looked at; forms that show each other end at the limit of time."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Contents = pdf.make_stream(b" " * 60_000_000)
        pdf.save(tmp_path / "bomb.pdf")
    assert "more is drawn than is looked at" in run("preflight", tmp_path / "bomb.pdf").stderr
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        form = None
        for _ in range(11):
            shown = pikepdf.Dictionary() if form is None else pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
            form = pdf.make_stream(b"/F Do " * 50, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form,
                                   BBox=[0, 0, 9, 9], Resources=shown)  # fmt: skip
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page.Contents = pdf.make_stream(b"/F Do " * 50)
        pdf.save(tmp_path / "forms.pdf")
    ended = run("preflight", tmp_path / "forms.pdf", "--time-limit", "2")
    assert ended.returncode == 10
    assert "can't be judged" in ended.stderr
