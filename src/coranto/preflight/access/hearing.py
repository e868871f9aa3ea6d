"""Hearing: the copy sought in what is read aloud.

In: an issue and its proof.  Out: for each heading, paragraph, list, table and
picture of the copy where in the order of the tags it is heard, and in which
tags it stands.  Letters are compared, without figures, marks and vowel signs:
in a language that runs from right to left those of its script alone, in others
all but those, which lie in a line of theirs as they are seen.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape

from coranto.contents import department_id
from coranto.findings import Place
from coranto.issue.model import Block, Issue
from coranto.language import direction
from coranto.preflight.painting.tag import Tag
from coranto.press.proof import Proof

FEWEST, MOST = 3, 20
"""Letters by which something is known again: fewer stand everywhere, more may run over a column's end."""
_TRIES = 1_000
"""Places at which the same letters are looked at for a tag that none of them may have."""
_LEFTWARDS = re.compile("[^\u05d0-\u05ea\u0620-\u063f\u0641-\u064a\u066e-\u06d3]")
_UNSAID = re.compile(
    r"<svg.*?</svg>|<span class=\"footnote\".*|<a class=\"note-again\".*?</a>|<caption>.*?</caption>", re.DOTALL
)
_FIRST = re.compile(r"<(?:li|dt)\b.*?(?=</li>|</dt>|<ul|<ol|</p>)|<tr\b.*?</tr>", re.DOTALL)
_ALT = re.compile(r'<img[^>]* alt="([^"]*)"')
HEADING = "heading"
"""Stands for the roles of all headings, on whatever level."""
_ROLES = {"h4": HEADING, "h5": HEADING, "h6": HEADING, "ul": "L", "ol": "L", "dl": "L", "table": "Table"}


@dataclass(frozen=True, slots=True)
class Thing:
    """Something of the copy that is to be heard."""

    identity: str
    what: str
    """Such as `the heading`."""
    words: str
    letters: str
    """Its first letters."""
    role: str
    """The tag that it must stand in; nothing, if any will do."""
    place: Place | None


class Hearing:
    """What is heard, letter by letter, and in which tags each stands."""

    def __init__(self, pdf: bytes, *, leftwards: bool) -> None:
        from coranto.preflight.painting.aloud import read_aloud  # pikepdf, which nobody needs who checks copy

        aloud = read_aloud(pdf)
        self.tags = aloud.tags
        self._starts: list[int] = []
        self._above: list[tuple[Tag, ...]] = []
        parts: list[str] = []
        above: list[Tag] = []
        length = 0
        for tag in self.tags:
            del above[tag.depth :]
            if tag.content is None:
                above.append(tag)
            elif letters := letters_of(aloud.words.get(tag.content, ""), leftwards=leftwards):
                self._starts.append(length)
                self._above.append(tuple(above))
                parts.append(letters)
                length += len(letters)
        self.letters = "".join(parts)

    def find(self, thing: Thing, start: int) -> tuple[int, tuple[Tag, ...]] | None:
        """Return where a thing is heard next, in its tag if it can be, and what tags it stands in."""
        first = None
        at = self.letters.find(thing.letters, start)
        for _ in range(_TRIES):
            if at < 0:
                break
            above = self.tags_at(at)
            if stands_in(above, thing.role):
                return at, above
            first = (at, above) if first is None else first
            at = self.letters.find(thing.letters, at + 1)
        return first

    def tags_at(self, at: int) -> tuple[Tag, ...]:
        """Return the tags in which a letter stands, the outermost first."""
        return self._above[bisect_right(self._starts, at) - 1]


def hear(issue: Issue, proof: Proof) -> Hearing:
    """Return what is heard of an issue."""
    return _hear(proof.pdf, leftwards=direction(issue.language) == "rtl")


@lru_cache(maxsize=1)
def _hear(pdf: bytes, *, leftwards: bool) -> Hearing:
    return Hearing(pdf, leftwards=leftwards)


def stands_in(above: Iterable[Tag], role: str) -> bool:
    """Tell whether one of these tags has a role, if there is to be one."""
    return not role or any(tag.role == role or (role == HEADING and tag.level) for tag in above)


@cache
def _letter(sign: str) -> str:
    folded = unicodedata.normalize("NFKC", sign).casefold()
    return "".join(one for one in folded if one.isalpha() and not "\u0590" <= one <= "\u08ff")


def letters_of(text: str, *, leftwards: bool) -> str:
    """Return the letters by which a text is compared."""
    if leftwards:
        return _LEFTWARDS.sub("", unicodedata.normalize("NFKC", text))
    return "".join(map(_letter, text))


def things(issue: Issue) -> Iterator[Thing]:
    """Yield what is to be heard, in the order of the copy."""
    leftwards = direction(issue.language) == "rtl"

    def thing(identity: str, what: str, words: str, role: str, place: Place | None) -> Iterator[Thing]:
        letters = letters_of(words[: 4 * MOST], leftwards=leftwards)[:MOST]
        if len(letters) >= FEWEST:
            yield Thing(identity, what, " ".join(words.split()), letters, role, place)

    for index, department in enumerate(issue.head.departments):
        identity = f"{department_id(index)}.title"
        yield from thing(identity, "the department", department.title, HEADING, issue.places.get(identity))
        for name in department.articles:
            article = issue.articles[name]
            identity = f"{article.slug}.headline"
            yield from thing(
                identity, "the headline", article.front.headline or "", HEADING, issue.places.get(identity)
            )
            for block in article.body.blocks:
                tag, words = _said(block)
                if not block.is_plate and words:
                    what = "the heading" if tag in ("h4", "h5", "h6") else "the text"
                    yield from thing(block.id, what, words, _ROLES.get(tag, ""), block.place)


def _said(block: Block) -> tuple[str, str]:
    """Return a block's tag, and the words that it begins with."""
    tag = re.match(r"<(\w+)", block.html)
    if block.chart or tag is None or tag[1] in ("figure", "div"):
        return "", ""
    html = _UNSAID.sub("", block.html)
    if tag[1] in _ROLES and (first := _FIRST.search(html)):
        html = first[0]
    return tag[1], unescape(re.sub(r"<[^>]*>", "", html))


def alts(issue: Issue) -> Iterator[tuple[str, Place | None]]:
    """Yield what is said of each picture and chart of the bodies, and its place."""
    for article in issue.articles.values():
        for block in article.body.blocks:
            if block.chart:
                yield block.chart.alt, block.place
            for alt in _ALT.findall(block.html):
                yield unescape(alt), block.place
