"""Recipes: how a periodical writes, told so that a program can follow it.

In: a YAML file, one of our own by its name or anybody's by its path.  Out: a
`Recipe`, validated, or every fault with its place.  A pattern is a regular
expression (https://docs.python.org/3/library/re.html) looked for in a block's
words; its named groups say what is what.
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from coranto.errors import CopyError
from coranto.findings import Finding, Place, stop
from coranto.intake.dates import check_form
from coranto.issue.datafile import read_sheet
from coranto.issue.explain import validate
from coranto.issue.fields import Language, LayoutName, Model, Text, WebAddress
from coranto.issue.kinds import KINDS
from coranto.issue.model import Publisher
from coranto.issue.schemas import DRAFT
from coranto.issue.source import read_text

FOLDER = Path(__file__).with_name("recipes")
OPENING_KEYS = {"digest": ("headline",), "letters": (), "calendar": ("title",), "corrections": ("issue",)}
"""What an item's first block must tell."""
DEFAULT = "plain"
"""The recipe that is followed if none is named: headings are headlines."""


def _pattern(value: str) -> str:
    try:
        re.compile(value)
    except (re.error, OverflowError) as error:
        message = f"is not a regular expression: {error} (see docs.python.org/3/library/re.html)"
        raise ValueError(message) from None
    return value


def _kind(value: str) -> str:
    if value not in KINDS:
        message = f"is no kind of article (write one of {', '.join(KINDS)})"
        raise ValueError(message)
    return value


Pattern = Annotated[str, Field(min_length=1, max_length=1_000), AfterValidator(_pattern)]
DateForm = Annotated[str, AfterValidator(check_form)]
Kind = Annotated[str, AfterValidator(_kind)]


class Find(Model):
    """Where a fact stands: the first group of a pattern, or all that it matches."""

    within: Literal["text", "file-name", "title"] = Field(
        "text", alias="in", description="In the text, the source's file name, or the title that the source gives itself"
    )
    pattern: Pattern


class Furniture(Model):
    """Lines that were never copy: a contents page, a running head."""

    pattern: Pattern
    why: Text = Field(description="What it is, for the record")
    through: Pattern | None = Field(None, description="It goes on as long as blocks match this")


class DepartmentRule(Model):
    """A department, and what its articles are."""

    opens: Pattern
    title: Text | None = Field(None, description="As the issue is to call it; else as it stands in the source")
    kind: Kind = "story"
    list_articles: bool = True


class ArticleRule(Model):
    """Where articles begin: a department's first block does, and whatever is named here."""

    level: int | None = Field(None, ge=1, le=6, description="At headings of this level; else of the highest there is")
    headings: bool = Field(True, description="Whether headings begin articles at all")
    headline: Pattern | None = Field(None, description="At blocks that match")
    contents: bool = Field(False, description="At blocks whose words the contents page lists")
    standfirst: Pattern | None = None
    byline: Pattern | None = Field(None, description="Its group `name` is the author's")
    label: Pattern | None = Field(None, description="What opens a labelled paragraph, up to its colon")


class InterviewRule(Model):
    """How an interview is told; the group `interviewee` may stand in `standfirst` or in `who`."""

    question: Pattern
    standfirst: Pattern | None = None
    who: Pattern | None = None


class SourcesRule(Model):
    """What opens a list of sources; its items are `outlet: title, note` with a link or without."""

    opens: Pattern


class ItemRule(Model):
    """How an item of a digest, a letter, an event or a correction is told: by groups that are called as its keys."""

    kind: Literal["digest", "letters", "calendar", "corrections"] = "digest"
    opens: Pattern = Field(description="What its first block looks like, such as (?P<headline>.+)")
    fields: tuple[Pattern, ...] = Field((), strict=False, description="More of its keys; the rest is its text")


class MastheadRule(Model):
    """Where the masthead begins; what is no role is a person: a name, and lines of their position."""

    opens: Pattern
    role: Pattern
    capitals: Literal["keep", "sentence"] = Field("keep", description="Whether MANAGING EDITOR becomes Managing editor")


class PublisherRule(Model):
    """Where the publisher's address begins: the name, then lines of address, phone, mail and web."""

    opens: Pattern
    phone: Pattern | None = None
    email: Pattern | None = None
    url: Pattern | None = None


class AuthorRule(Model):
    """An author that front matter names, by name or by the key of a file of authors."""

    key: Text = "author"
    file: Text | None = Field(None, description="YAML beside the sources or above them, such as _data/authors.yml")
    role: Text = "Author"


class Include(Model):
    """What an `{% include %}` of the site stands for."""

    name: Text
    why: Text | None = Field(None, description="Leave it out, for this reason")
    text: Text | None = Field(None, description="Markdown for it; {key} is a parameter, or a key of `of`")
    of: Text | None = Field(None, description="A key of the front matter; without it nothing is written")
    pairs: bool = Field(False, description="Its parameters q0, a0, q1 … are questions and answers")


class Shorthand(Model):
    """A label of a link that a site's own program makes an address of."""

    pattern: Pattern
    address: Text = Field(description="With {1} for the first group, {1:04} for four digits")


class SiteRule(Model):
    """What a site's generator did with the source."""

    url: WebAddress | None = Field(None, description="What links that begin with / belong to")
    includes: tuple[Include, ...] = Field((), strict=False)
    values: dict[str, str] = Field({}, description="Values of {{ variables }}")
    references: tuple[Text, ...] = Field((), strict=False, description="Files that define links, above the sources")
    shorthands: tuple[Shorthand, ...] = Field((), strict=False)
    boxes: tuple[Text, ...] = Field((), strict=False, description="Classes of `<div>` that are side boxes")
    furniture: tuple[Text, ...] = Field((), strict=False, description="HTML elements, classes and ids that aren't copy")
    long_notes: int = Field(300, ge=1, description="Words from which a footnote becomes a box")


class MappingRule(Model):
    """Where JSON or YAML keeps an issue: paths such as `data.posts`, from the top or from an article."""

    articles: Text
    headline: Text
    body: Text
    format: Literal["markdown", "html", "text"] = "markdown"
    standfirst: Text | None = None
    byline: Text | None = None
    department: Text | None = None
    facts: dict[str, Text] = Field({}, description="Where date, number, title, language stand")


class PeriodicalDefaults(Model):
    """What periodical.yaml says if the source doesn't."""

    title: Text | None = None
    language: Language | None = None
    layout: LayoutName = "newsletter"
    publisher: Publisher | None = None


class Recipe(Model):
    """A recipe: all that is told of how a periodical writes."""

    describes: Text = Field(description="What it is for")
    format: Literal["text", "markdown", "html", "docx", "pdf", "epub", "mapped"] | None = None
    encoding: Text | None = None
    inline: Literal["plain", "markdown"] = Field(
        "plain", description="Whether plain text holds **marks** and [links]()"
    )
    periodical: PeriodicalDefaults = PeriodicalDefaults(layout="newsletter")
    dates: tuple[DateForm, ...] = Field(
        ("YYYY-MM-DD",), strict=False, min_length=1, description="Forms of dates, such as MONTH D, YYYY"
    )
    date: Find | None = None
    number: Find | None = None
    title: Find | None = Field(None, description="The periodical's title, where the source repeats it")
    contents: Furniture | None = None
    furniture: tuple[Furniture, ...] = Field((), strict=False)
    duplicates: Literal["all", "first", "last"] = Field(
        "all", description="Which stays of a text that stands twice, such as a teaser and its article"
    )
    department: Text | None = Field(None, description="Title of the department, where the source has none")
    departments: tuple[DepartmentRule, ...] = Field((), strict=False)
    articles: ArticleRule = Field(default_factory=lambda: ArticleRule.model_validate({}))
    sources: SourcesRule | None = None
    interview: InterviewRule | None = None
    items: tuple[ItemRule, ...] = Field((), strict=False)
    book: Pattern | None = Field(None, description="The book of a review, by groups that are called as its keys")
    masthead: MastheadRule | None = None
    publisher: PublisherRule | None = None
    author: AuthorRule | None = None
    site: SiteRule = Field(default_factory=lambda: SiteRule.model_validate({}))
    mapping: MappingRule | None = None


def recipe_names() -> list[str]:
    """Return the names of the recipes that ship."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


@cache
def read_recipe(name: str | None) -> tuple[Recipe, str]:
    """Return a recipe, by the name of one of ours or by the path of a file, and its text.

    Raises:
        CopyError: there is none, or it is at fault.

    """
    path = Path(name or DEFAULT)
    if path.suffix not in (".yaml", ".yml"):
        path = FOLDER / f"{name or DEFAULT}.yaml"
        if name and name not in recipe_names():
            hint = f"there are {', '.join(recipe_names())}; or name a file that ends in .yaml"
            what = f"there is no recipe `{name}`"
            raise CopyError(what, [stop("recipe.unknown", what, hint=hint)])
    text, faults = read_text(path)
    if faults:
        raise CopyError(f"the recipe {path} can't be read", faults)
    sheet, faults = read_sheet(text, path)
    recipe = None
    if not faults:
        recipe, faults = validate(Recipe, sheet)
        faults += _groups_missing(recipe, path) if recipe else []
    if faults or recipe is None:
        raise CopyError(f"the recipe {path} is at fault", faults)
    return recipe, text


def recipe_schema() -> str:
    """Return the JSON Schema of a recipe, as it is written into a file."""
    data = {"$schema": DRAFT, "title": "Coranto: recipe", **Recipe.model_json_schema()}
    return json.dumps(data, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _groups_missing(recipe: Recipe, path: Path) -> list[Finding]:
    """Return a fault for each pattern that lacks the named group by which its words are told apart."""
    wanted = [
        *(("items, opens", rule.opens, OPENING_KEYS[rule.kind]) for rule in recipe.items),
        ("articles, byline", recipe.articles.byline, ("name",)),
        ("book", recipe.book, ("author", "title")),
    ]
    return [
        stop("recipe.group", f"`{name}` has no group `{group}`", hint=f"write (?P<{group}>…) in it", place=Place(path))
        for name, pattern, groups in wanted
        for group in groups
        if pattern and group not in re.compile(pattern).groupindex
    ]
