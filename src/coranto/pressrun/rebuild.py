"""The rebuild: editions pressed again from their copy, to prove that they still come out the same.

In: verdicts on editions that are true to their records.  Out: for each what
came of it, and if other bytes came, what changed since.  Nothing is filed.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from coranto.archive.archive import Archive, issue_name
from coranto.archive.fixity import Verdict
from coranto.archive.inputs import Inputs, is_issue
from coranto.archive.stamp import Stamp
from coranto.compare import Comparison, compare_pdfs
from coranto.finish.model import Paper
from coranto.pressrun.pool import Executor
from coranto.pressrun.search import find_issues
from coranto.pressrun.survey import Order, stale
from coranto.pressrun.tasks import Task


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of an edition that was pressed again."""

    name: str
    same: bool
    """Whether the same bytes came."""
    reasons: tuple[str, ...]
    """What changed since it was filed; nothing if all is as it was."""
    failure: str = ""
    """Why it could not be pressed."""
    comparison: Comparison | None = None
    """If other bytes came: how text and pages differ."""

    @property
    def true(self) -> bool:
        """Tell whether the same bytes came, or others for a reason that is known."""
        return self.same or (bool(self.reasons) and not self.failure)


class Sources:
    """Where the copy of editions lies now: in folders that are named, else where it lay."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.found: Mapping[str, tuple[Path, ...]] | None = (
            find_issues(paths).issues if (paths := list(paths)) else None
        )

    def folder(self, verdict: Verdict) -> Path | None:
        """Return the folder of an edition's issue, if it is there."""
        assert verdict.record is not None  # noqa: S101 - of a true edition
        if self.found is not None:
            return next(iter(self.found.get(issue_name(verdict.name), ())), None)
        source = Path(verdict.record.source)
        return source if is_issue(source) else None

    def stale(self, verdict: Verdict, archive: Archive, inputs: Inputs, *, but_program: bool = False) -> list[str]:
        """Return why an edition is not what would be made today; nothing if it is.

        `but_program` lets pass that Coranto and the libraries under it changed.
        """
        folder = self.folder(verdict)
        if folder is None:
            return ["its issue is not there"]
        assert verdict.filing is not None  # noqa: S101 - of a true edition
        try:
            copy = inputs.issue(folder)
        except OSError as error:
            return [f"`{error.filename}` can't be read: {error.strerror}"]
        stamp = verdict.filing.stamp
        asked = Order(layout=stamp.asked, force=True, paper=_paper(stamp))
        return stale(verdict.filing, copy, archive, inputs, asked, but_program=but_program)


def _paper(stamp: Stamp) -> Paper:
    """Return what was asked of an edition for print; a printer's own profile isn't kept, Coranto's stands for it."""
    if stamp.paper is None:
        return Paper()
    kept = stamp.paper
    return Paper(addresses=kept.addresses, blanks=kept.blanks, booklet=kept.booklet, creep=kept.creep, spine=kept.spine)


def rebuilt(
    verdicts: Iterable[Verdict], sources: Sources, archive: Archive, inputs: Inputs, executor: Executor
) -> Iterator[Rebuilt]:
    """Press these editions again, and yield what came of each."""
    tasks: list[Task] = []
    by_name = {verdict.name: verdict for verdict in verdicts}
    for name, verdict in by_name.items():
        folder = sources.folder(verdict)
        if folder is None:
            yield Rebuilt(name, same=False, reasons=(), failure="its issue is not there; name its folder with --copy")
        elif verdict.filing:
            stamp = verdict.filing.stamp
            shelves = tuple(inputs.shelves[:-1])
            tasks.append(Task(name, folder, stamp.asked, shelves, (stamp.edition,), _paper(stamp)))
    for done in executor.results(tasks):
        verdict = by_name[done.task.name]
        reasons = tuple(sources.stale(verdict, archive, inputs))
        if done.outcome is None:
            yield Rebuilt(verdict.name, same=False, reasons=reasons, failure=done.error.message if done.error else "")
            continue
        assert verdict.filing is not None  # noqa: S101 - of a true edition
        pdf = done.outcome.proof.pdf
        same = hashlib.sha256(pdf).hexdigest() == verdict.filing.sha256
        comparison = None if same else compare_pdfs(archive.pdf(verdict.name), pdf)
        yield Rebuilt(verdict.name, same, reasons, comparison=comparison)
