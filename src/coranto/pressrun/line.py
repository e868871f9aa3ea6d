"""The line: one issue from its folder to a proof that preflight has judged.

    read → resolve → compose → paginate → pull → preflight → finish → preflight

In: the folder of an issue.  Out: an `Outcome`, plain data, with the editions
that were asked for.  They share their pages; that for print has its own where
it shows on paper what a screen has as a link.  The names of the stages are
what the terminal shows.
"""

import contextlib
import gc
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coranto.findings import Finding, Level, in_order
from coranto.finish.model import EditionName, Paper
from coranto.press.proof import Proof
from coranto.pressrun.editions import Made, Order, asked_of, judge_edition, make_edition, spotted

if TYPE_CHECKING:
    from coranto.compose import Galley
    from coranto.issue.model import Issue
    from coranto.layout.model import Layout
    from coranto.preflight.painting.model import Limits


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
    spine: bytes = b""
    """What stands on its spine, if it is glued: a PDF of one page."""


def press_issue(
    folder: Path,
    *,
    layout: str | None = None,
    shelves: Iterable[Path] = (),
    editions: Iterable[EditionName] = (EditionName.SCREEN,),
    paper: Paper | None = None,
    limits: "Limits | None" = None,
    thorough: bool = False,
    report: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Return the proof of the issue in `folder`, its editions, and the findings.

    `layout` names another layout than the issue's own; `shelves` are folders
    of layouts that are searched before Coranto's; `paper` is what is asked of
    the edition for print, and `limits` are what it is judged by, if not the
    usual; `thorough` asks of finished editions all that can be asked; `report`
    is told each stage.
    Changes the process's locale and font environment (see `coranto.press`).

    Raises:
        CopyError: the copy is at fault.
        LayoutError: the layout is at fault.
        FontError: a font is missing or altered.
        OutputError: the printer's colour profile is none.

    """
    order = Order(layout, tuple(shelves), tuple(dict.fromkeys(editions)), paper or Paper(), limits, thorough)
    with _without_collection():
        return _press(folder, order, _Clock(report))


def _press(folder: Path, order: Order, clock: "_Clock") -> Outcome:
    with clock("read"):
        from coranto.pressrun.desk import read_copy

        whole = read_copy(folder, layout=order.layout, shelves=order.shelves)
        issue = whole.filled(0)
    with clock("resolve"):
        from coranto.issue.scripts import scripts_of
        from coranto.layout.stack import resolve_layout, with_families

        layout, shelves = order.layout, order.shelves
        place = None if layout else issue.layout_place
        resolved = resolve_layout(layout or issue.layout, shelves=shelves, scripts=scripts_of(issue), place=place)
        drawn = {family for picture in issue.pictures.values() for family in picture.families}
        resolved = with_families(resolved, drawn)
    with clock("compose"):
        from coranto.compose import compose

        galley = compose(issue, resolved)
    by_edition: dict[EditionName, _Set] = {}
    for edition in order.editions:
        own = _for_print(galley, order) if edition is EditionName.PRINT else galley
        same = next((one for one in by_edition.values() if one.galley is own), None)
        by_edition[edition] = same or _prove(issue, own, clock)
    if printed := by_edition.get(EditionName.PRINT):
        printed = _filled(printed, whole, resolved, order, clock)
        by_edition[EditionName.PRINT] = _with_spine(printed, resolved, order, clock)
    with clock("finish"):
        editions = {
            edition: make_edition(edition, one.proof, one.issue, resolved, order, spine=one.spine)
            for edition, one in by_edition.items()
        }
    with clock("preflight"):
        findings = _judge(whole, by_edition, editions, order)
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


def _for_print(galley: "Galley", order: Order) -> "Galley":
    from coranto.compose.paper import on_paper

    return on_paper(galley) if order.paper.addresses else galley


def _filled(printed: _Set, whole: "Issue", layout: "Layout", order: Order, clock: "_Clock") -> _Set:
    """Return an issue set for print with a filler for each page that would be blank, as far as it has them."""
    blanks = order.paper.missing(len(printed.proof.flatplan.pages))
    if not blanks or not whole.head.fillers:
        return printed
    with clock("compose"):
        from coranto.compose import compose

        issue = whole.filled(blanks)
        galley = _for_print(compose(issue, layout), order)
    return _prove(issue, galley, clock)


def _with_spine(printed: _Set, layout: "Layout", order: Order, clock: "_Clock") -> _Set:
    """Return an issue set for print with its spine, if it is to have one."""
    if not order.paper.spine:
        return printed
    with clock("paginate"):
        from coranto.pressrun.spine import set_spine

        page = printed.proof.flatplan.pages[0]
        spine, findings = set_spine(printed.issue, layout, page, width=order.paper.spine)
    return replace(printed, spine=spine, findings=(*printed.findings, *findings))


def _prove(issue: "Issue", galley: "Galley", clock: "_Clock") -> _Set:
    """Return an issue whose galley is set, and judged."""
    with clock("paginate"):
        from coranto.press import paginate, pull

        pages = paginate(galley)
    with clock("pull"):
        proof = pull(pages)
    with clock("preflight"):
        from coranto.preflight.judges import preflight

        return _Set(issue, galley, proof, preflight(issue, proof))


def _judge(
    whole: "Issue", by_edition: dict[EditionName, _Set], editions: dict[EditionName, Made], order: Order
) -> tuple[Finding, ...]:
    """Return what is to be said of an issue and of its finished editions, with what the issue lets stand told apart."""
    from coranto.preflight.waivers import waive

    told = [finding for one in by_edition.values() for finding in one.findings]
    for name, one in by_edition.items():
        told += judge_edition(name, editions[name].pdf, one.issue, one.proof, order)
    shown = next(by_edition[name].proof for name in EditionName if name in by_edition)
    told = [spotted(finding, whole, shown.flatplan) for finding in told]
    return waive(whole, in_order(told), asked_of(editions, thorough=order.thorough))


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
