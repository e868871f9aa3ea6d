"""The survey: which issues are to be pressed, and why; nothing is made.

In: the issues that were found, the archive, and the inputs as they stand.
Out: a `Survey`.  An edition is current if its PDF and its stamp are what they
would be today.
"""

from dataclasses import dataclass
from pathlib import Path

from coranto.archive.archive import Archive
from coranto.archive.inputs import Inputs, Manifest, digest_of
from coranto.archive.record import DamagedRecordError, Filing, Record, read_record
from coranto.archive.stamp import Stamp, differences
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


def survey(found: Found, archive: Archive, inputs: Inputs, order: Order) -> Survey:
    """Return what there is to do."""
    jobs: list[Job] = []
    current: list[str] = []
    unsettled: list[str] = []
    clashes = {name: folders for name, folders in found.issues.items() if len(folders) > 1}
    for name, folders in found.issues.items():
        if name in clashes:
            continue
        folder, record = folders[0], _record(name, archive)
        job = _judge(name, folder, record, archive, inputs, order)
        if job.reasons:
            jobs.append(job)
        else:
            current.append(name)
            if isinstance(record, Record) and len(record.filings) > 1:
                unsettled.append(name)
    orphans = tuple(name for name in archive.names() if name not in found.issues and _missed(name, found, archive))
    jobs.sort(key=lambda job: (-job.letters, job.name))
    return Survey(tuple(jobs), tuple(current), clashes, found.unsearched, orphans, tuple(unsettled))


def _record(name: str, archive: Archive) -> Record | DamagedRecordError | None:
    try:
        return read_record(archive.record(name))
    except DamagedRecordError as error:
        return error


def _missed(name: str, found: Found, archive: Archive) -> bool:
    record = _record(name, archive)
    return found.missed(name, Path(record.source) if isinstance(record, Record) else Path("/nowhere"))


def _judge(
    name: str, folder: Path, record: Record | DamagedRecordError | None, archive: Archive, inputs: Inputs, order: Order
) -> Job:
    try:
        copy = inputs.issue(folder)
        letters = sum((folder / file).stat().st_size for file in copy if file.endswith((".md", HEAD)))
    except OSError as error:
        return Job(name, folder, (f"`{error.filename}` can't be read: {error.strerror}",), "", 0)
    if isinstance(record, DamagedRecordError):
        reasons = [f"its record can't be read ({record})"]
    elif record is None:
        reasons = ["its record is missing" if archive.pdf(name).is_file() else "never made"]
    elif record.issue != name:
        reasons = [f"its record is that of {record.issue}"]
    elif not archive.pdf(name).is_file():
        reasons = ["its PDF is missing"]
    elif (filing := archive.filing_of(record)) is None:
        reasons = ["its PDF is not the one on record"]
    else:
        reasons = stale(filing, copy, archive, inputs, order)
    return Job(name, folder, tuple(reasons), digest_of(copy), letters)


def stale(
    filing: Filing, copy: Manifest, archive: Archive, inputs: Inputs, order: Order, *, but_program: bool = False
) -> list[str]:
    """Return why what was filed is not what would be made today of `copy`; nothing if it is.

    `but_program` lets pass that Coranto and the libraries under it changed.
    """
    was = filing.stamp
    now = Stamp(
        asked=order.layout,
        forced=was.forced and order.force,
        issue=copy,
        layouts={name: inputs.layout_digest(name) for name in was.layouts},
        fonts={name: inputs.family_digest(name) for name in was.fonts},
        program=was.program if but_program else inputs.program_digest,
    )
    return [] if was == now else list(differences(was, now, before=archive.manifest, now=inputs.manifest))
