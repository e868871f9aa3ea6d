"""Dates in the text: in one form."""

import re
from collections.abc import Iterator
from functools import lru_cache

from coranto.issue.house.paper import Paper
from coranto.issue.house.slip import Slip
from coranto.issue.house.style import HouseStyle
from coranto.language import date_in, months

_NUMERIC = r"(?<![\d.\w/-])(?P<n1>\d{1,2})(?P<sep>[./])(?P<n2>\d{1,2})(?P=sep)(?P<n3>\d{4}|\d{2})(?![\d\w/-])"
_ISO = r"(?<![\d\w/-])(?P<iy>\d{4})-(?P<im>\d{2})-(?P<id>\d{2})(?![\d\w/-])"


def check(style: HouseStyle, paper: Paper) -> Iterator[Slip]:
    """Yield a slip for each date in another form; one that may be read in two ways is not mended."""
    if style.dates is None:
        return
    pattern = seek_dates(paper.language)
    for run in paper.runs:
        for match in pattern.finditer(run.text):
            wanted = _as_wanted(match, style.dates, paper.language)
            typed = " ".join(match[0].split())
            if typed == wanted:
                continue
            at = run.start + match.start()
            if wanted is None:
                yield Slip(at, f"the date `{typed}` may be read in two ways", "write the month in words")
                continue
            safe = "\n" not in match[0] and (match["by"] or match["ay"] or match["iy"] or match["ad"])
            mends = ((at, at + len(match[0]), wanted),) if safe else ()
            yield Slip(at, f"the date `{typed}` is written `{wanted}` here", f"write `{wanted}`", mends)


@lru_cache(maxsize=16)
def seek_dates(language: str) -> re.Pattern[str]:
    """Return what finds dates with a day and a month, in words or figures, in a language that parts its words."""
    names = sorted(months(language), key=len, reverse=True)
    short = [name for name in names if any(other != name and other.startswith(name) for other in names)]
    whole = "|".join(re.escape(name) for name in names if name not in short) or "(?!)"
    word = rf"(?:(?:{whole})(?![^\W_])|(?:{'|'.join(map(re.escape, short)) or '(?!)'})(?![^\W_])\.?)"
    day = r"\d{1,2}(?:st|nd|rd|th|er|º)?"
    year = r"(?:,?\s+(?:de\s+)?(?P<{}>\d{{4}})(?!\d))?"
    after = rf"(?<![\d\w.,/–-])(?P<ad>{day}\.?)\s+(?:of\s+|de\s+)?(?P<am>{word}){year.format('ay')}"
    before = rf"(?<![^\W_])(?P<bm>{word})\s+(?P<bd>{day})(?![\d\w:]){year.format('by')}"
    return re.compile(f"{after}|{before}|{_ISO}|{_NUMERIC}")


def _as_wanted(match: re.Match[str], form: str, language: str) -> str | None:
    """Return the date as the house writes it; nothing if it isn't clear which day it is."""
    if match["n1"]:
        return None
    name = match["am"] or match["bm"]
    month = months(language).get(name) or months(language).get(name.rstrip(".")) if name else int(match["im"])
    day = int(re.sub(r"\D", "", match["ad"] or match["bd"] or match["id"]))
    year = match["ay"] or match["by"] or match["iy"]
    wanted = date_in(form, day, month or 0, int(year) if year else None, language)
    zero = next(ord(sign) - int(sign) for sign in match[0] if sign.isdecimal())
    return wanted and wanted.translate({0x30 + digit: zero + digit for digit in range(10)})
