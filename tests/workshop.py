"""The tests' workshop: the program as a process, a small valid issue, and what reads a PDF."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pikepdf

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "copy" / "merics-china-essentials" / "2024-02-29"
LAYOUTS = sorted(path.parent.name for path in (ROOT / "layouts").glob("*/layout.yaml"))
SAMPLES = sorted(path.parent for path in (ROOT / "issues").glob("*/*/issue.yaml"))
FORME = ROOT / "issues" / "the-forme" / "2026-09-01"

PERIODICAL = """\
title: The Proof
language: en
layout: newsletter
publisher:
  name: The Proof Press
"""
HEAD = """\
date: 2026-11-24
departments:
  - title: Front page
    articles: [10-lead.md]
"""
LEAD = """\
---
kind: story
headline: A headline
---

A paragraph.
"""


def run(
    *arguments: object,
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    timeout: float = 120,
    stdin: int | None = None,
):
    """Run `coranto` as a process of its own."""
    command = [sys.executable, "-m", "coranto", *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        text=True,
        timeout=timeout,
        stdin=stdin,
        check=False,
    )


def pdftotext(pdf: Path, *options: str) -> str:
    """Return what poppler reads in a PDF."""
    command = ["pdftotext", *options, str(pdf), "-"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def make_issue(folder: Path, files: dict[str, str | bytes] | None = None) -> Path:
    """Write a small valid issue into `folder`, with these files beside or instead of its own."""
    folder.mkdir(parents=True)
    contents = {"../periodical.yaml": PERIODICAL, "issue.yaml": HEAD, "10-lead.md": LEAD, **(files or {})}
    for name, content in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


@dataclass(frozen=True)
class Pressed:
    """A pressed issue: where its PDF is, and what the program said as JSON."""

    path: Path
    said: dict

    def open(self) -> pikepdf.Pdf:
        """Open the PDF with a library that did not write it."""
        return pikepdf.open(self.path)

    def text(self, *options: str) -> str:
        """Return what poppler reads in the PDF."""
        return pdftotext(self.path, *options)
