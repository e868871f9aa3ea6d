"""No blank stands where the language has none: before a comma, within brackets, or beside a firm one.

Two blanks that are typed one after the other are set as one; those that don't
break, or have a width of their own, are set as they are, beside another, too.
"""

import re
from collections.abc import Iterator
from functools import cache

from coranto.findings import Finding, query
from coranto.issue.model import Issue

CODES = ("editorial.space",)
_AFTER = r"(?=[\s)\]”’»\"'*_￼]|\Z)"
_FIRM = "\u00a0\u2002-\u200a\u202f\u3000"
_QUICK = re.compile(rf"[ {_FIRM}][.,:;!?،؛؟।۔，。、；：！？）」』》】)]|[(（] |[{_FIRM}]")
"""All that is told has one of these, which most passages have not."""
_WIDE = "，。、；：！？）」』》】"


def check(issue: Issue) -> Iterator[Finding]:
    """Yield a query for each blank that is one too many."""
    for paper in issue.papers:
        pattern = _pattern(paper.language.partition("-")[0])
        for passage in paper.passages:
            for match in pattern.finditer(passage.text) if _QUICK.search(passage.text) else ():
                around = passage.text[max(match.start() - 12, 0) : match.end() + 12].replace("\ufffc", "…")
                yield query(
                    "editorial.space",
                    f"{_what(match)} in `{' '.join(around.split(' ')).strip()}`".replace("\n", " "),
                    hint="take it out",
                    place=paper.place(passage.start + match.start()),
                )


@cache
def _pattern(base: str) -> re.Pattern[str]:
    """Return what finds them; French, and the habits of its typists, have a blank before double marks."""
    marks = ".," if base == "fr" else ".,:;!?"
    before = rf"(?<=[^\s|:.\d])(?P<before>[ {_FIRM}]+)(?P<mark>[{marks}،؛؟।۔{_WIDE}])(?<![:;](?=[)]))(?! \.){_AFTER}"
    if base in ("zh", "ja"):
        before = rf"(?<=[^\s|])(?P<before>[ {_FIRM}]+)(?P<mark>[{_WIDE}])"
    inner = r"(?<=[(（])(?P<inner>[ ]+)(?=[^\s)）])|(?<=[^\s(（:;-])(?P<outer>[ ]+)(?=[)）])"
    return re.compile(rf"{before}|{inner}|(?<=\S)(?P<double>[ ]+[{_FIRM}][ {_FIRM}]*|[{_FIRM}]+[ ][ {_FIRM}]*)(?=\S)")


def _what(match: re.Match[str]) -> str:
    if match["before"]:
        return f"a blank stands before `{match['mark']}`"
    if match["double"]:
        return "a blank stands beside one that does not break"
    return "a blank stands within a bracket"
