"""Items: articles that are lists of things, and lists of sources.

In: the blocks of a digest, of letters, of a calendar, of corrections.  Out:
their items with the keys that the recipe's patterns name.
"""

import re

from coranto.findings import Finding, Place, query
from coranto.intake.dates import find_date, find_dates
from coranto.intake.draft import Draft, DraftArticle, Taking, Turned
from coranto.intake.recipe import ItemRule, Recipe
from coranto.intake.stream import Block, short
from coranto.issue.datafile import Value
from coranto.issue.passages import runs, said

_KEYS = {"digest": "items", "letters": "letters", "calendar": "events", "corrections": "corrections"}
_DAYS = ("date", "until")
_NUMBERS = ("page",)
_PLAUSIBLE = 92
"""Days from the issue's own within which another reading of a date is worth a look."""
_ITEM = re.compile(r"^(?:[-*+]|\d+[.)])\s+", re.MULTILINE)


class Items:
    """Takes the blocks of items for one article after the other."""

    def __init__(self, recipe: Recipe, draft: Draft, language: str, findings: list[Finding]) -> None:
        self.rules: dict[str, ItemRule] = {rule.kind: rule for rule in recipe.items}
        self.forms, self.used = recipe.dates, ""
        self.draft, self.language, self.findings = draft, language, findings
        self.item: dict[str, Value] = {}
        self.texts: list[str] = []

    def kind_of(self, kind: str) -> ItemRule | None:
        """Return the rule by which an article of this kind is taken apart, if there is one."""
        return self.rules.get(kind)

    def take(self, article: DraftArticle, block: Block, words: str) -> bool:
        """Take a block for the beginning of an item, or for more of the one that is open."""
        rule = self.rules[article.kind]
        if match := re.search(rule.opens, words):
            self.close()
            items = article.front.setdefault(_KEYS[rule.kind], [])
            assert isinstance(items, list)  # noqa: S101 - made here
            self.item = {}
            items.append(self.item)
            self._keys(match, block)
            rest = (words[: match.start()] + words[match.end() :]).strip()
            self.texts += [said(rest)] if rest else []
            self.draft.takings.append(Taking(block.first, block.end, f"{rule.kind}: item"))
            return True
        if not self.item:
            return False
        for pattern in rule.fields:
            if match := re.search(pattern, words):
                self._keys(match, block)
                words = (words[: match.start()] + words[match.end() :]).strip()
        if words:
            self.texts.append(said(words))
        self.draft.takings.append(Taking(block.first, block.end, f"{rule.kind}: {'text' if words else 'more'}"))
        return True

    def _keys(self, match: re.Match[str], block: Block) -> None:
        for key, found in match.groupdict().items():
            if not found:
                continue
            if key in _DAYS:
                self._day(key, found, block)
            else:
                self.item[key] = int(found) if key in _NUMBERS and found.isdigit() else said(found.strip())

    def _day(self, key: str, found: str, block: Block) -> None:
        forms, near = self.forms, self.draft.date
        day = find_date(found, forms, self.language, near)
        if day is None:
            self.texts.append(found)
            what = f"`{short(found)}` is not a date in any form of the recipe"
            self._query("intake.date", what, "add its form to `dates`", block.place)
            return
        self.item[key] = day
        self.draft.turned.append(Turned(block.first, found, day.isoformat()))
        others = [
            str(other)
            for other in find_dates(found, forms, self.language)
            if other != day and near and abs((other - near).days) <= _PLAUSIBLE
        ]
        used = re.sub(r"\d", "0", found)
        if others:
            what = f"`{found}` is taken for {day}; it could be {' or '.join(others)}"
            self._query("intake.date", what, "look at it; the day nearest to the issue's own is taken", block.place)
        elif self.used and used != self.used:
            what = f"`{found}` is written otherwise than the dates before it, and taken for {day}"
            self._query("intake.date", what, "look at it", block.place)
        self.used = self.used or used

    def close(self) -> None:
        """End the item that is open."""
        if self.item and self.texts:
            self.item["text"] = "\n\n".join(" ".join(text.split()) for text in self.texts)
        self.item, self.texts = {}, []

    def _query(self, rule: str, what: str, hint: str, place: Place) -> None:
        self.findings.append(query(rule, what, hint=hint, place=place))


def source_items(block: Block) -> tuple[list[Value], list[Finding]]:
    """Return the items of a list of sources, `outlet: title, note`, and queries for those without an address."""
    found: list[Value] = []
    findings: list[Finding] = []
    starts = [match.start() for match in _ITEM.finditer(block.text)]
    for start, end in zip(starts, [*starts[1:], len(block.text)], strict=True):
        line = block.first + block.text.count("\n", 0, start)
        item, dead = _source(_ITEM.sub("", block.text[start:end].strip(), count=1))
        found.append(item)
        if dead:
            what = f"the source `{short(str(item.get('title') or item.get('outlet')))}` has no address"
            hint = "add its `url` if you can find it"
            findings.append(query("intake.address", what, hint=hint, place=Place(block.place.file, line, 1)))
    return found, findings


def _source(text: str) -> tuple[dict[str, Value], bool]:
    """Return an item, and whether its link leads nowhere."""
    parts = list(runs(text))
    linked = [at for at, run in enumerate(parts) if run.address]
    if not linked:
        outlet, colon, title = said(text).partition(": ")
        return ({"outlet": outlet, "title": title} if colon else {"title": outlet}), True
    before = "".join(run.text for run in parts[: linked[0]]).strip()
    title = "".join(run.text for run in parts[linked[0] : linked[-1] + 1]).strip()
    after = "".join(run.text for run in parts[linked[-1] + 1 :]).strip(" ,;–—")
    address = parts[linked[0]].address
    item: dict[str, Value] = {}
    if outlet := before.rstrip(" :"):
        item["outlet"] = outlet
    if title and title != address:
        item["title"] = title
    dead = not address.startswith(("http://", "https://"))
    if not dead:
        item["url"] = address
    if after:
        item["note"] = after
    return item, dead
