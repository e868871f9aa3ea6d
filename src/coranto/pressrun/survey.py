"""The survey: which issues are to be pressed, and why; nothing is made.

In: the issues that were found, the archive, and the inputs as they stand.
Out: a `Survey`.  An edition is current if its PDF and its stamp are what they
would be today.
"""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from coranto.archive.archive import Archive, edition_name, issue_name
from coranto.archive.inputs import Inputs, Manifest, digest_of
from coranto.archive.record import DamagedRecordError, Filing, Record, read_record
from coranto.archive.stamp import Stamp, differences, paper_stamp
from coranto.finish.model import EditionName, Paper
from coranto.issue.folders import HEAD
from coranto.pressrun.search import Found


@dataclass(frozen=True, slots=True)
class Order:
    """What a run was asked to do with each issue."""

    layout: str | None = None
    """Another layout than the issue's own."""
    shelves: tuple[Path, ...] = ()
    """Folders of layouts that are searched before Coranto's."""
    force: bool = False
    """File what preflight holds."""
    editions: tuple[EditionName, ...] = (EditionName.SCREEN,)
    paper: Paper = field(default_factory=Paper)
    """What is asked of the edition for print."""


@dataclass(frozen=True, slots=True)
class Job:
    """An issue that is to be pressed."""

    name: str
    folder: Path
    reasons: tuple[str, ...]
    """Why its edition is not current; `never made` if there is none."""
    copy: str
    """The digest of its manifest when it was surveyed."""
    letters: int
    """Bytes of its text, by which it is known to be large."""
    editions: tuple[EditionName, ...] = (EditionName.SCREEN,)
    """Those that are not current."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a run has before it."""

    jobs: tuple[Job, ...]
    """The largest first."""
    current: tuple[str, ...]
    """Names of issues whose editions are what they would be today."""
    clashes: dict[str, tuple[Path, ...]]
    """Names that several folders bear."""
    unsearched: dict[Path, str]
    """Folders that could not be looked into, and why."""
    orphans: tuple[str, ...]
    """Names of editions whose issue is no longer where it was."""
    unsettled: tuple[str, ...]
    """Names of current editions whose records a run left that was ended while it wrote them."""


def survey(
    found: Found, archive: Archive, inputs: Inputs, order: Order, *, begun: Callable[[], None] = lambda: None
) -> Survey:
    """Return what there is to do; `begun` is called when the first issue is found that is not current."""
    jobs: list[Job] = []
    current: list[str] = []
    unsettled: list[str] = []
    clashes = {name: folders for name, folders in found.issues.items() if len(folders) > 1}
    for name, folders in found.issues.items():
        if (other := issue_name(name)) in found.issues and other != name:  # `x.print` beside `x`
            clashes[name] = (*folders, *found.issues[other])
    for name, folders in found.issues.items():
        if name in clashes:
            continue
        judged = [_judge(name, folders[0], archive, inputs, order, edition) for edition in order.editions]
        stale_ones = [job for job, _ in judged if job.reasons]
        if stale_ones:
            if not jobs:
                begun()
            jobs.append(_together(stale_ones, alone=len(judged) == 1))
        for job, record in judged:
            if not job.reasons:
                current.append(edition_name(name, job.editions[0]))
                if isinstance(record, Record) and len(record.filings) > 1:
                    unsettled.append(current[-1])
    orphans = tuple(name for name in archive.names() if _missed(name, found, archive))
    jobs.sort(key=lambda job: (-job.letters, job.name))
    return Survey(tuple(jobs), tuple(current), clashes, found.unsearched, orphans, tuple(unsettled))


def _record(name: str, archive: Archive) -> Record | DamagedRecordError | None:
    try:
        return read_record(archive.record(name))
    except DamagedRecordError as error:
        return error


def _together(jobs: list[Job], *, alone: bool) -> Job:
    """Return the jobs of one issue as one, so that its editions share their pages."""
    reasons = [f"{reason}" if alone else f"{job.editions[0]}: {reason}" for job in jobs for reason in job.reasons]
    return replace(jobs[0], reasons=tuple(reasons), editions=tuple(job.editions[0] for job in jobs))


def _missed(name: str, found: Found, archive: Archive) -> bool:
    if name in found.issues or issue_name(name) in found.issues:
        return False
    record = _record(name, archive)
    return found.missed(issue_name(name), Path(record.source) if isinstance(record, Record) else Path("/nowhere"))


def _judge(
    name: str, folder: Path, archive: Archive, inputs: Inputs, order: Order, edition: EditionName
) -> tuple[Job, Record | DamagedRecordError | None]:
    """Return an edition as a job, without reasons if it is current, and its record."""
    called = edition_name(name, edition)
    record = _record(called, archive)
    try:
        copy = inputs.issue(folder)
    except OSError as error:
        return Job(name, folder, (f"`{error.filename}` can't be read: {error.strerror}",), "", 0, (edition,)), record
    if isinstance(record, DamagedRecordError):
        reasons = [f"its record can't be read ({record})"]
    elif record is None:
        reasons = ["its record is missing" if archive.pdf(called).is_file() else "never made"]
    elif record.issue != called:
        reasons = [f"its record is that of {record.issue}"]
    elif not archive.pdf(called).is_file():
        reasons = ["its PDF is missing"]
    elif (filing := archive.filing_of(record)) is None:
        reasons = ["its PDF is not the one on record"]
    else:
        reasons = stale(filing, copy, archive, inputs, order)
    letters = _letters(folder, copy) if reasons else 0
    return Job(name, folder, tuple(reasons), digest_of(copy) if reasons else "", letters, (edition,)), record


def _letters(folder: Path, copy: Manifest) -> int:
    """Return how many bytes of text an issue has; what is gone by now counts for nothing."""
    sizes = 0
    for file in copy:
        if file.endswith((".md", HEAD)):
            with contextlib.suppress(OSError):
                sizes += (folder / file).stat().st_size
    return sizes


def stale(
    filing: Filing, copy: Manifest, archive: Archive, inputs: Inputs, order: Order, *, but_program: bool = False
) -> list[str]:
    """Return why what was filed is not what would be made today of `copy`; nothing if it is.

    `but_program` lets pass that Coranto and the libraries under it changed.
    """
    was = filing.stamp
    now = Stamp(
        edition=was.edition,
        paper=paper_stamp(was.edition, order.paper),
        asked=order.layout,
        forced=was.forced and order.force,
        issue=copy,
        layouts={name: inputs.layout_digest(name) for name in was.layouts},
        fonts={name: inputs.family_digest(name) for name in was.fonts},
        program=was.program if but_program else inputs.program_digest,
    )
    return [] if was == now else list(differences(was, now, before=archive.manifest, now=inputs.manifest))
