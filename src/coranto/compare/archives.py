"""Two archives side by side: their editions in pairs, and what makes them differ.

In: two folders of PDFs.  Out: a `Survey`.  An edition is a file `*.pdf`
somewhere below the folder; the same path below the other is its pair.
"""

import os
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from coranto.children.crew import shared_out
from coranto.children.limits import Limits
from coranto.compare.causes import grouped
from coranto.compare.model import Comparison, Pairing, Survey, Verdict
from coranto.compare.sidebyside import DPI, compare_pdfs, same_bytes
from coranto.errors import CorantoError, EditionError

Report = Callable[[int, int, str], None]
"""Told how many editions are done, of how many, and which one was the last."""


def editions(folder: Path) -> dict[str, Path]:
    """Return the editions of an archive by their path below it; folders that begin with a dot are passed over.

    Raises:
        EditionError: the folder can't be read.

    """

    def unread(error: OSError) -> None:
        raise EditionError(f"`{error.filename}` can't be read: {error.strerror}") from error

    found: dict[str, Path] = {}
    for place, folders, files in os.walk(folder, onerror=unread):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            if name.lower().endswith(".pdf") and not name.startswith("."):
                path = Path(place, name)
                found[path.relative_to(folder).as_posix()] = path
    return dict(sorted(found.items()))


def compare_archives(
    before: Path,
    after: Path,
    *,
    dpi: float | None = DPI,
    tolerance: int = 0,
    jobs: int = 0,
    only: Collection[str] | None = None,
    report: Report = lambda *_: None,
) -> Survey:
    """Return how two archives differ, or `only` the editions of these names in them.

    Pairs with equal bytes are not opened.  The others are compared as by
    `compare_pdfs`, each in a process of its own, so many at once (one a
    processor if `jobs` is 0); one that can't be read costs no other.

    Raises:
        EditionError: a folder can't be read.

    """
    old, new = editions(before), editions(after)
    names = sorted({*old, *new} if only is None else {*old, *new} & {*only})
    found: dict[str, Pairing] = {}

    def tell(pairing: Pairing) -> None:
        found[pairing.name] = pairing
        report(len(found), len(names), pairing.name)

    def unequal() -> Iterator[str]:
        for name in names:
            if name not in old or name not in new:
                tell(Pairing(name, Verdict.ADDED if name in new else Verdict.GONE))
            elif _known_same(old[name], new[name]):
                tell(Pairing(name, Verdict.BYTES))
            else:
                yield name

    def work(name: str) -> Comparison:
        return compare_pdfs(old[name], new[name], dpi=dpi, tolerance=tolerance)

    for name, result in shared_out(work, unequal(), limits=Limits(), fault=EditionError, jobs=jobs):
        tell(
            Pairing(name, Verdict.UNREAD, error=result.message)
            if isinstance(result, CorantoError)
            else Pairing(name, result.verdict, result)
        )
    pairings = tuple(found[name] for name in names)
    return Survey(pairings, grouped(pairings))


def compare_files(before: Path, after: Path, *, dpi: float | None = DPI, tolerance: int = 0) -> Comparison:
    """Return how two PDFs differ, as `compare_pdfs` does, in a process of its own: it may be hostile.

    Raises:
        EditionError: one of the two can't be read.

    """
    if same_bytes(before, after):
        return Comparison(Verdict.BYTES, dpi=dpi, tolerance=tolerance)
    work = partial(compare_pdfs, after=after, dpi=dpi, tolerance=tolerance)
    (_, result) = next(shared_out(work, [before], limits=Limits(), fault=EditionError))
    if isinstance(result, CorantoError):
        raise result
    return replace(result)


def _known_same(before: Path, after: Path) -> bool:
    try:
        return same_bytes(before, after)
    except EditionError:
        return False  # told when it is read
