"""Gathering: what is found many times on a page is told once, with its count."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from coranto.preflight.painting.model import Painted

Sort = TypeVar("Sort", bound=Painted)


def by_page(found: Iterable[Sort]) -> Iterator[tuple[Sort, str]]:
    """Yield the first of each page, and in words how many more there are on it."""
    pages: dict[int, list[Sort]] = {}
    for one in found:
        pages.setdefault(one.spot.page, []).append(one)
    for same in pages.values():
        more = len(same) - 1
        yield same[0], f", and {more:,} more" if more else ""


def listed(numbers: Iterable[int]) -> str:
    """Return pages as people list them: `page 3`, or `pages 3, 5 and 7`."""
    pages = [str(number) for number in sorted(set(numbers))]
    if len(pages) == 1:
        return f"page {pages[0]}"
    if len(pages) > _MOST:
        return f"pages {', '.join(pages[:_MOST])} and {len(pages) - _MOST:,} more"
    return f"pages {', '.join(pages[:-1])} and {pages[-1]}"


_MOST = 8
