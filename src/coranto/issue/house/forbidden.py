"""Forbidden words: what is not said in this house; an editor has to find another."""

from collections.abc import Iterator

from coranto.issue.house.paper import Paper
from coranto.issue.house.slip import Slip
from coranto.issue.house.style import HouseStyle
from coranto.issue.house.wording import flat, same, seek


def check(style: HouseStyle, paper: Paper) -> Iterator[Slip]:
    """Yield a slip for each word that is not used."""
    hints = {same(word): hint for word, hint in style.forbidden.items()}
    pattern = seek(hints)
    for run in paper.runs:
        for match in pattern.finditer(run.text):
            typed = flat(match[0])
            yield Slip(
                run.start + match.start(),
                f"`{typed}` is not used in this house",
                hints[same(typed)] or "find another word",
            )
