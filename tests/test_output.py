"""The PDF is written whole or not at all, whatever happens on the way."""

import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pikepdf
import pytest

from workshop import FORME, ROOT, make_issue

OLD = b"the previous edition"


@pytest.fixture
def pdf(tmp_path):
    path = tmp_path / "out" / "issue.pdf"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def leftovers(pdf):
    return [path.name for path in pdf.parent.iterdir() if path != pdf]


def living(group):
    """Return the processes of a group that live; a machine may leave dead ones unburied."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = stat.read_text().rpartition(")")
        except OSError:
            continue
        state, _, pgid = rest.split()[:3]
        if int(pgid) == group and state not in "ZX":
            found.append(name)
    return found


def test_the_pdf_is_named_after_periodical_and_issue(coranto, issue, tmp_path):
    result = coranto("press", issue, cwd=tmp_path)
    assert result.returncode == 0
    assert (tmp_path / "proof-one.pdf").exists()
    assert "proof-one.pdf" in result.stdout


def test_a_folder_for_output_takes_the_pdf_by_its_name(coranto, issue, pdf):
    assert coranto("press", issue, "-o", pdf.parent).returncode == 0
    assert (pdf.parent / "proof-one.pdf").exists()


def test_the_issue_may_be_named_from_within_its_folder_and_by_its_head(coranto, issue, tmp_path):
    assert coranto("press", ".", "-o", tmp_path / "a.pdf", cwd=issue).returncode == 0
    assert coranto("press", issue / "issue.yaml", "-o", tmp_path / "b.pdf").returncode == 0
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_a_new_pdf_takes_the_place_and_the_mode_of_the_old(coranto, issue, pdf):
    pdf.chmod(0o640)
    assert coranto("press", issue, "-o", pdf).returncode == 0
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert pdf.stat().st_mode & 0o777 == 0o640
    assert leftovers(pdf) == []


def test_a_slash_says_that_a_folder_is_meant(coranto, issue, tmp_path):
    result = coranto("press", issue, "-o", f"{tmp_path}/new/")
    assert result.returncode == 2
    assert "new/` does not exist; make it first" in " ".join(result.stderr.split())
    assert not (tmp_path / "new").exists()
    (tmp_path / "new").mkdir()
    assert coranto("press", issue, "-o", f"{tmp_path}/new/").returncode == 0
    assert (tmp_path / "new" / "proof-one.pdf").exists()


def test_a_folder_that_isnt_there_is_told_before_the_work(coranto, issue, tmp_path):
    result = coranto("press", issue, "-o", tmp_path / "nowhere" / "x.pdf")
    assert result.returncode == 8
    assert "nowhere` does not exist; make it first" in result.stderr


def test_a_folder_that_cant_be_written_is_told(coranto, issue):
    result = coranto("press", issue, "-o", "/proc/x.pdf")
    assert result.returncode == 8
    assert "`/proc/x.pdf` can't be written" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_disk_that_is_full_leaves_the_old_pdf(pdf):
    """A limit on the size of files fails a write as a full disk does."""

    def limit():
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (8_000, 8_000))

    env = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "coranto", "press", FORME, "-o", pdf]
    result = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=limit, env=env)
    assert result.returncode == 8, result.stderr
    assert "can't be written: File too large; the file that was there is untouched" in result.stderr
    assert pdf.read_bytes() == OLD
    assert leftovers(pdf) == []


@pytest.mark.parametrize("moment", [0.02, 0.15, 0.3, 0.5, 0.7, 0.9, 1.1, 1.3])
def test_control_c_at_any_moment_leaves_a_whole_pdf_and_no_stray_file(moment, pdf):
    command = [sys.executable, "-m", "coranto", "press", FORME, "-o", pdf]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    time.sleep(moment)
    os.killpg(process.pid, signal.SIGINT)
    _, stderr = process.communicate(timeout=20)
    if "Traceback" in stderr or "Fatal Python error: init" in stderr:  # Python was ended before Coranto could begin
        assert str(ROOT / "src") not in stderr.replace(str(ROOT / "src" / "coranto" / "__main__.py"), "")
        assert ", in main" not in stderr
    else:
        assert process.returncode in (0, 130, -signal.SIGINT), stderr
    content = pdf.read_bytes()
    if content != OLD:
        with pikepdf.open(pdf) as opened:
            assert len(opened.pages) > 5
    assert leftovers(pdf) == []


def test_control_c_to_the_guard_alone_ends_the_child_too(pdf):
    command = [sys.executable, "-m", "coranto", "press", FORME, "-o", pdf]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    time.sleep(0.6)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=20)
    time.sleep(0.1)
    assert living(process.pid) == []


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_whatever_ends_the_guard_ends_the_child_too(number, pdf):
    command = [sys.executable, "-m", "coranto", "press", FORME, "-o", pdf]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    time.sleep(0.6)
    process.send_signal(number)
    process.communicate(timeout=20)
    assert process.returncode in (128 + number, -number)
    time.sleep(0.8 if number is signal.SIGKILL else 0.1)
    assert living(process.pid) == []
    assert pdf.read_bytes() == OLD
    assert leftovers(pdf) == []


AS_NOBODY = ["setpriv", "--reuid", "65534", "--clear-groups"] if os.geteuid() == 0 else []


def as_nobody(*arguments):
    """Run the program as somebody whom permissions bind, from a place that everybody may read."""
    command = [*AS_NOBODY, sys.executable, "-m", "coranto", *map(str, arguments)]
    env = {**os.environ, "HOME": "/nonexistent", "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env, timeout=60)


@pytest.fixture
def open_folder():
    """Give a folder that everybody may search."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)
        for path in Path(name).rglob("*"):
            path.chmod(0o755)


def test_output_that_may_not_be_written_is_told_to_whom_permissions_bind(open_folder):
    if as_nobody("--version").returncode != 0:
        pytest.skip("the interpreter of this machine is its owner's alone")
    issue = make_issue(open_folder / "p" / "i")
    shut = open_folder / "shut"
    shut.mkdir()
    shut.chmod(0)
    result = as_nobody("press", issue, "-o", shut / "x.pdf")
    assert result.returncode == 8, result.stderr
    assert "can't be written: Permission denied" in result.stderr
    readonly = open_folder / "readonly"
    readonly.mkdir(mode=0o755)
    if os.geteuid() == 0:
        result = as_nobody("press", issue, "-o", readonly / "x.pdf")
        assert result.returncode == 8, result.stderr
        assert "can't be written: Permission denied" in result.stderr


def test_copy_that_may_not_be_read_is_told_to_whom_permissions_bind(open_folder):
    if as_nobody("--version").returncode != 0:
        pytest.skip("the interpreter of this machine is its owner's alone")
    issue = make_issue(open_folder / "p" / "i")
    for path, mode in ((issue, 0o644), (issue.parent, 0), (issue / "10-lead.md", 0)):
        path.chmod(mode)
        for command in ("check", "press"):
            result = as_nobody(command, issue)
            assert result.returncode == 3, (path, command, result.stderr)
            assert "Traceback" not in result.stderr
            assert "can't be read" in result.stderr
        path.chmod(0o755)


def test_a_name_that_is_too_long_is_told(coranto, issue):
    result = coranto("press", issue, "-o", "x" * 256)
    assert result.returncode == 8
    assert "File name too long" in result.stderr


def test_a_standard_output_that_is_full_is_told(issue):
    command = f"{sys.executable} -m coranto check {issue} > /dev/full"
    result = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert result.returncode == 8
    assert result.stderr == "coranto: standard output can't be written: No space left on device\n"


def test_a_limit_of_the_shell_is_kept(issue, tmp_path):
    command = f"ulimit -v 2500000; {sys.executable} -m coranto press {issue} -o {tmp_path}/o.pdf"
    result = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr


def test_a_device_or_a_pipe_is_not_written_over(coranto, issue, tmp_path):
    os.mkfifo(tmp_path / "pipe.pdf")
    result = coranto("press", issue, "-o", tmp_path / "pipe.pdf")
    assert result.returncode == 8
    assert "pipe.pdf` is not a regular file" in result.stderr
    assert (tmp_path / "pipe.pdf").is_fifo()


def test_a_link_is_followed_to_the_file_that_it_points_to(coranto, issue, tmp_path):
    (tmp_path / "kept.pdf").write_bytes(OLD)
    (tmp_path / "link.pdf").symlink_to("kept.pdf")
    assert coranto("press", issue, "-o", tmp_path / "link.pdf").returncode == 0
    assert (tmp_path / "link.pdf").is_symlink()
    assert (tmp_path / "kept.pdf").read_bytes().startswith(b"%PDF-")
    (tmp_path / "round.pdf").symlink_to("round.pdf")
    result = coranto("press", issue, "-o", tmp_path / "round.pdf")
    assert result.returncode == 8
    assert "Traceback" not in result.stderr


def test_a_terminal_without_unicode_gets_numbers_for_signs(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": "date: x\ntitel: Ä\n"})
    env = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": "ascii"}
    bad = coranto("press", folder, env=env, cwd=tmp_path)
    assert bad.returncode == 3
    assert "Traceback" not in bad.stderr
    good = coranto("press", FORME, "-o", tmp_path / "o.pdf", env=env)
    assert good.returncode == 0, good.stderr
    assert r"210 \xd7 297 mm" in good.stdout


def test_a_closed_standard_output_is_no_fault(issue, tmp_path):
    command = f"{sys.executable} -m coranto press {issue} -o {tmp_path}/o.pdf >&-"
    result = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""


def test_an_issue_that_takes_too_long_is_stopped(coranto, pdf):
    result = coranto("press", FORME, "-o", pdf, "--time-limit", "0.3")
    assert result.returncode == 6
    assert "took more than 0.3 seconds and was stopped; raise --time-limit" in result.stderr
    assert pdf.read_bytes() == OLD


def test_an_issue_that_needs_too_much_memory_is_stopped(coranto, pdf, tmp_path):
    lead = "---\nkind: story\nheadline: H\n---\n" + ("word " * 300 + "\n\n") * 400
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead})
    result = coranto("press", folder, "-o", pdf, "--memory-limit", "250")
    assert result.returncode == 6, result.stderr
    assert "250 MB" in result.stderr
    assert pdf.read_bytes() == OLD
    assert "Traceback" not in result.stderr


def test_a_layout_that_never_ends_is_stopped(coranto, issue, pdf, tmp_path):
    """A column that spans 10^8 columns hangs the engine (WeasyPrint 70)."""
    folder = tmp_path / "layouts" / "house"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text("name: house\nextends: newsletter\npurpose: x\n")
    (folder / "imprint.html").write_text("<table><col span=100000000><tr><td>x</td></tr></table>")
    options = ("--layout", "house", "--layouts-from", folder.parent, "--time-limit", "3", "--memory-limit", "1000")
    result = coranto("press", issue, "-o", pdf, *options)
    assert result.returncode == 6, result.stderr
    assert pdf.read_bytes() == OLD


def test_json_says_what_was_made(coranto, pdf):
    result = coranto("press", FORME, "-o", pdf, "--json")
    said = json.loads(result.stdout)
    assert said["ok"] is True
    assert said["pages"] == len(pikepdf.open(pdf).pages)
    assert said["bytes"] == pdf.stat().st_size
    assert said["articles"][0]["page"] == 2
    assert set(said["seconds"]) == {"read", "resolve", "compose", "paginate", "pull", "preflight", "finish"}


def test_json_says_what_is_wrong(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": "date: x\n"})
    result = coranto("press", folder, "--json", cwd=tmp_path)
    said = json.loads(result.stdout)
    assert result.returncode == said["exit_code"] == 3
    first = said["findings"][0]
    assert (first["rule"], first["level"], first["line"]) == ("file.missing-key", "stop", 1)
    assert first["file"].endswith("issue.yaml")
