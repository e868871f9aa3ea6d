"""A weekday that stands beside a date is the one on which it fell.

By the calendar that is in force today; of a date before 1924, when its last
country took that, the older one's day is as good.  A date without a year is of
a year in its passage, or of the issue's and the years beside it, unless its
file speaks of others.
"""

import datetime as dt
import re
from collections.abc import Iterator
from functools import cache

from coranto.findings import Finding, query
from coranto.issue.house.dates import seek_dates
from coranto.issue.model import Issue
from coranto.language import months, weekdays

CODES = ("editorial.weekday",)
_HAN_DATE = re.compile(r"(?:(?P<ay>\d{4})\s*年\s*)?(?P<am>\d{1,2})\s*月\s*(?P<ad>\d{1,2})\s*日")
_HAN = ("ja", "zh")
_BETWEEN = r"[\s,،*_]*(?:(?:den|dem|the|le|el|il|o|dia|día|de|op|dnia|dne|am)\s+)?"
_YEAR = re.compile(r"(?<!\d)(?:1[4-9]|20)\d\d(?!\d)")
_ALIKE = str.maketrans("أإآ", "ااا")
_LAST_JULIAN = 1923
_NEAR = 40
"""Signs before a date in which its weekday is sought."""
_NEVER = re.compile("(?!)")


def check(issue: Issue) -> Iterator[Finding]:
    """Yield a query for each weekday that is another's."""
    for paper in issue.papers:
        any_day = _any_day(paper.language)
        own = [issue.head.date.year] if _is_of(issue.head.date.year, paper.text) else []
        for passage in paper.passages:
            if not any_day.search(passage.text):
                continue
            years = [int(match[0]) for match in _YEAR.finditer(passage.text)]
            years = years or [year + more for year in own for more in (0, -1, 1)]
            for at, said, day, dates in _dated(passage.text, paper.language, years):
                if not any(day in _days_of(date) for date in dates):
                    yield query(
                        "editorial.weekday",
                        f"`{' '.join(said.split())}`: {dates[0]} is a {_name(dates[0], paper.language)}",
                        hint="look at the day, the month and the year",
                        place=paper.place(passage.start + at),
                    )


def _dated(text: str, language: str, years: list[int]) -> Iterator[tuple[int, str, int, list[dt.date]]]:
    """Yield each date with a weekday beside it: where, as it is written, the weekday, and what date it may be."""
    before, behind = _beside(language)
    for match in (_HAN_DATE if language.startswith(_HAN) else seek_dates(language)).finditer(text):
        dates = list(_dates(match, language, years))
        name = before.search(text, max(match.start() - _NEAR, 0), match.start()) or behind.match(text, match.end())
        if dates and name:
            start, end = min(name.start(), match.start()), max(name.end(), match.end())
            yield start, text[start:end], _day(name[name.lastgroup or 0], language), dates


@cache
def _beside(language: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what finds a weekday that ends where a date begins, and one that begins where it ends."""
    one = _any_day(language).pattern
    if language.startswith(_HAN):
        long = "|".join(name for name in weekdays(language) if len(name) > 1)
        return _NEVER, re.compile(rf"\s*[（(・]\s*(?P<set_off>{one})|\s*(?P<day>{long})")
    return (
        re.compile(rf"(?<![^\W_])(?P<day>{one})(?![^\W_])\.?{_BETWEEN}\Z", re.IGNORECASE),
        re.compile(rf"\s*\(\s*(?P<day>{one})(?![^\W_])", re.IGNORECASE),
    )


@cache
def _any_day(language: str) -> re.Pattern[str]:
    names = sorted(weekdays(language), key=len, reverse=True)
    return re.compile("|".join(re.sub("[اأإآ]", "[اأإآ]", re.escape(name)) for name in names), re.IGNORECASE)


def _day(name: str, language: str) -> int:
    return next(day for other, day in weekdays(language).items() if _plain(other) == _plain(name))


def _plain(name: str) -> str:
    return name.casefold().translate(_ALIKE)


def _name(date: dt.date, language: str) -> str:
    """Return the long name of a date's weekday."""
    return max((name for name, day in weekdays(language).items() if day == date.weekday()), key=len)


def _dates(match: re.Match[str], language: str, years: list[int]) -> Iterator[dt.date]:
    """Yield the dates that may be meant; none if that isn't clear."""
    found = match.groupdict()
    if found.get("n1"):
        return
    name = found.get("am") or found.get("bm") or found.get("im") or ""
    month = int(name) if name.isdecimal() else months(language).get(name) or months(language).get(name.rstrip("."), 0)
    day = int(re.sub(r"\D", "", found.get("ad") or found.get("bd") or found["id"]))
    year = found.get("ay") or found.get("by") or found.get("iy")
    for one in [int(year)] if year else years:
        try:
            yield dt.date(one, month, day)
        except ValueError:
            continue


def _is_of(year: int, text: str) -> bool:
    """Tell whether a text speaks of no year but this and those beside it."""
    return all(abs(int(match[0]) - year) <= 1 for match in _YEAR.finditer(text))


def _days_of(date: dt.date) -> set[int]:
    """Return the weekday of a date, and that of the Julian calendar if it may have been in force."""
    century = date.year - (date.month <= 2)  # noqa: PLR2004 - February, which may have a day more
    behind = century // 100 - century // 400 - 2
    return {date.weekday()} | ({(date.weekday() + behind) % 7} if date.year <= _LAST_JULIAN else set())
