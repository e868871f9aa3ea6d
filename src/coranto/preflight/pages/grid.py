"""The lines of the text stand on the grid of their pages, in a layout that is fitted to one."""

from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.issue.model import Issue
from coranto.press.proof import AIM, Proof

CODES = ("grid.share",)
FEWEST = 40
"""Lines of an issue of which a share says something."""


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:  # noqa: ARG001 - every rule is asked alike
    """Yield a query if fewer lines than is aimed at stand on the grid; it names the pages."""
    grid = proof.flatplan.grid
    if grid is None or grid.lines < FEWEST or grid.share >= AIM:
        return
    pages = [str(number) for number, (on, lines) in enumerate(grid.pages, 1) if on < AIM * lines]
    where = f"page {pages[0]}" if len(pages) == 1 else f"pages {', '.join(pages[:-1])} and {pages[-1]}"
    yield query(
        "grid.share",
        f"{grid.share:.0%} of the lines of text stand on the grid, {AIM:.0%} should; look at {where}",
        hint="what has other lines, such as long code, is parted there: move it, or make it shorter",
    )
