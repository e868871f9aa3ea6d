"""The editions of an issue, and what is asked of each: plain data that crosses processes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coranto.issue.model import Issue

Ink = tuple[float, float, float, float]
"""Cyan, magenta, yellow and black, from 0 to 1."""
BLEED = 3 * 72 / 25.4
"""pt by which pages are printed beyond their edge; what is trimmed off."""

FOLD = 4
"""A sheet that is folded once has so many pages."""

COVER = 4
"""Pages of a cover that is glued around the others: two outside, two inside."""


class EditionName(StrEnum):
    """For whom an edition is."""

    SCREEN = "screen"
    PRINT = "print"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Profile:
    """An ICC profile of a printing condition."""

    name: str
    condition: str
    """What the printing condition is called in the registry of the ICC, if it is there."""
    content: bytes = field(repr=False)
    ink: int = 300
    """The most ink that the paper takes, in percent of one full layer."""


@dataclass(frozen=True, slots=True)
class Paper:
    """What is asked of the edition for print."""

    profile: Profile | None = None
    """The printer's own ICC profile; else the one that Coranto brings."""
    addresses: bool = True
    """Whether links are shown as the addresses that they lead to."""
    blanks: bool = True
    """Whether pages are brought to a multiple of four by blanks at the end."""
    booklet: bool = False
    """Whether pages are laid out in pairs, as the sheets are printed that are folded into each other."""
    creep: float = 0.0
    """mm by which the pages of the innermost sheet are moved to the fold."""
    spine: float = 0.0
    """mm of the spine around which the cover is glued; nothing, if it is stapled or loose."""

    def missing(self, count: int) -> int:
        """Return how many pages an issue of so many lacks for its sheets to be full, if they have to be."""
        lacking = -count % FOLD if self.blanks or self.booklet or self.spine else 0
        return max(lacking, COVER + FOLD - count) if self.spine else lacking

    def pages(self, count: int) -> int:
        """Return how many pages the PDF has of an issue of so many."""
        full = count + self.missing(count)
        if self.spine:
            return full - COVER + COVER // 2
        return full // 2 if self.booklet else full


@dataclass(frozen=True, slots=True)
class PrintOrder:
    """What is asked of the edition for print, with all that it takes."""

    paper: Paper
    profile: Profile
    inks: Mapping[str, Ink] = field(default_factory=dict)
    """Inks that the layout gives for colours of its own, by `#rrggbb`."""
    rtl: bool = False
    back_cover: bool = False
    """Whether the last page is the back cover: blanks go before it."""
    spine: bytes = field(default=b"", repr=False)
    """What stands on the spine: a PDF of one page, as long as the others are high and as high as the spine is wide."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What the archive's edition carries of its own making."""

    files: Mapping[str, bytes] = field(repr=False)
    """The issue's files by their paths, as they are restored."""
    statement: bytes = field(repr=False)
    """What it was made from: sums of files, of layouts and fonts, and versions, as JSON."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said of an issue in its PDF, beside what the press has said already: its title, and what made it."""

    periodical: str
    publisher: str
    language: str
    date: str
    """ISO 8601."""
    issn: str | None
    volume: str | None
    number: str | None
    name: str | None
    """The title of the issue, if it has one."""
    summary: str | None
    keywords: tuple[str, ...]

    @classmethod
    def of(cls, issue: "Issue") -> "Facts":
        """Return the facts of an issue."""
        head, periodical = issue.head, issue.periodical
        return cls(
            periodical=periodical.title,
            publisher=periodical.publisher.name,
            language=issue.language,
            date=head.date.isoformat(),
            issn=periodical.issn,
            volume=None if head.volume is None else str(head.volume),
            number=None if head.number is None else str(head.number),
            name=head.title,
            summary=head.summary,
            keywords=head.keywords,
        )
