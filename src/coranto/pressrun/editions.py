"""The editions of an issue: what was asked for, made of a proof and judged again.

In: proofs, and the order.  Out: the bytes of each edition, with its pages; and
what the judges say of the finished PDFs, which may have what their proof had
not: colours of a screen, a bleed that ends, a claim that isn't true.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from coranto.findings import Finding, Place, stop
from coranto.finish.model import FOLD, EditionName, Facts, Paper
from coranto.press.proof import Flatplan, Proof

if TYPE_CHECKING:
    from coranto.finish.model import Seal
    from coranto.issue.model import Issue
    from coranto.layout.model import Layout
    from coranto.preflight.painting.model import Limits
    from coranto.preflight.rules import JudgeName


@dataclass(frozen=True, slots=True)
class Made:
    """One edition of an issue."""

    pdf: bytes = field(repr=False)
    pages: int
    articles: tuple[tuple[str, int | None], ...]
    """Headlines (or departments, where an article has none) and the pages on which they begin."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    layout: str | None
    shelves: tuple[Path, ...]
    editions: tuple[EditionName, ...]
    paper: Paper
    limits: "Limits | None" = None
    """What the printer wants, if it isn't the usual."""
    thorough: bool = False
    """Whether all is asked of finished editions that can be."""


def make_edition(
    edition: EditionName, proof: Proof, issue: "Issue", layout: "Layout", order: Order, *, spine: bytes = b""
) -> Made:
    """Return an edition, finished; one for print with its spine, if it has one."""
    count = len(proof.flatplan.pages)
    return Made(
        pdf=_finish(edition, proof.pdf, issue, layout, order, spine),
        pages=order.paper.pages(count) if edition is EditionName.PRINT else count,
        articles=tuple(
            (article.front.headline or slug, proof.flatplan.page_of(article.slug))
            for slug, article in issue.articles.items()
        ),
    )


def _finish(edition: EditionName, pdf: bytes, issue: "Issue", layout: "Layout", order: Order, spine: bytes) -> bytes:
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
            spine=spine,
        ),
    )


def _seal(issue: "Issue", layout: "Layout", order: Order) -> "Seal":
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


def judges_of(edition: EditionName, *, thorough: bool) -> "tuple[JudgeName, ...]":
    """Return who judges a finished edition; what a screen's has is known of its proof, unless all is to be asked."""
    from coranto.preflight.rules import JudgeName

    return {
        EditionName.SCREEN: (JudgeName.ACCESS,) if thorough else (),
        EditionName.PRINT: (JudgeName.PRINT,),
        EditionName.ARCHIVE: (JudgeName.ARCHIVE,),
    }[edition]


def asked_of(editions: Iterable[EditionName], *, thorough: bool) -> set[str]:
    """Return the codes that may be told of an issue and of these finished editions."""
    from coranto.preflight.judges import JUDGES
    from coranto.preflight.rules import codes_of

    asked = {code for judge in JUDGES.values() for code in (*codes_of(judge.copy_rules), *codes_of(judge.rules))}
    judges = {name for edition in editions for name in judges_of(edition, thorough=thorough)}
    return asked | {code for name in judges for code in codes_of(JUDGES[name].document_rules)}


def judge_edition(edition: EditionName, pdf: bytes, issue: "Issue", proof: Proof, order: Order) -> Iterator[Finding]:
    """Yield what is to be said of a finished edition, with its places in the copy."""
    from coranto.preflight.judges import JUDGES, judge_document
    from coranto.preflight.painting import read_document

    judges = judges_of(edition, thorough=order.thorough)
    if not any(JUDGES[name].document_rules for name in judges):
        return
    document = read_document(pdf)
    if edition is EditionName.PRINT:
        document = replace(document, limits=limits_of(order.paper, order.limits or document.limits))
    imposed = edition is EditionName.PRINT and (order.paper.booklet or order.paper.spine)
    if imposed:
        yield from _unlike(proof.flatplan)
    for finding in judge_document(document, judges):
        yield finding if imposed else _placed(finding, issue, proof.flatplan)


def _unlike(flatplan: Flatplan) -> Iterator[Finding]:
    """Yield a fault if pages that are put side by side are not of one size: the larger would be cut off."""
    first, *others = flatplan.pages
    for number, page in enumerate(others, 2):
        if abs(page.width - first.width) > 1 or abs(page.height - first.height) > 1:
            what = f"page {number} is of another size than the first, and can't stand beside it on a sheet"
            yield stop("print.page-size", what, hint="let the layout give all pages one size")
            return


def limits_of(paper: Paper, limits: "Limits") -> "Limits":
    """Return what is wanted of an edition for print that was ordered so."""
    from coranto.finish.profile import own_profile

    fold = FOLD // 2 if paper.booklet else FOLD if paper.blanks or paper.spine else 1
    return replace(limits, fold=fold, ink=limits.ink or float((paper.profile or own_profile()).ink))


def _placed(finding: Finding, issue: "Issue", flatplan: Flatplan) -> Finding:
    """Return a finding with the place in the copy of what stands around its spot."""
    if finding.spot is None or finding.place is not None:
        return finding
    place = _place(finding.spot.page, *_middle(finding), issue.places, flatplan)
    return finding if place is None else replace(finding, place=place)


def spotted(finding: Finding, issue: "Issue", flatplan: Flatplan) -> Finding:
    """Return a finding of the copy with the spot of what it speaks of, if that stands on one page, and is known to."""
    place = finding.place
    if finding.spot is not None or place is None or place.line is None:
        return finding
    here = place.line, place.column or 1
    begins = {
        identity: (at.line, at.column or 1)
        for identity, at in issue.places.items()
        if at.file == place.file and at.line and (at.line, at.column or 1) <= here
    }
    last = max(begins.values(), default=None)
    found = {spot for identity, at in begins.items() if at == last for spot in flatplan.spots.get(identity, ())}
    if len({spot.page for spot in found}) != 1:
        return finding  # of several pages nobody knows which
    return replace(finding, spot=max(found, key=lambda spot: spot.width * spot.height))


def _middle(finding: Finding) -> tuple[float, float]:
    spot = finding.spot
    assert spot is not None  # noqa: S101 - asked for before
    return spot.x + spot.width / 2, spot.y + spot.height / 2


def _place(page: int, x: float, y: float, places: Mapping[str, Place], flatplan: Flatplan) -> Place | None:
    """Return where the smallest thing that stands around a point comes from."""
    around = [
        (spot.width * spot.height, identity)
        for identity, spots in flatplan.spots.items()
        if identity in places
        for spot in spots
        if spot.page == page and spot.x <= x <= spot.x + spot.width and spot.y <= y <= spot.y + spot.height
    ]
    return places[min(around)[1]] if around else None
