"""The README against the program: what it tells to type works, its example is valid, and it lists the handbook."""

import os
import re
import subprocess
import sys
from pathlib import Path

from workshop import ROOT, make_issue

README = (ROOT / "README.md").read_text()
HANDBOOK = "issues/handbook/2026-12-01"


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_what_it_tells_to_type_works(tmp_path):
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    command = ["sh", "-euc", "\n".join(blocks("sh"))]
    env = {**os.environ, "PATH": path}
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=env)
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "my-letter-first-issue.pdf").is_file()
    assert (tmp_path / "my-letter" / "2026-12-01" / "issue.yaml").is_file()


def test_its_make_targets_are_there():
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert (
        set(re.findall(r"\bmake ([a-z]+)", " ".join(re.findall(r"`[^`]+`|^make .*", README, re.MULTILINE)))) <= targets
    )


def test_its_example_is_a_valid_article(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": blocks("markdown")[0]})
    result = coranto("press", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    assert "findings  none" in result.stdout


def test_it_lists_every_chapter_of_the_handbook_and_its_links_are_there():
    chapters = {f"{HANDBOOK}/{path.name}" for path in (ROOT / HANDBOOK).glob("*.md")}
    links = set(re.findall(r"\]\(([^)]+)\)", README))
    assert chapters <= links
    assert all((ROOT / link).is_file() for link in links)
