"""Drafting: what a source says of the issue as a whole: its date, number, title, language and makers.

In: a reading, its recipe, and what was ordered.  Out: a draft into which the
sorter has put every block.
"""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

from coranto.errors import CopyError
from coranto.findings import Finding, Place, stop
from coranto.intake.dates import find_date
from coranto.intake.draft import Draft
from coranto.intake.guessing import guess_language
from coranto.intake.recipe import Find, Recipe
from coranto.intake.sitefiles import beside, read_data
from coranto.intake.sorter import sort
from coranto.intake.stream import Reading
from coranto.intake.words import words
from coranto.intake.writer import periodical_text
from coranto.issue.datafile import Value

NUMBER_LIMIT = 1_000_000
"""The highest number of an issue."""


@dataclass(frozen=True)
class Order:
    """What is ordered of a run."""

    recipe: str | None = None
    encoding: str | None = None
    language: str | None = None
    date: dt.date | None = None
    title: str = "Copy"
    """Of the periodical, where neither source nor recipe says it."""
    explain: bool = False
    """Whether to tell what each line of a source is taken for."""
    staging: Path = Path()
    """Where issues are staged before they are filed; the run says it."""


def draft_of(reading: Reading, recipe: Recipe, order: Order) -> tuple[Draft, list[Finding]]:
    """Return the draft of an issue, sorted, with its date, number and language."""
    draft, facts, path = Draft(), reading.facts, reading.path
    language = order.language or _language(facts) or recipe.periodical.language or guess_language(reading)
    draft.periodical = {
        key: value for key, value in recipe.periodical.model_dump(exclude_none=True).items() if key != "publisher"
    }
    if recipe.periodical.publisher:
        draft.periodical["publisher"] = {
            key: list(value) if isinstance(value, tuple) else value
            for key, value in recipe.periodical.publisher.model_dump(exclude_none=True).items()
        }
    draft.fallback = order.title
    title = str(facts.get("title") or "")
    _take_facts(draft, facts, title, path, recipe, order, language)
    findings = sort(reading, recipe, draft, language)
    if draft.date is None:
        draft.date = find_date(path.stem, ("YYYY-MM-DD", "YYYYMMDD"), language)
    if draft.date is None:
        hint = "say --date YYYY-MM-DD, or let the recipe say where it stands"
        what = f"no date is found in `{path.name}`"
        raise CopyError(what, [*reading.findings, *findings, stop("intake.date", what, hint=hint, place=Place(path))])
    if not draft.departments:
        what = f"nothing of `{path.name}` is taken for copy"
        hint = "look with --explain what its lines are taken for"
        raise CopyError(
            what, [*reading.findings, *findings, stop("intake.nothing", what, hint=hint, place=Place(path))]
        )
    headlines = {article.headline for department in draft.departments for article in department.articles}
    if title and title not in {*headlines, draft.periodical.get("title")} and _stands(title, reading):
        draft.head.setdefault("title", title)
    if language != recipe.periodical.language:
        draft.head["language"] = language
    draft.periodical.setdefault("language", language)
    return draft, findings


def _take_facts(
    draft: Draft, facts: dict[str, Value], title: str, path: Path, recipe: Recipe, order: Order, language: str
) -> None:
    """Take date, number and authors from where they stand beside the text."""
    draft.date = order.date or _found_date(recipe.date, title, path, recipe, language) or _fact_date(facts, recipe)
    if recipe.number and recipe.number.within != "text":
        found = _found(recipe.number, title, path)
        draft.head["number"] = int(found) if found.isdigit() else None
    elif isinstance(number := facts.get("number"), int) and 0 <= number <= NUMBER_LIMIT:
        draft.head["number"] = number
    if masthead := _authors(facts, recipe, path):
        draft.head["masthead"] = masthead


def _stands(title: str, reading: Reading) -> bool:
    """Tell whether the source says its title where a reader sees it."""
    wanted = words(title)
    return any(words(line) == wanted for line in reading.lines.values())


def _language(facts: dict[str, Value]) -> str | None:
    for key in ("lang", "language"):
        value = str(facts.get(key) or "")
        if re.fullmatch(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{2,8})*", value):
            first, *rest = re.split("[-_]", value)
            return "-".join([first.lower(), *rest])
    return None


def _found(find: Find, title: str, path: Path) -> str:
    match = re.search(find.pattern, title if find.within == "title" else path.name)
    return match[match.lastindex or 0] if match else ""


def _found_date(find: Find | None, title: str, path: Path, recipe: Recipe, language: str) -> dt.date | None:
    if find is None or find.within == "text":
        return None
    return find_date(_found(find, title, path), recipe.dates, language)


def _fact_date(facts: dict[str, Value], recipe: Recipe) -> dt.date | None:
    value = facts.get("date")
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    return find_date(str(value or ""), (*recipe.dates, "YYYY-MM-DD"), "en")


def _authors(facts: dict[str, Value], recipe: Recipe, path: Path) -> list[Value]:
    """Return the masthead that front matter names, its keys looked up in the recipe's file."""
    rule = recipe.author
    said = facts.get(rule.key if rule else "author") or facts.get("authors")
    named = [str(one) for one in (said if isinstance(said, list) else [said]) if one]
    known: dict[str, Value] = {}
    if rule and rule.file and (file := beside(path, rule.file)):
        known = read_data(file)
    people: list[Value] = []
    for name in named:
        entry = known.get(name)
        people.append({"name": str(entry.get("name") or name) if isinstance(entry, dict) else name})
    return [{"role": rule.role if rule else "Author", "people": people}] if people else []


def periodical_of(draft: Draft, recipe: Recipe, order: Order) -> str:
    """Return the text of a periodical.yaml, should there be none."""
    data = dict(draft.periodical)
    title = str(data.get("title") or order.title)
    data["title"] = title
    data.setdefault("publisher", {"name": title})
    data["language"] = recipe.periodical.language or data["language"]
    return periodical_text(data)
