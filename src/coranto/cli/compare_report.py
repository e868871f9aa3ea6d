"""Write the report of a comparison: one page, or a folder with a page for each edition."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from coranto.errors import CorantoError, EditionError, OutputError

if TYPE_CHECKING:
    from coranto.compare.model import Pairing, Survey
    from coranto.compare.plates import Plate

_OF_A_GROUP, _OF_AN_EDITION, _IN_ALL = 3, 8, 80
"""Pictures on one page: of how many editions of a cause, of how many pages of each, and how many in all."""
_ON_ITS_OWN_PAGE = 60


def write_report(
    report: Path, before: Path, after: Path, survey: "Survey", *, told: Callable[[str], None] = lambda _: None
) -> None:
    """Write what `survey` says of `before` and `after` as pages for a browser.

    Raises:
        OutputError: it can't be written.

    """
    from coranto.archive.filing import write_whole
    from coranto.compare import report as pages

    title = f"{before} compared with {after}"
    if report.suffix.lower() == ".html":
        chosen = _chosen(survey)
        shown: dict[str, tuple[Plate, ...]] = {}
        for name, plates in _plates(before, after, chosen, _OF_AN_EDITION):
            left = _IN_ALL - sum(map(len, shown.values()))
            shown[name] = plates[:left]
            told(f"picturing {name}")
        write_whole(report, pages.whole_report(title, survey, shown).encode())
        return
    differing = [one for one in survey.pairings if one.comparison and not one.comparison.same]
    names = {one.name: f"{at:04}-{_file_name(one.name)}.html" for at, one in enumerate(differing, 1)}
    try:
        report.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"`{report}` can't be made: {error.strerror}") from error
    found = {one.name: one.comparison for one in differing}
    for name, plates in _plates(before, after, differing, _ON_ITS_OWN_PAGE):
        told(f"picturing {name}")
        if comparison := found[name]:
            page = pages.edition_report(name, comparison, plates, back="index.html")
            write_whole(report / names[name], page.encode())
    write_whole(report / "index.html", pages.overview_report(title, survey, names.__getitem__).encode())


def _chosen(survey: "Survey") -> "list[Pairing]":
    """Return editions to be pictured on one page: the first few of each cause."""
    names = {name for group in survey.groups for name in group.names[:_OF_A_GROUP]}
    return [one for one in survey.pairings if one.name in names]


def _plates(
    before: Path, after: Path, pairings: "list[Pairing]", most: int
) -> "Iterator[tuple[str, tuple[Plate, ...]]]":
    """Yield the plates of each edition, made in a process of its own."""
    from coranto.children.crew import shared_out
    from coranto.children.limits import Limits
    from coranto.compare.plates import plates

    def work(pairing: "Pairing") -> "tuple[Plate, ...]":
        one, other = (folder / pairing.name if folder.is_dir() else folder for folder in (before, after))
        return plates(one, other, pairing.comparison, most=most) if pairing.comparison else ()

    for pairing, result in shared_out(work, pairings, limits=Limits(), fault=EditionError):
        yield pairing.name, () if isinstance(result, CorantoError) else result


def _file_name(name: str) -> str:
    return "".join(sign if sign.isalnum() or sign in "-_." else "-" for sign in name)[:80]
