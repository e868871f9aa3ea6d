"""Parts of an article: standfirst, byline, labels, questions, sources, items, by what the recipe says of them."""

import re
from collections.abc import Callable

from coranto.findings import Finding, query
from coranto.intake.draft import DraftArticle
from coranto.intake.items import Items, source_items
from coranto.intake.recipe import Recipe
from coranto.intake.stream import Block, Sort
from coranto.issue.passages import said

_NUMBERS = ("year", "pages")


class Parts:
    """Takes the blocks of one article after the other that are more than text."""

    def __init__(
        self, recipe: Recipe, items: Items, findings: list[Finding], role: Callable[[Block, str], None]
    ) -> None:
        self.recipe, self.items, self.findings, self.role = recipe, items, findings, role
        self.sources: Block | None = None
        """The heading of sources that are open."""
        self.labels: dict[str, None] = {}

    def take(self, article: DraftArticle, block: Block, words: str) -> bool:
        """Take a block into the article, if it is a part that the recipe knows."""
        if self.recipe.sources and re.search(self.recipe.sources.opens, words):
            self._give_up_sources(article)
            self.sources = block
            self.role(block, "heading of sources")
            return True
        if self.sources and block.sort is Sort.LIST:
            self._sources(article, self.sources, block)
            return True
        self._give_up_sources(article)
        if article.kind == "interview" and self._interview(article, block, words):
            return True
        if self.items.kind_of(article.kind) and self.items.take(article, block, words):
            return True
        return self._front(article, block, words) or self._label(article, block)

    def close(self, article: DraftArticle | None) -> None:
        """End what is open."""
        if article:
            self._give_up_sources(article)
        self.items.close()

    def _give_up_sources(self, article: DraftArticle) -> None:
        """A heading of sources without a list is text."""
        if self.sources:
            article.body.append(self.sources)
            self.sources = None

    def _sources(self, article: DraftArticle, heading: Block, block: Block) -> None:
        self.sources = None
        items, findings = source_items(block)
        self.findings += findings
        self.role(block, "sources")
        title = said(heading.text).rstrip(": ")
        self._note_label(title, heading)
        groups = article.front.setdefault("sources", [])
        assert isinstance(groups, list)  # noqa: S101 - made here
        groups.append({"heading": title, "items": items})

    def _front(self, article: DraftArticle, block: Block, words: str) -> bool:
        """Take the standfirst, the byline, the book of a review: they stand before the text."""
        rule, front = self.recipe.articles, article.front
        byline = re.search(rule.byline, words) if rule.byline else None
        book = re.search(self.recipe.book, words) if self.recipe.book and article.kind == "review" else None
        role = block.role
        if article.body and not role:
            return False
        if "standfirst" not in front and (
            role == "standfirst" or (rule.standfirst and re.search(rule.standfirst, words))
        ):
            role, front["standfirst"] = "standfirst", said(words)
        elif "byline" not in front and (role == "byline" or byline):
            named = {key: value.strip() for key, value in byline.groupdict().items() if value} if byline else {}
            role, front["byline"] = "byline", [{**named} or {"name": said(words)}]
        elif "book" not in front and book:
            told = {key: value for key, value in book.groupdict().items() if value}
            front["book"] = {key: int(value) if key in _NUMBERS else value for key, value in told.items()}
            role = "book"
        if role in ("standfirst", "byline", "book"):
            self.role(block, role)
            return True
        return False

    def _label(self, article: DraftArticle, block: Block) -> bool:
        rule = self.recipe.articles.label
        match = re.match(rule, block.text) if rule and block.sort is Sort.PARAGRAPH else None
        if match is None:
            return False
        self._note_label(match[0].strip(" :"), block)
        text = f"**{match[0].strip()}** {block.text[match.end() :].strip()}"
        article.body.append(Block(block.sort, text, block.place, block.end))
        self.role(block, "labelled paragraph")
        return True

    def _interview(self, article: DraftArticle, block: Block, words: str) -> bool:
        rule = self.recipe.interview
        if rule is None:
            return False
        for pattern in (rule.standfirst, rule.who):
            match = re.search(pattern, words) if pattern and not article.body else None
            if match and "interviewee" in match.groupdict():
                article.front.setdefault("interviewee", said(match["interviewee"]))
            if match and pattern == rule.standfirst and "standfirst" not in article.front:
                article.front["standfirst"] = said(words)
                self.role(block, "standfirst")
                return True
        if re.search(rule.question, words) and "\n" not in words:
            article.body.append(Block(Sort.HEADING, block.text, block.place, block.end, 3))
            self.role(block, "question")
            return True
        return False

    def _note_label(self, label: str, block: Block) -> None:
        """Note how a label is spelt; ask if another differs from it by a letter or a capital."""
        near = next((one for one in self.labels if one != label and _alike(one, label)), None)
        if near and label not in self.labels:
            what = f"`{label}` stands here for `{near}` elsewhere"
            self.findings.append(query("intake.variant", what, hint="look whether it is meant", place=block.place))
        self.labels[label] = None


def _alike(one: str, other: str) -> bool:
    """Tell whether two labels differ by capitals or by an s at the end of a word."""
    return re.sub(r"s\b", "", one.casefold()) == re.sub(r"s\b", "", other.casefold())
