"""Lengths: how many letters a headline may have, or a standfirst."""

from collections.abc import Iterator

from coranto.issue.house.paper import Paper
from coranto.issue.house.slip import Slip
from coranto.issue.house.style import HouseStyle


def check(style: HouseStyle, paper: Paper) -> Iterator[Slip]:
    """Yield a slip for each text that is too long; blanks and marks count."""
    if paper.sheet is None:
        return
    for name, most in style.lengths.items():
        for path in paper.sheet.values:
            value = _value(paper, path) if path and path[-1] == name and "sources" not in path else None
            if isinstance(value, str) and len(value.strip()) > most and not {"book", "references"} & set(path):
                yield Slip(
                    paper.offset(paper.sheet.values[path]),
                    f"`{name}` has {len(value.strip())} letters, the house allows {most}",
                    f"cut {len(value.strip()) - most}",
                )


def _value(paper: Paper, path: tuple[str | int, ...]) -> object:
    value: object = paper.sheet.data if paper.sheet else None
    for part in path:
        value = value.get(part) if isinstance(value, dict) else value[part] if isinstance(value, list) else None  # type: ignore[index]
    return value
