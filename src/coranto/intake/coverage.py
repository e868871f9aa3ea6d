"""Coverage: the share of a source's words that stand in the issue, and which don't.

In: the words of the source by their lines, what was left out, what stands in
another form, and the issue as it was read back.  Out: figures, and each word
that is missing with its line.  It knows nothing of how the issue was made.
"""

import html
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from coranto.intake.draft import Turned
from coranto.intake.stream import Left
from coranto.intake.words import words


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


def cover(
    lines: dict[int, str], left: Sequence[Left], turned: Sequence[Turned], issue_words: Iterable[str]
) -> Coverage:
    """Count the words of the source's lines against those of the issue."""
    outside = {line for one in left for line in range(one.first, one.end + 1)}
    pool = Counter(issue_words)
    for one in turned:
        pool.update(words(one.said))
    total = furniture = found = 0
    missing: list[tuple[int, str]] = []
    waiting: tuple[int, str] | None = None
    for line, text in lines.items():
        said = words(html.unescape(text))
        total += len(said)
        if line in outside:
            furniture += len(said)
            continue
        lost: list[str] = []
        for word in said:
            whole = waiting[1] + word if waiting else ""
            if whole and pool[whole] > 0:  # a word that a line's end, or a mark, broke
                pool[whole] -= 1
                found += 2
                waiting = None
                continue
            if waiting:
                lost = _lose(waiting, line, lost, missing)
                waiting = None
            if pool[word] > 0:
                pool[word] -= 1
                found += 1
            else:
                waiting = (line, word)
        if lost:
            missing.append((line, " ".join(lost)))
    if waiting:
        missing.append(waiting)
    return Coverage(total, furniture, found, tuple(missing), sum(pool.values()))


def _lose(waiting: tuple[int, str], line: int, lost: list[str], missing: list[tuple[int, str]]) -> list[str]:
    """Note a word that is lost: with its neighbours, or by itself if its line is over."""
    if waiting[0] != line:
        missing.append(waiting)
        return lost
    return [*lost, waiting[1]]
