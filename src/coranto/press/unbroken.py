"""Unbroken words: a word that would run from one column into the next is kept whole.

In: the document, and what its columns end with.  Out: the document, with those
words in spans that are not hyphenated.  The engine has no
`hyphenate-limit-last` (css-text-4, 5.4; WeasyPrint 70).
"""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from coranto.press.proof import Ending


def keep_whole(root: Element, endings: Iterable[Ending]) -> int:
    """Keep the words whole that columns end in the middle of; return how many there were."""
    words = {(ending.identity, ending.words) for ending in endings if ending.what == "hyphen"}
    for identity, word in sorted(words):
        for block in root.iter():
            if block.get("id") == identity:
                for element in list(block.iter()):
                    _keep(element, word)
    return len(words)


def _keep(element: Element, word: str) -> None:
    """Put each place of a word in an element's own texts into a span."""
    pattern = re.compile(rf"(?<!\w)({re.escape(word)})(?!\w)")
    for index, child in reversed(list(enumerate(element))):
        child.tail = _part(element, index + 1, child.tail or "", pattern)
    element.text = _part(element, 0, element.text or "", pattern)


def _part(element: Element, index: int, text: str, pattern: re.Pattern[str]) -> str:
    """Insert a span at `index` for each match in a text; return the text before the first."""
    before, *rest = pattern.split(text)
    for at, (word, after) in enumerate(zip(rest[::2], rest[1::2], strict=True), index):
        span = Element("span", {"style": "hyphens: manual"})
        span.text, span.tail = word, after
        element.insert(at, span)
    return before
