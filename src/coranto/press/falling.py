"""Falling: what the engine fell over, told of the layout, with file and line.

In: a galley that the engine raised an exception over, which knows no place.
Out: the error to raise instead: of the layout, if a stylesheet lets a first
letter float, which ends WeasyPrint 70 in columns (`assert` in `float.py`); else
of the press.  What it falls over wherever it stands, `coranto.layout.stylesheets`
finds before.
"""

import contextlib
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from coranto.errors import CorantoError, LayoutError, PressError
from coranto.findings import Finding, stop

if TYPE_CHECKING:
    from coranto.compose import Galley

_LETTER = re.compile(r"::?first-letter\b[^{}]*\{[^{}]*?\bfloat\s*:\s*(?!none)[\w-]+", re.IGNORECASE)
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@contextlib.contextmanager
def falling_told(galley: "Galley") -> Iterator[None]:
    """Tell an exception of the engine as what it is; memory and nesting are the guard's to tell."""
    try:
        yield
    except (CorantoError, MemoryError, RecursionError):
        raise
    except Exception as error:
        fell = f"the engine fell over this issue in its layout: {type(error).__name__}: {error}"
        if faults := list(_faults(galley)):
            raise LayoutError(fell, faults) from error
        raise PressError(f"{fell}; most likely a stylesheet asks for what it can't do") from error


def _faults(galley: "Galley") -> Iterator[Finding]:
    """Yield a finding for each place of the stylesheets that the engine is known to fall over."""
    css = _COMMENT.sub(lambda comment: re.sub(r"[^\n]", " ", comment[0]), galley.css)
    for match in _LETTER.finditer(css):
        row, column = css.count("\n", 0, match.start()) + 1, match.start() - css.rfind("\n", 0, match.start())
        if place := galley.css_place(row, column):
            yield stop(
                "layout.letter",
                "`::first-letter` floats, which the engine can't do in columns",
                hint="use the class `initial`, which a drop cap has",
                place=place,
            )
