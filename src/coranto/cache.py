"""The cache: what can be made again at any time, kept to be quick.

It lies in the user's cache folder (`XDG_CACHE_HOME`, XDG Base Directory
Specification 0.8).  Nothing that is in it has a say in any page; where it
can't be written, everything is made anew.
"""

import contextlib
import json
import os
import tempfile
from functools import cache
from pathlib import Path

_SUMS = "sums.json"


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


def keep(path: Path, content: bytes) -> None:
    """Write a file of the cache, whole or not at all; a failure costs time only."""
    with contextlib.suppress(OSError), tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
        file.write(content)
        file.close()
        Path(file.name).replace(path)


class Sums:
    """Sums of files that haven't changed since they were taken: same inode, size, and times.

    A file's change time can't be set back by whoever writes to it (stat(2)).
    """

    def __init__(self) -> None:
        self.folder = cache_folder("sums")
        self.known: dict[str, list[object]] = {}
        if self.folder:
            with contextlib.suppress(OSError, ValueError):
                kept = json.loads((self.folder / _SUMS).read_bytes())
                self.known = kept if isinstance(kept, dict) else {}
        self.changed = False

    @staticmethod
    def _mark(path: Path) -> list[object]:
        status = path.stat()
        return [status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns]

    def recall(self, path: Path) -> str | None:
        """Return the SHA-256 of a file if it was noted and the file is as it was then."""
        noted = self.known.get(str(path))
        return str(noted[-1]) if isinstance(noted, list) and noted[:-1] == self._mark(path) else None

    def note(self, path: Path, sha256: str) -> None:
        """Note the SHA-256 of a file."""
        self.known[str(path)] = [*self._mark(path), sha256]
        self.changed = True

    def save(self) -> None:
        """Keep what was noted for the next process."""
        if self.folder and self.changed:
            keep(self.folder / _SUMS, json.dumps(self.known).encode())
            self.changed = False
