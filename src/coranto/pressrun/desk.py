"""The desk: copy is read, and what is wrong in it is told together with what is wrong in options and waivers.

In: the folder of an issue, and the layout that it is for.  Out: an `Issue`.
The options are the layout's to judge and the waivers preflight's, which come
after the reader; an editor wants to know of all faults at once.
"""

from collections.abc import Iterable
from pathlib import Path

from coranto.errors import CopyError, LayoutError
from coranto.findings import Finding, Level
from coranto.issue.model import Issue
from coranto.issue.reader import read_heads, read_issue


def read_copy(folder: Path, *, layout: str | None = None, shelves: Iterable[Path] = ()) -> Issue:
    """Return the issue in `folder`; `layout` and `shelves` as `press_issue` has them.

    Raises:
        CopyError: something in the copy is wrong; its findings say what, the options' faults among them.

    """
    try:
        issue = read_issue(folder)
    except CopyError as error:
        heads = read_heads(folder)
        more = [*_faults_of_waivers(heads), *_faults_of_options(heads, layout, shelves)] if heads else []
        if not more:
            raise
        raise _error(folder, [*error.findings, *more]) from error
    if wrong := _faults_of_waivers(issue):
        raise _error(folder, [*wrong, *_faults_of_options(issue, layout, shelves)])
    return issue


def _error(folder: Path, findings: list[Finding]) -> CopyError:
    count = sum(finding.level is Level.STOP for finding in findings)
    return CopyError(f"{count} {'fault' if count == 1 else 'faults'} in the copy of {folder}", findings)


def _faults_of_waivers(heads: Issue) -> list[Finding]:
    if not heads.head.waivers:
        return []
    from coranto.preflight.waivers import faults

    return list(faults(heads))


def _faults_of_options(heads: Issue, layout: str | None, shelves: Iterable[Path]) -> list[Finding]:
    from coranto.layout.options import furniture_words, settle_options
    from coranto.layout.stack import resolve_layout

    place = None if layout else heads.layout_place
    try:
        resolved = resolve_layout(layout or heads.layout, shelves=shelves, with_fonts=False, place=place)
        settle_options(heads, resolved)
        furniture_words(heads, resolved)
    except CopyError as error:
        return list(error.findings)
    except LayoutError as error:
        return [finding for finding in error.findings if finding.place and finding.place == place]
    return []
