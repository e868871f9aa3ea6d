"""Reading a finished PDF: its words in order, its outline, links and sizes, and its pages as pictures.

In: the bytes of a PDF that isn't trusted.  Out: a `Document` that reads a page
at a time.  What a PDF with tags leaves out of its structure tree is furniture:
running heads, folios (ISO 32000-2, 14.8.2.2); without tags all is text.

The reader is PDFium (https://pdfium.googlesource.com/pdfium/), called from one
thread of a process only, as it demands.
"""

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pypdfium2
from pypdfium2 import raw

from coranto.compare.words import Word, plain, words_of
from coranto.errors import EditionError
from coranto.findings import Spot

FILE_LIMIT = 500_000_000
"""Bytes of the largest PDF that is read."""
PAGE_LIMIT = 5_000
_MM = 25.4 / 72
_DEPTH_LIMIT = 64
_LINK_LIMIT = 5_000
_LINE = re.compile(r"[^\r\n]+")
_FOLIOS = (re.compile(r"^(?P<page>\d{1,5})(\W{1,5}(?P<all>\d{1,5}))?(?!\w)"),
           re.compile(r"(?<!\w)(?P<page>\d{1,5})(\W{1,5}(?P<all>\d{1,5}))?$"))  # fmt: skip
_BOXES = ("trim", "bleed")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline."""

    title: str
    page: int
    level: int
    """0 for a department, 1 for an article in it."""


@dataclass(slots=True)
class PageText:
    """What stands on a page."""

    size: tuple[float, float]
    """Width and height, in pt."""
    boxes: dict[str, tuple[float, ...]] = field(default_factory=dict)
    """Trim and bleed box in pt (left, bottom, right, top), where they are not the whole page."""
    words: list[Word] = field(default_factory=list)
    furniture: list[str] = field(default_factory=list)
    """Running heads, a line each, without their folios."""
    furniture_spots: list[Spot] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    """Web addresses that the page links to."""


class Document:
    """A PDF, open; to be closed, or used in a `with`."""

    def __init__(self, source: Path | bytes) -> None:
        """Open it.

        Raises:
            EditionError: it can't be read as a PDF with pages.

        """
        self.name = str(source) if isinstance(source, Path) else "the PDF"
        content = content_of(source)
        try:
            self.pdf = pypdfium2.PdfDocument(content)
            self.count = len(self.pdf)
        except pypdfium2.PdfiumError as error:
            raise EditionError(_why(self.name, content, error)) from error
        if self.count > PAGE_LIMIT:
            self.pdf.close()
            raise EditionError(f"`{self.name}` has {self.count:,} pages, the limit is {PAGE_LIMIT:,}")

    def __enter__(self) -> Self:
        """Use it in a `with`."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.pdf.close()

    @property
    def facts(self) -> dict[str, str]:
        """What the PDF says of itself (ISO 32000-2, 14.3.3), and its version."""
        version = self.pdf.get_version()
        said = {key: plain(value) for key, value in self.pdf.get_metadata_dict(skip_empty=True).items()}
        return {**said, "PDF version": f"{(version or 0) / 10:.1f}"}

    @property
    def outline(self) -> list[Entry]:
        """The two upper levels of the outline: departments and articles, in order."""
        entries = []
        for mark in self.pdf.get_toc(max_depth=2):
            target = mark.get_dest()
            index = target.get_index() if target else None
            if index is not None and index < self.count:
                entries.append(Entry(plain(mark.get_title()), index + 1, mark.level))
            if len(entries) == PAGE_LIMIT:
                break
        return entries

    def page(self, number: int) -> PageText:
        """Return what stands on a page."""
        with _closing(self._load(number)) as page:
            found = PageText(page.get_size())
            for name in _BOXES:
                box = getattr(page, f"get_{name}box")(fallback_ok=False)
                if box and box != page.get_mediabox():
                    found.boxes[name] = tuple(round(side, 2) for side in box)
            found.links = list(_addresses(self.pdf, page))
            with _closing(page.get_textpage()) as text:
                self._read(page, text, number, found)
            return found

    def _load(self, number: int) -> Any:  # noqa: ANN401 - PDFium has no types
        try:
            return self.pdf[number - 1]
        except pypdfium2.PdfiumError as error:
            raise EditionError(f"page {number} of `{self.name}` can't be read: it is damaged") from error

    def _read(self, page: Any, text: Any, number: int, found: PageText) -> None:  # noqa: ANN401 - PDFium has no types
        said = text.get_text_range(errors="replace")
        tagged = _tagged(page)
        body = list(said)
        for line in _LINE.finditer(said):
            if tagged is not None and _is_furniture(text, said, line, tagged):
                body[line.start() : line.end()] = "\n" * len(line[0])
                if head := self._unnumbered(plain(line[0]), number):
                    found.furniture.append(head)
                found.furniture_spots += _spots(text, line, number, found.size)
        found.words = [
            word._replace(key="", reference=True) if _is_reference(self.pdf, page, text, word) else word
            for word in words_of("".join(body), number)
        ]

    def _unnumbered(self, line: str, number: int) -> str:
        """Return a running head without the folio that it begins or ends with, such as `4` or `4 / 10`."""
        for pattern in _FOLIOS:
            match = pattern.search(line)
            if match and int(match["page"]) == number and int(match["all"] or self.count) == self.count:
                line = (line[: match.start()] + line[match.end() :]).strip()
        return line

    def size(self, number: int) -> tuple[float, float]:
        """Return width and height of a page, in pt."""
        with _closing(self._load(number)) as page:
            width, height = page.get_size()
            return float(width), float(height)

    def picture(self, number: int, scale: float) -> Any:  # noqa: ANN401 - PDFium has no types
        """Return a page as PDFium's bitmap (BGR), at so many pixels to the pt."""
        with _closing(self._load(number)) as page:
            return page.render(scale=scale, rev_byteorder=False, force_bitmap_format=raw.FPDFBitmap_BGR)


class _closing:  # noqa: N801 - used as a statement
    """Close what PDFium has opened, at once: memory is to stay flat."""

    def __init__(self, thing: Any) -> None:  # noqa: ANN401 - PDFium has no types
        self.thing = thing

    def __enter__(self) -> Any:  # noqa: ANN401 - PDFium has no types
        return self.thing

    def __exit__(self, *_: object) -> None:
        self.thing.close()


def content_of(source: Path | bytes) -> bytes:
    """Return the bytes of a PDF.

    Raises:
        EditionError: there is no such file, or it can't be read.

    """
    if isinstance(source, bytes):
        return source
    try:
        if not source.is_file():
            what = "is not a regular file" if source.exists() else "does not exist"
            raise EditionError(f"`{source}` {what}; name a PDF")
        if source.stat().st_size > FILE_LIMIT:
            raise EditionError(f"`{source}` is larger than {FILE_LIMIT // 10**6} MB")
        return source.read_bytes()
    except OSError as error:
        raise EditionError(f"`{source}` can't be read: {error.strerror}") from error


def _why(name: str, content: bytes, error: pypdfium2.PdfiumError) -> str:
    """Return in words why PDFium does not open a PDF; its codes are those of the call before, at times."""
    if b"%PDF-" not in content[:1024]:
        return f"`{name}` is no PDF" if content else f"`{name}` is empty"
    if b"/Encrypt" in content and error.err_code in {raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY}:
        return f"`{name}` is encrypted; compare a copy without its password"
    if b"%%EOF" in content[-1024:] and error.err_code != raw.FPDF_ERR_FORMAT:
        return f"`{name}` has no pages"
    return f"`{name}` is damaged, or was cut short; take another copy"


def _tagged(page: Any) -> frozenset[int] | None:  # noqa: ANN401 - PDFium has no types
    """Return the marked contents that the page's structure tree holds; None if there is no tree."""
    tree = raw.FPDF_StructTree_GetForPage(page.raw)
    if not tree:
        return None
    found: set[int] = set()
    try:
        waiting = [(raw.FPDF_StructTree_GetChildAtIndex(tree, at), 0) for at in range(_children(tree))]
        while waiting:
            element, depth = waiting.pop()
            if not element or depth > _DEPTH_LIMIT:
                continue
            for at in range(max(raw.FPDF_StructElement_GetMarkedContentIdCount(element), 0)):
                found.add(raw.FPDF_StructElement_GetMarkedContentIdAtIndex(element, at))
            count = max(raw.FPDF_StructElement_CountChildren(element), 0)
            waiting += [(raw.FPDF_StructElement_GetChildAtIndex(element, at), depth + 1) for at in range(count)]
    finally:
        raw.FPDF_StructTree_Close(tree)
    return frozenset(found - {-1}) or None


def _children(tree: Any) -> int:  # noqa: ANN401 - PDFium has no types
    return max(int(raw.FPDF_StructTree_CountChildren(tree)), 0)


def _is_furniture(text: Any, said: str, line: re.Match[str], tagged: frozenset[int]) -> bool:  # noqa: ANN401
    """Tell whether a line is marked, but not as part of the text; PDFium knows the drawing of its first letter.

    The words of a picture aren't marked one by one: they are text.
    """
    at = next((at for at in range(*line.span()) if not said[at].isspace()), None)
    drawing = raw.FPDFText_GetTextObject(text.raw, at) if at is not None else None
    if not drawing:
        return False
    marked = raw.FPDFPageObj_GetMarkedContentID(drawing)
    return marked not in tagged if marked >= 0 else _is_artifact(drawing)


def _is_artifact(drawing: Any) -> bool:  # noqa: ANN401 - PDFium has no types
    size, name = ctypes.c_ulong(), (raw.FPDF_WCHAR * 32)()
    for at in range(max(raw.FPDFPageObj_CountMarks(drawing), 0)):
        mark = raw.FPDFPageObj_GetMark(drawing, at)
        told = raw.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size)
        if told and bytes(name)[: size.value].decode("utf-16-le", "replace").rstrip("\0") == "Artifact":
            return True
    return False


def _spots(text: Any, line: re.Match[str], number: int, size: tuple[float, float]) -> Iterator[Spot]:  # noqa: ANN401
    for at in range(min(text.count_rects(line.start(), len(line[0])), 50)):
        left, bottom, right, top = text.get_rect(at)
        yield Spot(number, left, size[1] - top, right - left, top - bottom)


def _is_reference(pdf: Any, page: Any, text: Any, word: Word) -> bool:  # noqa: ANN401 - PDFium has no types
    """Tell whether a word is the number of the page that it links to, as in a contents."""
    if not word.text.isdecimal() or len(word.text) > len(str(PAGE_LIMIT)):
        return False
    left, bottom, right, top = text.get_charbox(word.at)
    link = raw.FPDFLink_GetLinkAtPoint(page.raw, (left + right) / 2, (bottom + top) / 2)
    target = raw.FPDFLink_GetDest(pdf.raw, link) if link else None
    return bool(target) and raw.FPDFDest_GetDestPageIndex(pdf.raw, target) + 1 == int(word.text)


def _addresses(pdf: Any, page: Any) -> Iterator[str]:  # noqa: ANN401 - PDFium has no types
    at, link = ctypes.c_int(0), raw.FPDF_LINK()
    for _ in range(_LINK_LIMIT):
        if not raw.FPDFLink_Enumerate(page.raw, at, link):
            return
        action = raw.FPDFLink_GetAction(link)
        if action and raw.FPDFAction_GetType(action) == raw.PDFACTION_URI:
            size = raw.FPDFAction_GetURIPath(pdf.raw, action, None, 0)
            buffer = ctypes.create_string_buffer(size)
            raw.FPDFAction_GetURIPath(pdf.raw, action, buffer, size)
            yield plain(buffer.value.decode("utf-8", "replace"))


def size_in_mm(size: tuple[float, ...]) -> str:
    """Return a size or a box as an archivist would write it."""
    return " × ".join(f"{side * _MM:.1f}".removesuffix(".0") for side in size) + " mm"
