"""The draft: an issue as it comes together, plain data, before anything is written.

The sorter fills it, the writer makes files of it.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from coranto.findings import Place
from coranto.intake.stream import Block, Left
from coranto.issue.datafile import Value


class Taking(NamedTuple):
    """Lines of the source, and what they were taken for."""

    first: int
    end: int
    role: str


class Turned(NamedTuple):
    """Words of the source that stand in the issue in another form, such as a date."""

    line: int
    said: str
    becomes: str


@dataclass
class DraftArticle:
    """An article: its front matter as it will be written, and the blocks of its body."""

    kind: str
    place: Place
    front: dict[str, Value] = field(default_factory=dict)
    body: list[Block] = field(default_factory=list)
    name: str = ""
    """The id by which links of the source point to its headline."""

    @property
    def headline(self) -> str:
        """The headline, or nothing."""
        return str(self.front.get("headline") or "")

    @property
    def empty(self) -> bool:
        """Whether nothing stands below its headline."""
        return not self.body and not set(self.front) - {"headline"}


@dataclass
class DraftDepartment:
    """A department with its articles."""

    title: str
    heading: Block | None = None
    """What it was opened by, if the source says it."""
    list_articles: bool = True
    articles: list[DraftArticle] = field(default_factory=list)


@dataclass
class Draft:
    """An issue to be."""

    date: dt.date | None = None
    head: dict[str, Value] = field(default_factory=dict)
    periodical: dict[str, Value] = field(default_factory=dict)
    fallback: str = "Copy"
    """The title of a department that neither source nor recipe names."""
    departments: list[DraftDepartment] = field(default_factory=list)
    takings: list[Taking] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
