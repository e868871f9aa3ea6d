"""Unbroken words: a word that would run from one column into the next is kept whole.

In: the boxes of a document before they are laid out, and what its columns ended
with.  Out: the same boxes, with those words in boxes of their own that are not
hyphenated.  The engine has no `hyphenate-limit-last` (css-text-4, 5.4;
WeasyPrint 70).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from weasyprint.formatting_structure import boxes

from coranto.press.proof import Ending

Box = Any  # the engine has no types
Words = Mapping[str, set[str]]
"""By the id of the block that they stand in."""


def broken_words(endings: Iterable[Ending]) -> Words:
    """Return the words that columns end in the middle of."""
    words: defaultdict[str, set[str]] = defaultdict(set)
    for ending in endings:
        if ending.what == "hyphen":
            words[ending.identity].add(ending.words)
    return words


def keep_whole(root: Box, words: Words) -> None:
    """Keep each of these words whole, wherever it stands in its block."""
    either = {identity: "|".join(map(re.escape, sorted(found))) for identity, found in words.items()}
    _keep(root, {identity: re.compile(rf"(?<!\w)({found})(?!\w)") for identity, found in either.items()}, "")


def _keep(box: Box, words: Mapping[str, re.Pattern[str]], identity: str) -> bool:
    """Keep the words of a box whole; return whether there was one."""
    if isinstance(box, boxes.BlockLevelBox):
        identity = box.element.get("id") or identity
    found = False
    children: list[Box] = []
    for child in box.children:
        parts = [child]
        if not isinstance(child, boxes.TextBox):
            found |= _keep(child, words, identity)
        elif identity in words:
            parts = _parts(child, words[identity])
            found |= parts[0] is not child
        children += parts
    if found:
        box.children = children
        box.__dict__.pop("standing", None)
    return found


def _parts(text: Box, word: re.Pattern[str]) -> list[Box]:
    """Return a run of text in parts, of which each that is one of these words is not hyphenated."""
    before, *rest = word.split(text.text)
    if not rest:
        return [text]
    parts = []
    for index, words in enumerate([before, *rest]):
        if words:
            part = text.copy_with_text(words)
            part.trailing_collapsible_space = False
            if index % 2:
                part.style = text.style.copy()  # the engine shares it between elements
                part.style["hyphens"] = "manual"
            parts.append(part)
    parts[-1].trailing_collapsible_space = text.trailing_collapsible_space
    return parts
