"""Findings: what is wrong with what we have, and where it stands.

Every stage tells its faults in this one form, so that the terminal, `--json`
and the exit code need to know nothing else.  A *finding* speaks of a thing
that exists; when the next stage can't be reached at all, an error of
`coranto.errors` carries the findings that say why.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple


class Level(StrEnum):
    """How much a finding weighs."""

    STOP = "stop"
    """It holds the press: the PDF is not filed."""
    QUERY = "query"
    """A proofreader's query: somebody should look, the press runs on."""


class Place(NamedTuple):
    """Where something stands in the copy; line and column count from 1."""

    file: Path
    line: int | None = None
    column: int | None = None

    def __str__(self) -> str:
        """Return `file:line:column`, as far as it is known."""
        return ":".join(str(part) for part in self if part is not None)


class Spot(NamedTuple):
    """A rectangle on a page: page number from 1, the rest in pt from the top left."""

    page: int
    x: float
    y: float
    width: float
    height: float

    def __str__(self) -> str:
        """Return the page as an editor would say it."""
        return f"page {self.page}"


class Mend(NamedTuple):
    """What mends a finding, where that is safe: at a place of the copy, one text instead of another."""

    place: Place
    old: str
    """On one line."""
    new: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault or query: lower case, no full stop, the thing by its name."""

    rule: str
    """Stable code of the rule, such as `file.unknown-key`."""
    level: Level
    message: str
    hint: str = ""
    """What to do, as an order."""
    place: Place | None = None
    spot: Spot | None = None
    mends: tuple[Mend, ...] = ()
    """All that is to be done to mend it, if a program can: `coranto check --fix`."""
    waived: str = ""
    """Why a query is let stand, and by whom, if the issue says so."""

    def __str__(self) -> str:
        """Return `file:line:column: what (hint)`."""
        where = f"{self.place}: " if self.place else ""
        told = self.spot and re.search(rf"\b{self.spot}\b", self.message)
        page = f", {self.spot}" if self.spot and not told else ""
        hint = f" ({self.hint})" if self.hint else ""
        waived = f"; waived: {self.waived}" if self.waived else ""
        return f"{where}{self.message}{page}{hint}{waived}"


def stop(rule: str, message: str, *, hint: str = "", place: Place | None = None, spot: Spot | None = None) -> Finding:
    """Return a finding that holds the press."""
    return Finding(rule, Level.STOP, message, hint, place, spot)


def query(rule: str, message: str, *, hint: str = "", place: Place | None = None, spot: Spot | None = None) -> Finding:
    """Return a proofreader's query."""
    return Finding(rule, Level.QUERY, message, hint, place, spot)


def in_order(findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings by file, line and column, each once."""

    def key(finding: Finding) -> tuple[str, int, int, int]:
        file, line, column = finding.place or (Path(), None, None)
        page = finding.spot.page if finding.spot else 0
        return str(file), line or 0, column or 0, page

    return tuple(sorted(dict.fromkeys(findings), key=key))
