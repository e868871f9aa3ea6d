"""The page of a run: what came of each issue, for a browser, with a picture of each first page.

In: a `Report` and the archive.  Out: HTML in pieces, as it is made, so that a
run over thousands of issues needs no memory for it.
"""

from collections.abc import Callable, Iterator
from html import escape
from pathlib import Path

from coranto.archive.record import Remark
from coranto.browserpage import END, head, image, style_of, totals
from coranto.compare.plates import first_page
from coranto.errors import EditionError
from coranto.findings import Level
from coranto.pressrun.report import Report
from coranto.pressrun.run import Failed, Filed

_SLOWEST = 10


def page_of_run(report: Report, *, when: str, pdf: Callable[[str], Path]) -> Iterator[str]:
    """Yield the page of a run that ended at `when`; `pdf` says where an edition lies."""
    title = f"Press run over {report.archive}"
    yield head(title, style=style_of("pressrun", "page.css"))
    yield f"<h1>{escape(title)}</h1>\n<p>{escape(when)}{_stopped(report)}</p>\n"
    yield from _totals(report)
    yield from _failures(report)
    if report.survey.orphans:
        gone = ", ".join(escape(name) for name in report.survey.orphans if name not in report.pruned)
        yield f"<h2>Editions whose issue is gone</h2>\n<p>{gone or 'none: they were removed'}</p>\n"
    filed = sorted(report.filed, key=lambda one: one.name)
    if filed:
        yield '<h2>Filed</h2>\n<ul class="editions">\n'
        yield from (_edition(one, pdf(one.name)) for one in filed)
        yield "</ul>\n"
        yield from _timings(filed)
    if report.survey.current:
        yield f"<h2>Current</h2>\n<p>{', '.join(map(escape, report.survey.current))}</p>\n"
    yield END


def _stopped(report: Report) -> str:
    return f"; <strong>it ended early: {escape(report.stopped)}</strong>" if report.stopped else ""


def _totals(report: Report) -> Iterator[str]:
    queries = sum(not remark.waived for one in report.filed for remark in one.remarks)
    counts = [
        (len(report.failed), "failed"),
        (len(report.filed), "filed"),
        (report.pages, "pages"),
        (queries, "findings to look at"),
        (len(report.survey.current), "current"),
        (report.left, "left"),
        (f"{report.seconds:.0f} s", "in all"),
    ]
    yield f"{totals(counts)}\n"


def _failures(report: Report) -> Iterator[str]:
    if not report.failed:
        return
    yield "<h2>Failed</h2>\n"
    for one in sorted(report.failed, key=lambda one: one.name):
        yield f'<section class="failed"><h3>{escape(one.name)}</h3>\n<p>{escape(one.message)}</p>\n'
        yield f'<p class="soft">{escape(str(one.folder))}</p>{_remarks(one)}</section>\n'


def _remarks(one: Filed | Failed) -> str:
    items = (f'<li class="{_level(remark)}">{escape(str(remark))}</li>' for remark in one.remarks)
    return f"<ul>{''.join(items)}</ul>" if one.remarks else ""


def _level(remark: Remark) -> str:
    return "stop" if remark.level is Level.STOP else "query"


def _edition(one: Filed, pdf: Path) -> str:
    try:
        picture = image(first_page(pdf), alt="")
    except EditionError as error:
        picture = f'<p class="soft">{escape(error.message)}</p>'
    pages = "1 page" if one.pages == 1 else f"{one.pages} pages"
    found = f"<details><summary>{len(one.remarks)} to look at</summary>{_remarks(one)}</details>" if one.remarks else ""
    return (
        f"<li>{picture}<h3>{escape(one.name)}</h3><p>{pages}, {one.seconds:.1f} s</p>"
        f'<p class="soft">{escape("; ".join(one.reasons))}</p>{found}</li>\n'
    )


def _timings(filed: list[Filed]) -> Iterator[str]:
    slowest = sorted(filed, key=lambda one: -one.seconds)[:_SLOWEST]
    yield "<h2>Slowest</h2>\n<table><tr><th>issue<th>seconds<th>pages<th>seconds a page</tr>\n"
    for one in slowest:
        each = f"{one.seconds / one.pages:.2f}" if one.pages else ""
        yield f"<tr><td>{escape(one.name)}<td>{one.seconds:.1f}<td>{one.pages}<td>{each}</tr>\n"
    yield "</table>\n"
