"""Judging: the copy held to the style of the house.

In: the style, and the files of an issue as they were typed.  Out: findings,
each with its place, and with what mends it where that is safe.  One rule a
file; `RULES` lists them by the key that asks for them.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator

from coranto.findings import Finding, Level, Mend, Place
from coranto.issue.house import dash, dates, forbidden, labels, lengths, outlets, quotes, spellings
from coranto.issue.house.paper import Paper
from coranto.issue.house.slip import Slip
from coranto.issue.house.style import HouseStyle

Check = Callable[[HouseStyle, Paper], Iterable[Slip]]

RULES: dict[str, Check] = {
    "spellings": spellings.check,
    "forbidden": forbidden.check,
    "labels": labels.check,
    "lengths": lengths.check,
    "quotes": quotes.check,
    "dash": dash.check,
    "dates": dates.check,
    "outlets": outlets.check,
}
IN_ITS_LANGUAGE = {"forbidden", "quotes", "dash", "dates"}
"""Rules for the periodical's own language; an issue or an article in another is not held to them."""
SLIP_LIMIT = 500
"""Slips that are told of one file and rule."""


def judge(style: HouseStyle, papers: Iterable[Paper], *, language: str) -> Iterator[Finding]:
    """Yield what in these files is not as the house has it; what two rules would mend alike is told once.

    `language` is the periodical's.
    """
    for paper in papers:
        told: dict[tuple[Place | None, tuple[Mend, ...]], Finding] = {}
        own = paper.language.partition("-")[0] == language.partition("-")[0]
        for name, check in RULES.items():
            if not own and name in IN_ITS_LANGUAGE:
                continue
            for slip in itertools.islice(check(style, paper), SLIP_LIMIT) if getattr(style, name) else ():
                finding = _finding(style, name, slip, paper)
                key = finding.place, finding.mends or (Mend(paper.place(slip.at), name, slip.message),)
                if key not in told or finding.level is Level.STOP:
                    told[key] = finding
        yield from told.values()


def _finding(style: HouseStyle, name: str, slip: Slip, paper: Paper) -> Finding:
    level = Level.STOP if name in style.stops else Level.QUERY
    mends = tuple(Mend(paper.place(start), paper.text[start:end], wanted) for start, end, wanted in slip.mends)
    return Finding(f"house.{name}", level, slip.message, slip.hint, paper.place(slip.at), mends=mends)
