"""Words: those of two texts, aligned, so that only what was changed is told.

In: the text of pages, as PDFium reads it.  Out: `Word`s, and how those of one
text answer to those of another.  Long runs of words that stand once in each
are anchors (https://bramcohen.livejournal.com/73318.html, patience diff); what
lies between them is aligned by `difflib`; what then is left and stands
elsewhere in the other text has moved, and was not changed.

Not compared, since a new break of lines alters them: spaces, the leaders of a
contents, which kind of hyphen it is, and a hyphen at a line's end.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

_HYPHENS = "\u2010\u2011\u00ad\ufffe\x02"
_TO_HYPHEN = str.maketrans(dict.fromkeys(_HYPHENS, "-"))
_WIDE = "\u2e80-\u2fdf\u3000-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef"
_WORD = re.compile(rf"[{_WIDE}]|[^\s{_WIDE}\ufffe\x02]+[\ufffe\x02]?|[\ufffe\x02]")
_IS_WIDE = re.compile(f"[{_WIDE}]")
_LEADER = re.compile(r"[.…_·]{4,}|(?:[.…_·] ){3,}[.…_·]?")
_BROKEN = re.compile(rf"(?<=\w)(?:[-{_HYPHENS}]\s*[\r\n]+\s*|[\ufffe\x02])(?=[^\W\d_])")
"""A hyphen at a line's end; for one that it knows as such, PDFium writes U+FFFE and no end of the line."""
_UNPRINTED = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_RUN = 5
"""Words of a run that makes an anchor."""
_SMALL = 4_000_000
"""Pairs of words that `difflib` is let loose on: a gap of two thousand words."""
_ROUNDS = 8

Match = list[int]
"""For each word before, the index of its like after, or -1."""


class Word(NamedTuple):
    """A word of a page."""

    text: str
    key: str
    """What is compared; nothing for a reference, which follows what it points to."""
    page: int
    at: int
    """Index of its first character in the page's text."""
    joined: bool = False
    """Whether a hyphen at a line's end was taken out of it."""
    reference: bool = False


def plain(text: str) -> str:
    """Return a text of a PDF as it may be shown: on one line, without signs that steer a terminal."""
    return _UNPRINTED.sub("\ufffd", " ".join(text.split()))


def words_of(text: str, page: int) -> Iterator[Word]:
    """Yield the words of a page's text."""
    text = _LEADER.sub(lambda match: " " * len(match[0]), text)
    breaks = {match.start(): match.end() for match in _BROKEN.finditer(text)}
    held, start, end = "", 0, -1
    for match in _WORD.finditer(text):
        if end == match.start() and held:
            held += match[0]
        else:
            held, start = match[0], match.start()
        last = match.end() - 1
        if last in breaks:
            held, end = held[:-1], breaks[last]
            continue
        yield _word(held, page, start, joined=end == match.start())
        held, end = "", -1


def _word(text: str, page: int, at: int, *, joined: bool) -> Word:
    shown = _UNPRINTED.sub("\ufffd", text.translate(_TO_HYPHEN))
    return Word(shown, unicodedata.normalize("NFC", shown), page, at, joined)


def over_pages(pages: Sequence[list[Word]]) -> list[Word]:
    """Return the words of all pages, one that is broken at a page's end as one; it stands where it begins."""
    out: list[Word] = []
    open_at = -1
    for words in pages:
        if open_at >= 0 and words and words[0].text[0].islower():
            head = out[open_at]
            whole = head.text.rstrip("-") + words[0].text
            out[open_at] = head._replace(text=whole, key=unicodedata.normalize("NFC", whole), joined=True)
            words = words[1:]  # noqa: PLW2901 - its first belongs to the page before
        ends = [at for at, word in enumerate(words) if word.text.endswith("-") and word.text[:-1].isalpha()]
        open_at = len(out) + ends[-1] if ends else -1
        out += words
    return out


def text_of(words: Sequence[Word]) -> str:
    """Return words as a text; Chinese and Japanese have no spaces between their characters."""
    out = ""
    for word in words:
        wide = _IS_WIDE.match(word.text) and _IS_WIDE.match(out[-1:] or " ")
        out += word.text if wide or not out else f" {word.text}"
    return out


def alike(before: Sequence[Word], after: Sequence[Word]) -> bool:
    """Tell whether two runs say the same, but for spaces and the hyphens of a line's end."""
    one, other = ("".join(word.key or word.text for word in words) for words in (before, after))
    if any(word.joined for word in (*before, *after)):
        one, other = one.replace("-", ""), other.replace("-", "")
    return one == other


def align(before: Sequence[Word], after: Sequence[Word]) -> tuple[Match, Match]:
    """Return which words answer to one another: those that kept their order, then those that have moved, too.

    Both are lists of the length of `before`; the second holds the first.
    """
    a, b = [word.key for word in before], [word.key for word in after]
    kept = [-1] * len(a)
    for i, j, size in _blocks(a, b, 0, len(a), 0, len(b)):
        kept[i : i + size] = range(j, j + size)
    return kept, _moved(a, b, kept)


def _blocks(a: list[str], b: list[str], i: int, i_end: int, j: int, j_end: int) -> Iterator[tuple[int, int, int]]:
    """Yield runs that are the same in both, in order, as (start, start, length)."""
    if size := _alike_from(a, b, i, i_end, j, j_end):
        yield i, j, size
        i, j = i + size, j + size
    tail = 0
    while i < i_end - tail and j < j_end - tail and a[i_end - tail - 1] == b[j_end - tail - 1]:
        tail += 1
    i_end, j_end = i_end - tail, j_end - tail
    if i < i_end and j < j_end:
        yield from _between(a, b, i, i_end, j, j_end)
    if tail:
        yield i_end, j_end, tail


def _between(a: list[str], b: list[str], i: int, i_end: int, j: int, j_end: int) -> Iterator[tuple[int, int, int]]:
    """Yield the runs of two stretches that neither begin nor end alike: those between their anchors."""
    anchors = rising(_anchors(a, b, range(i, i_end), range(j, j_end)))
    for to_i, to_j in anchors:
        if to_i >= i and to_j >= j:
            yield from _blocks(a, b, i, to_i, j, to_j)
            size = _alike_from(a, b, to_i, i_end, to_j, j_end)
            yield to_i, to_j, size
            i, j = to_i + size, to_j + size
    if anchors:
        yield from _blocks(a, b, i, i_end, j, j_end)
    elif (i_end - i) * (j_end - j) <= _SMALL:
        for block in SequenceMatcher(None, a[i:i_end], b[j:j_end], autojunk=False).get_matching_blocks():
            if block.size:
                yield i + block.a, j + block.b, block.size


def _alike_from(a: list[str], b: list[str], i: int, i_end: int, j: int, j_end: int) -> int:
    """Return how many words are the same from here on."""
    size = 0
    while i + size < i_end and j + size < j_end and a[i + size] == b[j + size]:
        size += 1
    return size


def _anchors(a: list[str], b: list[str], left: Sequence[int], right: Sequence[int]) -> list[tuple[int, int]]:
    """Return where runs begin that stand once in each, in the order of the first."""
    ones, others = _single(a, left), _single(b, right)
    return [(i, others[run]) for run, i in ones.items() if run in others]


def _single(words: list[str], places: Sequence[int]) -> dict[tuple[str, ...], int]:
    """Return the runs that stand once, and where; a run doesn't leap over a word."""
    found: dict[tuple[str, ...], int] = {}
    twice: set[tuple[str, ...]] = set()
    for at in range(len(places) - _RUN + 1):
        start = places[at]
        if places[at + _RUN - 1] - start != _RUN - 1:
            continue
        run = tuple(words[start : start + _RUN])
        if run in found:
            twice.add(run)
        found[run] = start
    for run in twice:
        del found[run]
    return found


def rising(anchors: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest chain of anchors that rises in both texts."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for at, (_, j) in enumerate(anchors):
        length = bisect_left(tops, j)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1] = [j]
        ends[length : length + 1] = [at]
    chain, at = [], ends[-1] if ends else -1
    while at >= 0:
        chain.append(anchors[at])
        at = before[at]
    return chain[::-1]


def _moved(a: list[str], b: list[str], kept: Match) -> Match:
    """Return the match with the runs that stand elsewhere added, as long as there are any."""
    match = list(kept)
    taken = set(match)
    for _ in range(_ROUNDS):
        left = [i for i, j in enumerate(match) if j < 0]
        right = [j for j in range(len(b)) if j not in taken]
        anchors = _anchors(a, b, left, right)
        for i, j in anchors:
            for step in (1, -1):
                one, other = i + min(step, 0), j + min(step, 0)
                while 0 <= one < len(a) and 0 <= other < len(b) and a[one] == b[other]:
                    if match[one] >= 0 or other in taken:
                        break
                    match[one] = other
                    taken.add(other)
                    one, other = one + step, other + step
        if not anchors:
            break
    return match
