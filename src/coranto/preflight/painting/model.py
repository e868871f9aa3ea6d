"""What a finished PDF holds, as plain data that crosses processes.

All places are `Spot`s: in pt from the top left of the page as it is cut and
looked at, so that a page that is turned (`/Rotate`) or measured in other units
(`/UserUnit`) is judged as it is printed.  What is painted has its number in
the order of painting: what comes later lies above.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from coranto.findings import Spot
from coranto.preflight.painting.tag import Tag


class Space(StrEnum):
    """Sorts of colour spaces (ISO 32000-1, 8.6)."""

    GREY = "grey"
    RGB = "RGB"
    CMYK = "CMYK"
    LAB = "Lab"
    SPOT = "spot inks"
    PATTERN = "a pattern"
    UNKNOWN = "an unknown space"


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour as it was set."""

    space: Space
    values: tuple[float, ...] = ()
    """From 0 to 1; of spot inks, how much of each."""
    device: bool = True
    """Whether it is of the device, without a profile or a calibration of its own."""
    spots: tuple[str, ...] = ()
    """Names of spot inks."""

    @property
    def inks(self) -> tuple[float, ...] | None:
        """How much of each ink is printed, from 0 to 1; None if only a profile could tell."""
        if self.space is Space.GREY and self.values:
            return 0.0, 0.0, 0.0, 1 - self.values[0]
        if self.space is Space.SPOT and "All" in self.spots:
            return self.values[:1] * 4
        return self.values if self.space in (Space.CMYK, Space.SPOT) else None

    @property
    def is_paper(self) -> bool:
        """Whether nothing is printed: the paper shows."""
        inks = (1 - min(self.values),) if self.space is Space.RGB and self.values else self.inks
        return inks is not None and bool(self.values) and max(inks) < 0.02  # noqa: PLR2004 - less is a few stray dots


@dataclass(frozen=True, slots=True)
class Painted:
    """What all that is painted has."""

    order: int
    """Its number in the order of painting."""
    spot: Spot
    """As far as it isn't clipped."""
    opacity: float
    blend: str
    """The blend mode, such as `Normal` or `Multiply`."""
    ground: Colour | None
    """What lies below its middle, without values if that can't be told; None is the paper."""


@dataclass(frozen=True, slots=True)
class Mark(Painted):
    """An area that is filled, or a line that is drawn."""

    colour: Colour
    weight: float | None = None
    """How thick a line is, in pt; 0 is the thinnest that a device can draw; None of an area."""
    rectangle: bool = False
    """Whether it is an upright rectangle, so that it covers all of its spot."""
    overprints: bool = False
    """Whether inks below it stay, of which it has none (ISO 32000-1, 8.6.7)."""


@dataclass(frozen=True, slots=True)
class Picture(Painted):
    """A picture of pixels."""

    name: str
    """What its page calls it; `inline` if it stands in the content itself."""
    number: int
    """Its object, by which `Document.coverage` knows it; 0 if it is inline."""
    pixels: tuple[int, int]
    size: tuple[float, float]
    """Width and height at which it is drawn, in pt, however it is turned."""
    space: Space
    device: bool
    stencil: bool
    """Whether it is a mask through which a colour is painted."""
    interpolates: bool

    @property
    def ppi(self) -> float:
        """Pixels to the inch, in the direction in which there are fewer."""
        return min(
            (count * 72 / side for count, side in zip(self.pixels, self.size, strict=True) if side > 0), default=0
        )


@dataclass(frozen=True, slots=True)
class Run(Painted):
    """Letters that are shown together."""

    size: float
    """Of the type as it is printed, in pt."""
    colour: Colour
    font: int
    """Its place in `Document.fonts`."""
    count: int
    """Letters."""
    visible: bool
    """Whether it is painted at all; a scan's hidden text is not."""
    outlined: float | None = None
    """How thick its outline is, in pt, if it is drawn."""


@dataclass(frozen=True, slots=True)
class Font:
    """A face."""

    name: str
    kind: str
    """Its `/Subtype`, such as `Type0`."""
    embedded: bool
    """Always so of Type 3, whose letters are drawings."""
    mapped: bool
    """Whether it says which characters its letters are."""


@dataclass(frozen=True, slots=True)
class Annotation:
    """A link, a note, a field, laid over a page."""

    kind: str
    spot: Spot
    contents: str
    """What is said of it."""
    tagged: bool
    printed: bool
    hidden: bool
    drawn: bool
    """Whether it says how it looks."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page."""

    number: int
    boxes: Mapping[str, tuple[float, float, float, float]]
    """`media`, `crop`, `bleed`, `trim`, `art`, as far as it names them: left, bottom, right, top, in pt."""
    size: tuple[float, float]
    """Width and height as it is cut and looked at, in pt."""
    offset: tuple[float, float]
    """Where it begins on the sheet as a viewer shows that, in pt from its top left."""
    sheet: tuple[float, float]
    """Width and height of the sheet as a viewer shows it, in pt."""
    turned: int
    """Degrees by which it is turned."""
    marks: tuple[Mark, ...] = field(default=(), repr=False)
    pictures: tuple[Picture, ...] = field(default=(), repr=False)
    runs: tuple[Run, ...] = field(default=(), repr=False)
    annotations: tuple[Annotation, ...] = field(default=(), repr=False)
    transparent: bool = False
    """Whether something on it is translucent."""
    blending: Space | None = None
    """In what space it is blended, if it says so."""
    unread: str = ""
    """Why not all of it was read."""

    @property
    def painted(self) -> "list[Mark | Picture | Run]":
        """All that is painted, in order."""
        every: list[Mark | Picture | Run] = [*self.marks, *self.pictures, *self.runs]
        return sorted(every, key=lambda one: one.order)


@dataclass(frozen=True, slots=True)
class Intent:
    """An output intent: for which printing condition the colours are meant."""

    kind: str
    """Such as `GTS_PDFX`."""
    condition: str
    components: int | None
    """Inks of its profile; None if it brings none."""
    space: str = ""
    """What the profile says that it is for, such as `CMYK`."""
    ink: float | None = None
    """The most ink that the profile makes of any colour, in percent; None if it isn't one of inks."""


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file that the PDF carries."""

    name: str
    mime: str
    description: str
    relationship: str
    associated: bool
    """Whether some part of the PDF says that it belongs to it."""
    both_names: bool
    """Whether it is named for old readers and for new ones alike."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a printer wants, as far as no standard says it; each is to be asked for otherwise."""

    ppi: float = 300.0
    """Pixels to the inch: twice the lines of a screen of 150."""
    hairline: float = 0.25
    """pt of the thinnest line: thinner ones may break."""
    reversed: float = 5.0
    """pt of the smallest type that is left out of inks, which fill it up where they don't meet."""
    bleed: float = 3 * 72 / 25.4
    """pt by which what reaches an edge goes on."""
    fold: int = 4
    """Pages of a sheet that is folded; 1 if any count will do."""
    ink: float | None = None
    """The most ink on one spot, in percent; None lets the profile say it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A finished PDF."""

    version: str
    encrypted: bool
    pages: tuple[Page, ...]
    fonts: tuple[Font, ...]
    info: Mapping[str, str]
    """Its document information, such as `Title`; dates as ISO 8601."""
    metadata: Mapping[str, str]
    """Its XMP by prefixed names, such as `dc:title`; lists with `; ` between."""
    metadata_fault: str
    """Why its XMP can't be read, if there is some."""
    intents: tuple[Intent, ...]
    files: tuple[Embedded, ...]
    actions: tuple[str, ...]
    """The sorts of actions in it, such as `URI` or `JavaScript`."""
    filters: tuple[str, ...]
    """How its streams are packed."""
    oddities: tuple[str, ...]
    """What PDF/A forbids and hardly anybody makes, in words."""
    language: str
    title_shown: bool
    """Whether a viewer is to show its title, and not its file's name."""
    marked: bool
    """Whether it says that it has tags."""
    structured: bool
    """Whether it has a tree of tags."""
    identified: bool
    """Whether it bears an identity in its trailer."""
    tags: tuple[Tag, ...] = field(default=(), repr=False)
    """The tree of tags, in the order in which it is read."""
    coverage: Mapping[int, float] = field(default_factory=dict)
    """For pictures in inks, by their objects, the most ink on one spot, in percent."""
    limits: Limits = Limits()

    def whole(self, number: int | None) -> Spot | None:
        """Return all of a page, if there is one of this number."""
        page = self.pages[number - 1] if number and number <= len(self.pages) else None
        return Spot(page.number, 0, 0, *page.size) if page else None

    @property
    def claims(self) -> tuple[str, ...]:
        """The standards that it says it keeps, such as `PDF/A-3a`."""
        said = self.metadata
        found = []
        if part := said.get("pdfaid:part"):
            found.append(f"PDF/A-{part}{said.get('pdfaid:conformance', '').lower()}")
        if part := said.get("pdfuaid:part"):
            found.append(f"PDF/UA-{part}")
        if version := said.get("pdfxid:GTS_PDFXVersion") or self.info.get("GTS_PDFXVersion"):
            found.append(version.partition(":")[0])
        return tuple(found)
