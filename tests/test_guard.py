"""The guard: work in a child process that may hang, die or raise what it likes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from coranto.children.crew import shared_out
from coranto.children.guard import guarded
from coranto.children.limits import Limits
from coranto.errors import CopyError, CorantoError, EditionError, PressError
from coranto.findings import stop


def test_a_result_comes_back_and_stages_are_reported():
    stages = []

    def work(report):
        report("one")
        report("two")
        return {"pid": os.getpid(), "data": b"x" * 5_000_000}

    result = guarded(work, limits=Limits(), report=stages.append)
    assert result["pid"] != os.getpid()
    assert len(result["data"]) == 5_000_000
    assert stages == ["one", "two"]


def test_an_error_comes_back_with_its_findings():
    finding = stop("a.rule", "what", hint="do")

    def work(_):
        raise CopyError("bad copy", [finding])

    with pytest.raises(CopyError) as caught:
        guarded(work, limits=Limits())
    assert caught.value.findings == (finding,)


def test_work_that_hangs_is_killed():
    started = time.monotonic()
    with pytest.raises(PressError, match=r"took more than 0.2 seconds"):
        guarded(lambda _: time.sleep(60), limits=Limits(seconds=0.2))
    assert time.monotonic() - started < 5


def test_work_that_ignores_every_signal_is_killed():
    def work(_):
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        time.sleep(60)

    with pytest.raises(PressError, match="took more than"):
        guarded(work, limits=Limits(seconds=0.2))


def test_work_that_dies_is_told_with_its_signal_and_last_words():
    def work(_):
        os.write(2, b"the last words\n")
        os.kill(os.getpid(), signal.SIGSEGV)

    with pytest.raises(PressError, match=r"died of SIGSEGV.*the last words"):
        guarded(work, limits=Limits())


def test_work_that_ends_by_itself_is_told():
    with pytest.raises(PressError, match="ended without a result"):
        guarded(lambda _: os._exit(3), limits=Limits())


def test_work_that_eats_memory_is_stopped():
    with pytest.raises(PressError, match="300 MB"):
        guarded(lambda _: bytearray(10**9), limits=Limits(megabytes=300))


def test_work_that_nests_too_deep_is_told():
    def deep(number):
        return deep(number + 1) + 1

    with pytest.raises(PressError, match="nested too deep"):
        guarded(lambda _: deep(0), limits=Limits())


def test_what_was_not_foreseen_is_told_without_a_traceback():
    with pytest.raises(CorantoError, match="did not foresee: KeyError: 'x'") as caught:
        guarded(lambda _: {}["x"], limits=Limits())
    assert caught.value.exit_code == 1
    assert "Traceback" not in str(caught.value)


def test_sys_exit_in_the_child_does_not_end_the_parent():
    with pytest.raises(CorantoError, match="SystemExit"):
        guarded(lambda _: sys.exit(0), limits=Limits())


def test_work_that_hangs_dies_or_eats_memory_costs_itself_only():
    def work(piece):
        if piece == "hang":
            time.sleep(60)
        if piece == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if piece == "eat":
            return len(bytearray(900_000_000))
        if piece == "stumble":
            message = "no foothold"
            raise ValueError(message)
        return piece.upper()

    pieces = ["hang", "one", "die", "two", "eat", "stumble", "three"]
    done = dict(shared_out(work, pieces, jobs=2, limits=Limits(3, 600), fault=EditionError))
    assert {piece: done[piece] for piece in ("one", "two", "three")} == {"one": "ONE", "two": "TWO", "three": "THREE"}
    assert "more than 3 seconds" in str(done["hang"])
    assert "died (status -9)" in str(done["die"])
    assert "600 MB" in str(done["eat"])
    assert "no foothold" in str(done["stumble"])


def test_nothing_goes_on_when_its_parent_is_killed(tmp_path):
    program = (
        "import os, sys, time\nfrom coranto.children.crew import shared_out\n"
        "from coranto.children.limits import Limits\n"
        "from coranto.errors import EditionError\n"
        f"work = lambda piece: (open({str(tmp_path / 'child')!r}, 'w').write(str(os.getpid())), time.sleep(60))\n"
        "list(shared_out(work, ['one'], limits=Limits(), fault=EditionError))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program]) as parent:
        while not (tmp_path / "child").exists() or not (tmp_path / "child").read_text():
            time.sleep(0.05)
        parent.kill()
    child = int((tmp_path / "child").read_text())
    for _ in range(200):
        try:
            state = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return
        if state == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the child goes on without its parent")
