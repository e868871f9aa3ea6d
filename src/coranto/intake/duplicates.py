"""Duplicates: what stands twice in a source, such as a teaser on the front page and the article that it is of.

In: the blocks of a source, and which of two shall stay.  Out: those that are
left out, each with its reason; if all stay, queries that name them.
"""

import re
from collections import defaultdict
from collections.abc import Sequence

from coranto.findings import Finding, query
from coranto.intake.recipe import Recipe
from coranto.intake.stream import Block, Sort, short
from coranto.intake.words import words
from coranto.issue.passages import said

_TEXTS = (Sort.PARAGRAPH, Sort.LIST, Sort.QUOTE)
_LEAST = 10
"""Words of the shortest text that is worth a look."""
_MARKS = re.compile(r"\]\([^)]*\)|\]\[[^\]]*\]|<[^>]*>|&\w+;|\^[\w-]+\]")
_LOOKED_AT, _BEGINNING = 400, 30
"""Signs of a text that are looked at, and letters by which texts are thought alike."""
_TOLD = 5
"""Texts that are asked about."""


def duplicates(blocks: Sequence[Block], recipe: Recipe) -> tuple[dict[int, str], list[Finding]]:
    """Return why blocks are left out, by their indices, and what an editor should look at."""
    alike: defaultdict[str, list[int]] = defaultdict(list)
    for at, block in enumerate(blocks):
        if block.sort in _TEXTS:
            alike[_beginning(block.text)].append(at)
    standing: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for at in sorted(at for indices in alike.values() if len(indices) > 1 for at in indices):
        if len(key := tuple(words(said(blocks[at].text)))) >= _LEAST:
            standing[key].append(at)
    twice = [indices for indices in standing.values() if len(indices) > 1]
    if recipe.duplicates == "all":
        return {}, [_asked([blocks[at] for at in indices]) for indices in twice[:_TOLD]]
    left: dict[int, str] = {}
    for first, *rest in twice:
        stays, others = (first, rest) if recipe.duplicates == "first" else (rest[-1], [first, *rest[:-1]])
        left |= dict.fromkeys(others, f"duplicate of line {blocks[stays].first}")
    return left, []


def _beginning(text: str) -> str:
    """Return the first letters of a text, its marks and addresses aside: to take every text apart would be slow."""
    return "".join(filter(str.isalnum, _MARKS.sub("", text[:_LOOKED_AT])))[:_BEGINNING]


def _asked(same: Sequence[Block]) -> Finding:
    lines = ", ".join(str(block.first) for block in same)
    what = f"`{short(same[0].text, 40)}` stands {len(same)} times (lines {lines})"
    hint = "if one of them is a teaser, let the recipe say `duplicates: last`"
    return query("intake.twice", what, hint=hint, place=same[-1].place)
