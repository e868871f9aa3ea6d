"""Outlets: how newspapers, agencies and others that are quoted are named."""

import re
from collections.abc import Iterator

from coranto.issue.house.paper import Paper
from coranto.issue.house.slip import Slip
from coranto.issue.house.style import HouseStyle
from coranto.issue.house.wording import curled

_ARTICLE = re.compile(r"^(?:the|der|die|das|le|la|les|el|il)\s+|^l['’]", re.IGNORECASE)


def check(style: HouseStyle, paper: Paper) -> Iterator[Slip]:
    """Yield a slip for each outlet that goes by another name than the house's."""
    names = {_bare(other): form for form, others in style.outlets.items() for other in (form, *others)}
    for path, end in paper.sheet.ends.items() if paper.sheet else ():
        if path[-1] != "outlet" or paper.sheet is None:
            continue
        start, last = paper.offset(paper.sheet.values[path]), paper.offset(end)
        typed = paper.text[start:last]
        inner = typed[1:-1] if typed[:1] in ("'", '"') and typed[-1:] == typed[:1] else typed
        form = names.get(_bare(inner))
        if form is not None and curled(form) != curled(inner):
            at = start + typed.index(inner)
            safe = "\n" not in inner and "\\" not in typed and not set(form) & set("\"'#:{}[],&*!|>%@`\\")
            mends = ((at, at + len(inner), form),) if safe else ()
            yield Slip(start, f"the outlet `{inner}` is named `{form}` here", f"write `{form}`", mends)


def _bare(name: str) -> str:
    return "".join(sign for sign in _ARTICLE.sub("", name.strip()).casefold() if sign.isalnum())
