"""The press run: what is stale and why, what is filed, and what a failing issue costs."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from coranto.archive.archive import Archive
from coranto.archive.inputs import Inputs
from coranto.pressrun.search import find_issues
from coranto.pressrun.survey import Order, survey
from workshop import LEAD, ROOT, make_issue, run


def archived(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the files of an archive with inode and time, its own folder aside."""
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in sorted(folder.glob("*/*"))
        if path.parent.name != ".coranto"
    }


def press_run(*arguments: object, code: int = 0, **settings) -> dict:
    """Run `coranto run --json`; return what it said."""
    result = run("run", *arguments, "--json", **settings)
    assert result.returncode == code, result.stdout + result.stderr
    return json.loads(result.stdout)


def names(said: dict, what: str) -> list[str]:
    return [one["issue"] for one in said[what]]


@pytest.fixture
def letters(tmp_path) -> Path:
    """Give two periodicals with three issues between them."""
    for name in ("post/1", "post/2", "gazette/1"):
        make_issue(tmp_path / "issues" / name)
    return tmp_path / "issues"


def test_every_issue_is_filed_once_and_none_again(letters, tmp_path):
    """The second run makes nothing, even when files were touched; an edition's record says what it was made from."""
    archive = tmp_path / "archive"
    said = press_run(letters, "-a", archive)
    assert names(said, "filed") == ["gazette/1", "post/1", "post/2"]
    assert [one["reasons"] for one in said["filed"]] == [["never made"]] * 3
    assert said["pages"] == sum(one["pages"] for one in said["filed"])
    before = archived(archive)
    assert list(before) == [f"{name}.{end}" for name in ("gazette/1", "post/1", "post/2") for end in ("json", "pdf")]
    for path in letters.rglob("*.*"):
        path.touch()
    said = press_run(letters, "-a", archive)
    assert (said["filed"], said["current"]) == ([], ["gazette/1", "post/1", "post/2"])
    assert archived(archive) == before
    record = json.loads((archive / "post" / "1.json").read_text())
    (filing,) = record["filings"]
    assert set(filing["stamp"]["issue"]) == {"issue.yaml", "10-lead.md", "../periodical.yaml"}
    assert list(filing["stamp"]["layouts"]) == ["newsletter", "base"]
    program = json.loads((archive / ".coranto" / "made-from" / f"{filing['stamp']['program']}.json").read_text())
    assert {"Coranto", "weasyprint", "Pango", "HarfBuzz", "fontconfig", "pillow"} <= set(program)
    assert "typer" not in program
    assert list((archive / ".coranto" / "parts").iterdir()) == []


def test_the_same_pdf_is_filed_that_press_writes(letters, tmp_path):
    press_run(letters, "-a", tmp_path / "archive", "-w", 2)
    assert run("press", letters / "post" / "2", "-o", tmp_path / "2.pdf").returncode == 0
    assert (tmp_path / "archive" / "post" / "2.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()


def test_what_changed_is_pressed_again_and_the_reason_is_told(letters, tmp_path):
    """A dry run tells the same and makes nothing."""
    archive = tmp_path / "archive"
    press_run(letters, "-a", archive)
    before = archived(archive)
    (letters / "post" / "1" / "10-lead.md").write_text(LEAD + "\nOne more.\n")
    (letters / "gazette" / "1" / "art").mkdir()
    (letters / "gazette" / "1" / "art" / "x.txt").write_text("x")
    plan = run("run", letters, "-a", archive, "--dry-run")
    assert plan.stdout.splitlines() == [
        "post/1\t10-lead.md changed",
        "gazette/1\tart/x.txt is new",
        "2 to press, 1 current",
    ]
    assert archived(archive) == before
    told = {one["issue"]: one["reasons"] for one in press_run(letters, "-a", archive, "--dry-run")["stale"]}
    said = press_run(letters, "-a", archive)
    assert {one["issue"]: one["reasons"] for one in said["filed"]} == told
    (letters / "post" / "periodical.yaml").write_text((letters / "post" / "periodical.yaml").read_text() + "\n")
    said = press_run(letters, "-a", archive)
    assert [(one["issue"], one["reasons"]) for one in said["filed"]] == [
        ("post/1", ["periodical.yaml changed"]),
        ("post/2", ["periodical.yaml changed"]),
    ]


def test_a_change_that_hides_behind_its_old_time_and_size_is_found(letters, tmp_path):
    """The clock may jump back, and a file may be given the time that it had."""
    archive, path = tmp_path / "archive", letters / "post" / "1" / "10-lead.md"
    press_run(letters, "-a", archive)
    was = path.stat()
    path.write_text(LEAD.replace("A paragraph.", "B paragraph."))
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert path.stat().st_size == was.st_size
    assert names(press_run(letters, "-a", archive), "filed") == ["post/1"]
    os.utime(path, (0, 0))
    assert names(press_run(letters, "-a", archive), "filed") == []


def test_a_changed_layout_makes_its_editions_stale_and_no_others(letters, tmp_path):
    """The file of the layout is named; another layout for all makes all stale."""
    archive, shelf = tmp_path / "archive", tmp_path / "layouts"
    assert run("layouts", "new", "post-style", "--extends", "newsletter", "--into", shelf).returncode == 0
    head = letters / "post" / "periodical.yaml"
    head.write_text(head.read_text().replace("layout: newsletter", "layout: post-style"))
    press_run(letters, "-a", archive, "--layouts-from", shelf)
    sheet = next((shelf / "post-style").glob("*.css"))
    sheet.write_text(sheet.read_text() + "\nh1 { color: #123456 }\n")
    said = press_run(letters, "-a", archive, "--layouts-from", shelf)
    assert [(one["issue"], one["reasons"]) for one in said["filed"]] == [
        (name, [f"the layout post-style ({sheet.name} changed)"]) for name in ("post/1", "post/2")
    ]
    said = press_run(letters, "-a", archive, "--layouts-from", shelf, "--layout", "journal", "--dry-run")
    assert len(said["stale"]) == 3
    assert "set in the layout journal instead of its own" in said["stale"][0]["reasons"]


def test_a_changed_font_and_another_program_make_stale(letters, tmp_path):
    """A shelf of one's own day, with a font's licence in other words."""
    shelf, archive = tmp_path / "shelf", tmp_path / "archive"
    shelf.mkdir()
    (shelf / "layouts").symlink_to(ROOT / "layouts")
    (shelf / "fonts").mkdir()
    for family in (ROOT / "fonts").iterdir():
        (shelf / "fonts" / family.name).symlink_to(family)
    press_run(letters / "gazette", "-a", archive, env={"CORANTO_SHELF": str(shelf)})
    own = shelf / "fonts" / "source-serif-4"
    own.unlink()
    shutil.copytree(ROOT / "fonts" / "source-serif-4", own)
    assert press_run(letters / "gazette", "-a", archive, "--dry-run", env={"CORANTO_SHELF": str(shelf)})["stale"] == []
    (own / "OFL.txt").write_text("another text\n")
    (stale,) = press_run(letters / "gazette", "-a", archive, "--dry-run", env={"CORANTO_SHELF": str(shelf)})["stale"]
    assert stale["reasons"] == ["the font family source-serif-4 (OFL.txt changed)"]


def test_a_failing_issue_costs_only_itself(letters, tmp_path):
    """All its faults are told; the edition before stays, and the exit code tells."""
    archive = tmp_path / "archive"
    press_run(letters, "-a", archive)
    before = archived(archive)
    (letters / "post" / "1" / "10-lead.md").write_text(LEAD + "\n![](art/none.png)\n\n[x](nowhere.md)\n")
    (letters / "post" / "2" / "10-lead.md").write_text(LEAD + "\nMore.\n")
    result = run("run", letters, "-a", archive)
    assert result.returncode == 11
    assert "✗ post/1: " in result.stderr
    assert "10-lead.md:8" in result.stderr
    assert "filed    1 editions" in result.stdout
    assert "failed   1" in result.stdout
    after = archived(archive)
    changed = [name for name, was in before.items() if after[name] != was]
    assert changed == ["post/2.json", "post/2.pdf"]
    said = press_run(letters, "-a", archive, code=11)
    assert [(one["issue"], one["exit_code"]) for one in said["failed"]] == [("post/1", 3)]
    assert len(said["failed"][0]["findings"]) == 3


def test_what_preflight_holds_is_filed_by_force_only(tmp_path):
    """A character that no font has; without the force, the edition is stale again."""
    folder = make_issue(tmp_path / "post" / "1", {"10-lead.md": LEAD + "\nCuneiform: \U00012000.\n"})
    archive = tmp_path / "archive"
    said = press_run(folder, "-a", archive, code=11)
    assert [(one["issue"], one["exit_code"]) for one in said["failed"]] == [("post/1", 7)]
    assert not (archive / "post" / "1.pdf").exists()
    assert names(press_run(folder, "-a", archive, "--force"), "filed") == ["post/1"]
    assert press_run(folder, "-a", archive, "--force")["current"] == ["post/1"]
    (stale,) = press_run(folder, "-a", archive, "--dry-run")["stale"]
    assert stale["reasons"] == ["was filed by force, which is not asked for now"]


def test_two_issues_of_one_name_are_told_and_neither_is_pressed(letters, tmp_path):
    make_issue(tmp_path / "other" / "post" / "1")
    said = press_run(letters, tmp_path / "other", "-a", tmp_path / "archive", code=11)
    assert names(said, "filed") == ["gazette/1", "post/2"]
    assert said["failed"][0]["issue"] == "post/1"
    assert "2 folders bear the name post/1" in said["failed"][0]["error"]


def test_a_folder_named_twice_is_pressed_once(letters, tmp_path):
    said = press_run(letters, letters / "post", letters / "post" / "1", "-a", tmp_path / "archive")
    assert names(said, "filed") == ["gazette/1", "post/1", "post/2"]


def test_what_is_no_folder_and_what_lacks_its_head_are_told(letters, tmp_path):
    """Nothing is passed over in silence."""
    (letters / "post" / "2" / "issue.yaml").unlink()
    said = press_run(letters, tmp_path / "none", "-a", tmp_path / "archive", code=11)
    assert names(said, "filed") == ["gazette/1", "post/1"]
    assert sorted(names(said, "failed")) == sorted([str(tmp_path / "none"), "post/2"])


def test_the_edition_of_a_deleted_or_renamed_issue_is_told_and_stays_until_it_is_pruned(letters, tmp_path):
    """Without somebody who agrees, nothing is removed."""
    archive = tmp_path / "archive"
    press_run(letters, "-a", archive)
    shutil.rmtree(letters / "gazette" / "1")
    (letters / "post" / "2").rename(letters / "post" / "3")
    said = press_run(letters, "-a", archive)
    assert names(said, "filed") == ["post/3"]
    assert said["orphans"] == ["gazette/1", "post/2"]
    assert press_run(letters / "post" / "1", "-a", archive)["orphans"] == []
    assert press_run(letters, "-a", archive, "--prune")["pruned"] == []
    assert (archive / "gazette" / "1.pdf").exists()
    result = run("run", letters, "-a", archive)
    assert "? the edition post/2 is in the archive, its issue is gone (--prune removes it)" in result.stderr
    assert press_run(letters, "-a", archive, "--prune", "--yes")["pruned"] == ["gazette/1", "post/2"]
    assert not (archive / "gazette").exists()
    assert press_run(letters, "-a", archive)["orphans"] == []


def test_nothing_is_pruned_when_a_folder_could_not_be_looked_into(letters, tmp_path):
    """A disk that isn't there looks like deleted issues."""
    archive = tmp_path / "archive"
    press_run(letters, "-a", archive)
    letters.rename(tmp_path / "away")
    letters.mkdir()
    assert press_run(letters, "-a", archive, "--prune", "--yes")["pruned"] == []
    make_issue(letters / "gazette" / "1")
    said = press_run(letters, letters / "post", "-a", archive, "--prune", "--yes", code=11)
    assert (said["orphans"], said["pruned"]) == ([], [])
    assert (archive / "post" / "1.pdf").exists()


def test_nobody_who_could_be_asked_is_told_how_to_remove(letters, tmp_path):
    archive = tmp_path / "archive"
    press_run(letters, "-a", archive)
    shutil.rmtree(letters / "post" / "1")
    result = run("run", letters, "-a", archive, "--prune", stdin=subprocess.DEVNULL)
    assert result.returncode == 0
    assert "say --yes to remove all whose issue is gone" in result.stderr
    assert (archive / "post" / "1.pdf").exists()


def test_issues_behind_links_are_found_and_a_circle_of_links_ends(letters, tmp_path):
    (letters / "loop").symlink_to(letters)
    make_issue(tmp_path / "elsewhere" / "x")
    (letters / "post" / "3").symlink_to(tmp_path / "elsewhere" / "x")
    said = press_run(letters, "-a", tmp_path / "archive")
    assert names(said, "filed") == ["gazette/1", "post/1", "post/2", "post/3"]


def test_a_layout_that_is_not_there_is_told_once(letters, tmp_path):
    result = run("run", letters, "-a", tmp_path / "archive", "--layout", "magazin")
    assert result.returncode == 4
    assert "did you mean `magazine`?" in result.stderr
    assert list((tmp_path / "archive").glob("*/*.pdf")) == []


def test_a_record_that_was_written_before_its_pdf_tells_the_truth_of_either(letters, tmp_path):
    """A run that is killed between the two leaves the old PDF with both filings, or the new one."""
    archive, folder = tmp_path / "archive", letters / "post" / "1"
    pdf, record = archive / "post" / "1.pdf", archive / "post" / "1.json"
    press_run(letters, "-a", archive)
    old_pdf, old = pdf.read_bytes(), json.loads(record.read_text())
    (folder / "10-lead.md").write_text(LEAD + "\nMore.\n")
    press_run(letters, "-a", archive)
    new_pdf, new = pdf.read_bytes(), json.loads(record.read_text())
    record.write_text(json.dumps({**new, "filings": [*new["filings"], *old["filings"]]}))
    pdf.write_bytes(old_pdf)
    assert run("verify", archive).returncode == 0
    assert names(press_run(letters, "-a", archive), "filed") == ["post/1"]
    assert pdf.read_bytes() == new_pdf
    record.write_text(json.dumps({**new, "filings": [*new["filings"], *old["filings"]]}))
    assert press_run(letters, "-a", archive)["filed"] == []
    assert len(json.loads(record.read_text())["filings"]) == 1


def test_an_archive_may_be_moved(letters, tmp_path):
    press_run(letters, "-a", tmp_path / "archive")
    (tmp_path / "archive").rename(tmp_path / "elsewhere")
    assert press_run(letters, "-a", tmp_path / "elsewhere")["filed"] == []
    shutil.copytree(tmp_path / "elsewhere", tmp_path / "copied")
    shutil.rmtree(tmp_path / "copied" / ".coranto")
    assert press_run(letters, "-a", tmp_path / "copied")["filed"] == []


def cut_short(archive: Path) -> None:
    path = archive / "post" / "1.json"
    path.write_bytes(path.read_bytes()[:300])


def flip_a_bit(archive: Path) -> None:
    path = archive / "post" / "1.pdf"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def lose_the_pdf(archive: Path) -> None:
    (archive / "post" / "1.pdf").unlink()


def lose_the_record(archive: Path) -> None:
    (archive / "post" / "1.json").unlink()


def swap_the_records(archive: Path) -> None:
    shutil.copy(archive / "post" / "2.json", archive / "post" / "1.json")


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (cut_short, "its record can't be read"),
        (flip_a_bit, "its PDF is not the one on record"),
        (lose_the_pdf, "its PDF is missing"),
        (lose_the_record, "its record is missing"),
        (swap_the_records, "its record is that of post/2"),
    ],
)
def test_a_damaged_edition_is_made_again_and_no_other(letters, tmp_path, damage, reason):
    archive = tmp_path / "archive"
    press_run(letters, "-a", archive)
    true = {path: path.read_bytes() for path in archive.glob("*/*.pdf")}
    damage(archive)
    said = press_run(letters, "-a", archive)
    assert names(said, "filed") == ["post/1"]
    assert reason in said["filed"][0]["reasons"][0]
    assert {path: path.read_bytes() for path in archive.glob("*/*.pdf")} == true


def test_an_archive_that_can_t_be_written_is_told(letters, tmp_path):
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "file" / "archive", Path("/proc/archive")):
        result = run("run", letters, "-a", place)
        assert result.returncode == 8
        assert "can't be written" in result.stderr
        assert "Traceback" not in result.stderr


def test_an_edition_that_is_too_large_for_the_disk_fails_alone(letters, tmp_path):
    """The shell's limit of a file's size stands for a full quota; the small ones are filed."""
    (letters / "post" / "1" / "10-lead.md").write_text(LEAD + "\n" + "Every good boy does fine always. " * 12_000)
    command = f'ulimit -f 100; exec "$0" -m coranto run {letters} -a {tmp_path / "archive"} --json'
    python = ROOT / ".venv" / "bin" / "python"
    result = subprocess.run(["bash", "-c", command, python], capture_output=True, text=True, check=False)
    said = json.loads(result.stdout)
    assert result.returncode == 11
    assert [(one["issue"], one["exit_code"]) for one in said["failed"]] == [("post/1", 8)]
    assert names(said, "filed") == ["gazette/1", "post/2"]
    assert [path.suffix for path in (tmp_path / "archive" / "post").iterdir() if path.stem == "1"] == []


def test_a_worker_begins_with_the_first_issue_that_is_not_current_and_with_none_if_all_are(tmp_path):
    for name in ("1", "2", "3"):
        make_issue(tmp_path / "post" / name)
    begun = []
    for _ in range(2):
        archive = Archive(tmp_path / "archive")
        found = find_issues([tmp_path / "post"])
        survey(found, archive, Inputs(archive.sums, shelves=()), Order(), begun=lambda: begun.append("a worker"))
        assert begun == ["a worker"]
        assert run("run", tmp_path / "post", "-a", tmp_path / "archive").returncode == 0
