"""The proof: what the press hands back, as plain data that crosses processes."""

import re
from dataclasses import dataclass, field

from coranto.findings import Place, Spot

_IGNORED = re.compile("[\\s\u00ad\u200b\u2010\u2011\u002d\u2060]+")


def bare(text: str) -> str:
    """Return the letters of a text as they can be compared: no spaces, no hyphens, no case."""
    return _IGNORED.sub("", text.casefold())


@dataclass(frozen=True, slots=True)
class PageSize:
    """Width and height of a page, in pt."""

    width: float
    height: float


AIM = 0.95
"""The share of lines on the grid that is good enough."""


@dataclass(frozen=True, slots=True)
class Grid:
    """How many lines of the text there are, and how many of them stand on the grid of their page."""

    on: int
    lines: int
    pages: tuple[tuple[int, int], ...] = ()
    """For each page, lines on its grid and lines in all."""

    @property
    def share(self) -> float:
        """The share of lines that stand on the grid, from 0 to 1."""
        return self.on / self.lines if self.lines else 1.0


@dataclass(frozen=True, slots=True)
class Flatplan:
    """What stands on which page, and where."""

    pages: tuple[PageSize, ...]
    spots: dict[str, tuple[Spot, ...]]
    """For each id of the galley, its box on each page that it runs over."""
    furniture: tuple[tuple[str, ...], ...]
    """For each page, the words of its running heads and folio."""
    generated: dict[str, str]
    """Words that the stylesheet added to an element with an id, such as a page number."""
    letters: str
    """All that is set, furniture aside, as `bare` makes it comparable."""
    calls: dict[str, int]
    """For each footnote's id, the page on which its mark stands."""
    grid: Grid | None = None
    """In a layout that is fitted."""

    def page_of(self, identity: str) -> int | None:
        """Return the page (from 1) on which something begins."""
        spots = self.spots.get(identity)
        return spots[0].page if spots else None


@dataclass(frozen=True, slots=True)
class LogLine:
    """A line of the engine's log."""

    level: str
    text: str
    place: Place | None = None
    """Where in a stylesheet, if it speaks of one."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something that the galley asked for and was not given."""

    url: str
    reason: str


@dataclass(frozen=True, slots=True)
class FontUse:
    """A face that the PDF embeds."""

    family: str
    missing: tuple[int, ...]
    """Code points that were asked of it and that it hasn't got."""


@dataclass(frozen=True, slots=True)
class Loss:
    """Words of the galley that stand on no page."""

    identity: str
    """The id of what they belong to."""
    words: str


@dataclass(frozen=True, slots=True)
class Overrun:
    """Something that stands outside its column or its page."""

    identity: str
    what: str
    spot: Spot


@dataclass(frozen=True, slots=True)
class Illegible:
    """Words of the copy that stand on a page and can't be read there."""

    identity: str
    words: str
    why: str
    spot: Spot
    what: str = "unread"
    """`unread`, or `touching` if the line above it only touches it."""


@dataclass(frozen=True, slots=True)
class Pale:
    """Words that can be read, and with weak eyes can't be told from what they stand on."""

    identity: str
    """The id of what they belong to; nothing for a running head."""
    words: str
    contrast: float
    least: float
    """What it should be for type of this size."""
    spot: Spot


@dataclass(frozen=True, slots=True)
class Ending:
    """What ought not to stand at the foot of a column whose text goes on in the next."""

    what: str
    """`heading`, `opening` or `hyphen`."""
    identity: str
    words: str
    """The heading, the line that opens an article, or the word that is broken."""
    spot: Spot


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture as it is drawn."""

    name: str
    """Path inside the issue folder."""
    identity: str
    """The id of what it stands in."""
    spot: Spot


@dataclass(frozen=True, slots=True)
class Link:
    """A link inside the document, as a rectangle on a page."""

    target: str
    identity: str
    """The id of what the link stands in."""
    spot: Spot


@dataclass(frozen=True, slots=True)
class Proof:
    """A finished PDF, what stands where in it, and what the engine complained of."""

    pdf: bytes = field(repr=False)
    flatplan: Flatplan
    links: tuple[Link, ...]
    fonts: tuple[FontUse, ...]
    families: tuple[str, ...]
    """The families that the layout declares."""
    asked: dict[str, Place | None]
    """The families that text was asked to be set in, and where a stylesheet names them."""
    losses: tuple[Loss, ...]
    overruns: tuple[Overrun, ...]
    illegible: tuple[Illegible, ...]
    refusals: tuple[Refusal, ...]
    shown: tuple[Shown, ...]
    log: tuple[LogLine, ...]
    endings: tuple[Ending, ...] = ()
    pale: tuple[Pale, ...] = ()
