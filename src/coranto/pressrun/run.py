"""The run: all issues that are to be pressed, each edition filed whole or not at all.

In: the jobs of a `Survey`, an archive that is locked, an executor.  Out:
`Filed` and `Failed`, as they come.  An issue whose worker hung, died or was
killed, and one whose copy changed while it was set, is tried once more at the
end, alone.
"""

import errno
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from coranto.archive.archive import Archive, edition_name
from coranto.archive.inputs import Inputs, digest_of
from coranto.archive.record import Entry, Filing, Remark, moment
from coranto.archive.stamp import Stamp, take_stamp
from coranto.errors import CopyError, CorantoError, HeldError, LayoutError, OutputError, PressError
from coranto.finish.model import EditionName
from coranto.pressrun.line import Outcome
from coranto.pressrun.pool import Executor
from coranto.pressrun.survey import Job, Order
from coranto.pressrun.tasks import Done, Task

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO}
"""Errors of a disk that the next edition would meet as well."""


@dataclass(frozen=True, slots=True)
class Filed:
    """An edition that was filed."""

    name: str
    editions: tuple[str, ...]
    """What the editions are called that were filed; the first one's pages and bytes are told."""
    pages: int
    bytes: int
    seconds: float
    reasons: tuple[str, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """An issue of which no edition came; the one before, if there is one, stays."""

    name: str
    folder: Path
    message: str
    exit_code: int
    remarks: tuple[Remark, ...]
    seconds: float


class Run:
    """A run over jobs."""

    def __init__(self, archive: Archive, inputs: Inputs, order: Order, executor: Executor) -> None:
        self.archive = archive
        self.inputs = inputs
        self.order = order
        self.executor = executor

    def results(self, jobs: Iterable[Job]) -> Iterator[Filed | Failed]:
        """Press the jobs, file what comes, and yield what came of each.

        Raises:
            OutputError: the disk is full, or can't be written.
            LayoutError: a layout or a font changed while the run was at work.

        """
        by_name = {job.name: job for job in jobs}
        if not by_name:
            return
        self.inputs.all()
        self.archive.keep_manifests(self.inputs)
        again: list[Job] = []
        for done in self.executor.results([self._task(job) for job in by_name.values()]):
            job = by_name[done.task.name]
            result = None if done.lost else self._settle(done, job)
            if result:
                yield result
            else:
                again.append(job)
        for job in again:
            yield self._alone(job)

    def _alone(self, job: Job) -> Filed | Failed:
        """Try an issue once more, when no other is at work."""
        try:
            job = replace(job, copy=digest_of(self.inputs.issue(job.folder)))
        except OSError as error:
            return _failed(job, CopyError(f"`{error.filename}` can't be read: {error.strerror}"), 0.0)
        (done,) = self.executor.results([self._task(job)])
        changed = PressError("the copy changes while it is being set; run again when nobody writes to it")
        result = None if done.lost else self._settle(done, job)
        return result or _failed(job, done.error or changed, done.seconds)

    def _task(self, job: Job) -> Task:
        order = self.order
        return Task(job.name, job.folder, order.layout, order.shelves, job.editions, order.paper)

    def _settle(self, done: Done, job: Job) -> Filed | Failed | None:
        """File what was made, and return what is to be told; None if the copy changed meanwhile."""
        outcome = done.outcome
        if outcome is None:
            return _failed(job, done.error or PressError("the press said nothing"), done.seconds)
        if outcome.held and not self.order.force:
            count = len(outcome.held)
            message = f"{count} {'finding holds' if count == 1 else 'findings hold'} the press"
            return _failed(job, HeldError(message, outcome.findings), done.seconds)
        if self.inputs.moved():
            raise LayoutError(
                "a layout or a font changed while the run was at work; what was filed till then is true, run again"
            )
        try:
            stamps = {edition: self._stamp(outcome, job, edition) for edition in job.editions}
        except OSError:
            return None
        if any(digest_of(stamp.issue) != job.copy for stamp in stamps.values()):
            return None
        filed = [self._file(outcome, edition, stamp, done, job) for edition, stamp in stamps.items()]
        failed = [one for one in filed if isinstance(one, Failed)]
        return failed[0] if failed else filed[0]

    def _stamp(self, outcome: Outcome, job: Job, edition: EditionName) -> Stamp:
        return take_stamp(
            self.inputs,
            job.folder,
            layouts=outcome.layouts,
            families=outcome.families,
            asked=self.order.layout,
            forced=bool(outcome.held),
            edition=edition,
            paper=self.order.paper,
        )

    def _file(self, outcome: Outcome, edition: EditionName, stamp: Stamp, done: Done, job: Job) -> Filed | Failed:
        made, called = outcome.editions[edition], edition_name(job.name, edition)
        pdf = made.pdf
        remarks = tuple(Remark.of(finding, job.folder) for finding in outcome.findings)
        filing = Filing(
            sha256=hashlib.sha256(pdf).hexdigest(),
            bytes=len(pdf),
            pages=made.pages,
            title=outcome.title,
            layout=outcome.layout,
            articles=tuple(Entry(headline=headline, page=page) for headline, page in made.articles),
            findings=remarks,
            seconds=round(done.seconds, 3),
            made=moment(datetime.now(UTC)),
            stamp=stamp,
        )
        try:
            self.archive.file(called, pdf=pdf, filing=filing, source=job.folder)
        except OutputError as error:
            if isinstance(error.__cause__, OSError) and error.__cause__.errno in _FULL:
                raise
            return _failed(job, error, done.seconds)
        names = tuple(edition_name(job.name, one) for one in job.editions)
        return Filed(called, names, filing.pages, filing.bytes, done.seconds, job.reasons, remarks)


def _failed(job: Job, error: CorantoError, seconds: float) -> Failed:
    remarks = tuple(Remark.of(finding, job.folder) for finding in error.findings)
    return Failed(job.name, job.folder, error.message, error.exit_code, remarks, seconds)
