"""The stream: what a source holds, as blocks in reading order, whatever format it came in.

A source format makes a `Reading`; recipes, drafts and the count of words know
nothing of formats.  Each block is Markdown as our bodies have it, and knows
where in its source it stands.
"""

import re
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from coranto.findings import Finding, Place
from coranto.issue.datafile import Value


class Sort(StrEnum):
    """What a block is by its form, before a recipe says what it is for."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST = "list"
    QUOTE = "quotation"
    CODE = "code"
    TABLE = "table"
    PICTURE = "picture"
    OTHER = "block"


@dataclass(frozen=True, slots=True)
class Block:
    """A block of the source."""

    sort: Sort
    text: str
    """Markdown; of a heading the words alone."""
    place: Place
    end: int
    """Its last line in the source."""
    level: int = 0
    """Of a heading: 1 is the highest."""
    name: str = ""
    """The id by which links point to it."""
    role: str = ""
    """What it is for, if the source itself says so."""

    @property
    def first(self) -> int:
        """Its first line in the source."""
        return self.place.line or 1


@dataclass(frozen=True, slots=True)
class Left:
    """Words of the source that don't come into the issue, where they stand, and why."""

    first: int
    end: int
    text: str
    why: str


@dataclass
class Reading:
    """What a format makes of a source."""

    path: Path
    blocks: list[Block]
    facts: dict[str, Value] = field(default_factory=dict)
    """What the source says of itself: front matter, a document's properties."""
    lines: dict[int, str] = field(default_factory=dict)
    """The words of the source by their lines, taken by another way than the blocks: what the count goes by."""
    pictures: dict[str, Path | bytes] = field(default_factory=dict)
    """Pictures by their names in the issue."""
    notes: dict[str, str] = field(default_factory=dict)
    """Footnotes by their labels, as Markdown."""
    addresses: dict[str, str] = field(default_factory=dict)
    """Definitions of links by their labels, as CommonMark compares them."""
    left: list[Left] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    encoding: str = "utf-8"


def flat(text: str) -> str:
    """Return a text with each run of white space as one blank."""
    return " ".join(text.split())


def short(text: str, longest: int = 60) -> str:
    """Return a text as a finding shows it."""
    said = flat(text)
    return said if len(said) <= longest else f"{said[: longest - 1]}…"


_SPECIAL = re.compile(r"([\\`*_\[\]<~|])|(&)(?=#?\w+;)|(!)(?=\[)|(\$)(?=`)")
_LEADING = re.compile(r"^(\s*)(?:([#>+=~-])|(:)(?=::| )|(\d+)([.)])(?=\s|$)|(\{))", re.MULTILINE)


def escaped(text: str) -> str:
    """Return plain words as Markdown that says the same."""
    text = _SPECIAL.sub(lambda match: f"\\{match[0]}", text)
    text = re.sub(r"(?<=\w)\\_(?=\w)", "_", text)

    def lead(match: re.Match[str]) -> str:
        return f"{match[1]}{match[4]}\\{match[5]}" if match[4] else f"{match[1]}\\{match[0][len(match[1]) :]}"

    return _LEADING.sub(lead, text)
