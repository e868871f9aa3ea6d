"""Mending: what the house's style finds and can mend safely, mended in the files of an issue.

In: the folder of an issue.  Out: its files as they would be, byte for byte the
same but for what is mended.  Nothing is written here.  It is tried out on a
copy of the folder, which is read as any issue is: a file in which mending
raises a new fault, or makes another block of a block, is left as it was.
"""

import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from coranto.errors import CopyError
from coranto.findings import Finding, Mend
from coranto.issue import folders
from coranto.issue.folders import PERIODICAL
from coranto.issue.model import Issue
from coranto.issue.reader import read_issue
from coranto.issue.source import TEXT_LIMIT

_ROUNDS = 5
"""A mend within another's stretch has to wait for the next round."""
_HOUSE = "house."
_BOM = b"\xef\xbb\xbf"
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")
_TAG = re.compile(r"<\w+")

State = tuple[Counter[tuple[str, str]], list[str]]
"""Faults of a file (rule, message), and the blocks of its body by their tags."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A file of the copy, and what it would be."""

    path: Path
    old: bytes
    new: bytes
    count: int
    """How many places are mended."""


def mended(folder: Path) -> tuple[Mended, ...]:
    """Return the files of an issue that mending changes, `periodical.yaml` among them.

    Raises:
        CopyError: there is no issue.

    """
    folder = folders.find(folder)
    name = folder.resolve().name
    with tempfile.TemporaryDirectory(prefix="coranto-") as desk:
        copy = Path(desk).resolve() / "periodical" / name
        _lay_out(folder, copy)
        files = [path for path in [*copy.glob("*.md"), *copy.glob("*.yaml"), *_periodical(copy)] if path.is_file()]
        originals = {path: path.read_bytes() for path in files}
        counts: Counter[Path] = Counter()
        left: set[Path] = set()
        for _ in range(_ROUNDS):
            before, found = _read(copy)
            work = _by_file(found, left)
            if not work:
                break
            kept = {path: path.read_bytes() for path in work}
            for path, mends in work.items():
                content, done = apply(path.read_bytes(), mends)
                path.write_bytes(content)
                counts[path] += done
            after, _ = _read(copy)
            worse = {path for path in work if _worse(before.get(path), after.get(path))}
            for path in worse:  # what an earlier round did to it goes, too
                path.write_bytes(originals[path])
                counts[path] = 0
            left |= worse | {path for path in work if path.read_bytes() == kept[path]}
        return tuple(
            Mended(_original(path, copy, folder), old, new, counts[path])
            for path, old in sorted(originals.items())
            if (new := path.read_bytes()) != old
        )


def _lay_out(folder: Path, copy: Path) -> None:
    """Copy an issue, and its periodical's data, as far as they are of the size that is read."""

    def passed_over(place: str, names: list[str]) -> set[str]:
        return {name for name in names if name.startswith(".") or not _regular(Path(place, name))}

    copy.parent.mkdir(parents=True)
    shutil.copytree(folder, copy, symlinks=True, ignore=passed_over)
    periodical = _beside(folder)
    if periodical.is_file() and periodical.stat().st_size <= TEXT_LIMIT:
        shutil.copy(periodical, copy.parent / PERIODICAL)


def _regular(path: Path) -> bool:
    return not path.is_symlink() and (path.is_dir() or path.is_file())


def _periodical(copy: Path) -> list[Path]:
    path = copy.parent / PERIODICAL
    return [path] if path.exists() else []


def _original(path: Path, copy: Path, folder: Path) -> Path:
    return _beside(folder) if path.parent == copy.parent else folder / path.relative_to(copy)


def _beside(folder: Path) -> Path:
    """Return the periodical's file, by the name that the reader gives it."""
    return (folder.parent if folder.name else folder.resolve().parent) / PERIODICAL


def _read(copy: Path) -> tuple[dict[Path, State], tuple[Finding, ...]]:
    """Return the state of each file, and all findings."""
    issue: Issue | None = None
    try:
        issue = read_issue(copy)
        found = issue.queries
    except CopyError as error:
        found = error.findings
    states: dict[Path, State] = {}
    for finding in found:
        if finding.place and not finding.rule.startswith(_HOUSE):
            faults, _ = states.setdefault(finding.place.file, (Counter(), []))
            faults[finding.rule, re.sub(r"`[^`]*`", "", finding.message)] += 1
    for name, article in issue.articles.items() if issue else ():
        _, tags = states.setdefault(copy / name, (Counter(), []))
        tags += [tag for block in article.body.blocks for tag in _TAG.findall(block.html)]
    return states, found


def _by_file(found: Iterable[Finding], left: set[Path]) -> dict[Path, list[Mend]]:
    """Return the mends of each file that don't overlap; all of a finding's, or none."""
    work: dict[Path, list[Mend]] = {}
    for finding in found:
        if not finding.mends or finding.mends[0].place.file in left:
            continue
        mends = work.setdefault(finding.mends[0].place.file, [])
        if not any(_overlap(mend, other) for mend in finding.mends for other in mends):
            mends += finding.mends
    return {path: mends for path, mends in work.items() if mends}


def _overlap(one: Mend, other: Mend) -> bool:
    start, end = one.place.column or 1, other.place.column or 1
    return one.place.line == other.place.line and start < end + len(other.old) and end < start + len(one.old)


def _worse(before: State | None, after: State | None) -> bool:
    """Tell whether a file has a new fault, or other blocks than it had."""
    old, new = before or (Counter(), []), after or (Counter(), [])
    return bool(new[0] - old[0]) or (bool(old[1]) and old[1] != new[1])


def apply(content: bytes, mends: Iterable[Mend]) -> tuple[bytes, int]:
    """Return a file's bytes with these mends, and how many were done; one whose old text isn't there is none.

    Line ends and a byte order mark stay as they are.
    """
    mark = _BOM if content.startswith(_BOM) else b""
    lines = _LINE.findall(content.removeprefix(mark).decode("utf-8"))
    done = 0
    for mend in sorted(mends, key=lambda mend: (mend.place.line or 0, mend.place.column or 0), reverse=True):
        row, start = (mend.place.line or 1) - 1, (mend.place.column or 1) - 1
        end = start + len(mend.old)
        if row < len(lines) and lines[row][start:end] == mend.old:
            lines[row] = lines[row][:start] + mend.new + lines[row][end:]
            done += 1
    return mark + "".join(lines).encode(), done
