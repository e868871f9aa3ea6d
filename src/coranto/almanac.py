"""The almanac: dates of the calendars that stand beside the Gregorian one.

In: a day.  Out: how it is written in another calendar.  Iran counts by the
solar Hijri calendar, whose months begin on other days than ours (CLDR,
`calendar type="persian"`).
"""

import datetime as dt


def persian_date(day: dt.date) -> str:
    """Return a day in the solar Hijri calendar, in Latin digits: `3 آذر 1405`."""
    from persiantools.jdatetime import MONTH_NAMES_FA, JalaliDate

    date = JalaliDate(day)  # type: ignore[no-untyped-call]
    return f"{date.day} {MONTH_NAMES_FA[date.month]} {date.year}"
