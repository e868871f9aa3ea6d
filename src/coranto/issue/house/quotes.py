"""Quotation marks: which ones, and which within them."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from coranto.issue.house.paper import BLANK, Paper
from coranto.issue.house.slip import Slip
from coranto.issue.house.style import HouseStyle
from coranto.issue.typography import quotes

_CLOSING = {
    "“": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "›": "‹", "‘": "’", "‚": "‘’", "「": "」", "『": "』",
    '"': '"', "'": "'",
}  # fmt: skip
_APOSTROPHES = "'’"
_OPENS = re.compile(rf"(?<![^\s(\[{{—–/*_~{BLANK}“„«»‹›‘‚「『\"'-])[“„«»‹›‘‚「『\"'](?=[^\s.,;:!?)\]])")
_DEPTH_LIMIT = 8
"""Quotations within each other; what is deeper is no prose."""
_PARAGRAPH = re.compile(r"[^\n]+(?:\n[^\n]+)*")


class _Pair(NamedTuple):
    opening: int
    closing: int
    depth: int
    sure: bool
    """Whether nothing else can be meant, such as an apostrophe at a word's end."""


def check(style: HouseStyle, paper: Paper) -> Iterator[Slip]:
    """Yield a slip for each quotation that is not between the house's marks."""
    if style.quotes is None:
        return
    typed_plainly = quotes(paper.language)
    for run in paper.runs:
        for paragraph in _PARAGRAPH.finditer(run.text):
            text = paragraph[0]
            for pair in _pairs(text, 0, len(text), 0):
                wanted = style.quotes[2:] if pair.depth % 2 else style.quotes[:2]
                marks = text[pair.opening], text[pair.closing]
                if _set(marks, typed_plainly) == tuple(wanted):
                    continue
                at = run.start + paragraph.start()
                said = " ".join(text[pair.opening : pair.closing + 1].split())
                longest = 40
                said = said if len(said) <= longest else f"{said[: longest - 2]}…{said[-1]}"
                yield Slip(
                    at + pair.opening,
                    f"`{said}` is not between the house's quotation marks",
                    f"write {wanted[0]}…{wanted[1]}",
                    tuple(
                        (at + sign, at + sign + 1, mark)
                        for sign, mark in zip((pair.opening, pair.closing), wanted, strict=True)
                        if pair.sure
                    ),
                )


def _set(marks: tuple[str, str], language: object) -> tuple[str, ...]:
    """Return marks as they are set: those that are typed plainly become those of the language."""
    assert isinstance(language, (str, tuple))  # noqa: S101 - as typography has them
    return {('"', '"'): tuple(language[:2]), ("'", "'"): tuple(language[2:])}.get(marks, marks)


def _pairs(text: str, start: int, end: int, depth: int) -> Iterator[_Pair]:
    """Yield the quotations between two places, those within them one deeper; what doesn't close is none."""
    at = start
    while match := _OPENS.search(text, at, end):
        opening = match.start()
        closings = list(_closings(text, opening, end))
        sure = len(closings) == 1 or text[closings[0] if closings else opening] not in _APOSTROPHES
        if not closings or (text[opening] == "'" and not sure):
            at = opening + 1
            continue
        yield _Pair(opening, closings[0], depth, sure)
        if depth < _DEPTH_LIMIT:
            yield from _pairs(text, opening + 1, closings[0], depth + 1)
        at = closings[0] + 1


def _closings(text: str, opening: int, end: int) -> Iterator[int]:
    """Yield where a quotation may close, before another begins: a word ends there, and none begins."""
    for at in range(opening + 2, end):
        if text[at] in _CLOSING[text[opening]] and not text[at - 1].isspace() and not text[at + 1 : at + 2].isalnum():
            yield at
        elif text[at] == text[opening] and text[at - 1].isspace():
            return
