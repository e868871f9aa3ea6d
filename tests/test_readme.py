"""The README against the program: every command, option, kind, rule and exit code; every example is valid."""

import re
import subprocess
import sys

from coranto import errors
from coranto.issue.kinds import KINDS
from coranto.layout.stack import all_layouts
from coranto.preflight import RULES
from workshop import ROOT, make_issue

README = (ROOT / "README.md").read_text()


def blocks(language):
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_it_names_every_command_and_common_option():
    for command in ("new periodical", "new issue", "check", "press", "layouts", "fonts", "schema"):
        assert f"coranto {command}" in README
    for option in ("--force", "--time-limit", "--memory-limit", "--layouts-from", "--json", "--install-completion"):
        assert option in README


def test_it_names_every_kind_rule_layout_and_exit_code():
    assert all(f"| `{kind}` |" in README for kind in KINDS)
    assert all(f"| `{rule.__module__.rpartition('.')[2]}` |" in README for rule in RULES)
    assert all(name in README for name in all_layouts())
    codes = {kind.exit_code for kind in vars(errors).values() if isinstance(kind, type) and hasattr(kind, "exit_code")}
    assert all(f"| {code} |" in README for code in {*codes, 0, 2, 130})


def test_its_examples_are_a_valid_issue(coranto, tmp_path):
    periodical, head = blocks("yaml")[:2]
    article, picture = blocks("markdown")[:2]
    art = (ROOT / "issues" / "the-forme" / "2026-09-01" / "art" / "quarto.svg").read_text()
    figure = '---\nkind: number\nheadline: "1605"\n---\n\nText.\n'
    files = {
        "../periodical.yaml": periodical,
        "issue.yaml": head,
        "10-lead.md": article + "\n" + picture,
        "20-figure.md": figure,
        "art/press.svg": art,
    }
    result = coranto("press", make_issue(tmp_path / "p" / "i", files), "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    assert "findings  none" in result.stdout


def test_its_python_does_what_it_says(tmp_path):
    (tmp_path / "issues").symlink_to(ROOT / "issues")
    command = [sys.executable, "-c", blocks("python")[0]]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=tmp_path).stdout
    assert "No news from Italy" in said
    assert (tmp_path / "september.pdf").read_bytes().startswith(b"%PDF-")
