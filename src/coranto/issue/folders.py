"""Folders: where an issue lies, found from what was named."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from coranto.errors import CopyError
from coranto.findings import Finding, Place, query, stop

HEAD = "issue.yaml"
PERIODICAL = "periodical.yaml"
_DATED = re.compile(r"\d{4}-\d{2}(-\d{2})?")
_PROSE = (".md", ".markdown", ".mdown", ".mkd")


def find(folder: Path) -> Path:
    """Return the folder of the issue that was named by its folder, or by its `issue.yaml`.

    Raises:
        CopyError: there is no issue, or it can't be read.

    """
    if folder.name == HEAD:
        folder = folder.parent
    try:
        there, headed = folder.is_dir(), (folder / HEAD).exists()
    except OSError as error:
        unread = stop("copy.unreadable", f"`{folder}` can't be read: {error.strerror}", place=Place(folder))
        raise CopyError(f"the issue at {folder} can't be read", [unread]) from error
    if not there:
        raise CopyError(f"there is no issue at {folder}", [_no_folder(folder)])
    if not headed:
        raise CopyError(f"there is no issue at {folder}", [_no_head(folder)])
    return folder


def overlooked(folder: Path) -> Iterator[Finding]:
    """Yield a finding for each file that looks like an article and is read as none, for its name or its folder."""
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder)
        if path.suffix.lower() not in _PROSE or any(part.startswith(".") for part in name.parts) or not path.is_file():
            continue
        if len(name.parts) > 1:
            what, hint = f"`{name}` lies in a folder below the issue's and is not read", "move it beside issue.yaml"
            yield query("copy.overlooked", what, hint=f"{hint} if it is an article", place=Place(path))
        elif path.suffix != ".md":
            what, hint = f"`{name}` does not end in `.md` and is not read", "rename it, or take the file away"
            yield stop("copy.overlooked", what, hint=hint, place=Place(path))


def other_date(folder: Path, date: dt.date, place: Place) -> Iterator[Finding]:
    """Yield a query if the folder's name is a date, or a month, and the issue's is another."""
    name = folder.resolve().name
    if _DATED.fullmatch(name) and not date.isoformat().startswith(name):
        what = f"the issue is dated {date.isoformat()}, its folder `{name}`"
        yield query("copy.date", what, hint="mend the one that is wrong", place=place)


def _no_folder(folder: Path) -> Finding:
    what = "is not a folder" if folder.exists() else "does not exist"
    return stop(
        "copy.no-issue", f"`{folder}` {what}", hint="name the folder that holds issue.yaml", place=Place(folder)
    )


def _no_head(folder: Path) -> Finding:
    inside = sorted(head.parent.name for head in folder.glob(f"*/{HEAD}"))
    hint = f"name one of its issues: {', '.join(inside[:5])}" if inside else "name the folder that holds issue.yaml"
    return stop("copy.no-issue", f"there is no {HEAD} in `{folder}`", hint=hint, place=Place(folder))
