"""Labels: the paragraphs of a department's articles open with these, in this order."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from coranto.issue.house.paper import Paper, Run
from coranto.issue.house.slip import Slip
from coranto.issue.house.style import HouseStyle
from coranto.issue.house.wording import curled

_LABEL = re.compile(r"(?:\A|(?<=\n\n)|(?<=\A\n))\*\*([^*\n:：]+?)[ ]*(?:[:：][ ]*\*\*|\*\*[ ]*[:：])")


class _Label(NamedTuple):
    at: int
    text: str


def check(style: HouseStyle, paper: Paper) -> Iterator[Slip]:
    """Yield a slip for each label that is missing, stands in another place, or is written otherwise."""
    by_department = {curled(title): labels for title, labels in style.labels.items()}
    wanted = by_department.get(curled(paper.department or ""))
    if wanted is None or paper.body is None:
        return
    names = [name.removesuffix("?") for name in wanted]
    told: list[str] = []
    for label in (label for run in paper.runs if run.path is None for label in _labels(run)):
        name, slip = _named(label, names, told)
        if slip:
            yield slip
        if name is None:
            continue
        if later := [one for one in told if names.index(one) > names.index(name)]:
            yield Slip(label.at, f"the label `{name}` stands behind `{later[0]}`", f"put it before `{later[0]}`")
        told.append(name)
    missing = (name for name, one in zip(names, wanted, strict=True) if name not in told and not one.endswith("?"))
    for name in missing if told or paper.kind == "story" else ():
        yield Slip(
            paper.body,
            f"the label `{name}` is missing: every article of `{paper.department}` has it",
            f"begin a paragraph with **{name}:**",
        )


def _named(label: _Label, names: list[str], told: list[str]) -> tuple[str | None, Slip | None]:
    """Return which of the department's labels this is, and what is wrong with how it is written."""
    for name in names:
        if _bare(name) == _bare(label.text):
            what = f"the label `{label.text}` is written `{name}` here"
            mends = ((label.at, label.at + len(label.text), name),)
            return name, Slip(label.at, what, f"write `{name}`", mends) if curled(name) != curled(label.text) else None
    for name in get_close_matches(label.text, set(names) - set(told), 1, 0.8):
        what = f"the label `{label.text}` is none of this department's"
        return name, Slip(label.at, what, f"write `{name}`")
    return None, None


def _labels(run: Run) -> Iterator[_Label]:
    for match in _LABEL.finditer(run.text):
        yield _Label(run.start + match.start(1), match[1])


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
