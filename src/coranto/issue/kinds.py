"""The article kinds: what each has in its front matter.

To add one, write its model here, list it in `KINDS`, and give it a template
and a stylesheet of the same name in the layout `base`.
"""

import datetime as dt
import re
from typing import ClassVar, Literal

from pydantic import Field, model_validator

from coranto.issue.fields import (
    BookNumber,
    Doi,
    Figure,
    Language,
    Model,
    OwnName,
    ShortAddress,
    ShownPicture,
    Text,
    WebAddress,
)


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


class Reference(Model):
    """A work that the text cites: an entry of the list of references."""

    id: OwnName | None = Field(None, description="By which the body cites it: [Moxon 1683](#moxon)")
    author: Text | None = Field(None, description="As the list sorts it, such as Moxon, Joseph")
    year: Figure | None = None
    title: Text
    within: Text | None = Field(None, alias="in", description="The journal or book that it stands in")
    volume: Figure | None = Field(None, description="Volume and number of a journal, such as 12 (3)")
    pages: Figure | None = None
    place: Text | None = None
    publisher: Text | None = None
    url: WebAddress | None = None


class Contributor(Model):
    """Who wrote an article."""

    name: Text
    affiliation: Text | None = None
    note: Text | None = Field(
        None, description="A sentence on them that goes on from the name: is a printer in London."
    )


class PaperLink(Model):
    """A link that a reader on paper can take: a QR code, its address beside it."""

    url: ShortAddress
    text: Text = Field(description="What is to be found there")


class Front(Model):
    """Front matter that every kind of article has."""

    body_required: ClassVar[bool] = True

    headline: Text | None = None
    standfirst: Text | None = None
    short_title: Text | None = Field(None, description="For the running head, where the headline is too long")
    byline: tuple[Contributor, ...] = Field((), strict=False)
    abstract: Text | None = Field(None, description="What the article says; an empty line parts paragraphs")
    language: Language | None = Field(None, description="If other than the issue's")
    tags: tuple[Text, ...] = Field((), strict=False)
    sources: tuple[SourceGroup, ...] = Field((), strict=False)
    references: tuple[Reference, ...] = Field((), strict=False, description="Works cited, in the order of the list")
    link: PaperLink | None = Field(None, description="A QR code at the article's end")
    doi: Doi | None = None
    licence: Text | None = Field(None, description="SPDX identifier, such as CC-BY-4.0, or the terms in words")

    @property
    def licence_address(self) -> str | None:
        """Where a Creative Commons licence is to be read (https://creativecommons.org/licenses/)."""
        match = re.fullmatch(r"CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)", self.licence or "")
        return f"https://creativecommons.org/licenses/{match[1].lower()}/{match[2]}/" if match else None


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


class Book(Model):
    """The book that a review speaks of."""

    author: Text
    title: Text
    publisher: Text | None = None
    year: int | None = Field(None, ge=1400, le=2200)
    pages: int | None = Field(None, ge=1)
    isbn: BookNumber | None = None


class Review(Front):
    """A review of a book; its particulars are set above the body."""

    kind: Literal["review"]
    headline: Text
    book: Book


class Letter(Model):
    """A letter to the editor; paragraphs of `text` and `reply` are parted by an empty line."""

    headline: Text | None = None
    text: Text
    name: Text = Field(description="Who wrote it, or: name withheld")
    place: Text | None = None
    date: dt.date | None = None
    reply: Text | None = Field(None, description="What the editor answers")


class Letters(Front):
    """Letters to the editor; the body, if any, is an introduction."""

    body_required: ClassVar[bool] = False

    kind: Literal["letters"]
    letters: tuple[Letter, ...] = Field(min_length=1, strict=False)


class Event(Model):
    """An event, on a day or from one day to another."""

    title: Text
    date: dt.date
    until: dt.date | None = None
    time: Text | None = Field(None, description="As it is to be printed, such as 7 p.m.")
    place: Text | None = None
    text: Text | None = None
    url: WebAddress | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "Event":
        if self.until and self.until < self.date:
            message = "ends before it begins (look at date and until)"
            raise ValueError(message)
        return self


class Calendar(Front):
    """Events by their dates; the body, if any, is an introduction."""

    body_required: ClassVar[bool] = False

    kind: Literal["calendar"]
    events: tuple[Event, ...] = Field(min_length=1, strict=False)

    @property
    def in_order(self) -> tuple[tuple[int, Event], ...]:
        """The events by date, each with its index in the file."""
        return tuple(sorted(enumerate(self.events), key=lambda entry: (entry[1].date, entry[0])))


class Notice(Front):
    """A notice of the house, or an advertisement, set apart from what is edited."""

    kind: Literal["notice"]
    advertiser: Text | None = Field(None, description="Whose advertisement it is; without one it is the house's notice")


class Correction(Model):
    """An error of an earlier issue, and what is right."""

    issue: Text = Field(description="Which issue, such as No. 3 or 1 November 2026")
    page: int | None = Field(None, ge=1)
    wrong: Text | None = Field(None, alias="for", description="What was printed")
    right: Text | None = Field(None, alias="read", description="What should have been")
    text: Text | None = Field(None, description="In words, where for and read won't do")

    @model_validator(mode="after")
    def _says_what_is_right(self) -> "Correction":
        if bool(self.wrong) != bool(self.right):
            message = "has only one of for and read (write both, or text)"
            raise ValueError(message)
        if not self.text and not self.wrong:
            message = "does not say what is right (write for and read, or text)"
            raise ValueError(message)
        return self


class Corrections(Front):
    """Corrections of earlier issues; the body, if any, is an introduction."""

    body_required: ClassVar[bool] = False

    kind: Literal["corrections"]
    corrections: tuple[Correction, ...] = Field(min_length=1, strict=False)


class Gallery(Front):
    """Pictures side by side; the body, if any, is an introduction."""

    body_required: ClassVar[bool] = False

    kind: Literal["gallery"]
    headline: Text
    pictures: tuple[ShownPicture, ...] = Field(min_length=1, strict=False)


KINDS: dict[str, type[Front]] = {
    "story": Story,
    "number": Number,
    "interview": Interview,
    "digest": Digest,
    "review": Review,
    "letters": Letters,
    "calendar": Calendar,
    "notice": Notice,
    "corrections": Corrections,
    "gallery": Gallery,
}
"""The article kinds by the name that `kind:` gives them."""
