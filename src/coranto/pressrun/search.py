"""The search: all issues below some folders, each by its name.

In: folders of issues, of periodicals, or of many periodicals.  Out: `Found`
issues; what looks like an issue and lacks its head is among them, so that it is
told, not passed over.
"""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from coranto.issue.folders import HEAD, PERIODICAL


@dataclass(frozen=True, slots=True)
class Found:
    """The issues below some folders."""

    issues: dict[str, tuple[Path, ...]]
    """For each name, `<periodical>/<issue>`, the folders that bear it: one, or there is a clash."""
    periodicals: frozenset[str]
    """Names of periodicals all of whose issues were searched for."""
    roots: tuple[Path, ...]
    """The folders that were searched, in full."""
    unsearched: dict[Path, str]
    """Folders that were named, or lie below those, and could not be looked into; and why."""

    def missed(self, name: str, source: Path) -> bool:
        """Tell whether the issue called `name`, once in the folder `source`, should have been found and was not."""
        if name in self.issues or not self.issues or self.unsearched:
            return False  # a disk that is not there, a folder that is closed: nobody can say
        below = any(source.is_relative_to(root) for root in self.roots)
        return below or name.partition("/")[0] in self.periodicals


def find_issues(paths: Iterable[Path]) -> Found:
    """Return the issues in and below these folders; links are followed, each folder is looked into once."""
    issues: dict[str, list[Path]] = {}
    periodicals: set[str] = set()
    roots: list[Path] = []
    unsearched: dict[Path, str] = {}
    for path in paths:
        root = (path.parent if path.name == HEAD else path).resolve()
        if not root.is_dir():
            unsearched[path] = "is not a folder"
            continue
        roots.append(root)
        for folder in _folders(root, periodicals, unsearched):
            known = issues.setdefault(f"{folder.parent.name}/{folder.name}", [])
            if folder not in known:
                known.append(folder)
    found = {name: tuple(folders) for name, folders in sorted(issues.items())}
    return Found(found, frozenset(periodicals), tuple(roots), unsearched)


def _folders(root: Path, periodicals: set[str], unsearched: dict[Path, str]) -> Iterator[Path]:
    """Yield the folders of issues in and below `root`; note periodicals that lie there whole, and what is closed."""

    def closed(error: OSError) -> None:
        unsearched[Path(str(error.filename))] = f"can't be read: {error.strerror}"

    if (root / HEAD).is_file():
        yield root
        return
    seen: set[tuple[int, int]] = set()
    for at, inside, files in os.walk(root, followlinks=True, onerror=closed):
        here = Path(at)
        status = here.stat()
        if (status.st_dev, status.st_ino) in seen:  # links may go round in a circle
            inside.clear()
            continue
        seen.add((status.st_dev, status.st_ino))
        inside[:] = sorted(name for name in inside if not name.startswith("."))
        if HEAD in files:
            inside.clear()
            yield here
        elif here != root and any(name.endswith(".md") for name in files) and (here.parent / PERIODICAL).is_file():
            inside.clear()
            yield here  # articles without a head: an issue that somebody meant
        elif PERIODICAL in files:
            periodicals.add(here.name)
