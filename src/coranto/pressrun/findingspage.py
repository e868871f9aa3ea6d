"""The page of findings: each with a picture of its spot, for a browser."""

from collections import Counter
from collections.abc import Iterator, Mapping
from html import escape

from coranto.browserpage import image, style_of, totals, whole
from coranto.findings import Finding, Level, Spot
from coranto.preflight.judges import known_codes
from coranto.preflight.rules import JudgeName
from coranto.preflight.waivers import CODES as WAIVERS
from coranto.pressrun.crops import crops
from coranto.pressrun.judging import Judged, judge_of

_SORTS = {"stop": "Holds the press", "query": "To look at", "waived": "Waived"}


def page_of_findings(
    judged: Judged, pictures: Mapping[tuple[JudgeName, Spot], bytes], outside: Mapping[str, str]
) -> str:
    """Return the page; `pictures` are by judge and spot, `outside` is what other programs say."""
    return whole(
        f"Preflight of {judged.title}",
        _parts(judged, pictures, outside),
        style=style_of("pressrun", "findings.css"),
    )


def pictures_of(judged: Judged) -> dict[tuple[JudgeName, Spot], bytes]:
    """Return a picture of the spot of each finding, by its judge."""
    pictures: dict[tuple[JudgeName, Spot], bytes] = {}
    for name in dict.fromkeys(map(judge_of, judged.findings)):
        some = [finding for finding in judged.findings if finding.spot and judge_of(finding) is name]
        pdf = judged.pdf_of(some[0]) if some else None
        taken = crops(pdf, [finding.spot for finding in some if finding.spot]) if pdf else {}
        pictures |= {(name, spot): picture for spot, picture in taken.items()}
    return pictures


def sort_of(finding: Finding) -> str:
    """Return how a finding is shown: `stop`, `query` or `waived`."""
    return "waived" if finding.waived else "stop" if finding.level is Level.STOP else "query"


def _parts(
    judged: Judged, pictures: Mapping[tuple[JudgeName, Spot], bytes], outside: Mapping[str, str]
) -> Iterator[str]:
    yield f"<h1>Preflight of {escape(judged.title)}</h1>"
    names = ", ".join(judged.judges)
    yield f"<p class='soft'>{judged.pages} pages, judged for {escape(names)}: {escape(judged.why)}.</p>"
    counts = Counter(map(sort_of, judged.findings))
    yield totals((counts[sort], what.lower()) for sort, what in _SORTS.items())
    if not judged.findings:
        yield "<p>Nothing is to be said.</p>"
    if outside:
        yield "<h2>Other judges</h2><table>"
        yield from (f"<tr><th scope='row'>{escape(name)}<td>{escape(said)}</tr>" for name, said in outside.items())
        yield "</table>"
    for sort, what in _SORTS.items():
        some = [finding for finding in judged.findings if sort_of(finding) == sort]
        if some:
            yield f"<h2>{what}</h2>"
        for finding in some:
            yield from _finding(finding, sort, pictures)


def _finding(finding: Finding, sort: str, pictures: Mapping[tuple[JudgeName, Spot], bytes]) -> Iterator[str]:
    yield f"<section class='finding {sort}'>"
    picture = pictures.get((judge_of(finding), finding.spot)) if finding.spot else None
    if picture and finding.spot:
        yield image(picture, alt=f"Page {finding.spot.page}, where it stands")
    yield f"<div><h3>{escape(finding.message)}</h3>"
    where = [str(one) for one in (finding.place, finding.spot) if one]
    yield f"<p class='soft'><code>{escape(finding.rule)}</code>{''.join(f' · {escape(one)}' for one in where)}</p>"
    if finding.hint:
        yield f"<p>{escape(finding.hint[0].upper() + finding.hint[1:])}.</p>"
    if finding.waived:
        yield f"<p>Waived: {escape(finding.waived)}</p>"
    if wants := {**known_codes(), **WAIVERS}.get(finding.rule):
        yield f"<p class='soft'>{escape(wants)}</p>"
    yield "</div></section>"
