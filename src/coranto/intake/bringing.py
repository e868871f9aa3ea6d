"""Bringing in one source: read, sorted, written, read back, counted.

In: a file and what is ordered of it.  Out: an issue folder, staged where
nobody looks yet, and all that is to be told of it, as plain data that crosses
processes.
"""

import datetime as dt
import hashlib
import re
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from coranto import __version__
from coranto.errors import CopyError
from coranto.findings import Finding, Place, stop
from coranto.intake.coverage import Coverage, cover
from coranto.intake.crossings import settle_links
from coranto.intake.dates import find_date
from coranto.intake.draft import Draft
from coranto.intake.formats import read_source
from coranto.intake.guessing import guess_language
from coranto.intake.recipe import Find, Recipe, read_recipe
from coranto.intake.sitefiles import beside, read_data
from coranto.intake.sorter import sort
from coranto.intake.stream import Left, Reading, short
from coranto.intake.words import words, words_of
from coranto.intake.writer import file_names, issue_files, periodical_text, write_files
from coranto.issue.datafile import Value
from coranto.issue.reader import PERIODICAL, read_issue

_TOLD = 5
"""Missing passages that a finding names."""


@dataclass(frozen=True)
class Order:
    """What is ordered of a run."""

    into: Path
    recipe: str | None = None
    encoding: str | None = None
    language: str | None = None
    date: dt.date | None = None
    staging: Path | None = None
    """Where issues are staged; without it they are looked at and thrown away."""


@dataclass(frozen=True)
class Brought:
    """What came of a source."""

    source: Path
    name: str
    """What the issue's folder is to be called: its date."""
    folder: Path
    """Where it is staged."""
    title: str
    articles: int
    findings: tuple[Finding, ...]
    coverage: Coverage
    periodical: str
    """The text of periodical.yaml, should there be none."""
    record: dict[str, object]
    explained: tuple[tuple[int, str, str], ...] = ()
    """Line, what it was taken for, its text."""
    faults: tuple[Finding, ...] = field(default=())
    """What the reader says of the issue."""


def bring_in(source: Path, order: Order) -> Brought:
    """Make an issue of a source.

    Raises:
        CopyError: it can't be made; the findings say why.

    """
    recipe, recipe_text = read_recipe(order.recipe)
    reading, kind, content = read_source(source, recipe, encoding=order.encoding)
    draft, findings = _draft(reading, recipe, order)
    names = file_names(draft)
    findings += settle_links(draft, names, reading.notes)
    files = issue_files(draft, names, reading, long_notes=recipe.site.long_notes)
    periodical = _periodical(draft, reading, recipe, order)
    pictures = {name: one for name, one in reading.pictures.items() if any(name in text for text in files.values())}
    with tempfile.TemporaryDirectory(prefix=".coranto-", dir=order.staging) as scratch:
        base = Path(tempfile.mkdtemp(dir=order.staging)) if order.staging else Path(scratch)
        there = order.into / PERIODICAL
        (base / PERIODICAL).write_text(there.read_text("utf-8") if there.is_file() else periodical, encoding="utf-8")
        folder = base / draft.date.isoformat() if draft.date else base / "issue"
        write_files(folder, files, pictures)
        faults: tuple[Finding, ...] = ()
        said: list[str] = []
        try:
            issue = read_issue(folder)
            said = list(words_of(issue))
        except CopyError as error:
            faults = error.findings
        coverage = cover(reading.lines, [*reading.left, *draft.left], draft.turned, said)
        sums = {path.relative_to(folder).as_posix(): _sum(path.read_bytes()) for path in _files(folder)}
    findings = [*reading.findings, *findings]
    if not faults:
        findings += _uncovered(coverage, source)
    articles = sum(len(department.articles) for department in draft.departments)
    record: dict[str, object] = {
        "source": {
            "file": source.name,
            "folder": source.resolve().parent.name,
            "sha256": _sum(content),
            "bytes": len(content),
            "format": kind.name,
            "encoding": reading.encoding,
        },
        "recipe": {"name": Path(order.recipe or "plain").stem, "sha256": _sum(recipe_text.encode())},
        "coranto": __version__,
        "files": sums,
        "words": {
            "source": coverage.words,
            "left out": coverage.furniture,
            "found": coverage.found,
            "share": round(coverage.share, 6),
            "added": coverage.added,
        },
        "left out": [_left(one) for one in sorted([*reading.left, *draft.left], key=lambda one: one.first)],
        "missing": [{"line": line, "words": lost} for line, lost in coverage.missing],
        "turned": [one._asdict() for one in draft.turned],
        "taken for": [list(one) for one in sorted(draft.takings)],
        "findings": [f"{one.rule}: {one.place.line if one.place else ''}: {one.message}" for one in findings],
    }
    return Brought(
        source=source,
        name=folder.name,
        folder=folder,
        title=str(draft.head.get("title") or draft.periodical.get("title") or source.stem),
        articles=articles,
        findings=tuple(findings),
        coverage=coverage,
        periodical=periodical,
        record=record,
        explained=tuple(_explained(reading, draft)),
        faults=faults,
    )


def _draft(reading: Reading, recipe: Recipe, order: Order) -> tuple[Draft, list[Finding]]:
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
    if (order.into / PERIODICAL).is_file():
        draft.periodical["title"] = read_data(order.into / PERIODICAL).get("title")
    title = str(facts.get("title") or "")
    draft.date = order.date or _found_date(recipe.date, title, path, recipe, language) or _fact_date(facts, recipe)
    if recipe.number and recipe.number.within != "text":
        found = _found(recipe.number, title, path)
        draft.head["number"] = int(found) if found.isdigit() else None
    elif isinstance(facts.get("number"), int):
        draft.head["number"] = facts["number"]
    if masthead := _authors(facts, recipe, path):
        draft.head["masthead"] = masthead
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
    if language != (recipe.periodical.language or language):
        draft.head["language"] = language
    draft.periodical.setdefault("language", language)
    return draft, findings


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


def _periodical(draft: Draft, reading: Reading, recipe: Recipe, order: Order) -> str:
    data = dict(draft.periodical)
    title = str(data.get("title") or reading.facts.get("periodical") or order.into.resolve().name)
    data["title"] = title
    data.setdefault("publisher", {"name": title})
    data["language"] = recipe.periodical.language or data["language"]
    return periodical_text(data)


def _uncovered(coverage: Coverage, source: Path) -> list[Finding]:
    """Return a finding for words that are missing from the issue."""
    if not coverage.missing:
        return []
    count = sum(len(lost.split()) for _, lost in coverage.missing)
    told = "; ".join(f"line {line}: {short(lost)}" for line, lost in coverage.missing[:_TOLD])
    what = f"{count} of {coverage.words - coverage.furniture:,} words are missing from the issue ({told})"
    hint = "look at the record; tell the recipe if they are furniture"
    return [stop("intake.coverage", what, hint=hint, place=Place(source, coverage.missing[0][0], 1))]


def _left(one: Left) -> dict[str, object]:
    return {"lines": [one.first, one.end], "why": one.why, "text": short(one.text, 200)}


def _explained(reading: Reading, draft: Draft) -> list[tuple[int, str, str]]:
    roles: dict[int, str] = {}
    for first, end, role in draft.takings:
        roles |= dict.fromkeys(range(first, end + 1), role)
    for one in reading.left:
        roles |= {line: f"left out: {one.why}" for line in range(one.first, one.end + 1) if line not in roles}
    numbers = sorted({*reading.lines, *roles})
    return [(line, roles.get(line, "—"), reading.lines.get(line, "").strip()) for line in numbers]


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
