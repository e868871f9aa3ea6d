"""Dates as periodicals write them, in whatever forms a recipe names.

In: text, forms such as `MONTH D, YYYY` or `YY/MM/DD`, a language.  Out: days
of the calendar.  A text that two forms fit, 24/02/23 say, is the day that
lies nearer to the issue's own.
"""

import datetime as dt
import re
from functools import cache

from coranto.language import month_names

_PARTS = {
    "YYYY": r"(?P<year>\d{4})",
    "YY": r"(?P<short>\d{2})",
    "MONTH": r"(?P<name>[^\W\d_]+(?:\.(?=\s))?)",
    "MM": r"(?P<month>\d{2})",
    "M": r"(?P<month>\d{1,2})",
    "DD": r"(?P<day>\d{2})",
    "D": r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.)?",
}
_TOKEN = re.compile("YYYY|YY|MONTH|MM|DD|M|D")
_CENTURY = 69
"""Two digits below it are of this century (POSIX, strptime)."""


def check_form(form: str) -> str:
    """Return a form of dates; one without year, month and day raises ValueError."""
    found = _TOKEN.findall(form)
    if sorted(token[0] for token in found) != ["D", "M", "Y"]:
        message = "is not a form of dates (write year, month and day, such as D MONTH YYYY or YY/MM/DD)"
        raise ValueError(message)
    return form


@cache
def _compiled(form: str) -> re.Pattern[str]:
    parts, at = [], 0
    for token in _TOKEN.finditer(form):
        parts += [re.escape(form[at : token.start()]), _PARTS[token[0]]]
        at = token.end()
    pattern = "".join([*parts, re.escape(form[at:])]).replace(r"\ ", r"\s+")
    return re.compile(rf"(?<!\d){pattern}(?!\d)", re.IGNORECASE)


def find_dates(text: str, forms: tuple[str, ...], language: str) -> list[dt.date]:
    """Return all days that a text can be read as."""
    found: list[dt.date] = []
    for form in forms:
        for match in _compiled(form).finditer(text):
            day = _day(match.groupdict(), language)
            if day and day not in found:
                found.append(day)
    return found


def find_date(text: str, forms: tuple[str, ...], language: str, near: dt.date | None = None) -> dt.date | None:
    """Return the day that a text names: the one nearest to `near`, if there are several, else the first."""
    found = find_dates(text, forms, language)
    if near and found:
        return min(found, key=lambda day: abs((day - near).days))
    return found[0] if found else None


def _day(parts: dict[str, str | None], language: str) -> dt.date | None:
    year = int(parts.get("year") or 0)
    if short := parts.get("short"):
        year = int(short) + (2000 if int(short) < _CENTURY else 1900)
    month = int(parts.get("month") or 0)
    if name := parts.get("name"):
        known = month_names(language) | month_names("en")
        month = known.get(name.rstrip(".").casefold(), 0)
    try:
        return dt.date(year, month, int(parts.get("day") or 0))
    except ValueError:
        return None
