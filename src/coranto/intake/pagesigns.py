"""Signs of a printed page: what a PDF puts where, sign by sign, before anything is made of it.

In: a page of pypdfium2 (https://pypdfium2.readthedocs.io).  Out: its signs in
the file's order, each with its box, its size, whether it is bold, and where it
leads; and for scripts that run from right to left the letters that the file
itself tells to stand behind its glyphs (ISO 32000-2, 14.9.4, ActualText).
"""

import codecs
import ctypes
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from coranto.intake.pageboxes import Box, around

_BOLD = 600
"""Weight from which type is bold."""
_HYPHENS = ("\x02", "\ufffe", "\u00ad", "\u2010")
_URL_LIMIT = 4_096
_LETTERS_LIMIT = 4_096
UNKNOWN = "\ufffd"
"""Stands for a glyph of which the file doesn't say what letter it is."""
_NOTHING = 0.01
"""Width, in pt, of what nobody sees."""
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u061c"))
"""Marks of direction, which have no place of their own."""
_LEFTWARD_SHARE = 0.2
"""Share of a page's letters from which the page is read from right to left."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign, or what stands behind several glyphs: its box and where it is put, in pt from the page's bottom left."""

    text: str
    box: Box
    across: float
    up: float
    size: float
    bold: bool
    address: str
    made: bool
    """Whether the library made it up, or its place: a blank or the end of a line."""
    told: bool = False
    """Whether the file tells its letters."""
    number: int = 0
    """Which of the things on the page it is, in the order in which they are drawn."""


def is_leftward(text: str) -> bool:
    """Tell whether a page with this text is read from right to left."""
    letters = sum(map(str.isalpha, text))
    return len(_LEFTWARD.findall(text)) > _LEFTWARD_SHARE * letters > 0


class Signs:
    """Reads the signs of one page."""

    def __init__(self, page: pypdfium2.PdfPage, textpage: pypdfium2.PdfTextPage) -> None:
        self.raw, self.count = textpage.raw, textpage.count_chars()
        self.page, self.textpage, self.links = page, textpage, _links(page)

    def as_filed(self) -> Iterator[Sign]:
        """Yield them in the file's order."""
        return map(self._sign, range(self.count))

    def as_told(self) -> list[Sign]:
        """Return them so that glyphs whose letters the file tells are one sign, where the first of them stands."""
        things = self.page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT])
        order = {ctypes.addressof(thing.raw.contents): number for number, thing in enumerate(things)}
        signs: list[Sign] = []
        marked: dict[int, int] = {}
        for at in range(self.count):
            sign = self._sign(at)
            thing = pdfium.FPDFText_GetTextObject(self.raw, at)
            if sign.made or not thing:
                continue
            sign = replace(sign, number=order.get(ctypes.addressof(thing.contents), 0))
            mark, letters = _told(thing)
            if mark and mark in marked:
                one = signs[marked[mark]]
                first = min(one, sign, key=lambda each: each.number)
                signs[marked[mark]] = replace(first, text=one.text, told=True, box=around([one.box, sign.box]))
                continue
            if mark:
                marked[mark] = len(signs)
            blank = not sign.text.strip()  # pdfium puts it where the sign before it begins
            signs.append(replace(sign, text=letters, told=True) if mark else replace(sign, made=blank))
        return [sign for sign in (*signs, *self._blanks()) if sign.text]

    def _blanks(self) -> Iterator[Sign]:
        """Yield blanks that the file draws by themselves; pdfium puts them where the glyph before them begins."""
        for thing in self.page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            left, _, right, _ = box = thing.get_bounds()
            if right - left < _NOTHING:
                matrix = thing.get_matrix()
                yield Sign(" ", box, matrix.e, matrix.f, 1.0, bold=False, address="", made=False)

    def _sign(self, at: int) -> Sign:
        raw = self.raw
        text = _letter(raw, at)
        left, bottom, right, top = box = self.textpage.get_charbox(at, loose=True)
        across, up = ctypes.c_double(left), ctypes.c_double(bottom)
        pdfium.FPDFText_GetCharOrigin(raw, at, across, up)
        middle = (left + right) / 2, (bottom + top) / 2
        return Sign(
            text="-" if text in _HYPHENS else text,
            box=box,
            across=across.value,
            up=up.value,
            size=pdfium.FPDFText_GetFontSize(raw, at) * _scale(raw, at),
            bold=pdfium.FPDFText_GetFontWeight(raw, at) >= _BOLD,
            address=next((url for box, url in self.links if _inside(*middle, box)), ""),
            made=text not in _HYPHENS and (text in "\r\n" or pdfium.FPDFText_IsGenerated(raw, at) == 1),
        )


def _letter(raw: pdfium.FPDF_TEXTPAGE, at: int) -> str:
    """Return the letter of a glyph, or `UNKNOWN`: pdfium gives the glyph's number where the file maps it to none."""
    text = chr(pdfium.FPDFText_GetUnicode(raw, at))
    unmapped = pdfium.FPDFText_HasUnicodeMapError(raw, at) == 1
    control = unicodedata.category(text) == "Cc" and text not in "\t\r\n" and text not in _HYPHENS
    return UNKNOWN if unmapped or control else text


def _told(thing: pdfium.FPDF_PAGEOBJECT) -> tuple[int, str]:
    """Return by what mark, if by any, the file tells the letters of glyphs, and the letters."""
    for number in range(pdfium.FPDFPageObj_CountMarks(thing)):
        mark = pdfium.FPDFPageObj_GetMark(thing, number)
        buffer, length = (ctypes.c_ubyte * _LETTERS_LIMIT)(), ctypes.c_ulong()
        if pdfium.FPDFPageObjMark_GetParamBlobValue(mark, b"ActualText", buffer, _LETTERS_LIMIT, length):
            return ctypes.addressof(mark.contents), _text_string(bytes(buffer[: min(length.value, _LETTERS_LIMIT)]))
    return 0, ""


def _text_string(content: bytes) -> str:
    """Return what a text string of a PDF says (ISO 32000-2, 7.9.2.2)."""
    if content.startswith(codecs.BOM_UTF16_BE):
        return content[2:].decode("utf-16-be", "replace").translate(_UNSEEN)
    return content.removeprefix(codecs.BOM_UTF8).decode("utf-8", "replace")


def _scale(raw: pdfium.FPDF_TEXTPAGE, at: int) -> float:
    """Return by how much the page enlarges the type that it names."""
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFText_GetMatrix(raw, at, ctypes.byref(matrix)):
        return 1.0
    return float((matrix.a**2 + matrix.b**2) ** 0.5) or 1.0


def _links(page: pypdfium2.PdfPage) -> list[tuple[Box, str]]:
    """Return the boxes of a page that lead to the web or to a mailbox, with their addresses."""
    found: list[tuple[Box, str]] = []
    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page.raw, ctypes.byref(position), ctypes.byref(link)):
        action = pdfium.FPDFLink_GetAction(link)
        buffer = ctypes.create_string_buffer(_URL_LIMIT)
        length = pdfium.FPDFAction_GetURIPath(page.pdf.raw, action, buffer, _URL_LIMIT) if action else 0
        box = pdfium.FS_RECTF()
        if 1 < length <= _URL_LIMIT and pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(box)):
            url = buffer.raw[: length - 1].decode("utf-8", "replace")
            if url.startswith(("http://", "https://", "mailto:")):
                found.append(((box.left, box.bottom, box.right, box.top), url))
    return found


def _inside(across: float, up: float, box: Box) -> bool:
    left, bottom, right, top = box
    return left <= across <= right and min(bottom, top) <= up <= max(bottom, top)
