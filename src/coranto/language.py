"""Language: how one writes dates and numbers, and which way it runs.

In: a BCP 47 tag.  Out: what CLDR (https://cldr.unicode.org) says of it.  Copy
keeps the digits that it was typed in; these are for what the press itself
writes, from folios to dates.
"""

import contextlib
import datetime as dt
import re
from functools import cache
from typing import NamedTuple

import babel
import babel.dates
import babel.numbers

_ZEROS = {"arab": 0x0660, "arabext": 0x06F0, "deva": 0x0966}
_STYLES = {"arab": "arabic-indic", "arabext": "persian", "deva": "devanagari"}
_SOLAR_HIJRI = ("fa", "fa-IR")
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LATIN = "0-9A-Za-z\u00c0-\u024f\u0370-\u052f"
_BETWEEN = (
    f"(?<=[{_HAN}])(?=[{_LATIN}])|(?<=[{_LATIN}%])(?=[{_HAN}])"  # takes milliseconds to compile: at its first use
)
_TEXT = re.compile(r"<(?:title|code|pre)\b.*?</(?:title|code|pre)>|<[^>]*>|[^<]+", re.DOTALL)


class Marks(NamedTuple):
    """What parts and ends the press's own sentences, each with the space behind it."""

    comma: str = ", "
    semicolon: str = "; "
    colon: str = ": "
    stop: str = "."
    dot: str = " · "


_DOT = "\u200f · \u200f"
"""A dot that keeps a Latin name before it and a number behind it in their order (UAX #9, W7)."""
_ARABIC = Marks("، ", "؛ ", dot=_DOT)
_MARKS = {
    "ar": _ARABIC, "fa": _ARABIC, "ur": Marks("، ", "؛ ", stop="۔", dot=_DOT), "hi": Marks(stop="।"),
    "ja": Marks("、", "；", "：", "。"), "zh": Marks("，", "；", "：", "。"),
}  # fmt: skip


@cache
def _locale(language: str) -> babel.Locale:
    """Return what CLDR knows of a language; of one that it doesn't know, what it knows of English."""
    base = language.partition("-")[0]
    for tag in (language, base, *(["en-GB"] if base == "en" else [])):  # Sept as well as Sep
        with contextlib.suppress(ValueError, babel.UnknownLocaleError):
            return babel.Locale.parse(tag, sep="-")
    return babel.Locale.parse("en")


def direction(language: str) -> str:
    """Return `rtl` for a language that runs from right to left, else `ltr`."""
    return str(_locale(language).text_direction)


def counter_style(language: str) -> str:
    """Return the name of the counter style (css-counter-styles-3, 6.1) with the language's own digits."""
    return _STYLES.get(_locale(language).default_numbering_system, "decimal")


def in_digits(text: object, language: str) -> str:
    """Return a text with its digits as the language writes them."""
    zero = _ZEROS.get(_locale(language).default_numbering_system)
    return str(text).translate({0x30 + digit: zero + digit for digit in range(10)} if zero else {})


def write_date(date: dt.date, language: str) -> str:
    """Return a date in full; in Persian, that of the country's own calendar before it."""
    return _beside(date, date, babel.dates.format_date(date, format="long", locale=_locale(language)), language)


@cache
def month_names(language: str) -> dict[str, int]:
    """Return the months by their names, long, short and as they stand alone, in small letters."""
    locale = _locale(language)
    return {
        name.rstrip(".").casefold(): month
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for month, name in babel.dates.get_month_names(width, context, locale).items()
    }


def write_number(value: float, language: str) -> str:
    """Return a number with the language's separators, all its decimals, and a true minus."""
    number = babel.numbers.format_decimal(value, locale=_locale(language), decimal_quantization=False)
    return in_digits(number.replace("-", "−"), language)


def write_percent(share: float, language: str) -> str:
    """Return a share, from 0 to 1, in hundredths."""
    return in_digits(babel.numbers.format_percent(share, locale=_locale(language)), language)


def write_days(date: dt.date, until: dt.date | None, language: str) -> str:
    """Return a day, or from one day to another (CLDR, interval formats)."""
    if until is None or until == date:
        return write_date(date, language)
    days = babel.dates.format_interval(date, until, skeleton="yMMMMd", locale=_locale(language))
    return _beside(date, until, days, language)


def _beside(first: dt.date, last: dt.date, written: str, language: str) -> str:
    """Return a date, or days, with the same by the calendar of Iran, where that is another."""
    if language in _SOLAR_HIJRI:
        from coranto.almanac import persian_date

        days = " – ".join(map(persian_date, dict.fromkeys((first, last))))
        written = f"{days} ({written})"
    return in_digits(written, language)


def marks(language: str) -> Marks:
    """Return the marks of a language."""
    return _MARKS.get(language.partition("-")[0], Marks())


def numbered(word: str, number: int, language: str) -> str:
    """Return a word with its number behind it, or where it says `{}`, as in `第{}期`."""
    figure = in_digits(number, language)
    return word.replace("{}", figure) if "{}" in word else f"{word} {figure}"


def space_scripts(html: str, language: str) -> str:
    """Return HTML in Chinese or Japanese with a thin space between Han characters and Latin ones (JLREQ 3.2.6)."""
    if language.partition("-")[0] not in ("ja", "zh"):
        return html
    return _TEXT.sub(lambda part: part[0] if part[0].startswith("<") else re.sub(_BETWEEN, "\u2009", part[0]), html)


@cache
def months(language: str) -> dict[str, int]:
    """Return the names of the months in a language, whole and shortened, as they stand in a date and alone."""
    names: dict[str, int] = {}
    base = language.partition("-")[0]
    for tag in (language, base, *(["en-GB"] if base == "en" else [])):  # Sept as well as Sep
        with contextlib.suppress(babel.UnknownLocaleError, ValueError):
            locale = babel.Locale.parse(tag, sep="-")
            for context in ("format", "stand-alone"):
                for width in ("wide", "abbreviated"):
                    for number, name in locale.months[context][width].items():
                        names.setdefault(name.rstrip("."), number)
    return names


@cache
def weekdays(language: str) -> dict[str, int]:
    """Return the names of the weekdays in a language, whole and shortened, Monday as 0."""
    names: dict[str, int] = {}
    locale = _locale(language)
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in locale.days[context][width].items():
                names.setdefault(name.rstrip("."), number)
    return names


def date_in(form: str, day: int, month: int, year: int | None, language: str) -> str | None:
    """Return a date in a form of CLDR's, such as `d MMMM y`, or nothing if there is no such day.

    Where there is no year, the form is taken without it.
    https://unicode.org/reports/tr35/tr35-dates.html#Date_Format_Patterns
    """
    if year is None:
        form = re.sub(r"[\s,./-]*(?:'[^']*'\s*)?y+[\s,./-]*(?:'[^']*')?", "", form)
    try:
        date = dt.date(2000 if year is None else year, month, day)
        locale = babel.Locale.parse(language, sep="-")
    except (ValueError, babel.UnknownLocaleError):
        return None
    return str(babel.dates.format_date(date, form, locale=locale))
