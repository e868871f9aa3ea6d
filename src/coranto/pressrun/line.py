"""The line: one issue from its folder to a proof that preflight has judged.

    read → resolve → compose → paginate → pull → preflight → finish

In: the folder of an issue.  Out: an `Outcome`, plain data, with the editions
that were asked for.  They share their pages; that for print has its own where
it shows on paper what a screen has as a link.  Every stage is
called once; the names of the stages are what the terminal shows.
"""

import contextlib
import gc
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coranto.findings import Finding, Level, in_order
from coranto.finish.model import EditionName, Facts, Paper
from coranto.press.proof import Proof

if TYPE_CHECKING:
    from coranto.compose import Galley
    from coranto.finish.model import Seal
    from coranto.issue.model import Issue
    from coranto.layout.model import Layout


@dataclass(frozen=True, slots=True)
class Made:
    """One edition of an issue."""

    pdf: bytes = field(repr=False)
    pages: int
    articles: tuple[tuple[str, int | None], ...]
    """Headlines (or departments, where an article has none) and the pages on which they begin."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of an issue: its proof, what is to be said of it, and what each stage took."""

    name: str
    title: str
    layout: str
    layouts: tuple[str, ...]
    """The layout, what it extends, and so on."""
    families: tuple[str, ...]
    """The font families that the layout was given, by their folders."""
    proof: Proof
    findings: tuple[Finding, ...]
    articles: tuple[tuple[str, int | None], ...]
    """As the first edition has them."""
    stages: tuple[tuple[str, float], ...]
    """Stages and their wall-clock time in seconds."""
    editions: dict[EditionName, Made]
    """Each edition that was asked for; the PDF of the first is the proof's, too."""
    unset: tuple[str, ...] = ()
    """What the copy has for a cover, and this layout leaves out: it may, so that is no finding."""

    @property
    def held(self) -> tuple[Finding, ...]:
        """The findings that hold the press."""
        return tuple(finding for finding in self.findings if finding.level is Level.STOP)


@dataclass(frozen=True, slots=True)
class _Set:
    """An issue that is set: with the fillers that it has, its galley, its proof, and what is to be said of it."""

    issue: "Issue"
    galley: "Galley"
    proof: Proof
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Order:
    """What was asked for."""

    layout: str | None
    shelves: tuple[Path, ...]
    editions: tuple[EditionName, ...]
    paper: Paper


def press_issue(
    folder: Path,
    *,
    layout: str | None = None,
    shelves: Iterable[Path] = (),
    editions: Iterable[EditionName] = (EditionName.SCREEN,),
    paper: Paper | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Return the proof of the issue in `folder`, its editions, and the findings.

    `layout` names another layout than the issue's own; `shelves` are folders
    of layouts that are searched before Coranto's; `paper` is what is asked of
    the edition for print; `report` is told each stage.
    Changes the process's locale and font environment (see `coranto.press`).

    Raises:
        CopyError: the copy is at fault.
        LayoutError: the layout is at fault.
        FontError: a font is missing or altered.
        OutputError: the printer's colour profile is none.

    """
    order = _Order(layout, tuple(shelves), tuple(dict.fromkeys(editions)), paper or Paper())
    with _without_collection():
        return _press(folder, order, _Clock(report))


def _press(folder: Path, order: _Order, clock: "_Clock") -> Outcome:
    with clock("read"):
        from coranto.pressrun.desk import read_copy

        whole = read_copy(folder, layout=order.layout, shelves=order.shelves)
        issue = whole.filled(0)
    with clock("resolve"):
        from coranto.issue.scripts import scripts_of
        from coranto.layout.stack import resolve_layout

        layout, shelves = order.layout, order.shelves
        place = None if layout else issue.layout_place
        resolved = resolve_layout(layout or issue.layout, shelves=shelves, scripts=scripts_of(issue), place=place)
    with clock("compose"):
        from coranto.compose import compose

        galley = compose(issue, resolved)
    by_edition: dict[EditionName, _Set] = {}
    for edition in order.editions:
        own = _for_print(galley, order) if edition is EditionName.PRINT else galley
        same = next((one for one in by_edition.values() if one.galley is own), None)
        by_edition[edition] = same or _prove(issue, own, clock)
    if printed := by_edition.get(EditionName.PRINT):
        by_edition[EditionName.PRINT] = _filled(printed, whole, resolved, order, clock)
    findings = in_order([finding for one in by_edition.values() for finding in one.findings])
    with clock("finish"):
        editions = {edition: _made(edition, one, resolved, order) for edition, one in by_edition.items()}
    first = order.editions[0]
    proof = replace(by_edition[first].proof, pdf=editions[first].pdf)
    return Outcome(
        name=issue.name,
        title=f"{issue.periodical.title}, {issue.head.date.isoformat()}",
        layout=resolved.name,
        layouts=tuple(head.name for head in resolved.chain),
        families=tuple(family.name for family in resolved.families),
        proof=proof,
        findings=findings,
        articles=editions[first].articles,
        stages=clock.stages,
        editions=editions,
        unset=tuple(_unset(issue, proof)),
    )


def _for_print(galley: "Galley", order: _Order) -> "Galley":
    from coranto.compose.paper import on_paper

    return on_paper(galley) if order.paper.addresses else galley


def _filled(printed: _Set, whole: "Issue", layout: "Layout", order: _Order, clock: "_Clock") -> _Set:
    """Return an issue set for print with a filler for each page that would be blank, as far as it has them."""
    blanks = order.paper.missing(len(printed.proof.flatplan.pages))
    if not blanks or not whole.head.fillers:
        return printed
    with clock("compose"):
        from coranto.compose import compose

        issue = whole.filled(blanks)
        galley = _for_print(compose(issue, layout), order)
    return _prove(issue, galley, clock)


def _prove(issue: "Issue", galley: "Galley", clock: "_Clock") -> _Set:
    """Return an issue whose galley is set, and judged."""
    with clock("paginate"):
        from coranto.press import paginate, pull

        pages = paginate(galley)
    with clock("pull"):
        proof = pull(pages)
    with clock("preflight"):
        from coranto.preflight import preflight

        return _Set(issue, galley, proof, preflight(issue, proof))


def _made(edition: EditionName, one: _Set, layout: "Layout", order: _Order) -> Made:
    flatplan = one.proof.flatplan
    count = len(flatplan.pages)
    return Made(
        pdf=_finish(edition, one.proof.pdf, one.issue, layout, order),
        pages=order.paper.pages(count) if edition is EditionName.PRINT else count,
        articles=tuple(
            (article.front.headline or name, flatplan.page_of(article.slug))
            for name, article in one.issue.articles.items()
        ),
    )


def _finish(edition: EditionName, pdf: bytes, issue: "Issue", layout: "Layout", order: _Order) -> bytes:
    from coranto import finish

    facts = Facts.of(issue)
    if edition is EditionName.SCREEN:
        return finish.finish_screen(pdf, facts)
    if edition is EditionName.ARCHIVE:
        from coranto.press import screen_profile

        return finish.finish_archive(pdf, facts, seal=_seal(issue, layout, order), srgb=screen_profile())
    from coranto.finish.profile import own_profile
    from coranto.language import direction

    profile = order.paper.profile or own_profile()
    return finish.finish_print(
        pdf,
        facts,
        order=finish.PrintOrder(
            order.paper,
            profile,
            layout.inks,
            rtl=direction(issue.language) == "rtl",
            back_cover=issue.head.back_cover is not None,
        ),
    )


def _seal(issue: "Issue", layout: "Layout", order: _Order) -> "Seal":
    from coranto.archive.inputs import Inputs
    from coranto.archive.sealing import make_seal
    from coranto.cache import kept_sums

    sums = kept_sums("seals")
    seal = make_seal(
        Inputs(sums, shelves=order.shelves),
        issue.folder,
        day=issue.head.date,
        layouts=[head.name for head in layout.chain],
        families=[family.name for family in layout.families],
        asked=order.layout,
    )
    sums.save()
    return seal


def _unset(issue: "Issue", proof: Proof) -> Iterator[str]:
    """Yield what the issue says for its cover and the layout does not set."""
    cover = issue.head.cover
    if cover.picture and not any(
        one.name == cover.picture.file and one.identity not in issue.places for one in proof.shown
    ):
        yield "the cover's picture"
    if any(f"issue.cover.lines.{index}" not in proof.flatplan.spots for index in range(len(cover.lines))):
        yield "the cover's lines"


@contextlib.contextmanager
def _without_collection() -> Iterator[None]:
    """Let the garbage collector rest: the boxes of an issue live until its end, and it looks at each of them."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class _Clock:
    def __init__(self, report: Callable[[str], None]) -> None:
        self.report = report
        self.taken: dict[str, float] = {}

    def __call__(self, stage: str) -> "_Clock":
        self.stage = stage
        return self

    def __enter__(self) -> None:
        self.report(self.stage)
        self.started = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.taken[self.stage] = self.taken.get(self.stage, 0.0) + time.perf_counter() - self.started

    @property
    def stages(self) -> tuple[tuple[str, float], ...]:
        """Return the stages, and the seconds that each took in all."""
        return tuple(self.taken.items())
