"""The dash between parts of a sentence: long or short, with blanks or without."""

import re
from collections.abc import Iterator

from coranto.issue.house.paper import BLANK, Paper
from coranto.issue.house.slip import Slip
from coranto.issue.house.style import HouseStyle

_BLANKS = "[ \u00a0\u2009\u200a\u202f]"
_DASH = re.compile(
    rf"(?<=[^\s|:{BLANK}-])(?:{_BLANKS}*(?:—|---|(?<!-)--)(?!-){_BLANKS}*|{_BLANKS}+[–-]{_BLANKS}+)(?=[^\s|:{BLANK}-])"
)


def check(style: HouseStyle, paper: Paper) -> Iterator[Slip]:
    """Yield a slip for each dash that is not the house's; those between numbers and in compounds are none."""
    if style.dash is None:
        return
    for run in paper.runs:
        for match in _DASH.finditer(run.text):
            before, after = run.text[match.start() - 1], run.text[match.end()]
            if _set(match[0]) == style.dash or (before.isdigit() and after.isdigit()):
                continue
            at, end = run.start + match.start(), run.start + match.end()
            first, last = run.text.rfind("\n", 0, match.start()) + 1, run.text.find("\n", match.end())
            shown = run.text[
                max(match.start() - 12, first) : match.end() + 12 if last < 0 else min(match.end() + 12, last)
            ]
            yield Slip(
                at,
                f"the dash in `{' '.join(shown.split())}` is not the house's",
                f"write `{style.dash}`",
                ((at, end, style.dash),),
            )


def _set(typed: str) -> str:
    """Return a dash as it is set (see `coranto.issue.typography`), with plain blanks."""
    plain = re.sub(_BLANKS, " ", typed)
    return {"---": "—", "--": "–"}.get(plain.strip(), plain.strip()).join(
        " " if blank else "" for blank in (plain.startswith(" "), plain.endswith(" "))
    )
