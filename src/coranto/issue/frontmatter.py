"""Front matter: the YAML between two lines `---` that an article begins with."""

import re
from pathlib import Path

from coranto.findings import Finding, Place, query

_CUT_OFF = re.compile(r"[^#\"'|>\[{]*:\s+[^\s\"'\[{|>#][^\"']*?\s(#.*)$")


def split(text: str) -> tuple[str, str, int] | None:
    """Return front matter, body, and the line on which the body begins."""
    match = re.match(r"---[ \t]*\n(.*?)^---[ \t]*(?:\n|\Z)", text, re.DOTALL | re.MULTILINE)
    if not match:
        return None
    return match[1], text[match.end() :], text.count("\n", 0, match.end()) + 1


def cut_off(head: str, path: Path) -> list[Finding]:
    """Return a query for each text that ` #` cuts off: in YAML the rest of the line is a comment."""
    found = []
    for row, line in enumerate(head.split("\n"), 2):
        if match := _CUT_OFF.match(line):
            what = f"`{match[1]}` begins a comment, and is not set"
            hint = "put the text into quotes if it is part of it"
            found.append(query("copy.comment", what, hint=hint, place=Place(path, row, match.start(1) + 1)))
    return found
