"""The sorter: a recipe tells of each block of a source what it is for.

In: a reading and a recipe.  Out: a draft in which every block has its place,
what was left out and why, and queries where an editor should look.  It goes
through the blocks once; what a block is depends on the department that is open
and on what stands before it.
"""

import re
from collections.abc import Callable

from coranto.findings import Finding, Place, query
from coranto.intake.dates import find_date
from coranto.intake.draft import Draft, DraftArticle, DraftDepartment, Taking, Turned
from coranto.intake.duplicates import duplicates
from coranto.intake.imprint import Imprint
from coranto.intake.items import Items
from coranto.intake.parts import Parts
from coranto.intake.recipe import DepartmentRule, Recipe
from coranto.intake.stream import Block, Left, Reading, Sort, escaped, short
from coranto.issue.passages import said

_DATE_LIMIT = 30
"""Letters of a line that says a date and nothing else."""
_MANY = 10
"""Blocks from which an article without a headline of its own is worth a look."""
_ENTRY = re.compile(r"^(?P<title>.*?)(?P<dots>[.…]*)\s*\d+$")


def sort(reading: Reading, recipe: Recipe, draft: Draft, language: str) -> list[Finding]:
    """Put every block of the reading into its place in the draft; return what an editor should look at."""
    sorter = _Sorter(reading, recipe, draft, language)
    twice, queries = duplicates(reading.blocks, recipe)
    sorter.findings += queries
    for at, block in enumerate(reading.blocks):
        if at in twice:
            sorter.leave(block, twice[at])
        else:
            sorter.take(block)
    sorter.finish()
    return sorter.findings


class _Sorter:
    """Goes through the blocks; knows what is open."""

    def __init__(self, reading: Reading, recipe: Recipe, draft: Draft, language: str) -> None:
        self.recipe, self.draft, self.language = recipe, draft, language
        self.findings: list[Finding] = []
        self.level = _article_level(reading.blocks, recipe)
        self.title = str(reading.facts.get("title") or "")
        self.headed = sum(block.sort is Sort.HEADING for block in reading.blocks) > 1
        self.rule: DepartmentRule | None = None
        self.through: tuple[str, str] | None = None
        self.listed: dict[str, tuple[str, Place]] = {}
        self.named = any(block.role == "headline" for block in reading.blocks)
        """Whether the source itself says where articles begin."""
        self.by_default = False
        """Whether an article was opened though nothing was taken for its headline."""
        self.opened = False
        """Whether the department that is open still waits for its first headline."""
        self.imprint = Imprint(recipe, draft, self._role)
        self.items = Items(recipe, draft, language, self.findings)
        self.parts = Parts(recipe, self.items, self.findings, self._role)

    # --- one block --------------------------------------------------------------

    def take(self, block: Block) -> None:
        """Take one block for what it is."""
        words = said(block.text) if block.sort is Sort.HEADING else block.text
        steps: tuple[Callable[[Block, str], bool], ...] = (
            self._furniture, self._contents, self._facts, self._department,
            self.imprint.take, self._article, self._part,
        )  # fmt: skip
        if not any(step(block, words) for step in steps):
            self._into_body(block, "text")

    def _role(self, block: Block, role: str) -> None:
        self.draft.takings.append(Taking(block.first, block.end, role))

    def leave(self, block: Block, why: str) -> bool:
        """Leave a block out, for a reason."""
        self.draft.left.append(Left(block.first, block.end, block.text, why))
        self._role(block, f"left out: {why}")
        return True

    def _furniture(self, block: Block, words: str) -> bool:
        if self.through and re.search(self.through[0], words, re.MULTILINE):
            return self.leave(block, self.through[1])
        self.through = None
        for rule in self.recipe.furniture:
            if re.search(rule.pattern, words, re.MULTILINE):
                self.through = (rule.through, rule.why) if rule.through else None
                return self.leave(block, rule.why)
        return False

    def _contents(self, block: Block, words: str) -> bool:
        rule = self.recipe.contents
        if rule and re.search(rule.pattern, words):
            return self.leave(block, rule.why)
        if not rule or not rule.through or self.draft.departments or not re.search(rule.through, words, re.MULTILINE):
            return False
        dots = set()
        for row, line in enumerate(block.text.split("\n")):
            if entry := _ENTRY.match(line.strip()):
                title = entry["title"].strip()
                self.listed[_key(title)] = (title, Place(block.place.file, block.first + row, 1))
                dots.add(bool(entry["dots"]))
        if len(dots) > 1:
            what = "some lines of the contents page have dots before the number, some have none"
            self._query("intake.contents", what, "look whether the page was read whole", block.place)
        return self.leave(block, rule.why)

    def _facts(self, block: Block, words: str) -> bool:
        """Take the issue's date and number, and the periodical's title, where they stand by themselves."""
        if self.draft.departments and (self.draft.date or not self.recipe.date):
            return False
        recipe, head = self.recipe, self.draft.head
        if block.sort is Sort.HEADING and self.headed and self.title and _key(words) == _key(self.title):
            head["title"] = said(words)
            self._role(block, "title of the issue")
            return True
        day = find_date(words, recipe.dates, self.language) if len(words) <= _DATE_LIMIT else None
        if day and self.draft.date == day and not recipe.date:
            self.draft.turned.append(Turned(block.first, words, day.isoformat()))
            self._role(block, "date")
            return True
        if recipe.title and recipe.title.within == "text" and re.search(recipe.title.pattern, words):
            self.draft.periodical.setdefault("title", said(words))
            self._role(block, "title of the periodical")
            return True
        for name, find in (("date", recipe.date), ("number", recipe.number)):
            if find is None or find.within != "text" or not (match := re.search(find.pattern, words)):
                continue
            found = match[match.lastindex or 0]
            if name == "number":
                head.setdefault("number", int(found) if found.isdigit() else None)
            elif day := find_date(found, recipe.dates, self.language):
                self.draft.date = self.draft.date or day
                self.draft.turned.append(Turned(block.first, found, day.isoformat()))
            else:
                continue
            self._role(block, name)
            if match.span() == (0, len(words)) or len(words) <= 2 * len(found):
                return True
        return False

    # --- departments and articles -------------------------------------------------

    def _department(self, block: Block, words: str) -> bool:
        if block.role == "department":
            self._open_department(said(words), None, block)
            self._role(block, "department")
            return True
        for rule in self.recipe.departments:
            if re.search(rule.opens, words):
                self._open_department(rule.title or said(words), rule, block)
                self._role(block, "department")
                self._compare(words, block, rule.title)
                return True
        if block.sort is Sort.HEADING and self.level and block.level < self.level and self.draft.departments:
            self._open_department(said(words), None, block)
            self._role(block, "department")
            return True
        return False

    def _open_department(self, title: str, rule: DepartmentRule | None, block: Block | None = None) -> None:
        self._close()
        self.rule, self.opened = rule, True
        self.imprint.close()
        listed = rule.list_articles if rule else True
        self.draft.departments.append(DraftDepartment(title, block, list_articles=listed))

    def _article(self, block: Block, words: str) -> bool:
        """Open an article: at the first block of a department that says its kind, at a heading, at what is listed."""
        rule = self.recipe.articles
        kind = self.rule.kind if self.rule else "story"
        at_heading = rule.headings and block.sort is Sort.HEADING and block.level <= self.level
        at_heading = block.role == "headline" or (at_heading and not self.named)
        matched = rule.headline and re.search(rule.headline, words)
        listed = rule.contents and block.sort in (Sort.HEADING, Sort.PARAGRAPH) and _key(words) in self.listed
        first = self.opened and self.rule is not None and self.items.kind_of(kind) is None
        if not (at_heading or matched or listed or first):
            if self.opened and self.items.kind_of(kind):
                self._open_article("", kind, block)
            return False
        if listed:
            self._compare(words, block, None)
        self._open_article(said(words), kind, block)
        self._role(block, "headline")
        return True

    def _open_article(self, headline: str, kind: str, block: Block) -> None:
        self._close()
        self.opened = False
        if not self.draft.departments:
            named = (self.recipe.department, self.draft.periodical.get("title"), self.draft.head.get("title"))
            self._open_department(next((str(one) for one in named if one), self.draft.fallback), None)
            self.opened = False
        front = {"headline": headline} if headline else {}
        self.draft.departments[-1].articles.append(DraftArticle(kind, block.place, dict(front), name=block.name))

    @property
    def article(self) -> DraftArticle | None:
        """The article that is open."""
        return self.draft.departments[-1].articles[-1] if self._has_article() else None

    def _has_article(self) -> bool:
        return bool(self.draft.departments and self.draft.departments[-1].articles)

    # --- parts of an article --------------------------------------------------------

    def _part(self, block: Block, words: str) -> bool:
        return self.article is not None and self.parts.take(self.article, block, words)

    def _into_body(self, block: Block, role: str) -> None:
        if self.article is None:
            title = self.title or str(self.draft.periodical.get("title") or self.draft.fallback)
            self._open_article(title, "story", block)
            self.by_default = True
        assert self.article is not None  # noqa: S101 - just opened
        self.article.body.append(block)
        self._role(block, role if block.sort is Sort.PARAGRAPH else str(block.sort))

    # --- ends -----------------------------------------------------------------------

    def _close(self) -> None:
        self.parts.close(self.article)

    def finish(self) -> None:
        """Close what is open, and leave out headings that head nothing."""
        self._close()
        self.imprint.close()
        if self.draft.departments and all(one.empty for place in self.draft.departments for one in place.articles):
            self._make_text()
        for department in self.draft.departments:
            for article in [one for one in department.articles if one.empty]:
                line = article.place.line or 1
                department.articles.remove(article)
                self.draft.left.append(Left(line, line, article.headline, "a heading with nothing below it"))
        for department in self.draft.departments:
            if not department.articles and (block := department.heading):
                self.draft.left.append(Left(block.first, block.end, block.text, "a heading with nothing below it"))
        self.draft.departments = [one for one in self.draft.departments if one.articles]
        articles = [article for department in self.draft.departments for article in department.articles]
        if len(articles) == 1 and self.by_default and len(articles[0].body) > _MANY:
            what = "nothing is taken for a headline: all of it is one article"
            self._query("intake.headline", what, "let the recipe say where articles begin", articles[0].place)
        for title, place in self.listed.values():
            what = f"the contents page lists `{short(title)}`, which heads nothing"
            self._query("intake.contents", what, "look for it in the source", place)

    def _make_text(self) -> None:
        """Make text of the headlines of an issue that has nothing else."""
        headlines = [article for department in self.draft.departments for article in department.articles]
        first = headlines[0] if headlines else None
        for article in headlines:
            block = Block(Sort.PARAGRAPH, escaped(article.headline), article.place, article.place.line or 1)
            first.body.append(block) if first else None
        if first:
            first.front["headline"] = self.title or self.draft.fallback

    # --- what an editor should look at -------------------------------------------------

    def _compare(self, words: str, block: Block, title: str | None) -> None:
        """Compare a heading with what the contents page says of it."""
        listed = self.listed.pop(_key(words), None) or (self.listed.pop(_key(title), None) if title else None)
        if listed and listed[0] != said(words):
            what = f"the contents page says `{short(listed[0])}` for `{short(words)}`"
            self._query("intake.contents", what, "look which is right; the headline is kept", block.place)

    def _query(self, rule: str, what: str, hint: str, place: Place) -> None:
        self.findings.append(query(rule, what, hint=hint, place=place))


def _article_level(blocks: list[Block], recipe: Recipe) -> int:
    """Return the level of headings at which articles begin: the highest, but for a single title of the whole."""
    if recipe.articles.level:
        return recipe.articles.level
    levels = [block.level for block in blocks if block.sort is Sort.HEADING]
    lowest = min(levels, default=1)
    rest = [level for level in levels if level != lowest]
    first = next((block for block in blocks if block.sort is Sort.HEADING), None)
    if levels.count(lowest) == 1 and len(rest) > 1 and first and first.level == lowest:
        return min(rest)
    return lowest


def _key(text: str | None) -> str:
    """Return the letters and digits of a text, by which headings are compared."""
    return "".join(filter(str.isalnum, (text or "").casefold()))
