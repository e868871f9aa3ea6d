"""Gathering: what is found many times on a page is told once with its count, and on many pages once for the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TypeVar

from coranto.findings import Finding
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


def shortened(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings; of those of one rule on many pages the first, and one that names the other pages."""
    groups: dict[tuple[str, bool], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.spot is None), []).append(finding)
    for (_, placeless), same in groups.items():
        if placeless or len(same) <= _MOST + 1:
            yield from same
            continue
        yield from same[:_MOST]
        next_one, *others = same[_MOST:]
        pages = listed(finding.spot.page for finding in others if finding.spot)
        yield replace(next_one, message=f"as on {pages}, {next_one.message}")


def listed(numbers: Iterable[int]) -> str:
    """Return pages as people list them: `page 3`, or `pages 3, 5 and 7`."""
    pages = [str(number) for number in sorted(set(numbers))]
    if len(pages) == 1:
        return f"page {pages[0]}"
    if len(pages) > _MOST:
        return f"pages {', '.join(pages[:_MOST])} and {len(pages) - _MOST:,} more"
    return f"pages {', '.join(pages[:-1])} and {pages[-1]}"


_MOST = 8
