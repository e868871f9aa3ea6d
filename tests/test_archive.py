"""The archive proved and packed: verify, rebuild, bag; a layout judged before it is accepted."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import bagit
import pytest

from workshop import LEAD, ROOT, make_issue, run


def said(*arguments: object, code: int = 0, **settings) -> dict:
    """Run `coranto … --json`; return what it said."""
    result = run(*arguments, "--json", **settings)
    assert result.returncode == code, result.stdout + result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def archive(tmp_path) -> Path:
    """Give an archive of three editions, whose issues lie beside it in `issues`."""
    for name in ("post/1", "post/2", "gazette/1"):
        make_issue(tmp_path / "issues" / name, {"10-lead.md": LEAD + f"\nThe {name}.\n"})
    said("run", tmp_path / "issues", "-a", tmp_path / "archive")
    return tmp_path / "archive"


def test_a_whole_archive_is_true_and_nothing_is_written_to_it(archive):
    before = {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in archive.rglob("*")}
    result = run("verify", archive)
    assert result.returncode == 0
    assert result.stdout.splitlines()[1:] == ["  true      3 editions", "  at fault  0", "  stale     0"]
    assert {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in archive.rglob("*")} == before


def test_missing_altered_unknown_and_damaged_editions_are_told_by_name(archive):
    """A flipped bit is found although size and time are as they were."""
    pdf = archive / "post" / "1.pdf"
    was, content = pdf.stat(), bytearray(pdf.read_bytes())
    content[len(content) // 3] ^= 4
    pdf.write_bytes(content)
    os.utime(pdf, ns=(was.st_atime_ns, was.st_mtime_ns))
    (archive / "post" / "2.pdf").unlink()
    (archive / "gazette" / "1.json").write_text("{}")
    (archive / "gazette" / "2.pdf").write_bytes(content)
    (archive / "gazette" / "notes.txt").write_text("mine")
    found = said("verify", archive, code=11)
    assert found["true"] == []
    assert {one["name"]: one["fault"] for one in found["faults"]} == {
        "gazette/1": "damaged",
        "gazette/2": "unknown",
        "gazette/notes.txt": "unknown",
        "post/1": "altered",
        "post/2": "missing",
    }
    assert "some of its bytes are others" in next(one["message"] for one in found["faults"] if one["name"] == "post/1")


def test_stale_editions_are_told_with_their_reason_and_are_no_fault(archive, tmp_path):
    (tmp_path / "issues" / "post" / "1" / "10-lead.md").write_text(LEAD)
    shutil.rmtree(tmp_path / "issues" / "post" / "2")
    assert said("verify", archive)["stale"] == {
        "post/1": ["10-lead.md changed"],
        "post/2": ["its issue is not there"],
    }
    result = run("verify", archive)
    assert "? post/1 is stale: 10-lead.md changed" in result.stderr


def test_a_sample_is_pressed_again_and_comes_out_the_same(archive, tmp_path):
    """Also from copy that lies elsewhere now; a seed chooses the same sample."""
    (tmp_path / "issues").rename(tmp_path / "moved")
    one, other = (said("verify", archive, "--copy", tmp_path / "moved", "--rebuild", 2, "--seed", 7) for _ in range(2))
    assert one["rebuilt"] == other["rebuilt"]
    assert [rebuilt["same"] for rebuilt in one["rebuilt"]] == [True, True]
    lost = said("verify", archive, "--rebuild", "all", code=11)
    assert "its issue is not there" in lost["rebuilt"][0]["error"]


def test_what_changed_is_told_where_other_bytes_come(archive, tmp_path):
    """By which input, and how words and pages differ."""
    (tmp_path / "issues" / "post" / "1" / "10-lead.md").write_text(LEAD + "\nThe post/one.\n")
    found = {one["issue"]: one for one in said("verify", archive, "--rebuild", "all")["rebuilt"]}
    assert (found["post/2"]["same"], found["post/2"]["difference"]) == (True, None)
    assert found["post/1"]["reasons"] == ["10-lead.md changed"]
    assert "words changed" in found["post/1"]["difference"]
    result = run("verify", archive, "--rebuild", "all")
    assert "? post/1 comes out with other bytes: 10-lead.md changed; words changed" in result.stderr
    assert "made again  3, 2 of them the same bytes" in result.stdout


def test_other_bytes_without_a_reason_are_a_fault(archive, tmp_path):
    """A record that was forged to fit an altered PDF is found by pressing it again."""
    pdf, record = archive / "post" / "1.pdf", archive / "post" / "1.json"
    made = tmp_path / "other"
    make_issue(made / "post" / "1", {"10-lead.md": LEAD + "\nForged.\n"})
    said("run", made, "-a", tmp_path / "forged")
    shutil.copy(tmp_path / "forged" / "post" / "1.pdf", pdf)
    forged = json.loads((tmp_path / "forged" / "post" / "1.json").read_text())
    filed = json.loads(record.read_text())
    filed["filings"][0]["sha256"] = forged["filings"][0]["sha256"]
    record.write_text(json.dumps(filed))
    assert said("verify", archive)["faults"] == []
    result = run("verify", archive, "--rebuild", "all")
    assert result.returncode == 11
    assert "✗ post/1 comes out with other bytes: although nothing that it was made from has changed" in result.stderr


def test_what_is_no_number_of_editions_is_told(archive):
    for wrong in ("0", "some", "-1", "²"):
        result = run("verify", archive, f"--rebuild={wrong}")
        assert result.returncode == 2
        assert "is no number of editions" in result.stderr


def test_from_a_bag_everything_is_made_again_on_an_empty_machine(archive, tmp_path):
    """Another home, another folder, no fonts of the system, no copy, layouts or fonts but those of the bag."""
    bag = tmp_path / "vault" / "bag"
    result = run("bag", archive, "--into", bag)
    assert result.returncode == 0, result.stderr
    assert bagit.Bag(str(bag)).is_valid()
    assert {path.name for path in (bag / "data").iterdir()} == {
        "README.txt", "requirements.txt", "editions", "issues", "shelf",
    }  # fmt: skip
    assert re.search(r"(?m)^weasyprint==\d", (bag / "data" / "requirements.txt").read_text())
    shutil.rmtree(tmp_path / "issues")
    shutil.rmtree(archive)
    elsewhere = tmp_path / "elsewhere"
    shutil.copytree(bag / "data", elsewhere)
    (tmp_path / "nobody").mkdir()
    (tmp_path / "none.conf").write_text('<?xml version="1.0"?><fontconfig></fontconfig>')
    environment = {
        "HOME": str(tmp_path / "nobody"),
        "PATH": "/usr/bin",
        "CORANTO_SHELF": str(elsewhere / "shelf"),
        "FONTCONFIG_FILE": str(tmp_path / "none.conf"),
    }
    command = [sys.executable, "-m", "coranto", "verify", elsewhere / "editions", "--copy", elsewhere / "issues"]
    again = subprocess.run(
        [*map(str, command), "--rebuild", "all", "--json"], env=environment, capture_output=True, text=True, check=False
    )
    found = json.loads(again.stdout)
    assert again.returncode == 0, again.stdout
    assert (len(found["true"]), found["faults"], found["stale"]) == (3, [], {})
    assert [one["same"] for one in found["rebuilt"]] == [True] * 3


def test_what_is_not_true_or_not_current_is_not_bagged(archive, tmp_path):
    """All of it is told, and nothing is left behind."""
    (tmp_path / "issues" / "post" / "1" / "10-lead.md").write_text(LEAD)
    (archive / "post" / "2.pdf").write_bytes(b"%PDF-1.7")
    result = run("bag", archive, "--into", tmp_path / "bag")
    assert result.returncode == 11
    assert "post/1 is stale: 10-lead.md changed" in result.stderr
    assert "`post/2.pdf` was altered" in result.stderr
    assert not (tmp_path / "bag").exists()
    (tmp_path / "there").mkdir()
    assert run("bag", archive, "--into", tmp_path / "there").returncode != 0
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_layout_is_judged_by_a_trial_that_changes_nothing(archive, tmp_path):
    """What is stale under the new layout is pressed elsewhere and compared; the report has the pages side by side."""
    before = {path: path.read_bytes() for path in archive.glob("[!.]*/*")}
    trial = tmp_path / "layouts"
    shutil.copytree(ROOT / "layouts" / "newsletter", trial / "newsletter")
    (trial / "newsletter" / "zz.css").write_text("article p { letter-spacing: .25pt }\n")
    order = ("run", tmp_path / "issues", "-a", archive, "--layouts-from", trial, "--compare")
    found = said(*order, "--report", tmp_path / "report", code=9)
    assert [one["verdict"] for one in found["editions"]] == ["differs"] * 3
    assert "look otherwise" in found["groups"][0]["says"]
    assert "data:image/" in next((tmp_path / "report").glob("0001*.html")).read_text()
    assert {path: path.read_bytes() for path in archive.glob("[!.]*/*")} == before
    result = run(*order)
    assert "3  differ" in result.stdout
    assert said("run", tmp_path / "issues", "-a", archive, "--compare")["editions"] == []


def test_the_report_of_a_run_is_one_page_with_pictures_findings_and_failures(archive, tmp_path):
    """It needs nothing else; words of the copy can't become markup."""
    make_issue(tmp_path / "issues" / "post" / "3", {"10-lead.md": LEAD + "\n![<b>](art/<i>.png)\n"})
    (tmp_path / "issues" / "post" / "1" / "10-lead.md").write_text(LEAD)
    result = run("run", tmp_path / "issues", "-a", archive, "--report", tmp_path / "report")
    assert result.returncode == 11
    assert [path.name for path in (tmp_path / "report").iterdir()] == ["index.html"]
    page = (tmp_path / "report" / "index.html").read_text()
    assert page.count('src="data:image/webp;base64,') == 1
    assert "10-lead.md changed" in page
    assert "gazette/1, post/2" in page
    assert "<h3>post/3</h3>" in page
    assert "art/&lt;i&gt;.png" in page
    assert not re.search(r"<i>|src=\"(?!data:)|https?://", page)
