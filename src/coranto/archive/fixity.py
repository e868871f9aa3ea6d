"""Fixity: whether each edition is, byte for byte, the one that was filed.

In: an archive.  Out: a `Verdict` on each edition, and on each file that is
none.  Every PDF is summed anew; what is known of its times counts for nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from coranto.archive.archive import PDF, Archive
from coranto.archive.record import SUFFIX, DamagedRecordError, Filing, Record, read_record


class Fixity(StrEnum):
    """What became of an edition."""

    TRUE = "true"
    MISSING = "missing"
    ALTERED = "altered"
    UNKNOWN = "unknown"
    """There is a PDF, or another file, of which nothing is on record."""
    DAMAGED = "damaged"
    """Its record can't be read."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is to be said of one edition or file."""

    name: str
    fixity: Fixity
    message: str = ""
    record: Record | None = None
    filing: Filing | None = None
    """What is on record of the PDF that lies there."""


def prove_editions(archive: Archive) -> Iterator[Verdict]:
    """Yield a verdict on each edition of an archive, in order, then on each file that is none."""
    names = archive.names()
    for name in names:
        yield _prove(name, archive)
    own = {str(path) for name in names for path in (archive.pdf(name), archive.record(name))}
    for path in sorted(archive.folder.rglob("*")):
        below = path.relative_to(archive.folder)
        if path.is_file() and str(path) not in own and below.parts[0] != archive.own.name:
            yield Verdict(str(below), Fixity.UNKNOWN, f"`{below}` is no edition; take it out of the archive")


def _prove(name: str, archive: Archive) -> Verdict:
    try:
        record = read_record(archive.record(name))
    except DamagedRecordError as error:
        return Verdict(name, Fixity.DAMAGED, f"the record `{name}{SUFFIX}` is damaged ({error}); run again to mend it")
    if record is None:
        what = f"`{name}{PDF}` has no record"
        return Verdict(name, Fixity.UNKNOWN, f"{what}; run again if its issue is there, else take it out")
    if record.issue != name:
        what = f"the record `{name}{SUFFIX}` is of another edition, `{record.issue}`"
        return Verdict(name, Fixity.DAMAGED, f"{what}; put it back under its name")
    return _prove_pdf(name, record, archive)


def _prove_pdf(name: str, record: Record, archive: Archive) -> Verdict:
    pdf = archive.pdf(name)
    mend = "restore it, or run again to make it anew"
    if not pdf.is_file():
        return Verdict(name, Fixity.MISSING, f"`{name}{PDF}` is missing; {mend}", record)
    try:
        filing = record.filing_of(archive.sums.sum(pdf, anew=True))
        size, was = pdf.stat().st_size, record.filings[0].bytes
    except OSError as error:
        return Verdict(name, Fixity.UNREADABLE, f"`{name}{PDF}` can't be read: {error.strerror}", record)
    if filing is None:
        how = "some of its bytes are others" if size == was else f"it has {size:,} bytes, {was:,} were filed"
        return Verdict(name, Fixity.ALTERED, f"`{name}{PDF}` was altered: {how}; {mend}", record)
    return Verdict(name, Fixity.TRUE, record=record, filing=filing)
