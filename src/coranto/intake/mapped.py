"""Mapped data: JSON or YAML whose recipe says where articles, headlines and bodies stand.

In: what a content system writes out.  Out: for each article its headline,
standfirst and byline, and the blocks of its body, which is Markdown, HTML or
text.
"""

import json
import re
from pathlib import Path

from coranto.errors import CopyError
from coranto.findings import Place
from coranto.intake import markdown, plaintext, webpage
from coranto.intake.artwork import Artwork
from coranto.intake.decoding import decode, refused
from coranto.intake.recipe import MappingRule, Recipe
from coranto.intake.stream import Block, Left, Reading, Sort, escaped
from coranto.intake.tracked import Tracked
from coranto.issue.datafile import Value, read_sheet


def read(path: Path, content: bytes, recipe: Recipe, *, encoding: str | None = None) -> Reading:
    """Return what the data hold.

    Raises:
        CopyError: they are no JSON or YAML, or the recipe doesn't say where anything stands.

    """
    if recipe.mapping is None:
        what = f"`{path.name}` is data, and the recipe has no `mapping`"
        raise refused(path, "intake.mapping", what, "write a recipe that says where its articles stand")
    text, found, findings = decode(content, path, told=encoding or recipe.encoding)
    data = _data(text, path)
    reading = Reading(path, [], encoding=found, findings=findings)
    rule = recipe.mapping
    reading.facts = {name: value for name, where in rule.facts.items() if (value := value_at(data, where)) is not None}
    articles = value_at(data, rule.articles)
    if not isinstance(articles, list) or not articles:
        what = f"`{path.name}` has no list at `{rule.articles}`"
        raise refused(path, "intake.mapping", what, "look at `mapping`, `articles` of the recipe")
    finder = _Lines(text)
    department = ""
    for article in articles:
        department = _take(article, rule, recipe, reading, finder, department)
    return reading


def _data(text: str, path: Path) -> Value:
    if path.suffix.lower() == ".json":
        try:
            return json.loads(text)  # type: ignore[no-any-return] # JSON is a Value
        except (ValueError, RecursionError) as error:
            line = getattr(error, "lineno", None)
            raise refused(
                path, "intake.data", f"`{path.name}` is not JSON: {error}", "write it out anew", line
            ) from error
    sheet, faults = read_sheet(text if not text.lstrip().startswith("-") else f"items:\n{text}", path)
    if faults:
        raise CopyError(f"`{path.name}` is not YAML", faults)
    return sheet.data


def value_at(data: Value, where: str) -> Value:
    """Return what stands at a path such as `data.posts` or `title.rendered`; `.` is all of it; nothing is None."""
    for part in where.split(".") if where != "." else []:
        if isinstance(data, dict):
            data = data.get(part)
        elif isinstance(data, list) and part.isdigit() and int(part) < len(data):
            data = data[int(part)]
        else:
            return None
    return data


class _Lines:
    """Finds on which line a value stands, going on from the last."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0

    def of(self, value: str) -> int:
        plain = value[:20].split("\n", maxsplit=1)[0]
        for needle in (json.dumps(value, ensure_ascii=False)[1:40], json.dumps(value)[1:40], plain):
            found = self.text.find(needle.rstrip('"'), self.at) if needle else -1
            if found >= 0:
                self.at = found
                break
        return self.text.count("\n", 0, self.at) + 1


def _take(article: Value, rule: MappingRule, recipe: Recipe, reading: Reading, finder: _Lines, department: str) -> str:
    """Add the blocks of an article; return the department that is open."""

    def said(where: str | None) -> str:
        value = value_at(article, where) if where else None
        return str(value) if isinstance(value, str | int | float) else ""

    named = said(rule.department)
    if named and named != department:
        _add(reading, named, finder.of(named), 1, "department", counted=True)
    headline = re.sub(r"<[^>]+>", "", said(rule.headline)) or "—"
    _add(reading, headline, finder.of(said(rule.headline)), 2, "headline", counted=True)
    for role, where in (("standfirst", rule.standfirst), ("byline", rule.byline)):
        if text := re.sub(r"<[^>]+>", "", said(where)).strip():
            _add(reading, text, finder.of(said(where)), 0, role, counted=True)
    body = said(rule.body)
    line = finder.of(body)
    before = dict(reading.lines)
    reading.lines.clear()
    if rule.format == "html" and body.strip():
        part = Reading(reading.path, [])
        webpage.take(
            webpage.parse(body, reading.path), part, recipe, Artwork(reading.path, recipe.site.url or "", reading)
        )
        _merge(reading, part, line)
    elif rule.format == "text":
        blocks = plaintext.blocks_of(
            body.split("\n"), reading.path, reading.findings, markdown=recipe.inline == "markdown"
        )
        reading.blocks += [
            Block(one.sort, one.text, Place(reading.path, line, 1), line, one.level + 2) for one in blocks
        ]
        reading.lines[line] = body
    elif body.strip():
        part = Reading(reading.path, [])
        markdown.take(Tracked(body), part, recipe.site)
        _merge(reading, part, line)
    for number, words in before.items():
        reading.lines[number] = f"{words} {reading.lines[number]}" if number in reading.lines else words
    if isinstance(article, dict):
        told = {
            one.split(".")[0]
            for one in (rule.headline, rule.body, rule.standfirst, rule.byline, rule.department)
            if one
        }
        rest = [key for key in article if key not in told]
        reading.left += [Left(line, line, ", ".join(rest), "keys that the recipe doesn't name")] if rest else []
    return named or department


def _add(reading: Reading, text: str, line: int, level: int, role: str, *, counted: bool) -> None:
    place = Place(reading.path, line, 1)
    sort = Sort.HEADING if level else Sort.PARAGRAPH
    reading.blocks.append(Block(sort, escaped(text), place, line, level, role=role))
    if counted:
        reading.lines[line] = f"{reading.lines.get(line, '')} {text}"


def _merge(reading: Reading, part: Reading, line: int) -> None:
    """Add what a body holds; all of it stands on the line of its value."""
    place = Place(reading.path, line, 1)
    shift = len(reading.notes)
    labels = {label: f"{shift + at}" for at, label in enumerate(part.notes, 1)}

    def renamed(said: str) -> str:
        return re.sub(r"\[\^([^\]\s]+)\]", lambda match: f"[^{labels.get(match[1], match[1])}]", said)

    reading.blocks += [
        Block(one.sort, renamed(one.text), place, line, one.level + 2 if one.level else 0, one.name)
        for one in part.blocks
    ]
    reading.notes |= {labels[label]: note for label, note in part.notes.items()}
    reading.addresses |= part.addresses
    reading.findings += part.findings
    reading.left += part.left
    reading.lines[line] = " ".join(part.lines.values())
    reading.pictures |= part.pictures
