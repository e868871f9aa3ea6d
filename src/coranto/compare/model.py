"""What a comparison says: plain data, which crosses processes and is written as JSON.

*Before* is the edition that was named first, *after* the one named second.
Pages count from 1; rectangles are `Spot`s, in pt from the top left of a page.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from coranto.findings import Spot

Span = tuple[int, int]
"""The first and the last page of something."""


class Verdict(StrEnum):
    """What became of an edition; a pair's or an archive's comparison is a list of these."""

    BYTES = "same bytes"
    """Every byte is the same."""
    PAGES = "same pages"
    """Other bytes; all that was compared is the same."""
    DIFFERS = "differs"
    GONE = "gone"
    """It stands before only."""
    ADDED = "added"
    """It stands after only."""
    UNREAD = "unread"
    """One of the two can't be read."""


class Move(NamedTuple):
    """An article of the outline that stands on other pages than before, is new, or is gone."""

    title: str
    before: Span | None
    after: Span | None


class Change(NamedTuple):
    """Words that are not the same: what stood there, and what stands there now; one of the two may be nothing."""

    before: str
    after: str
    page_before: int | None
    page_after: int | None
    article: str
    """The article that it stands in: its title in the outline, or nothing."""
    lead: str = ""
    """The words that stand before it in both."""
    tail: str = ""
    """The words that stand after it in both."""


class Shift(NamedTuple):
    """Words that stand elsewhere among the others of their page, such as a caption that came to stand below."""

    text: str
    page_before: int
    page_after: int
    article: str


class Fact(NamedTuple):
    """Something that both have, such as the title in the document's properties, and that differs."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PagePair:
    """Two pages that belong together and don't look the same, or a page that has no other."""

    before: int | None
    after: int | None
    share: float = 0.0
    """The share of the page's pixels that differ, from 0 to 1."""
    largest: int = 0
    """The largest difference of a colour channel, from 0 to 255."""
    areas: tuple[Spot, ...] = ()
    """Where they differ, on the page as it is after."""
    words: bool = False
    """Whether their words differ, too."""
    furniture: bool = False
    """Whether they differ in running heads and folios only."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why two editions differ, in a form that is the same for many issues."""

    code: str
    """One of the names in `coranto.compare.causes.KINDS`."""
    subject: str = ""
    """What it is about, such as an article's title."""
    amount: int = 0
    """By how many pages, or to how many."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions side by side."""

    verdict: Verdict
    pages: tuple[int, int] = (0, 0)
    """How many pages they have; (0, 0) where equal bytes were enough."""
    gone: tuple[int, ...] = ()
    """Pages that have no other after."""
    added: tuple[int, ...] = ()
    """Pages that had no other before."""
    sizes: tuple[Fact, ...] = ()
    """Sizes of pages that differ, in mm, and other boxes."""
    moves: tuple[Move, ...] = ()
    changes: tuple[Change, ...] = ()
    """Words of the text."""
    shifts: tuple[Shift, ...] = ()
    """Words that are the same, in another order."""
    furniture: tuple[Fact, ...] = ()
    """Words of running heads and folios that stand in one of the two only."""
    links: tuple[Fact, ...] = ()
    facts: tuple[Fact, ...] = ()
    """What the PDFs say of themselves; it makes no difference to the verdict."""
    looks: tuple[PagePair, ...] = ()
    """Pages whose pictures differ; empty if pixels were not compared."""
    reflowed: int = 0
    """Words that stand on another page than those around them."""
    references: int = 0
    """Page numbers in the text, such as those of the contents, that follow what they point to."""
    dpi: float | None = None
    """Pixels to the inch at which pages were compared; None if they were not."""
    tolerance: int = 0
    """The largest difference of a colour channel that was passed over."""
    notes: tuple[str, ...] = ()
    """What the comparison could not do in full."""
    causes: tuple[Cause, ...] = ()

    @property
    def same(self) -> bool:
        """Whether all that was compared is the same."""
        return self.verdict in {Verdict.BYTES, Verdict.PAGES}


@dataclass(frozen=True, slots=True)
class Pairing:
    """An edition of two archives: its name, and what became of it."""

    name: str
    """Its path below the archive's folder, with forward slashes."""
    verdict: Verdict
    comparison: Comparison | None = None
    error: str = ""
    """Why it could not be read."""


@dataclass(frozen=True, slots=True)
class Group:
    """Editions that differ for the same cause."""

    says: str
    """The cause in words, such as `contents runs to a second page`."""
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Survey:
    """Two archives side by side."""

    pairings: tuple[Pairing, ...] = ()
    groups: tuple[Group, ...] = field(default=())

    @property
    def same(self) -> bool:
        """Whether every edition stands in both, and all that was compared is the same."""
        return all(one.verdict in {Verdict.BYTES, Verdict.PAGES} for one in self.pairings)

    @property
    def unread(self) -> tuple[Pairing, ...]:
        """The editions that could not be compared."""
        return tuple(one for one in self.pairings if one.verdict is Verdict.UNREAD)

    def count(self, verdict: Verdict) -> int:
        """Return how many editions have this verdict."""
        return sum(one.verdict is verdict for one in self.pairings)
