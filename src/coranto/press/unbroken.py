"""Unbroken words: the last of a paragraph, and one that would run from one column into the next, are kept whole.

In: the boxes of a document before they are laid out, and what its columns ended
with.  Out: the same boxes, with the ends of paragraphs marked, and with those
words in boxes of their own that are not hyphenated.  The engine has no
`hyphenate-limit-last` (css-text-4, 5.4; WeasyPrint 70).
"""

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline

from coranto.press.proof import Ending

Box = Any  # the engine has no types
LOOSEST = 0.5
"""By how much, in em, a blank may widen so that a last word stays whole."""
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


def mark_ends(root: Box) -> None:
    """Mark the runs of text that hold a paragraph's last word, or end it."""
    for line in root.descendants():
        if isinstance(line, boxes.LineBox):
            texts = [box for box in line.descendants() if isinstance(box, boxes.TextBox)]
            for text in reversed(texts):
                text.ends = True
                if " " in text.text.rstrip():
                    break


def keep_last_words() -> None:
    """Let the engine part no last word of a paragraph, unless the line before it became too loose.

    A line that ends within a word is marked: `is_parted`.
    """
    original = inline.split_text_box

    def split_text_box(context: Any, box: Box, width: float, skip: int, is_line_start: bool = True) -> Any:  # noqa: ANN401
        found = original(context, box, width, skip, is_line_start)
        part, resume_at, _ = found
        if part is None or resume_at is None or not _is_parted(part, box.text.encode()[:resume_at]):
            return found
        part.is_parted = True
        if getattr(box, "ends", False) and b" " not in box.text.encode()[resume_at:].strip():
            whole = copy.copy(box)
            whole.style = box.style.copy()
            whole.style["hyphens"] = "manual"
            again = original(context, whole, width, skip, is_line_start)
            if again[0] is not None and _is_filled(again[0], width):
                again[0].style = box.style
                again[0].is_parted = _is_parted(again[0], box.text.encode()[: again[1]])
                return again
        return found

    inline.split_text_box = split_text_box


def _is_parted(line: Box, copied: bytes) -> bool:
    """Tell whether a line ends with a hyphen that is the engine's, not the copy's."""
    hyphen = line.style["hyphenate_character"]
    return line.text.endswith(hyphen) and not copied.endswith(hyphen.encode())


def _is_filled(line: Box, width: float) -> bool:
    """Tell whether a line fits its width, and no blank in it becomes too wide if it is justified."""
    left, blanks = width - line.width, line.text.strip().count(" ")
    justified = line.style["text_align_all"] == "justify"
    return left >= 0 and (not justified or left <= blanks * LOOSEST * line.style["font_size"])
