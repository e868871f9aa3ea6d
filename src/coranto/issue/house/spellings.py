"""Spellings: the house's form of a word instead of another."""

from collections.abc import Iterator

from coranto.issue.house.paper import Paper
from coranto.issue.house.slip import Slip
from coranto.issue.house.style import HouseStyle
from coranto.issue.house.wording import flat, in_place_of, same, seek


def check(style: HouseStyle, paper: Paper) -> Iterator[Slip]:
    """Yield a slip for each form that is not the house's."""
    forms = {same(typed): form for form, others in style.spellings.items() for typed in (*others, form)}
    pattern = seek(forms)
    for run in paper.runs:
        for match in pattern.finditer(run.text):
            typed = flat(match[0])
            form = forms[same(typed)]
            others = style.spellings[form]
            wanted = in_place_of(typed, form)
            if typed in (form, wanted) or (same(typed) == same(form) and others and typed not in others):
                continue
            at = run.start + match.start()
            mends = ((at, at + len(match[0]), wanted),) if "\n" not in match[0] else ()
            yield Slip(at, f"`{typed}` is spelled `{wanted}` here", f"write `{wanted}`", mends)
