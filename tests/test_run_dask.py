"""The press run on a cluster: a real scheduler, real workers, one of them killed."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from workshop import LEAD, make_issue, run

pytest.importorskip("distributed")


def program(tmp_path: Path, *arguments: object, **settings) -> subprocess.Popen:
    """Begin one of Dask's programs."""
    with (tmp_path / "dask.log").open("a") as log:
        command = [sys.executable, "-m", *map(str, arguments)]
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=tmp_path, start_new_session=True, **settings)


@pytest.fixture
def cluster(tmp_path, request):
    """Give the address of a scheduler, and two worker processes that run elsewhere, with other surroundings."""
    found = tmp_path / "scheduler.json"
    scheduler = program(
        tmp_path, "distributed.cli.dask_scheduler", "--scheduler-file", found, "--port", "0", "--host", "127.0.0.1",
        "--no-dashboard", "--no-jupyter",
    )  # fmt: skip
    elsewhere = {**os.environ, "HOME": str(tmp_path / "home"), "CORANTO_SHELF": "/nonexistent", "LC_ALL": "C"}
    worker = (
        "distributed.cli.dask_worker", "--scheduler-file", found, "--nthreads", "1", "--no-dashboard", "--no-nanny",
        "--death-timeout", "60", "--local-directory", tmp_path / "scratch",
    )  # fmt: skip
    (tmp_path / "home").mkdir()
    if version := getattr(request, "param", ""):
        other = tmp_path / "packages" / f"pyphen-{version}.dist-info"
        other.mkdir(parents=True)
        (other / "METADATA").write_text(f"Metadata-Version: 2.1\nName: pyphen\nVersion: {version}\n")
        elsewhere["PYTHONPATH"] = str(other.parent)
    workers = [program(tmp_path, *worker, "--name", name, env=elsewhere) for name in ("one", "two")]
    end = time.monotonic() + 60
    while not (found.exists() and found.read_text().strip().endswith("}")):
        assert time.monotonic() < end, (tmp_path / "dask.log").read_text()
        time.sleep(0.1)
    yield json.loads(found.read_text())["address"], workers
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def test_a_cluster_files_the_same_editions_though_a_worker_is_lost(cluster, tmp_path):
    """The copy, layouts and fonts travel; findings speak of the folder at home; a killed worker costs no issue."""
    address, workers = cluster
    for number in range(24):
        text = LEAD + f"\nNumber {number}. " + "Every good boy does fine always. " * 200
        make_issue(tmp_path / "post" / f"{number:02}", {"10-lead.md": text})
    make_issue(tmp_path / "post" / "bad", {"10-lead.md": LEAD + "\n![](art/none.png)\n"})
    archive = tmp_path / "archive"
    command = [sys.executable, "-m", "coranto", "run", tmp_path / "post", "-a", archive, "--dask", address, "--json"]
    process = subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    end = time.monotonic() + 120
    while len(list(archive.glob("post/*.pdf"))) < 4:
        assert time.monotonic() < end
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)
    os.killpg(workers[0].pid, signal.SIGKILL)
    out, err = process.communicate(timeout=180)
    said = json.loads(out)
    assert process.returncode == 11, err
    assert len(said["filed"]) == 24
    assert said["left"] == 0
    (failed,) = said["failed"]
    assert (failed["issue"], failed["folder"]) == ("post/bad", str(tmp_path / "post" / "bad"))
    assert (failed["findings"][0]["file"], failed["findings"][0]["line"]) == ("10-lead.md", 8)
    assert workers[1].poll() is None
    local = json.loads(run("run", tmp_path / "post", "-a", archive, "--json").stdout)
    assert len(local["current"]) == 24
    assert run("press", tmp_path / "post" / "07", "-o", tmp_path / "07.pdf").returncode == 0
    assert (archive / "post" / "07.pdf").read_bytes() == (tmp_path / "07.pdf").read_bytes()


def test_a_scheduler_that_is_not_there_is_told(issue, tmp_path):
    result = run("run", issue, "-a", tmp_path / "archive", "--dask", "tcp://127.0.0.1:9")
    assert result.returncode == 6
    assert "no Dask scheduler answers at `tcp://127.0.0.1:9`" in result.stdout
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("cluster", ["9.9"], indirect=True)
def test_a_worker_with_other_versions_is_told_and_nothing_of_it_is_filed(cluster, issue, tmp_path):
    """What it sets would not be what its stamp says."""
    result = run("run", issue, "-a", tmp_path / "archive", "--dask", cluster[0])
    assert result.returncode == 6
    assert "a worker of the cluster has other versions (pyphen 9.9 for 0.18.1)" in result.stdout
    assert list((tmp_path / "archive").glob("*/*.pdf")) == []


def test_a_cluster_makes_all_editions_and_one_without_workers_stops_the_run(cluster, issue, tmp_path):
    """Each edition is the one that is made here; what was not made is left to the next run."""
    address, workers = cluster
    editions = [part for name in ("screen", "print", "archive") for part in ("-e", name)]
    there, here = (tmp_path / name for name in ("there", "here"))
    assert run("run", issue, "-a", there, *editions, "--dask", address).returncode == 0
    assert run("run", issue, "-a", here, *editions).returncode == 0
    filed = sorted(path.relative_to(here) for path in here.glob("*/*.pdf"))
    assert len(filed) == 3
    assert [(there / path).read_bytes() for path in filed] == [(here / path).read_bytes() for path in filed]
    for worker in workers:
        os.killpg(worker.pid, signal.SIGKILL)
    (issue / "issue.yaml").write_text((issue / "issue.yaml").read_text() + "\n# another stamp\n")
    result = run("run", issue, "-a", there, *editions, "--dask", address)
    assert result.returncode == 6
    assert "the cluster has no workers (any more)" in result.stdout
    assert run("verify", there, "--json").returncode == 0
    (filed_again,) = json.loads(run("run", issue, "-a", there, *editions, "--json").stdout)["filed"]
    assert len(filed_again["editions"]) == 3
