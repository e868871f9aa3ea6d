"""The sealed issue: opened, proved, and pressed again from itself.

In: a PDF that isn't trusted.  Out: what it holds, and what comes when it is
pressed again: the same bytes, or other ones and why.
"""

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from coranto.archive.inputs import Inputs
from coranto.archive.sealing import manifest_of, stamp_of
from coranto.archive.stamp import differences
from coranto.archive.unsealing import lay_out_files, read_edition
from coranto.cache import Sums
from coranto.children.guard import guarded
from coranto.children.limits import Limits
from coranto.compare import Comparison, compare_pdfs
from coranto.errors import EditionError
from coranto.findings import Finding
from coranto.finish.model import EditionName, Paper
from coranto.finish.opening import Sealed
from coranto.finish.statement import Statement
from coranto.pressrun.line import Outcome, press_issue

_OPENING = Limits(seconds=60.0, megabytes=4_000)


@dataclass(frozen=True, slots=True)
class Again:
    """What came of a sealed issue that was pressed again."""

    outcome: Outcome
    reasons: tuple[str, ...]
    """What is otherwise now than when it was sealed."""
    comparison: Comparison | None
    """How the edition for the archive differs from the one that it was made of; None if it wasn't asked for."""


def open_edition(path: Path, *, limits: Limits = _OPENING) -> Sealed:
    """Return what a sealed edition holds, proved, read in a process of its own.

    Raises:
        EditionError: it can't be read, carries no issue, or is not what its statement says.

    """
    from coranto.errors import PressError
    from coranto.finish.opening import open_sealed

    content = read_edition(path)
    try:
        return guarded(lambda _: open_sealed(content), limits=limits)
    except PressError as error:
        raise EditionError(f"`{path}` can't be opened: its reader fell over it, or needed more than it may") from error
    except EditionError as error:
        raise EditionError(f"`{path}` can't be opened: {error.message}") from error


def press_again(
    sealed: Sealed,
    content: bytes,
    *,
    shelves: Iterable[Path] = (),
    editions: Iterable[EditionName] = (EditionName.ARCHIVE,),
    paper: Paper | None = None,
    report: Callable[[str], None] = lambda _: None,
) -> Again:
    """Return what comes of a sealed issue that is pressed again; `content` is the PDF that holds it.

    Raises:
        CorantoError: what `press_issue` raises.

    """
    statement, shelves = sealed.statement, tuple(shelves)
    with tempfile.TemporaryDirectory(prefix="coranto-") as name:
        folder = lay_out_files(sealed, Path(name))
        outcome = press_issue(
            folder, layout=statement.asked, shelves=shelves, editions=editions, paper=paper, report=report
        )
        outcome = replace(outcome, findings=tuple(_as_sealed(finding, Path(name)) for finding in outcome.findings))
    made = outcome.editions.get(EditionName.ARCHIVE)
    comparison = None
    if made is not None:
        report("compare")
        comparison = compare_pdfs(content, made.pdf)
    return Again(outcome, tuple(changes(statement, outcome, shelves)), comparison)


def changes(statement: Statement, outcome: Outcome, shelves: tuple[Path, ...]) -> list[str]:
    """Return what is otherwise now than a statement says."""
    inputs = Inputs(Sums(None), shelves=shelves)
    was = stamp_of(statement)
    now = was.model_copy(
        update={
            "layouts": {name: inputs.layout_digest(name) for name in outcome.layouts},
            "fonts": {name: inputs.family_digest(name) for name in outcome.families},
            "program": inputs.program_digest,
        }
    )
    return list(differences(was, now, before=lambda digest: manifest_of(statement, digest), now=inputs.manifest))


def _as_sealed(finding: Finding, root: Path) -> Finding:
    """Return a finding whose place is told by the name of its file in the PDF."""
    place = finding.place
    if place is None or not place.file.is_relative_to(root):
        return finding
    return replace(finding, place=place._replace(file=place.file.relative_to(root)))
