"""Coverage: the share of a source's words that stand in the issue, and which don't.

In: the words of the source by their lines, what was left out, what stands in
another form, and the issue as it was read back.  Out: figures, and each word
that is missing with its line.  It knows nothing of how the issue was made.
"""

import html
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from coranto.findings import Finding, Place, stop
from coranto.intake.draft import Turned
from coranto.intake.stream import Left, short
from coranto.intake.words import words

_HYPHENS = ("-", "\u2010", "\u00ad")


@dataclass(frozen=True)
class Coverage:
    """What became of the words of a source."""

    words: int
    """All of them."""
    furniture: int
    """Those that were left out for a reason."""
    found: int
    """Those that stand in the issue."""
    missing: tuple[tuple[int, str], ...]
    """Those that don't: line, and the words in a row."""
    added: int
    """Words of the issue that the source doesn't have."""

    @property
    def share(self) -> float:
        """The share of the words that aren't furniture which stand in the issue, from 0 to 1."""
        wanted = self.words - self.furniture
        return self.found / wanted if wanted else 0.0

    def figures(self) -> dict[str, float]:
        """Return what a record and a program are told of it."""
        return {
            "source": self.words,
            "left out": self.furniture,
            "found": self.found,
            "share": round(self.share, 6),
            "added": self.added,
        }


def cover(
    lines: dict[int, str], left: Sequence[Left], turned: Sequence[Turned], issue_words: Iterable[str]
) -> Coverage:
    """Count the words of the source's lines against those of the issue.

    What was `left` out, and what was `turned` into another form, counts as
    there; a line of the source may hold both copy and furniture.
    """
    pool = Counter(issue_words)
    for one in turned:
        pool.update(words(one.said))
    gone = [word for one in left for word in words(one.text)]
    pool.update(gone)
    count = _Count(pool)
    total = 0
    for line, text in lines.items():
        said = words(html.unescape(text))
        total += len(said)
        count.line(line, said, broken=text.rstrip().endswith(_HYPHENS))
    count.end()
    return Coverage(
        total,
        len(gone),
        count.found - len(gone),
        tuple((line, " ".join(lost)) for line, lost in count.missing),
        sum(pool.values()),
    )


class _Count:
    """Takes words of the source out of the pool of the issue's words, one after the other."""

    def __init__(self, pool: Counter[str]) -> None:
        self.pool, self.found = pool, 0
        self.missing: list[tuple[int, list[str]]] = []
        self.waiting: tuple[int, str] | None = None
        """A word that isn't there by itself, or that a hyphen ends: it may be half of one."""

    def line(self, line: int, said: Sequence[str], *, broken: bool) -> None:
        """Take the words of a line; the last is `broken` if a hyphen ends it."""
        at = 0
        if not self.waiting and not broken:
            while at < len(said) and self.pool[said[at]] > 0:
                self.pool[said[at]] -= 1
                at += 1
            self.found += at
        for number, word in enumerate(said[at:], at + 1):
            if self.waiting and self._has(self.waiting[1] + word):
                self.found += 2
                self.waiting = None
                continue
            self.end()
            half = broken and number == len(said)
            if not half and self._has(word):
                self.found += 1
            else:
                self.waiting = (line, word)

    def end(self) -> None:
        """Take the word that waits by itself, or note that it is missing."""
        if self.waiting and self._has(self.waiting[1]):
            self.found += 1
        elif self.waiting:
            line, word = self.waiting
            if not self.missing or self.missing[-1][0] != line:
                self.missing.append((line, []))
            self.missing[-1][1].append(word)
        self.waiting = None

    def _has(self, word: str) -> bool:
        if self.pool[word] <= 0:
            return False
        self.pool[word] -= 1
        return True


def unread(raw: str, lines: dict[int, str], path: Path) -> list[Finding]:
    """Return a finding if a source has words, found by a way of their own, that its reading doesn't have."""
    lost = Counter(words(raw)) - Counter(word for line in lines.values() for word in words(line))
    if not lost:
        return []
    what = f"{sum(lost.values())} words of `{path.name}` are not read ({short(' '.join(lost), 80)})"
    hint = "look whether they stand in a box, a comment or a drawing, and write them into the issue"
    return [stop("intake.unread", what, hint=hint, place=Place(path))]
