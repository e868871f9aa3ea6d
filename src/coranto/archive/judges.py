"""Judges from outside: what another program says of an edition, where it is installed.

veraPDF (https://verapdf.org) is the judge of PDF/A and PDF/UA; it is a program
in Java, and nothing of it is brought along.
"""

import shutil
import subprocess
from pathlib import Path

_SECONDS = 300.0


def ask_verapdf(path: Path) -> str:
    """Return what veraPDF says of the standard that a PDF claims, or why it says nothing."""
    program = shutil.which("verapdf")
    if program is None:
        return "not asked; it is not on this machine"
    command = [program, "--format", "text", str(path.resolve())]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        return f"said nothing: {type(error).__name__}"
    said = (ended.stdout.strip() or ended.stderr.strip()).splitlines()
    return said[0][:200] if said else f"said nothing, and ended with {ended.returncode}"
