"""The models of the copy: periodical, issue, masthead, departments, articles.

Frozen, and closed: an unknown key is a fault.  `Periodical`, `IssueHead` and
the article kinds are what editors write into files (and what `coranto schema`
describes); `Article` and `Issue` are what the reader puts together from them.
An `Issue` that exists is valid.

To add an article kind, write its model here, list it in `KINDS`, and give it a
template and a stylesheet of the same name in the layout `base`.
"""

import datetime as dt
import re
from pathlib import Path
from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from coranto.findings import Finding, Place


class Model(BaseModel):
    """A frozen, closed model; numbers are not taken for text, nor text for numbers."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+\.?[^\s<>\"{}|\\^`]*", value):
        message = "is not a web address (write it in full, https://…)"
        raise ValueError(message)
    return value


def _mail_address(value: str) -> str:
    if not re.fullmatch(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\"]+", value):
        message = "is not a mail address (write name@example.org)"
        raise ValueError(message)
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
WebAddress = Annotated[str, StringConstraints(max_length=2_100), AfterValidator(_web_address)]
MailAddress = Annotated[str, AfterValidator(_mail_address)]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A BCP 47 language tag, such as `en`, `de-CH` or `zh-Hans`."""
LayoutName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
FileName = Annotated[str, StringConstraints(pattern=r"^[^/\\]+\.md$")]
Options = dict[str, str | int | float | bool]


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
    publisher: Publisher


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


class IssueHead(Model):
    """`issue.yaml`: date, number, masthead of its day and running order."""

    date: dt.date
    number: int | None = Field(None, ge=0)
    volume: int | None = Field(None, ge=0)
    title: Text | None = Field(None, description="Title of this issue, if it has one")
    subtitle: Text | None = None
    summary: Text | None = Field(None, description="One sentence; the subject of the PDF")
    keywords: tuple[Text, ...] = Field((), strict=False)
    language: Language | None = None
    layout: LayoutName | None = None
    options: Options = {}
    masthead: tuple[Role, ...] = Field((), strict=False)
    departments: tuple[Department, ...] = Field(min_length=1, strict=False)


class SourceItem(Model):
    """One thing that an article refers to."""

    outlet: Text | None = None
    title: Text | None = None
    url: WebAddress | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "SourceItem":
        if not (self.outlet or self.title or self.url):
            message = "names no outlet, no title and no url"
            raise ValueError(message)
        return self


class SourceGroup(Model):
    """A list of sources under a heading of its own."""

    heading: Text
    items: tuple[SourceItem, ...] = Field(min_length=1, strict=False)


class Contributor(Model):
    """Who wrote an article."""

    name: Text
    affiliation: Text | None = None


class Front(Model):
    """Front matter that every kind of article has."""

    body_required: ClassVar[bool] = True

    headline: Text | None = None
    standfirst: Text | None = None
    byline: tuple[Contributor, ...] = Field((), strict=False)
    language: Language | None = Field(None, description="If other than the issue's")
    tags: tuple[Text, ...] = Field((), strict=False)
    sources: tuple[SourceGroup, ...] = Field((), strict=False)


class Story(Front):
    """A story: headline, standfirst, byline, body, sources."""

    kind: Literal["story"]
    headline: Text


class Number(Front):
    """A figure set large, with its explanation as the body."""

    kind: Literal["number"]
    headline: Text = Field(description="The figure with its unit, such as USD 250 million")


class Interview(Front):
    """An interview; questions are `###` headings in the body."""

    kind: Literal["interview"]
    headline: Text
    interviewee: Text


class DigestItem(Model):
    """A piece of news told in a few lines."""

    headline: Text
    outlet: Text | None = None
    date: dt.date | None = None
    url: WebAddress | None = None
    text: Text


class Digest(Front):
    """News from elsewhere, item by item; the body, if any, is an introduction."""

    body_required: ClassVar[bool] = False

    kind: Literal["digest"]
    items: tuple[DigestItem, ...] = Field(min_length=1, strict=False)


KINDS: dict[str, type[Front]] = {"story": Story, "number": Number, "interview": Interview, "digest": Digest}
"""The article kinds by the name that `kind:` gives them."""


class Block(Model):
    """A block of a body (paragraph, heading, figure, table, list …), set as HTML."""

    id: str
    html: str
    place: Place


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

    @property
    def language(self) -> str:
        """The issue's language, else the periodical's."""
        return self.head.language or self.periodical.language

    @property
    def layout(self) -> str:
        """The name of the issue's layout, else of the periodical's."""
        return self.head.layout or self.periodical.layout

    @property
    def options(self) -> Options:
        """Options of the layout; the issue's go before the periodical's."""
        return {**self.periodical.options, **self.head.options}
