"""Bringing in one source: read, sorted, written, read back, counted.

In: a file and what is ordered of it.  Out: an issue folder, staged where
nobody looks yet, and all that is to be told of it, as plain data that crosses
processes.
"""

import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from coranto import __version__
from coranto.errors import CopyError
from coranto.findings import Finding, Place, stop
from coranto.intake.coverage import Coverage, cover
from coranto.intake.crossings import settle_links
from coranto.intake.draft import Draft
from coranto.intake.drafting import Order, draft_of, periodical_of
from coranto.intake.formats import read_source
from coranto.intake.recipe import read_recipe
from coranto.intake.stream import Left, Reading, short
from coranto.intake.words import words, words_of
from coranto.intake.writer import file_names, issue_files, write_files
from coranto.issue.folders import PERIODICAL
from coranto.issue.reader import read_issue

_FOLDERS = 3
"""Folders above a source by which it is known from others of its name."""
_TOLD = 5
"""Missing passages that a finding names."""


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
    """What is to be written beside the issue; nothing, once it is."""
    explained: tuple[tuple[int, str, str], ...] = ()
    """Line, what it was taken for, its text; if it was ordered."""
    faults: tuple[Finding, ...] = field(default=())
    """What the reader says of the issue."""


def bring_in(source: Path, order: Order) -> Brought:
    """Make an issue of a source.

    Raises:
        CopyError: it can't be made; the findings say why.

    """
    recipe, recipe_text = read_recipe(order.recipe)
    reading, kind, content = read_source(source, recipe, encoding=order.encoding)
    draft, findings = draft_of(reading, recipe, order)
    names = file_names(draft)
    findings += settle_links(draft, names, reading.notes)
    files = issue_files(draft, names, reading, long_notes=recipe.site.long_notes)
    periodical = periodical_of(draft, recipe, order)
    pictures = {name: one for name, one in reading.pictures.items() if any(name in text for text in files.values())}
    base = Path(tempfile.mkdtemp(dir=order.staging))
    (base / PERIODICAL).write_text(periodical, encoding="utf-8")
    folder = base / (draft.date.isoformat() if draft.date else "issue")
    sums = write_files(folder, files, pictures)
    faults: tuple[Finding, ...] = ()
    said: list[str] = []
    try:
        said = list(words_of(read_issue(folder)))
    except CopyError as error:
        faults = error.findings
    coverage = cover(reading.lines, draft.left, draft.turned, said)
    unsaid = _unsaid(reading, set(said))
    findings = [*reading.findings, *findings]
    if not faults:
        findings += _uncovered(coverage, source)
    articles = sum(len(department.articles) for department in draft.departments)
    record: dict[str, object] = {
        "source": {
            "file": source.name,
            "folder": "/".join(source.resolve().parent.parts[-_FOLDERS:]),
            "sha256": _sum(content),
            "bytes": len(content),
            "format": kind.name,
            "encoding": reading.encoding,
        },
        "recipe": {"name": Path(order.recipe or "plain").stem, "sha256": _sum(recipe_text.encode())},
        "coranto": __version__,
        "files": sums,
        "words": coverage.figures(),
        "left out": [_left(one) for one in sorted([*unsaid, *reading.left, *draft.left], key=lambda one: one.first)],
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
        explained=tuple(_explained(reading, draft)) if order.explain else (),
        faults=faults,
    )


def _uncovered(coverage: Coverage, source: Path) -> list[Finding]:
    """Return a finding for words that are missing from the issue."""
    if not coverage.words and coverage.furniture == 0:
        what = f"not a word was found in `{source.name}`"
        hint = "look at its encoding, and whether it holds more than pictures"
        return [stop("intake.coverage", what, hint=hint, place=Place(source))]
    if not coverage.missing:
        return []
    count = sum(len(lost.split()) for _, lost in coverage.missing)
    told = "; ".join(f"line {line}: {short(lost)}" for line, lost in coverage.missing[:_TOLD])
    what = f"{count} of {coverage.words - coverage.furniture:,} words are missing from the issue ({told})"
    hint = "look at the record; tell the recipe if they are furniture"
    return [stop("intake.coverage", what, hint=hint, place=Place(source, coverage.missing[0][0], 1))]


def _unsaid(reading: Reading, said: set[str]) -> list[Left]:
    """Return what a source says of itself, in front matter for one, and the issue doesn't."""
    why = "said beside the text, and not taken"
    facts = ((key, value) for key, value in reading.facts.items() if isinstance(value, str) and key != "date")
    return [Left(1, 1, f"{key}: {value}", why) for key, value in facts if not said.issuperset(words(value))]


def _left(one: Left) -> dict[str, object]:
    return {"lines": [one.first, one.end], "why": one.why, "text": short(one.text, 200)}


def _explained(reading: Reading, draft: Draft) -> list[tuple[int, str, str]]:
    """Return for each line of the source what it was taken for; what is not said is the title that it gives itself."""
    roles: dict[int, str] = {}
    lines = dict(reading.lines)
    for first, end, role in draft.takings:
        roles |= dict.fromkeys(range(first, end + 1), role)
    for one in reading.left:
        for line in range(one.first, one.end + 1):
            roles.setdefault(line, f"left out: {one.why}")
            lines.setdefault(line, one.text if line == one.first else "")
    seen = {number for number, role in roles.items() if "picture" in role} | {*reading.lines}
    numbers = sorted(number for number in {*lines, *roles} if lines.get(number, "").strip() or number in seen)
    return [(line, roles.get(line, "what it says of itself"), lines.get(line, "").strip()) for line in numbers]


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
