"""The line: one issue from its folder to a proof that preflight has judged.

    read → resolve → compose → paginate → pull → preflight

In: the folder of an issue.  Out: an `Outcome`, plain data.  Every stage is
called once; the names of the stages are what the terminal shows.
"""

import contextlib
import gc
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from coranto.findings import Finding, Level
from coranto.press.proof import Proof

if TYPE_CHECKING:
    from coranto.issue.model import Issue


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
    """Headlines (or departments, where an article has none) and the pages on which they begin."""
    stages: tuple[tuple[str, float], ...]
    """Stages and their wall-clock time in seconds."""
    unset: tuple[str, ...] = ()
    """What the copy has for a cover, and this layout leaves out: it may, so that is no finding."""

    @property
    def held(self) -> tuple[Finding, ...]:
        """The findings that hold the press."""
        return tuple(finding for finding in self.findings if finding.level is Level.STOP)


def press_issue(
    folder: Path,
    *,
    layout: str | None = None,
    shelves: Iterable[Path] = (),
    report: Callable[[str], None] = lambda _: None,
) -> Outcome:
    """Return the proof of the issue in `folder`, and the findings.

    `layout` names another layout than the issue's own; `shelves` are folders
    of layouts that are searched before Coranto's; `report` is told each stage.
    Changes the process's locale and font environment (see `coranto.press`).

    Raises:
        CopyError: the copy is at fault.
        LayoutError: the layout is at fault.
        FontError: a font is missing or altered.

    """
    with _without_collection():
        return _press(folder, layout, shelves, _Clock(report))


def _press(folder: Path, layout: str | None, shelves: Iterable[Path], clock: "_Clock") -> Outcome:
    with clock("read"):
        from coranto.pressrun.desk import read_copy

        issue = read_copy(folder, layout=layout, shelves=shelves)
    with clock("resolve"):
        from coranto.issue.scripts import scripts_of
        from coranto.layout.stack import resolve_layout

        place = None if layout else issue.layout_place
        resolved = resolve_layout(layout or issue.layout, shelves=shelves, scripts=scripts_of(issue), place=place)
    with clock("compose"):
        from coranto.compose import compose

        galley = compose(issue, resolved)
    with clock("paginate"):
        from coranto.press import paginate, pull

        pages = paginate(galley)
    with clock("pull"):
        proof = pull(pages)
    with clock("preflight"):
        from coranto.preflight import preflight

        findings = preflight(issue, proof)
    articles = tuple(
        (article.front.headline or slug, proof.flatplan.page_of(article.slug))
        for slug, article in issue.articles.items()
    )
    title = f"{issue.periodical.title}, {issue.head.date.isoformat()}"
    return Outcome(
        name=issue.name,
        title=title,
        layout=resolved.name,
        layouts=tuple(head.name for head in resolved.chain),
        families=tuple(family.name for family in resolved.families),
        proof=proof,
        findings=findings,
        articles=articles,
        stages=tuple(clock.stages),
        unset=tuple(_unset(issue, proof)),
    )


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
        self.stages: list[tuple[str, float]] = []

    def __call__(self, stage: str) -> "_Clock":
        self.stage = stage
        return self

    def __enter__(self) -> None:
        self.report(self.stage)
        self.started = time.perf_counter()

    def __exit__(self, *_: object) -> None:
        self.stages.append((self.stage, time.perf_counter() - self.started))
