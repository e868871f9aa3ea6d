"""Suggesting a recipe: what samples of a periodical have in common.

In: several issues of it.  Out: the draft of a recipe, for somebody to look at:
what stands in most of them is a department or furniture, what often opens
paragraphs is a label, what lists stand under opens sources.
"""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from coranto.errors import CopyError
from coranto.findings import stop
from coranto.intake.dates import find_date
from coranto.intake.formats import read_source
from coranto.intake.guessing import guess_language
from coranto.intake.recipe import Recipe
from coranto.intake.stream import Reading, Sort, flat
from coranto.intake.yamltext import yaml_of
from coranto.issue.datafile import Value
from coranto.issue.passages import said

_FORMS = (
    "YYYY-MM-DD", "MONTH D, YYYY", "D MONTH YYYY", "D. MONTH YYYY", "DD.MM.YYYY", "D.M.YYYY", "DD/MM/YYYY",
    "YYYY/MM/DD", "YY/MM/DD", "YYYYMMDD",
)  # fmt: skip
_LABEL = re.compile(r"^\**([^\W\d_][\w ’'-]{2,40})[:：]\**(?=\s)")
_ENTRY = re.compile(r"(?:[.…]{3,}|\t)\s*\d+$", re.MULTILINE)
_MARKED = re.compile(r"\*\*\w|\]\(")
_NUMBERED = re.compile(r"(?:#|[Nn]o\. ?|[Ii]ssue )(\d+)")
_TITLE_LIMIT = 60
_MASTHEAD = re.compile(
    r"(?i)^(?:editorial (?:team|board)|masthead|(?:the )?editors|impressum|redaktion|rédaction|redazione)$"
)
_PUBLISHER = re.compile(r"(?i)^(?:publisher|published by|herausgeber|verlag|éditeur|editore)$")
_CONTENTS = "(?i)^(?:table of )?contents$"
_HEAD = 12
"""Blocks at the beginning in which a date is looked for."""


def suggest_recipe(paths: Sequence[Path], recipe: Recipe, *, encoding: str | None) -> str:
    """Return the draft of a recipe as YAML.

    Raises:
        CopyError: no sample can be read.

    """
    readings: list[Reading] = []
    formats: Counter[str] = Counter()
    for path in paths:
        try:
            reading, kind, _ = read_source(path, recipe, encoding=encoding)
        except CopyError:
            continue
        readings.append(reading)
        formats[kind.name] += 1
    if not readings:
        what = "none of the samples can be read"
        raise CopyError(what, [stop("intake.nothing", what, hint="import one of them, and see why")])
    language = Counter(guess_language(reading) for reading in readings).most_common(1)[0][0]
    drafted: dict[str, Value] = {
        "describes": f"Drafted from samples, {len(readings)} of them; look at every line",
        "format": formats.most_common(1)[0][0],
        "periodical": {"title": _title(readings) or "The title of the periodical", "language": language},
    }
    if drafted["format"] == "text" and any(_MARKED.search(line) for one in readings for line in one.lines.values()):
        drafted["inline"] = "markdown"
    drafted |= _dates(readings, language)
    contents = sum(1 for reading in readings for block in reading.blocks if _ENTRY.search(block.text))
    if contents:
        drafted["contents"] = {
            "pattern": "(?i)^contents$",
            "through": r"(?:[.…]{3,}|\t)\s*\d+$",
            "why": "contents page",
        }
    titles = [str(reading.facts.get("title") or "") for reading in readings]
    if all(_NUMBERED.search(title) for title in titles):
        drafted["number"] = {"in": "title", "pattern": _NUMBERED.pattern}
    departments = _departments(readings) if drafted["format"] in ("text", "pdf") else {}
    drafted |= departments
    drafted |= _imprint(readings) if departments else {}
    parts = _parts(readings)
    if departments:  # what looks like a heading there need not be one
        rule = parts.setdefault("articles", {})
        assert isinstance(rule, dict)  # noqa: S101 - made here
        rule |= {"headings": False, "contents": bool(contents)}
    drafted |= parts
    return "# Drafted by coranto import --suggest.\n" + yaml_of(drafted)


def _title(readings: Sequence[Reading]) -> str:
    """Return what stands at the head of most samples, or what they call themselves."""
    heads: Counter[str] = Counter()
    for reading in readings:
        first = (flat(said(block.text)) for block in reading.blocks[:4] if len(block.text) <= _TITLE_LIMIT)
        heads.update(dict.fromkeys(first, 1))
    common = [
        text for text, count in heads.most_common() if count > len(readings) / 2 and not re.search(r"\d{4}", text)
    ]
    if common and len(readings) > 1:
        return common[0]
    title = str(readings[0].facts.get("title") or "")
    before = [flat(said(block.text)) for block in readings[0].blocks[: _dated(readings[0])]]
    if not title and before and len(before[0]) <= _TITLE_LIMIT:
        return before[0]  # what stands above the date
    return "" if _NUMBERED.search(title) else title


def _dates(readings: Sequence[Reading], language: str) -> dict[str, Value]:
    """Return where dates stand, and the forms in which they are written."""
    forms: Counter[str] = Counter()
    places: Counter[str] = Counter()
    for reading in readings:
        if form := _form_in(reading.path.stem, language):
            places["file-name"] += 1
            forms[form] += 1
        for block in reading.blocks[:_HEAD]:
            if len(block.text) <= _TITLE_LIMIT and (form := _form_in(block.text, language)):
                places["text"] += 1
                forms[form] += 1
                break
    if not places:
        return {}
    within = places.most_common(1)[0][0]
    found: dict[str, Value] = {"dates": [form for form, _ in forms.most_common()]}
    pattern = r"\d{4}-?\d\d-?\d\d" if within == "file-name" else r"^.*\d{4}.*$"
    return found | {"date": {"in": within, "pattern": pattern}}


def _dated(reading: Reading) -> int:
    """Return how many blocks stand before the one with the date."""
    language = guess_language(reading)
    at = (at for at, block in enumerate(reading.blocks[:_HEAD]) if _form_in(block.text, language))
    return next(at, 0)


def _form_in(text: str, language: str) -> str:
    return next((form for form in _FORMS if find_date(text, (form,), language)), "")


def _departments(readings: Sequence[Reading]) -> dict[str, Value]:
    """Return headings that most samples have: of one sample, those in capitals."""
    seen: Counter[str] = Counter()
    for reading in readings:
        headings = (flat(said(block.text)) for block in reading.blocks if block.sort is Sort.HEADING)
        seen.update(dict.fromkeys(headings, 1))
    if len(readings) > 1:
        titles = [text for text, count in seen.items() if count >= max(2, len(readings) / 2)]
    else:
        head = {flat(said(block.text)) for block in readings[0].blocks[: _dated(readings[0])]}
        titles = [text for text in seen if text.isupper() and not re.search(r"\d", text) and text not in head]
    imprint = next((at for at, text in enumerate(titles) if _MASTHEAD.match(text) or _PUBLISHER.match(text)), None)
    titles = titles[:imprint]  # what stands below is roles and addresses
    title = _title(readings)
    rules: list[Value] = [
        {
            "opens": f"^{re.escape(text).replace(chr(92) + ' ', ' ')}$",
            "title": text.capitalize() if text.isupper() else text,
        }
        for text in titles
        if text != title and not re.fullmatch(_CONTENTS, text)
    ]
    return {"departments": rules} if rules else {}


def _imprint(readings: Sequence[Reading]) -> dict[str, Value]:
    """Return what opens the masthead and the publisher's address, if they have one of their usual names."""
    headings = {flat(said(block.text)) for one in readings for block in one.blocks if block.sort is Sort.HEADING}
    found: dict[str, Value] = {}
    for text in sorted(headings):
        opens = f"^{re.escape(text).replace(chr(92) + ' ', ' ')}$"
        if _MASTHEAD.match(text):
            found.setdefault("masthead", {"opens": opens, "role": "^[A-Z][A-Z ]+$", "capitals": "sentence"})
        elif _PUBLISHER.match(text):
            found.setdefault("publisher", {"opens": opens, "email": r"\S+@\S+", "url": r"^(?:https?://|www\.)\S+$"})
    return found


def _parts(readings: Sequence[Reading]) -> dict[str, Value]:
    """Return what opens labelled paragraphs, lists of sources, and questions."""
    labels: Counter[str] = Counter()
    openers: Counter[str] = Counter()
    questions = 0
    for reading in readings:
        for block, after in zip(reading.blocks, [*reading.blocks[1:], None], strict=True):
            if (
                after
                and after.sort is Sort.LIST
                and block.text.rstrip().endswith((":", "："))
                and len(block.text) <= _TITLE_LIMIT
            ):
                openers[flat(said(block.text))] += 1
            elif block.sort is Sort.PARAGRAPH and (match := _LABEL.match(block.text)):
                labels[match[1]] += 1
            questions += block.text.rstrip("* ").endswith("?") and len(block.text) <= 2 * _TITLE_LIMIT
    found: dict[str, Value] = {}
    common = [re.escape(label).replace("\\ ", " ") for label, count in labels.most_common(8) if count > 1]
    if common:
        found["articles"] = {"label": f"(?:{'|'.join(common)}):"}
    openers = Counter({one: count for one, count in openers.items() if count > 1 or len(readings) == 1})
    if openers:
        found["sources"] = {"opens": f"^(?:{'|'.join(re.escape(one).replace(chr(92) + ' ', ' ') for one in openers)})$"}
    if questions > 2:  # noqa: PLR2004 - three make an interview
        found["interview"] = {"question": r"^.{10,200}\?$"}
    return found
