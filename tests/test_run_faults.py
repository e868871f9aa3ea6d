"""Whatever happens to a run, its archive is whole, and the next run goes on: real processes, really killed."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coranto.archive.archive import Archive
from coranto.archive.fixity import Fixity, prove_editions
from workshop import HEAD, LEAD, PERIODICAL, make_issue, run


def begin(*arguments: object, **settings) -> subprocess.Popen:
    """Begin a run in a process group of its own."""
    command = [sys.executable, "-m", "coranto", "run", *map(str, arguments)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True, **settings
    )


def workers_of(pid: int) -> list[int]:
    """Return the processes that a process has begun."""
    with contextlib.suppress(OSError):
        return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))
    return []


def wait_for(what, seconds: float = 60):
    """Wait until something is so; return it."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := what():
            return found
        time.sleep(0.02)
    message = f"{what} did not come to be"
    raise AssertionError(message)


def periodical(folder: Path, count: int) -> Path:
    """Write a periodical with so many small issues."""
    for number in range(count):
        make_issue(folder / f"{number:02}", {"10-lead.md": LEAD + f"\nNumber {number}.\n"})
    return folder


def verify(archive: Path, code: int = 0) -> dict:
    result = run("verify", archive, "--json")
    assert result.returncode == code, result.stdout + result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def traps(tmp_path) -> Path:
    """Give a periodical in whose layout some stories never end: those whose headline says so."""
    shelf = tmp_path / "layouts" / "trap"
    shelf.mkdir(parents=True)
    (shelf / "layout.yaml").write_text("name: trap\nextends: newsletter\npurpose: to be caught in\n")
    (shelf / "story.html").write_text(
        "{% if article.front.headline == 'Hang' %}"
        "{% for a in range(90000) %}{% for b in range(90000) %}{% endfor %}{% endfor %}"
        "{% elif article.front.headline == 'Eat' %}{% for a in range(90000) %}{{ 'eat ' * 9000000 }}{% endfor %}"
        "{% endif %}{% include 'base/story.html' %}"
    )
    folder = tmp_path / "issues" / "post"
    for name, headline in (("1", "One"), ("2", "Two"), ("3", "Three"), ("4", "Four")):
        make_issue(
            folder / name,
            {
                "../periodical.yaml": PERIODICAL.replace("newsletter", "trap"),
                "10-lead.md": LEAD.replace("A headline", headline),
            },
        )
    return folder


def headline(folder: Path, words: str) -> None:
    path = folder / "10-lead.md"
    lines = path.read_text().splitlines(keepends=True)
    path.write_text("".join(f"headline: {words}\n" if line.startswith("headline") else line for line in lines))


def test_an_issue_that_hangs_is_tried_twice_and_costs_no_other(traps, tmp_path):
    """A template that loops; the time limit is told, and how to raise it."""
    headline(traps / "2", "Hang")
    started = time.monotonic()
    result = run(
        "run", traps, "-a", tmp_path / "a", "--layouts-from", tmp_path / "layouts", "--time-limit", "6", "--json"
    )
    said = json.loads(result.stdout)
    assert result.returncode == 11
    assert [one["issue"] for one in said["filed"]] == ["post/1", "post/3", "post/4"]
    (failed,) = said["failed"]
    assert (failed["issue"], failed["exit_code"]) == ("post/2", 6)
    assert "took more than 6 seconds" in failed["error"]
    assert time.monotonic() - started > 12


def test_an_issue_that_eats_memory_costs_no_other(traps, tmp_path):
    headline(traps / "3", "Eat")
    result = run(
        "run", traps, "-a", tmp_path / "a", "--layouts-from", tmp_path / "layouts", "--memory-limit", "1500", "--json"
    )
    said = json.loads(result.stdout)
    assert result.returncode == 11
    assert [one["issue"] for one in said["filed"]] == ["post/1", "post/2", "post/4"]
    assert "needs more than 1500 MB" in said["failed"][0]["error"]


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT])
def test_a_worker_that_dies_costs_only_its_issue_which_is_tried_once_more(traps, tmp_path, number):
    """It dies while the issue hangs; the second time the issue is set."""
    headline(traps / "1", "Hang")
    order = ("-a", tmp_path / "a", "--layouts-from", tmp_path / "layouts", "-w", 1, "--json")
    process = begin(traps / "1", traps / "2", *order)
    (first,) = wait_for(lambda: workers_of(process.pid))
    wait_for(lambda: int(Path(f"/proc/{first}/stat").read_text().split()[13]) > 300)  # hundredths of CPU seconds
    os.kill(first, number)
    wait_for(lambda: workers_of(process.pid) not in ([], [first]))
    headline(traps / "1", "One")
    said = json.loads(process.communicate(timeout=60)[0])
    assert process.returncode == 0, said
    assert [one["issue"] for one in said["filed"]] == ["post/1", "post/2"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_told_to_end_says_what_is_left_and_leaves_nothing_behind(tmp_path, number, code):
    """Its workers end, too; the next run presses the rest, and only that."""
    issues, archive = periodical(tmp_path / "post", 30), tmp_path / "archive"
    process = begin(issues, "-a", archive)
    wait_for(lambda: len(list(archive.glob("post/*.pdf"))) > 2)
    workers = workers_of(process.pid)
    os.killpg(process.pid, number)
    told = process.communicate(timeout=30)
    assert process.returncode == code, told
    assert "left, run again to go on" in told[0]
    assert "Traceback" not in told[1]
    wait_for(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers), 10)
    done = len(verify(archive)["true"])
    said = json.loads(run("run", issues, "-a", archive, "--json").stdout)
    assert (len(said["filed"]), len(said["current"])) == (30 - done, done)
    assert list((archive / ".coranto" / "parts").iterdir()) == []


def test_a_run_killed_at_twenty_moments_leaves_true_editions_and_makes_none_twice(tmp_path):
    """At each moment a PDF is true to its record, or is not yet there; sixty issues, then nothing is left to do."""
    issues, archive = periodical(tmp_path / "post", 60), tmp_path / "archive"
    chance = random.Random(1605)  # noqa: S311 - the year of the first newspaper
    made: dict[Path, int] = {}
    for _ in range(20):
        process = begin(issues, "-a", archive)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(chance.uniform(0.2, 2.2))
        workers = workers_of(process.pid)
        process.kill()
        process.communicate()
        wait_for(lambda workers=workers: not any(Path(f"/proc/{worker}").exists() for worker in workers), 20)
        verdicts = list(prove_editions(Archive(archive))) if archive.exists() else []
        assert {verdict.fixity for verdict in verdicts} <= {Fixity.TRUE, Fixity.MISSING}, verdicts
        for path in archive.glob("post/*.pdf"):
            assert made.setdefault(path, path.stat().st_ino) == path.stat().st_ino, "made twice"
    said = json.loads(run("run", issues, "-a", archive, "--json").stdout)
    assert said["failed"] == []
    assert all(path.stat().st_ino == inode for path, inode in made.items())
    assert len(verify(archive)["true"]) == 60
    assert json.loads(run("run", issues, "-a", archive, "--json").stdout)["filed"] == []
    assert list((archive / ".coranto" / "parts").iterdir()) == []


def test_two_runs_at_once_wait_for_each_other_and_make_each_edition_once(tmp_path):
    issues, archive = periodical(tmp_path / "post", 12), tmp_path / "archive"
    runs = [begin(issues, "-a", archive, "--json") for _ in range(2)]
    told = [process.communicate(timeout=120) for process in runs]
    assert [process.returncode for process in runs] == [0, 0]
    said = [json.loads(out) for out, _ in told]
    assert sorted(len(one["filed"]) for one in said) == [0, 12]
    assert any("another run is at work on this archive; waiting" in error for _, error in told)
    assert len(verify(archive)["true"]) == 12


def test_a_run_that_will_not_wait_is_told(tmp_path):
    issues, archive = periodical(tmp_path / "post", 12), tmp_path / "archive"
    first = begin(issues, "-a", archive)
    wait_for(lambda: (archive / ".coranto" / "lock").exists() and workers_of(first.pid))
    second = run("run", issues, "-a", archive, "--no-wait")
    first.communicate(timeout=60)
    assert (first.returncode, second.returncode) == (0, 8)
    assert "another run is at work" in second.stderr


def test_a_full_disk_ends_the_run_with_whole_editions(tmp_path):
    """A file system of 600 kB; when there is room, the next run goes on."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "none", disk], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root may mount a small disk")
    try:
        issues, archive = periodical(tmp_path / "post", 40), disk / "archive"
        result = run("run", issues, "-a", archive)
        assert result.returncode == 8
        assert "No space left on device" in result.stdout
        assert "left, run again to go on" in result.stdout
        assert 0 < len(verify(archive)["true"]) < 40
        subprocess.run(["mount", "-o", "remount,size=60m", disk], check=True)
        said = json.loads(run("run", issues, "-a", archive, "--json").stdout)
        assert len(said["filed"]) + len(said["current"]) == 40
        assert len(verify(archive)["true"]) == 40
    finally:
        subprocess.run(["umount", disk], check=True)


def test_copy_that_changes_while_it_is_set_is_set_as_it_is_at_the_end(traps, tmp_path):
    """What is filed is true to its stamp."""
    headline(traps / "1", "Hang")
    order = ("-a", tmp_path / "a", "--layouts-from", tmp_path / "layouts", "-w", 1, "--time-limit", 5, "--json")
    process = begin(traps / "1", *order)
    wait_for(lambda: workers_of(process.pid))
    time.sleep(3)
    (traps / "1" / "issue.yaml").write_text(HEAD + "title: Another\n")
    headline(traps / "1", "One")
    said = json.loads(process.communicate(timeout=60)[0])
    assert [one["issue"] for one in said["filed"]] == ["post/1"]
    said = json.loads(run("run", traps / "1", *order).stdout)
    assert said["current"] == ["post/1"]
