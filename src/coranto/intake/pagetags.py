"""Tags of a printed page: what a PDF calls a figure, and what it says that it shows.

In: a page of pypdfium2.  Out: its figures (ISO 32000-2, 14.8.4.8.5), each with
the marks of what belongs to it and its alternative text.  A PDF that isn't
tagged has none.
"""

import ctypes
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pypdfium2
import pypdfium2.raw as pdfium

_ELEMENTS_LIMIT = 20_000
"""Elements of a page's tree that are looked at; a tree that names itself never ends."""
_TEXT_LIMIT = 8_192


class Figure(NamedTuple):
    """A figure: the numbers of its marked content, and its alternative text."""

    marks: frozenset[int]
    alt: str


def figures_of(page: pypdfium2.PdfPage) -> list[Figure]:
    """Return the figures of a page in the order of its tags."""
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return []
    try:
        return list(_figures(tree))
    finally:
        pdfium.FPDF_StructTree_Close(tree)


def _figures(tree: pdfium.FPDF_STRUCTTREE) -> Iterator[Figure]:
    roots = range(pdfium.FPDF_StructTree_CountChildren(tree))
    waiting = [pdfium.FPDF_StructTree_GetChildAtIndex(tree, at) for at in reversed(roots)]
    for _ in range(_ELEMENTS_LIMIT):
        if not waiting:
            return
        element = waiting.pop()
        if not element:
            continue
        if _said(pdfium.FPDF_StructElement_GetType, element) == "Figure" and (marks := _marks(element)):
            yield Figure(marks, " ".join(_said(pdfium.FPDF_StructElement_GetAltText, element).split()))
        inner = range(pdfium.FPDF_StructElement_CountChildren(element))
        waiting += [pdfium.FPDF_StructElement_GetChildAtIndex(element, at) for at in reversed(inner)]


def _marks(element: pdfium.FPDF_STRUCTELEMENT) -> frozenset[int]:
    count = pdfium.FPDF_StructElement_GetMarkedContentIdCount(element)
    found = (pdfium.FPDF_StructElement_GetMarkedContentIdAtIndex(element, at) for at in range(count))
    return frozenset(one for one in found if one >= 0)


def _said(ask: Callable[..., int], element: pdfium.FPDF_STRUCTELEMENT) -> str:
    """Return a text of an element, which pdfium writes in UTF-16 into what is given to it."""
    size = ask(element, None, 0)
    if not 2 < size <= _TEXT_LIMIT:  # noqa: PLR2004 - its end alone has two bytes
        return ""
    buffer = ctypes.create_string_buffer(size)
    ask(element, buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace")
