"""Judges from outside: what other programs say of a PDF, where they are installed.

veraPDF (https://verapdf.org) is the judge of PDF/A and PDF/UA; it is a program
in Java, and nothing of it is brought along.  qpdf and poppler's pdfinfo tell
whether other readers can follow what is in it.  A PDF may be hostile: each has
its limits of time and memory.
"""

import resource
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

_SECONDS = 300.0
_MEGABYTES = 4_000
_NOT_HERE = "not asked; it is not on this machine"
_FINE, _WARNED = 0, 3
"""How qpdf ends (https://qpdf.readthedocs.io/en/stable/cli.html#exit-status)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one of them says."""

    name: str
    said: str
    fault: bool = False
    """Whether it found something wrong."""


def ask_all(path: Path) -> tuple[Verdict, ...]:
    """Return what each of them says of a PDF."""
    vera = ask_verapdf(path)
    return Verdict("veraPDF", vera, fault=vera.startswith("FAIL")), _ask_qpdf(path), _ask_poppler(path)


def ask_verapdf(path: Path) -> str:
    """Return what veraPDF says of the standard that a PDF claims, or why it says nothing."""
    ended = _run("verapdf", "--format", "text", str(path.resolve()), limited=False)
    if isinstance(ended, str):
        return ended
    said = (ended.stdout.strip() or ended.stderr.strip()).splitlines()
    return said[0][:200] if said else f"said nothing, and ended with {ended.returncode}"


def _ask_qpdf(path: Path) -> Verdict:
    ended = _run("qpdf", "--check", str(path.resolve()))
    if isinstance(ended, str):
        return Verdict("qpdf", ended)
    if ended.returncode == _FINE:
        return Verdict("qpdf", "no fault")
    lines = (ended.stderr.strip() or ended.stdout.strip()).splitlines()
    first = lines[0].replace(str(path.resolve()), path.name)[:200] if lines else f"ended with {ended.returncode}"
    return Verdict("qpdf", f"{'warns' if ended.returncode == _WARNED else 'finds a fault'}: {first}", fault=True)


def _ask_poppler(path: Path) -> Verdict:
    ended = _run("pdfinfo", str(path.resolve()))
    if isinstance(ended, str):
        return Verdict("poppler", ended)
    complaints = [line for line in ended.stderr.splitlines() if line.strip()]
    if ended.returncode or complaints:
        first = complaints[0][:200] if complaints else f"ended with {ended.returncode}"
        return Verdict("poppler", f"complains: {first}", fault=True)
    facts = dict(line.split(":", 1) for line in ended.stdout.splitlines() if ":" in line)
    pages, version = (facts.get(name, "").strip() for name in ("Pages", "PDF version"))
    return Verdict("poppler", f"reads {pages} pages of PDF {version}")


def _run(program: str, *arguments: str, limited: bool = True) -> "subprocess.CompletedProcess[str] | str":
    """Return how a program ended, or why there is nothing to tell."""
    found = shutil.which(program)
    if found is None:
        return _NOT_HERE
    try:
        return subprocess.run(  # noqa: S603
            [found, *arguments],
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
            preexec_fn=_limit if limited else None,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"said nothing: {type(error).__name__}"


def _limit() -> None:
    """Let this process need only so much; Java reserves more than it needs, and is not limited so."""
    most = _MEGABYTES * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
