"""The cache: what can be made again at any time, kept to be quick.

It lies in the user's cache folder (`XDG_CACHE_HOME`, XDG Base Directory
Specification 0.8).  Nothing that is in it has a say in any page; where it
can't be written, everything is made anew.
"""

import contextlib
import hashlib
import json
import os
import tempfile
import time
from collections.abc import Iterable
from functools import cache
from pathlib import Path

_SETTLED = 2_000_000_000
"""Nanoseconds after which a changed file counts as settled; file systems' clocks tick in up to two seconds (FAT)."""


@cache
def cache_folder(name: str) -> Path | None:
    """Return the cache's folder for one purpose, or None if it can't be written."""
    home = os.environ.get("HOME") or "/nonexistent"
    folder = Path(os.environ.get("XDG_CACHE_HOME") or Path(home) / ".cache") / "coranto" / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return folder
    except OSError:
        return None


def keep(path: Path, content: Iterable[bytes]) -> None:
    """Write a file of the cache, whole or not at all; a failure costs time only."""
    with contextlib.suppress(OSError), tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.writelines(content)
        file.close()
        Path(file.name).replace(path)


def kept_sums(name: str) -> "Sums":
    """Return the sums that the cache keeps for one purpose."""
    folder = cache_folder("sums")
    return Sums(folder / f"{name}.json" if folder else None)


class Sums:
    """SHA-256 sums of files, taken again only when a file has moved: other inode, size, or times.

    A file's change time can't be set back by whoever writes to it (stat(2)).
    What was changed within the last moments is not remembered: it could be
    changed once more within the same tick of the file system's clock.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.known: dict[str, str] = {}
        """By path, the mark of a file and its sum: there are thousands, so each is one text."""
        if path:
            with contextlib.suppress(OSError, ValueError):
                kept = json.loads(path.read_bytes())
                self.known = kept if isinstance(kept, dict) else {}
        self.changed = False

    def sum(self, path: Path, *, anew: bool = False) -> str:
        """Return the SHA-256 of a file, in hexadecimal; what is known of it counts unless it is wanted `anew`.

        Raises:
            OSError: the file can't be read.

        """
        mark = self._mark(path.stat())
        noted = self.known.get(str(path))
        if not anew and isinstance(noted, str) and noted.startswith(mark):
            return noted[len(mark) :]
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        after = path.stat()
        if self._mark(after) == mark and abs(time.time_ns() - after.st_ctime_ns) > _SETTLED:
            self.known[str(path)] = mark + found
            self.changed = True
        return found

    def note(self, path: Path, sha256: str) -> None:
        """Note the SHA-256 of a file that we have written ourselves."""
        self.known[str(path)] = self._mark(path.stat()) + sha256
        self.changed = True

    def save(self) -> None:
        """Keep what was noted for the next process."""
        if self.path and self.changed:
            keep(self.path, (piece.encode() for piece in json.JSONEncoder().iterencode(self.known)))
            self.changed = False

    @staticmethod
    def _mark(status: os.stat_result) -> str:
        return f"{status.st_dev} {status.st_ino} {status.st_size} {status.st_mtime_ns} {status.st_ctime_ns} "
