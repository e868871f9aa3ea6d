"""The text behind the glyphs: what a reader copies, searches or hears of scripts whose letters join.

WeasyPrint 70 gives each glyph the letters for which it was first used.  Where
a script makes several glyphs of a letter, or shares one among letters (Arabic
dots, Devanagari conjuncts), that is not the text.  Here such text carries its
letters as they are written (ISO 32000-2, 14.9.4, ActualText): a line at a time
where it runs from left to right; a letter at a time, and in the order in which
they stand, in Arabic and Hebrew, which readers of PDF turn round themselves.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from weasyprint.draw import text as drawing
from weasyprint.text.ffi import ffi, pango

_JOINING = re.compile("[\u0900-\u0dff]")
_LEFTWARDS = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_SHOWN = re.compile(r"<([0-9a-f]*)>|([^<>]+)")
_END = b"EMC"


def tell_letters() -> None:
    """Teach the engine in this process to write the letters behind such text."""
    original = drawing.draw_first_line

    def draw_first_line(stream: Any, textbox: Any, *rest: Any) -> Any:  # noqa: ANN401 - the engine has no types
        if _LEFTWARDS.search(textbox.text):
            with_letters = _Letters(stream, textbox)
            stream.show_text = with_letters.show
            drawn = original(stream, textbox, *rest)
            del stream.show_text
            with_letters.end()
            return drawn
        if not _JOINING.search(textbox.text):
            return original(stream, textbox, *rest)
        stream.stream.append(_begin(textbox.text))
        drawn = original(stream, textbox, *rest)
        stream.stream.append(_END)
        return drawn

    drawing.draw_first_line = draw_first_line


def _begin(letters: str) -> bytes:
    return f"/Span <</ActualText <feff{letters.encode('utf-16-be').hex()}>>> BDC".encode()


class _Letters:
    """Shows the glyphs of a line, each letter's in a span that begins with the widest, where readers look for it."""

    def __init__(self, stream: Any, textbox: Any) -> None:  # noqa: ANN401
        self.stream, self.original = stream, stream.show_text
        self.letters = _letters(textbox.pango_layout)
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
