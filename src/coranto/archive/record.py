"""The record: what the archive knows of an edition, a JSON file beside its PDF.

A record is written before its PDF is put in place, and keeps what it said of
the PDF that is there till then: at each moment one of its filings is true, and
the PDF's own SHA-256 says which (write-ahead, as in a database's log).
"""

from datetime import datetime
from pathlib import Path
from typing import Literal, Self

from pydantic import AwareDatetime, Field, ValidationError

from coranto.archive.stamp import Digest, Stamp
from coranto.findings import Finding, Level
from coranto.issue.fields import Model

SUFFIX = ".json"


class Remark(Model):
    """A finding as the archive keeps it: its file is named from the issue's folder."""

    rule: str
    level: Level = Field(strict=False)
    message: str
    hint: str = ""
    file: str | None = None
    line: int | None = None
    column: int | None = None
    page: int | None = None
    waived: str = ""

    @classmethod
    def of(cls, finding: Finding, folder: Path) -> Self:
        """Return what is kept of a finding in the issue in `folder`."""
        place, spot = finding.place, finding.spot
        file = None
        if place:
            below = place.file.is_relative_to(folder)
            file = str(place.file.relative_to(folder)) if below else place.file.name
        return cls(
            rule=finding.rule,
            level=finding.level,
            message=finding.message,
            hint=finding.hint,
            file=file,
            line=place.line if place else None,
            column=place.column if place else None,
            page=spot.page if spot else None,
            waived=finding.waived,
        )

    def __str__(self) -> str:
        """Return it as a terminal shows it."""
        where = ":".join(str(part) for part in (self.file, self.line, self.column) if part is not None)
        page = f", page {self.page}" if self.page else ""
        hint = f" ({self.hint})" if self.hint else ""
        waived = f"; waived: {self.waived}" if self.waived else ""
        return f"{where}{': ' if where else ''}{self.message}{page}{hint}{waived}"


class Entry(Model):
    """An article, and the page on which it begins."""

    headline: str
    page: int | None


class Filing(Model):
    """A PDF that was filed, and what it was made from."""

    sha256: Digest
    bytes: int
    pages: int
    title: str
    layout: str
    articles: tuple[Entry, ...] = Field(strict=False)
    findings: tuple[Remark, ...] = Field(strict=False)
    seconds: float
    """Wall-clock time from read to preflight."""
    made: AwareDatetime = Field(strict=False)
    stamp: Stamp


class Record(Model):
    """All that the archive knows of an edition."""

    format: Literal[1] = 1
    issue: str
    """`<periodical>/<issue>`, by the names of their folders."""
    source: str
    """The folder that it was made from, as it was called on that machine."""
    filings: tuple[Filing, ...] = Field(strict=False, min_length=1, max_length=2)
    """The newest first; a second one only until the first one's PDF is in its place."""

    def filing_of(self, sha256: str) -> Filing | None:
        """Return the filing of the PDF with this sum."""
        return next((filing for filing in self.filings if filing.sha256 == sha256), None)


class DamagedRecordError(Exception):
    """A record that can't be read, or is none."""


def read_record(path: Path) -> Record | None:
    """Return the record in a file, or None if there is none.

    Raises:
        DamagedRecordError: it can't be read, is cut short, or isn't a record.

    """
    try:
        return Record.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DamagedRecordError(error.strerror or str(error)) from error
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise DamagedRecordError(f"{where}: {first['msg']}" if where else first["msg"]) from error


def record_as_bytes(record: Record) -> bytes:
    """Return a record as it lies in its file."""
    return (record.model_dump_json(indent=1) + "\n").encode()


def moment(value: datetime) -> datetime:
    """Return a time as records keep it: to the second."""
    return value.replace(microsecond=0)
