"""The page of a run: what came of each issue, for a browser, with a picture of each first page.

In: a `Report` and the archive.  Out: HTML in pieces, as it is made, so that a
run over thousands of issues needs no memory for it.  It needs nothing else: the
pictures are in it, and a policy forbids it to load anything
(https://www.w3.org/TR/CSP3/).
"""

from base64 import b64encode
from collections.abc import Callable, Iterator
from html import escape
from importlib.resources import files
from pathlib import Path

from coranto.archive.record import Remark
from coranto.compare.plates import first_page
from coranto.errors import EditionError
from coranto.findings import Level
from coranto.pressrun.report import Report
from coranto.pressrun.run import Failed, Filed

_SLOWEST = 10
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"


def page_of_run(report: Report, *, when: str, pdf: Callable[[str], Path]) -> Iterator[str]:
    """Yield the page of a run that ended at `when`; `pdf` says where an edition lies."""
    style = files("coranto.pressrun").joinpath("page.css").read_text(encoding="utf-8")
    title = f"Press run over {report.archive}"
    yield (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title>\n<style>\n{style}</style></head>\n<body>\n"
    )
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
    yield "</body></html>\n"


def _stopped(report: Report) -> str:
    return f"; <strong>it ended early: {escape(report.stopped)}</strong>" if report.stopped else ""


def _totals(report: Report) -> Iterator[str]:
    queries = sum(len(one.remarks) for one in report.filed)
    counts = [
        (len(report.failed), "failed"),
        (len(report.filed), "filed"),
        (report.pages, "pages"),
        (queries, "findings to look at"),
        (len(report.survey.current), "current"),
        (report.left, "left"),
        (f"{report.seconds:.0f} s", "in all"),
    ]
    items = (f"<li><b>{count}</b> {what}</li>" for count, what in counts if count)
    yield f'<ul class="totals">{"".join(items)}</ul>\n'


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
        picture = f'<img alt="" src="data:image/webp;base64,{b64encode(first_page(pdf)).decode()}">'
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
