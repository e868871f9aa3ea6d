"""The models of a layout: what `layout.yaml` says, and the layout resolved."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from coranto.issue.fields import LayoutName, Model, Text
from coranto.layout.fonts import Family

OptionName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Length = Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)?(mm|pt)$")]
Percent = Annotated[float, Field(strict=False, ge=0, le=100)]
Colour = Annotated[str, StringConstraints(pattern=r"^#[0-9A-Fa-f]{6}$", to_lower=True)]
InkPercents = tuple[Percent, Percent, Percent, Percent]
Value = str | int | float | bool

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_LENGTH = re.compile(r"(\d+(?:\.\d+)?)(mm|pt)")
_MM = {"mm": 1.0, "pt": 25.4 / 72}


class Option(Model):
    """Something that an issue may choose; it becomes the CSS custom property `--<name>`."""

    type: Literal["colour", "choice", "length", "flag"]
    default: Value
    purpose: Text
    choices: tuple[Text, ...] = Field((), strict=False)
    minimum: float = Field(0.0, strict=False, description="Of a length, in mm")
    maximum: float = Field(1000.0, strict=False, description="Of a length, in mm")

    def fault(self, value: Value) -> str:
        """Return why `value` won't do, as an order; nothing if it does."""
        if self.type == "flag":
            return "" if isinstance(value, bool) else "write true or false"
        if self.type == "choice":
            return "" if value in self.choices else f"choose {' or '.join(self.choices)}"
        if self.type == "colour":
            return "" if isinstance(value, str) and _COLOUR.fullmatch(value) else 'write it as "#rrggbb", in quotes'
        match = _LENGTH.fullmatch(value) if isinstance(value, str) else None
        if match and self.minimum <= float(match[1]) * _MM[match[2]] <= self.maximum:
            return ""
        return f"write a length from {self.minimum:g}mm to {self.maximum:g}mm"


class Words(Model):
    """Furniture words in one language; a layout's own go before its parent's."""

    abstract: Text | None = None
    advertisement: Text | None = None
    contents: Text | None = None
    corrections: Text | None = None
    et_al: Text | None = Field(None, description="Around the first author of many: {} et al.")
    imprint: Text | None = None
    instead_of: Text | None = Field(None, description="Before the word that was printed wrong")
    interview: Text | None = Field(None, description="Before the name of who is interviewed")
    keywords: Text | None = Field(None, description="Before the tags of an article")
    masthead: Text | None = None
    number: Text | None = Field(None, description="Before the number of the issue, or around it: 第{}期")
    page: Text | None = Field(None, description="Before the number of a page, or around it")
    pages: Text | None = Field(None, description="Behind the number of a book's pages, or around it")
    phone: Text | None = None
    read: Text | None = Field(None, description="Before the word that is right")
    references: Text | None = None
    reply: Text | None = Field(None, description="Before what the editor answers to a letter")
    volume: Text | None = Field(None, description="Before the number of the volume, or around it")


Role = Literal["serif", "sans", "mono"]
Script = Annotated[str, StringConstraints(pattern=r"^[A-Z][a-z]{3}$")]


class Measure(Model):
    """How wide a chart is drawn, as the stylesheets have it; CSS alone can't tell before there are pages."""

    when: dict[OptionName, Value] = Field({}, description="Options for which this holds; without any, always")
    column: Length | None = Field(None, description="Of a column")
    full: Length | None = Field(None, description="Of all columns, the margin included")


class LayoutHead(Model):
    """`layout.yaml`."""

    name: LayoutName
    extends: LayoutName | None = None
    purpose: Text
    fonts: dict[Role, Annotated[tuple[Text, ...], Field(strict=False)]] = Field(
        {}, description="Families by role, the first choice first; others fill in for missing characters"
    )
    scripts: dict[Script, dict[Role, Text]] = Field(
        {}, description="Families by script (ISO 15924) and role, for issues that are written in it"
    )
    options: dict[OptionName, Option] = Field({}, description="What an issue may choose")
    inks: dict[Colour, Annotated[InkPercents, Field(strict=False)]] = Field(
        {},
        description="Cyan, magenta, yellow and black in percent, by the colour that they print; its parent's hold, too",
    )
    fitted: bool | None = Field(
        None, description="Whether pages are fitted in a second pass; without it, as the parent"
    )
    measures: tuple[Measure, ...] = Field((), strict=False, description="Widths of charts; the last that holds counts")


@dataclass(frozen=True, slots=True)
class Template:
    """A template's source, and the file that an error in it is told of."""

    path: Path
    source: str


@dataclass(frozen=True, slots=True)
class Stylesheet:
    """A stylesheet, and the cascade layer that it belongs to."""

    layer: str
    path: Path
    css: str


@dataclass(frozen=True, slots=True)
class Layout:
    """How an issue looks: inheritance resolved, every file read, plain data."""

    name: str
    chain: tuple[LayoutHead, ...]
    """From the layout itself to the one that extends nothing."""
    templates: dict[str, Template]
    """`story.html` is the nearest one, `base/story.html` that of one layout."""
    stylesheets: tuple[Stylesheet, ...]
    """The eldest layout's first."""
    options: dict[str, Option]
    fonts: dict[str, tuple[Family, ...]]
    """Families by role."""
    words: dict[str, tuple[Path, ...]]
    """Files of furniture words by language, the eldest layout's first."""

    def measure(self, width: Literal["column", "full"], options: Mapping[str, Value]) -> float:
        """Return how wide a chart is to be drawn, in pt, with these options."""
        found = "120mm"
        for measure in (measure for head in reversed(self.chain) for measure in head.measures):
            if all(options.get(name) == value for name, value in measure.when.items()):
                found = getattr(measure, width) or found
        return float(found[:-2]) * _MM[found[-2:]] / _MM["pt"]

    @property
    def fitted(self) -> bool:
        """Whether pages are laid out twice, to stand on a grid and to mend what a first pass shows."""
        return next((head.fitted for head in self.chain if head.fitted is not None), False)

    @property
    def inks(self) -> dict[str, tuple[float, float, float, float]]:
        """Cyan, magenta, yellow and black, from 0 to 1, of the colours that the layout gives inks for."""
        named = {colour.lower(): inks for head in reversed(self.chain) for colour, inks in head.inks.items()}
        return {colour: (c / 100, m / 100, y / 100, k / 100) for colour, (c, m, y, k) in named.items()}

    @property
    def families(self) -> tuple[Family, ...]:
        """Each family of the layout once."""
        return tuple(dict.fromkeys(family for role in self.fonts.values() for family in role))
