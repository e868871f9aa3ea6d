"""Pages that belong together: those that hold the same words, and between them those in the same place."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from coranto.compare.texts import Text
from coranto.compare.words import Match, rising


@dataclass(frozen=True, slots=True)
class Pages:
    """Which page after answers to which before, and which have none."""

    after: dict[int, int]
    gone: tuple[int, ...]
    added: tuple[int, ...]


_SMALL = 1_000_000
"""Pairs of pages among which the best are sought; beyond (a thousand pages), a good choice is taken."""


def pair_pages(before: Text, after: Text, kept: Match) -> Pages:
    """Return the pages in pairs; `kept` says which words answer to one another."""
    votes: defaultdict[int, Counter[int]] = defaultdict(Counter)
    for i, j in enumerate(kept):
        if j >= 0:
            votes[before.words[i].page][after.words[j].page] += 1
    counts = len(before.pages), len(after.pages)
    if counts[0] * counts[1] <= _SMALL:
        anchors = _best(votes, counts)
    else:
        anchors = rising([(one, max(votes[one].items(), key=lambda vote: vote[1])[0]) for one in sorted(votes)])
    pairs: dict[int, int] = {}
    last = (0, 0)
    for anchor in [*anchors, (counts[0] + 1, counts[1] + 1)]:
        pairs.update(zip(range(last[0] + 1, anchor[0]), range(last[1] + 1, anchor[1]), strict=False))
        if anchor[0] <= counts[0]:
            pairs[anchor[0]] = anchor[1]
        last = anchor
    return Pages(
        dict(sorted(pairs.items())),
        tuple(page for page in range(1, counts[0] + 1) if page not in pairs),
        tuple(page for page in range(1, counts[1] + 1) if page not in set(pairs.values())),
    )


def _best(votes: Mapping[int, Counter[int]], counts: tuple[int, int]) -> list[tuple[int, int]]:
    """Return the pairs, in order, that together share the most words (an alignment by Needleman and Wunsch)."""
    rows = [[0] * (counts[1] + 1)]
    for one in range(1, counts[0] + 1):
        row, above, shared = [0], rows[-1], votes.get(one, Counter())
        for other in range(1, counts[1] + 1):
            words = shared[other]
            row.append(max(above[other], row[-1], above[other - 1] + words if words else 0))
        rows.append(row)
    pairs = []
    one, other = counts
    while one and other:
        if rows[one][other] == rows[one - 1][other]:
            one -= 1
        elif rows[one][other] == rows[one][other - 1]:
            other -= 1
        else:
            pairs.append((one, other))
            one, other = one - 1, other - 1
    return pairs[::-1]
