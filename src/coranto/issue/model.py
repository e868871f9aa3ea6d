"""The models of the copy: periodical, issue, masthead, departments, articles.

Frozen, and closed: an unknown key is a fault.  `Periodical`, `IssueHead` and
the article kinds are what editors write into files (and what `coranto schema`
describes); `Article` and `Issue` are what the reader puts together from them.
An `Issue` that exists is valid.
"""

import datetime as dt
from pathlib import Path
from typing import Annotated

from pydantic import Field, GetPydanticSchema
from pydantic_core import core_schema

from coranto.findings import Finding, Place
from coranto.issue.charts import Chart
from coranto.issue.fields import (
    FileName,
    Language,
    LayoutName,
    MailAddress,
    Model,
    Options,
    SerialNumber,
    ShownPicture,
    Text,
    WebAddress,
)
from coranto.issue.house.paper import Paper
from coranto.issue.house.style import HouseStyle
from coranto.issue.kinds import Front


class Publisher(Model):
    """Who publishes the periodical; the imprint is set from this."""

    name: Text
    address: tuple[Text, ...] = Field((), strict=False, description="Lines of the postal address")
    phone: Text | None = None
    email: MailAddress | None = None
    url: WebAddress | None = None


class Periodical(Model):
    """`periodical.yaml`: in force for every issue unless the issue says otherwise."""

    title: Text
    subtitle: Text | None = None
    language: Language = Field("en", description="BCP 47 tag of the language, such as en or de")
    layout: LayoutName = Field("newsletter", description="Name of the layout")
    options: Options = Field({}, description="Options of the layout, such as its accent colour")
    issn: SerialNumber | None = None
    publisher: Publisher
    house_style: HouseStyle | None = Field(None, description="How the house spells, quotes, dates and names")


class Person(Model):
    """Somebody in the masthead."""

    name: Text
    position: Text | None = None


class Role(Model):
    """A line of the masthead: what these people do for the issue."""

    role: Text
    people: tuple[Person, ...] = Field(min_length=1, strict=False)


class Department(Model):
    """A department in the running order, with its articles as file names."""

    title: Text
    articles: tuple[FileName, ...] = Field(min_length=1, strict=False)
    list_articles: bool = Field(True, description="Whether the contents lists the articles, too")


class Cover(Model):
    """What the cover shows, in a layout that has a picture on it."""

    picture: ShownPicture | None = None
    lines: tuple[Text, ...] = Field((), strict=False, description="Cover lines: what the issue promises")


class Waiver(Model):
    """A query of preflight that is let stand."""

    rule: Text = Field(description="Code of the rule, such as print.hairline")
    reason: Text
    who: Text = Field(description="Who answers for it")
    until: dt.date = Field(description="The last day on which it holds, as of the issue's own date")
    where: Text | None = Field(
        None, description="A file's name, a file's name and line such as 10-lead.md:12, or a page such as page 3"
    )


class IssueHead(Model):
    """`issue.yaml`: date, number, masthead of its day and running order."""

    date: dt.date
    number: int | None = Field(None, ge=0, le=1_000_000)
    volume: int | None = Field(None, ge=0, le=1_000_000)
    title: Text | None = Field(None, description="Title of this issue, if it has one")
    subtitle: Text | None = None
    summary: Text | None = Field(None, description="One sentence; the subject of the PDF")
    keywords: tuple[Text, ...] = Field((), strict=False)
    language: Language | None = None
    layout: LayoutName | None = None
    options: Options = Field({}, description="Options of the layout, in force for this issue")
    cover: Cover = Cover(lines=())
    masthead: tuple[Role, ...] = Field((), strict=False)
    departments: tuple[Department, ...] = Field(min_length=1, strict=False)
    fillers: tuple[FileName, ...] = Field(
        (), strict=False, description="Notices for pages that would be blank in print, as file names"
    )
    back_cover: FileName | None = Field(None, description="The notice that stands on the last page, as a file name")
    spine: Text | None = Field(None, description="What stands on the spine; else title, number and date")
    waivers: tuple[Waiver, ...] = Field((), strict=False, description="Queries of preflight that are let stand")

    @property
    def running_order(self) -> tuple[tuple[tuple[str | int, ...], FileName], ...]:
        """All articles as they follow each other: where this file names each, and its file."""
        return (
            *(
                (("departments", row, "articles", column), name)
                for row, department in enumerate(self.departments)
                for column, name in enumerate(department.articles)
            ),
            *((("fillers", index), name) for index, name in enumerate(self.fillers)),
            *([(("back_cover",), self.back_cover)] if self.back_cover else []),
        )


class Block(Model):
    """A block of a body (paragraph, heading, figure, table, list …), set as HTML."""

    id: str
    html: str
    """Nothing, if it is a chart, which is drawn when its layout is known."""
    place: Place
    chart: Chart | None = None

    @property
    def is_plate(self) -> bool:
        """Whether it is a picture with a page of its own, out of the text's order."""
        return 'class="plate ' in self.html.partition(">")[0]


class Body(Model):
    """The body of an article: its blocks in order."""

    blocks: tuple[Block, ...] = ()

    @property
    def html(self) -> str:
        """The whole body; safe, since `issue.markup` made every tag in it."""
        return "\n".join(block.html for block in self.blocks)


class Picture(Model):
    """A picture of the copy, checked: whole, of a known type and size."""

    name: str
    """Path inside the issue folder, with forward slashes."""
    path: Path
    sha256: str
    media_type: str
    width: int
    """Pixels, or px of an SVG."""
    height: int
    families: tuple[str, ...] = ()
    """The families of fonts that an SVG asks for first."""


class Article(Model):
    """One article: its front matter and its body."""

    slug: str
    front: Front
    body: Body


class Issue(Model):
    """A whole, valid issue: what is said, in running order."""

    name: str
    """Folder names, such as `the-forme/2026-09-01`."""
    folder: Path
    periodical: Periodical
    head: IssueHead
    articles: dict[str, Article]
    """By file name, in running order."""
    pictures: dict[str, Picture]
    places: dict[str, Place]
    """Where each id of the HTML stands in the copy."""
    queries: tuple[Finding, ...] = ()
    """What the reader asks an editor to look at."""
    papers: Annotated[tuple[Paper, ...], GetPydanticSchema(lambda *_: core_schema.any_schema())] = Field((), repr=False)
    """Its files as they were typed, the periodical's first, then the issue's, then the articles in running order."""

    @property
    def language(self) -> str:
        """The issue's language, else the periodical's."""
        return self.head.language or self.periodical.language

    @property
    def layout(self) -> str:
        """The name of the issue's layout, else of the periodical's."""
        return self.head.layout or self.periodical.layout

    @property
    def layout_place(self) -> Place | None:
        """Where the copy names its layout, if it does."""
        return self.places.get("issue.layout") or self.places.get("periodical.layout")

    def filled(self, count: int) -> "Issue":
        """Return the issue with so many of its fillers, and without the others."""
        left_out = self.head.fillers[count:]
        return self.model_copy(
            update={
                "head": self.head.model_copy(update={"fillers": self.head.fillers[:count]}),
                "articles": {name: article for name, article in self.articles.items() if name not in left_out},
            }
        )

    @property
    def options(self) -> Options:
        """Options of the layout; the issue's go before the periodical's."""
        return {**self.periodical.options, **self.head.options}
