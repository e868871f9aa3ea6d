"""Captions: the smaller lines that stand directly below a picture belong to it.

In: lines and pictures of a PDF in reading order.  Out: for each picture that
has one, the lines of its caption.
"""

import re
from collections.abc import Iterator, Sequence

from coranto.intake.pagelines import Line
from coranto.intake.runningheads import Placed

_SMALLER = 0.97
"""By how much smaller than text a caption is set."""
_BELOW = 2.5
"""White, in ems, between a picture and its caption."""
_STEP = 1.9
"""Ems from one line of it to the next."""
_LONGEST = 10
"""Lines of the longest caption."""
_NOTE = re.compile(r"^(?:\d{1,3}|[*†‡])[.)]?\s")


def captions_of(placed: Sequence[Placed], body: float) -> Iterator[tuple[int, list[Placed]]]:
    """Yield the number of a picture with the lines of its caption; `body` is the size of text."""
    for at, one in enumerate(placed):
        if one.line.picture is None:
            continue
        caption: list[Placed] = []
        for other in placed[at + 1 : at + 1 + _LONGEST]:
            if other.page != one.page or not _goes_on(one.line, caption, other.line, body):
                break
            caption.append(other)
        if caption:
            yield one.number, caption


def _goes_on(picture: Line, caption: Sequence[Placed], line: Line, body: float) -> bool:
    """Tell whether a line is the first, or the next, of a picture's caption."""
    if line.picture or line.size >= _SMALLER * body:
        return False
    if min(picture.right, line.right) <= max(picture.left, line.left):
        return False
    if not caption:
        return -0.5 * line.size < picture.bottom - line.top < _BELOW * line.size and not _NOTE.match(line.text)
    last = caption[-1].line
    return abs(last.size - line.size) < 0.5 and -0.5 * line.size < last.bottom - line.bottom < _STEP * line.size  # noqa: PLR2004 - pt
