"""Brackets and quotation marks close in the paragraph in which they open.

Straight marks and apostrophes are left alone where they may be either.  A
quotation of several paragraphs opens anew in each and closes in the last.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from coranto.findings import Finding, query
from coranto.issue.house.paper import Run
from coranto.issue.model import Issue
from coranto.issue.typography import quotes

CODES = ("editorial.pair",)
_BRACKETS = {"(": ")", "（": "）", "【": "】", "《": "》", "〔": "〕", "「": "」", "『": "』"}
_NUMBERING = re.compile(r"(?:\A|(?<=[\s(*_]))[\w.]{1,5}[)）]")
"""`a)` and `12)` number something."""
_FACE = re.compile(r"(?<!\w)[:;8xX]['’]?-?[()]+(?!\w)|\^_?\^")
_SIGNS = re.compile("[()（）【】《》〔〕「」『』]")
_STRAIGHT = re.compile(r'(?<!\d)"')
_INCHES = re.compile(r"(?<=\d)”")


def check(issue: Issue) -> Iterator[Finding]:
    """Yield a query for each bracket or mark that has no partner."""
    for paper in issue.papers:
        outer = tuple(mark.strip() for mark in quotes(paper.language)[:2])
        for passage, following in pairwise([*paper.passages, None]):
            if passage is None:
                continue
            text = _FACE.sub(lambda face: "\ufffc" * len(face[0]), passage.text)
            for at, what in [*_brackets(text), *_quotes(text, outer, following)]:
                yield query(
                    "editorial.pair",
                    f"`{passage.text[at]}` {what} in `{_around(text, at)}`",
                    hint="write its partner, or take it out",
                    place=paper.place(passage.start + at),
                )


def _brackets(text: str) -> Iterator[tuple[int, str]]:
    numbering = {match.end() - 1 for match in _NUMBERING.finditer(text)}
    closing = {end: start for start, end in _BRACKETS.items()}
    waiting: list[int] = []
    for match in _SIGNS.finditer(text):
        at, sign = match.start(), match[0]
        if sign in _BRACKETS:
            waiting.append(at)
        elif sign in closing:
            if waiting and text[waiting[-1]] == closing[sign]:
                waiting.pop()
            elif at not in numbering:
                yield at, "closes what was not opened"
    yield from ((at, "is not closed") for at in waiting)


def _quotes(text: str, outer: tuple[str, ...], following: Run | None) -> Iterator[tuple[int, str]]:
    """Yield the outer marks of the language that have no partner; where several languages meet, nobody can tell."""
    opening, closing = outer
    goes_on = following is not None and following.text.lstrip("\ufffc \t").startswith((opening, '"', closing))
    straight = [match.start() for match in _STRAIGHT.finditer(text)]
    if text.count('"') % 2 and len(straight) % 2 and not goes_on:  # behind a figure it may be inches
        yield straight[-1], "has no partner"
    if opening == closing or not {opening, closing} & set(text) or opening in _BRACKETS or not _only(text, outer):
        return
    waiting: list[int] = []
    for match in re.finditer(f"[{opening}{closing}]", text):
        at = match.start()
        if match[0] == opening:
            waiting.append(at)
        elif waiting:
            waiting.pop()
        elif not _INCHES.match(text, at):
            yield at, "closes what was not opened"
    if not goes_on:
        yield from ((at, "is not closed") for at in waiting)


def _only(text: str, outer: tuple[str, ...]) -> bool:
    """Tell whether no double mark of another language is in a text."""
    return not (set("“”„«»") - set(outer)) & set(text)


def _around(text: str, at: int) -> str:
    part = text[max(at - 15, 0) : at + 16].replace("\ufffc", "…")
    return " ".join(part.split())
