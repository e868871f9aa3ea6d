"""Fixtures: the program, a small valid issue, and pressed PDFs to look into."""

import json
from pathlib import Path

import pytest

from workshop import REAL, Pressed, make_issue, run


def pytest_addoption(parser):
    """Two switches: all of the real newsletters (`make corpus`), and golden files written anew (`make golden`)."""
    parser.addoption("--corpus", action="store_true", help="set every real newsletter, in every layout")
    parser.addoption("--rewrite-golden", action="store_true", help="write tests/golden anew")


@pytest.fixture
def coranto():
    """Give the program."""
    return run


@pytest.fixture(scope="session")
def coranto_once():
    """Give the program to what is made once for several tests."""
    return run


@pytest.fixture
def issue(tmp_path):
    """Give a small valid issue; files are overwritten or added by their names."""
    return make_issue(tmp_path / "proof" / "one")


@pytest.fixture(scope="session")
def press(tmp_path_factory):
    """Give a function that presses an issue once a session."""
    done: dict[Path, Pressed] = {}

    def pressed(folder: Path) -> Pressed:
        if folder not in done:
            path = tmp_path_factory.mktemp("pressed") / "issue.pdf"
            result = run("press", folder, "-o", path, "--json")
            assert result.returncode == 0, result.stdout + result.stderr
            done[folder] = Pressed(path, json.loads(result.stdout))
        return done[folder]

    return pressed


@pytest.fixture(scope="session")
def real(press):
    """Give the real issue, pressed; its words are its publisher's, so it lies outside the project."""
    if not REAL.is_dir():
        pytest.skip("the real issue is not on this machine")
    return press(REAL)
