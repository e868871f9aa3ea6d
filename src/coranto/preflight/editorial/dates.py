"""Events and news are of the issue's own time.

An event that is over when the issue appears, and news from behind its day or
of years ago, are most often a wrong figure.  What lies further back is history,
and meant so.
"""

import datetime as dt
from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.issue.kinds import Calendar, Digest, Letters
from coranto.issue.model import Issue

CODES = ("editorial.date",)
YEAR = dt.timedelta(days=366)
HISTORY = 20 * YEAR
"""What is older was never taken for news."""
_HORIZON = 3 * YEAR
"""Nobody announces what is further away."""


def check(issue: Issue) -> Iterator[Finding]:
    """Yield a query for each date that is outside the issue's time."""
    for article in issue.articles.values():
        slug, front = article.slug, article.front
        if isinstance(front, Calendar):
            for index, event in enumerate(front.events):
                what = _of_event(event.until or event.date, issue.head.date)
                yield from _told(issue, f"{slug}.events.{index}.date", event.date, what)
        dated: tuple[tuple[str, dt.date | None], ...] = ()
        if isinstance(front, Digest):
            dated = tuple((f"{slug}.items.{index}.date", item.date) for index, item in enumerate(front.items))
        elif isinstance(front, Letters):
            dated = tuple((f"{slug}.letters.{index}.date", letter.date) for index, letter in enumerate(front.letters))
        for identity, date in dated:
            if date:
                yield from _told(issue, identity, date, _of_news(date, issue.head.date))


def _of_event(last: dt.date, day: dt.date) -> str:
    if day - HISTORY < last < day:
        return "an event is over"
    return f"an event is {(last - day) // YEAR} years away" if last - day > _HORIZON else ""


def _of_news(date: dt.date, day: dt.date) -> str:
    if date > day:
        return "something is dated behind it"
    return "something is dated more than a year before" if YEAR < day - date < HISTORY else ""


def _told(issue: Issue, identity: str, date: dt.date, what: str) -> Iterator[Finding]:
    if what:
        yield query(
            "editorial.date",
            f"the issue is of {issue.head.date.isoformat()}, and {what}: {date.isoformat()}",
            hint="look at the year",
            place=issue.places.get(identity),
        )
