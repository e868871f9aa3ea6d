"""The text behind the glyphs: what a reader copies, searches or hears.

WeasyPrint 70 gives each glyph the letters for which it was first used.  Where
a script makes several glyphs of a letter, or shares one among letters (Arabic
dots, Devanagari conjuncts), that is not the text.  Here such text carries its
letters as they are written (ISO 32000-2, 14.9.4, ActualText): a line at a time
where it runs from left to right; a letter at a time, and in the order in which
they stand, in Arabic and Hebrew, which readers of PDF turn round themselves.

A hyphen is the one that is on a keyboard, a blank is a blank, whatever sorts of
them share a glyph; and a hyphen that only parts a word at a line's end is a soft
hyphen (ISO 32000-2, 14.8.2.2.3): so words are found, and copied, as written.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.pdf.fonts import Font
from weasyprint.text.ffi import ffi, pango

_JOINING = re.compile("[\u0900-\u0dff]")
_LEFTWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SHOWN = re.compile(r"<([0-9a-f]*)>|([^<>]+)")
_END = b"EMC"
_SOFT_HYPHEN = "\u00ad"
_ALIKE = {"\u00a0": " ", "\u2010": "-", "\u2011": "-"}
"""Signs that share a glyph with one that is more common."""


def tell_letters() -> None:
    """Teach the engine in this process to write the letters behind such text."""
    original = drawing.draw_first_line

    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:  # noqa: ANN401 - the engine has no types
        leftwards = _LEFTWARDS.search(textbox.text)
        parted = getattr(textbox, "is_parted", False) and not leftwards
        if _JOINING.search(textbox.text):
            stream.stream.append(_begin(textbox.text[:-1] + _SOFT_HYPHEN if parted else textbox.text))
            drawn = original(stream, textbox, *rest)
            stream.stream.append(_END)
            return drawn
        if not parted and not leftwards:
            return original(stream, textbox, *rest)
        with_letters = _Letters(stream, _parted(textbox.pango_layout) if parted else _letters(textbox.pango_layout))
        stream.show_text = with_letters.show
        drawn = original(stream, textbox, *rest)
        del stream.show_text
        with_letters.end()
        return drawn

    drawing.draw_first_line = draw_first_line
    _name_alike()


def _name_alike() -> None:
    """Let the glyphs of a font that is to be embedded be known by the more common of their signs."""
    original = Font.__init__

    def init(self: Any, *rest: Any) -> None:  # noqa: ANN401 - the engine has no types
        original(self, *rest)
        self.to_unicode = _Signs(self.to_unicode)

    Font.__init__ = init


class _Signs(dict[int, str]):
    """The letters of each glyph."""

    def __setitem__(self, glyph: int, letters: str) -> None:
        super().__setitem__(glyph, _ALIKE.get(letters, letters))


def _begin(letters: str) -> bytes:
    return f"/Span <</ActualText <feff{letters.encode('utf-16-be').hex()}>>> BDC".encode()


class _Letters:
    """Shows the glyphs of a line, each letter's in a span that begins with the widest, where readers look for it."""

    def __init__(self, stream: Any, letters: Iterator[str | None]) -> None:  # noqa: ANN401
        self.stream, self.original = stream, stream.show_text
        self.letters = letters
        self.open = False

    def show(self, string: str) -> None:
        """Show glyphs: hexadecimal numbers of four digits between angle brackets, with kerning between."""
        shown = ""
        for glyphs, kerning in _SHOWN.findall(string):
            shown += f" {kerning} " if kerning else ""  # two numbers may follow each other
            for at in range(0, len(glyphs), 4):
                letters = next(self.letters, None)
                if letters or (letters is None and self.open) or (letters == "" and not self.open):
                    self._show(shown)
                    shown = ""
                    self.end()
                if letters is not None and not self.open:
                    self.stream.stream.append(_begin(letters))
                    self.open = True
                shown += f"<{glyphs[at : at + 4]}>"
        self._show(shown)

    def _show(self, shown: str) -> None:
        if shown:
            self.original(shown.replace("><", ""))

    def end(self) -> None:
        """End the span that is open."""
        if self.open:
            self.stream.stream.append(_END)
        self.open = False


def _parted(layout: Any) -> Iterator[str | None]:  # noqa: ANN401
    """Yield nothing for each glyph of a line, and a soft hyphen for the last."""
    known = list(_letters(layout))
    yield from [None] * (len(known) - 1)
    yield _SOFT_HYPHEN


def _letters(layout: Any) -> Iterator[str | None]:  # noqa: ANN401
    """Yield the letters of each glyph that is shown; nothing where the engine knows them itself."""
    pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
    line, _ = layout.get_first_line()
    text = layout.text.encode()
    run = line.runs[0]
    while run != ffi.NULL:
        item, run = run.data, run.next
        starts = list(item.glyphs.log_clusters[0 : item.glyphs.num_glyphs])
        ordered = sorted({*starts, item.item.length})
        unseen = ""
        for start, cluster in groupby(range(len(starts)), starts.__getitem__):
            glyphs = list(cluster)
            first, end = item.item.offset + start, item.item.offset + ordered[ordered.index(start) + 1]
            letters = text[first:end].decode()
            letters = unseen + (letters[::-1] if item.item.analysis.level % 2 else letters)
            shown = [item.glyphs.glyphs[index] for index in glyphs]
            shown = [glyph for glyph in shown if glyph.glyph != pango.PANGO_GLYPH_EMPTY]
            # A joiner or non-joiner that isn't shown stands behind the letter that follows to its right.
            unseen = "" if shown else letters
            widest = max(range(len(shown)), key=lambda index: shown[index].geometry.width, default=None)
            for index in range(len(shown)):
                told = len(shown) > 1 or _LEFTWARDS.search(letters)
                yield (letters if index == widest else "") if told else None
