"""The text of an edition as a whole: its words over all pages, and where in them each article stands."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cached_property

from coranto.compare.model import Span
from coranto.compare.reading import Document, Entry, PageText
from coranto.compare.words import Word, over_pages, words_of

_CONTENTS = 2
"""References on a page that make it one of the contents."""


@dataclass(frozen=True, slots=True)
class Article:
    """An entry of the outline: where it begins among the words, and its pages."""

    title: str
    count: int
    """How many entries of this title stand before it."""
    start: int
    pages: Span

    @property
    def name(self) -> tuple[str, int]:
        """What it is known by in both editions."""
        return self.title, self.count


@dataclass
class Text:
    """What is read in an edition."""

    pages: list[PageText]
    entries: list[Entry]
    facts: dict[str, str]
    words: list[Word] = field(init=False)

    def __post_init__(self) -> None:
        """Put the words of all pages together."""
        self.words = over_pages([page.words for page in self.pages])

    @cached_property
    def contents(self) -> frozenset[int]:
        """The pages that have a contents, or the like: numbers of pages that are links."""
        references = Counter(word.page for word in self.words if word.reference)
        return frozenset(page for page, count in references.items() if count >= _CONTENTS)

    def listed(self, places: Iterable[int]) -> set[int]:
        """Return those of the words at these places that stand on pages of the contents."""
        return {at for at in places if self.words[at].page in self.contents}

    @cached_property
    def articles(self) -> list[Article]:
        """The departments and articles, in order."""
        firsts = self._firsts()
        starts: list[int] = []
        for entry in self.entries:
            starts.append(self._find(entry, max(firsts[entry.page - 1], starts[-1] if starts else 0), firsts))
        found: list[Article] = []
        counts: dict[str, int] = {}
        for at, entry in enumerate(self.entries):
            after = next((n for n in range(at + 1, len(starts)) if self.entries[n].level <= entry.level), None)
            end = len(self.words) if after is None else starts[after]
            last = self.words[end - 1].page if end > starts[at] else entry.page
            count = counts[entry.title] = counts.get(entry.title, -1) + 1
            found.append(Article(entry.title, count, starts[at], (entry.page, max(entry.page, last))))
        return found

    def article_at(self, at: int) -> str:
        """Return the title of the article that a word stands in."""
        index = bisect_right([article.start for article in self.articles], at) - 1
        return self.articles[index].title if index >= 0 else ""

    def _firsts(self) -> list[int]:
        """Return for each page the index of its first word, or of the next page's."""
        firsts = [len(self.words)] * (len(self.pages) + 1)
        for at in range(len(self.words) - 1, -1, -1):
            firsts[self.words[at].page - 1] = at
        for page in range(len(self.pages) - 1, -1, -1):
            firsts[page] = min(firsts[page], firsts[page + 1])
        return firsts

    def _find(self, entry: Entry, least: int, firsts: list[int]) -> int:
        """Return where on its page an entry's title stands, else where the page begins."""
        title = [_letters(word.text) for word in words_of(entry.title, entry.page)]
        end = firsts[entry.page]
        for wanted in (title, title[:3]):
            for at in range(least, end - len(wanted) + 1):
                if wanted and all(_letters(self.words[at + n].text) == letters for n, letters in enumerate(wanted)):
                    return at
        return least


def in_pairs(before: Text, after: Text) -> tuple[tuple[Article | None, Article | None], ...]:
    """Return the articles of two editions in pairs: those of one title, then those that stand in the same place.

    One that has no other is paired with None.
    """
    old, new = before.articles, after.articles
    named = {article.name: article for article in new}
    pairs: dict[int, Article | None] = {at: named.get(article.name) for at, article in enumerate(old)}
    matcher = SequenceMatcher(None, [one.name for one in old], [one.name for one in new], autojunk=False)
    for kind, start, end, other, last in matcher.get_opcodes():
        if kind == "replace" and end - start == last - other:
            known = {one.name for one in old}
            for at, article in zip(range(start, end), new[other:last], strict=True):
                if pairs[at] is None and article.name not in known:
                    pairs[at] = article
    taken = {id(article) for article in pairs.values()}
    return (
        *((old[at], article) for at, article in pairs.items()),
        *((None, article) for article in new if id(article) not in taken),
    )


def _letters(text: str) -> str:
    """Return a word as a headline may show it: in capitals, or not."""
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def read_text(document: Document) -> Text:
    """Return all that is read in an edition, a page at a time."""
    pages = [document.page(number) for number in range(1, document.count + 1)]
    return Text(pages, document.outline, document.facts)
