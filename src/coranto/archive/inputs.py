"""Inputs: all that the bytes of an edition can depend on, by SHA-256.

In: the folder of an issue, the shelves of layouts, the fonts, this program and
the libraries under it.  Out: `Manifest`s, plain tables of what there is.  Sums
are taken anew only of files that have moved (`coranto.cache.Sums`).
"""

import hashlib
import json
import os
import platform
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from email.parser import HeaderParser
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from coranto import __version__, shelf
from coranto.cache import Sums
from coranto.issue.folders import HEAD, PERIODICAL

Manifest = dict[str, str]
"""Paths (below what the manifest is of) or names, and for each a SHA-256 or a version."""

_LAYOUT = "layout.yaml"
_FAMILY = "family.yaml"
_CODE = (".py", ".json", ".yaml")
_NO_SAY_CODE = ("__main__.py", "cli/", "display.py", "intake/", "pressrun/", "archive/", "compare/", "_shelf/")
_SAY_CODE = ("pressrun/line.py", "archive/sealing.py")
"""Rooms of ours that have no say in any page, and what is in them and has."""
_PACKAGE = Path(__file__).resolve().parents[1]
_NO_SAY = {"typer", "rich", "filelock", "bagit", "pypdfium2", "packaging"}
"""Requirements of ours that have no say in any page, with all that they alone require."""


def digest_of(manifest: Manifest) -> str:
    """Return the SHA-256 of a manifest."""
    return hashlib.sha256(json.dumps(manifest, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def files_below(folder: Path) -> Iterator[str]:
    """Yield the paths of all files below a folder, in order; what begins with a dot is nobody's copy."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = root[len(str(folder)) :].lstrip("/")
        for name in files:
            if not name.startswith("."):
                yield f"{below}/{name}" if below else name


def sum_folder(folder: Path, sums: Sums) -> Manifest:
    """Return the manifest of all files below a folder.

    What is no regular file is named with what it is instead of a sum: to read
    a FIFO would take for ever.

    Raises:
        OSError: a file can't be read.

    """
    found = {}
    for name in sorted(files_below(folder)):
        path = folder / name
        found[name] = sums.sum(path) if path.is_file() else "no regular file"
    return found


class Inputs:
    """The inputs as they stand now, each summed once."""

    def __init__(self, sums: Sums, *, shelves: Iterable[Path] = ()) -> None:
        self.sums = sums
        self.shelves = (*shelves, shelf.layouts_folder())
        self.fonts = shelf.fonts_folder()
        self.layouts: dict[str, Manifest] = {}
        self.families: dict[str, Manifest] = {}
        self.digests: dict[int, str] = {}
        """Digests of the manifests above, which are never let go, by their identity."""
        self.program = program_manifest(sums)
        self.program_digest = digest_of(self.program)

    def issue(self, folder: Path) -> Manifest:
        """Return the manifest of an issue's folder, with the periodical it belongs to as `../periodical.yaml`.

        Raises:
            OSError: a file can't be read.

        """
        found = sum_folder(folder, self.sums)
        if (periodical := folder.parent / PERIODICAL).is_file():
            found[f"../{PERIODICAL}"] = self.sums.sum(periodical)
        return found

    def layout(self, name: str) -> Manifest:
        """Return the manifest of one layout's folder; an empty one if it isn't there."""
        return self._kept(self.layouts, name, self._layout)

    def family(self, name: str) -> Manifest:
        """Return the manifest of one font family's folder; an empty one if it isn't there."""
        return self._kept(self.families, name, lambda name: self._folder(self.fonts / name, _FAMILY))

    def layout_digest(self, name: str) -> str:
        """Return the digest of the manifest of one layout's folder."""
        return self._digested(self.layout(name))

    def family_digest(self, name: str) -> str:
        """Return the digest of the manifest of one font family's folder."""
        return self._digested(self.family(name))

    def _digested(self, manifest: Manifest) -> str:
        if id(manifest) not in self.digests:
            self.digests[id(manifest)] = digest_of(manifest)
        return self.digests[id(manifest)]

    def layout_folder(self, name: str) -> Path:
        """Return the folder of a layout: the first of that name on the shelves."""
        homes = [home / name for home in self.shelves]
        return next((home for home in homes if (home / _LAYOUT).is_file()), homes[-1])

    def _layout(self, name: str) -> Manifest:
        return self._folder(self.layout_folder(name), _LAYOUT)

    def _folder(self, folder: Path, head: str) -> Manifest:
        return sum_folder(folder, self.sums) if (folder / head).is_file() else {}

    @staticmethod
    def _kept(kept: dict[str, Manifest], name: str, find: Callable[[str], Manifest]) -> Manifest:
        if name not in kept:
            kept[name] = find(name)
        return kept[name]

    def all(self) -> None:
        """Take the sums of all layouts and families there are, before anything is made of them."""
        for kind, folders in self.shelf_folders().items():
            for name in folders:
                (self.layout if kind == "layouts" else self.family)(name)

    def shelf_folders(self) -> dict[str, dict[str, Path]]:
        """Return the folders of all layouts and of all font families, by name."""
        layouts = {head.parent.name for home in self.shelves for head in home.glob(f"*/{_LAYOUT}")}
        families = {head.parent.name for head in self.fonts.glob(f"*/{_FAMILY}")}
        return {
            "layouts": {name: self.layout_folder(name) for name in sorted(layouts)},
            "fonts": {name: self.fonts / name for name in sorted(families)},
        }

    def shelf_digest(self) -> str:
        """Return the digest of all layouts and families there are."""
        self.all()
        layouts = {f"layouts/{name}": self.layout_digest(name) for name in self.layouts}
        return digest_of(layouts | {f"fonts/{name}": self.family_digest(name) for name in self.families})

    def manifest(self, digest: str) -> Manifest | None:
        """Return the manifest of a digest, among those that were asked for."""
        every = (*self.layouts.values(), *self.families.values(), self.program)
        return next((manifest for manifest in every if digest_of(manifest) == digest), None)

    def moved(self) -> bool:
        """Tell whether a layout or a family that was asked for is no longer what it was."""
        return any(self._layout(name) != was for name, was in self.layouts.items()) or any(
            self._folder(self.fonts / name, _FAMILY) != was for name, was in self.families.items()
        )


def is_issue(folder: Path) -> bool:
    """Tell whether there is an issue in a folder."""
    return (folder / HEAD).is_file()


def program_manifest(sums: Sums) -> Manifest:
    """Return the versions of all that sets pages, our own code by its sum."""
    from coranto.press.versions import engine_versions

    code = {name: sums.sum(_PACKAGE / name) for name in files_below(_PACKAGE) if _has_a_say(name)}
    return {
        "Coranto": f"{__version__} ({digest_of(code)[:12]})",
        "Python": platform.python_version(),
        "machine": f"{sys.platform} {platform.machine()}",
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        **engine_versions(),
        **_distributions(),
    }


def _has_a_say(name: str) -> bool:
    return name in _SAY_CODE or (name.endswith(_CODE) and not name.startswith(_NO_SAY_CODE))


@cache
def _distributions() -> Manifest:
    """Return the versions of the packages that Coranto requires, and of those that these require (PEP 508)."""
    found: Manifest = {}
    wanted = [name for name in _installed("coranto")[1] if name not in _NO_SAY]
    while wanted:
        name = wanted.pop()
        if name in found:
            continue
        try:
            found[name], required = _installed(name)
        except metadata.PackageNotFoundError:
            continue  # required on other systems only
        wanted += required
    return dict(sorted(found.items()))


def _installed(name: str) -> tuple[str, list[str]]:
    """Return the version of a package, and what it requires on this machine, its extras aside."""
    told = metadata.distribution(name).read_text("METADATA") or ""
    about = HeaderParser().parsestr(told.partition("\n\n")[0])  # what follows is a readme
    required = map(Requirement, about.get_all("Requires-Dist") or ())
    here = [one for one in required if one.marker is None or one.marker.evaluate({"extra": ""})]
    return str(about["Version"]), [canonicalize_name(one.name) for one in here]
