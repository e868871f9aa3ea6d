"""Aloud: a PDF that the press has pulled, as a screen reader reads it.

In: its bytes.  Out: its tags, and the words of each content that they hold:
the text behind the glyphs where it is told (ActualText), else what the fonts
say that their glyphs mean (ToUnicode), in the order in which they are shown.
Only what the engine writes is understood (WeasyPrint 70): glyphs of two bytes
in hexadecimal numbers, marks that don't stand within each other.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from coranto.preflight.painting import tree
from coranto.preflight.painting.tag import Tag

_SHOWN = re.compile(
    rb"<</MCID (?P<number>\d+)>>\s+BDC|/ActualText <feff(?P<behind>[0-9a-f]*)>>> BDC|/(?P<font>\w+) [\d.]+ Tf"
    rb"|(?P<glyphs>\[[^\]]*\]) TJ|(?P<end>\bEMC\b)|(?P<text>\bBT\b)"
)
_GLYPHS = re.compile(rb"<([0-9a-f]*)>")
_MEANING = re.compile(rb"<([0-9a-f]{4})> <([0-9a-f]+)>")
_LETTER = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_LEFTWARDS = re.compile(f"({_LETTER}(?:\\W*{_LETTER})*)")

Font = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Aloud:
    """What is read aloud."""

    tags: tuple[Tag, ...]
    words: Mapping[tuple[str, int], str]
    """By the content that a tag holds."""


def read_aloud(content: bytes) -> Aloud:
    """Return what a screen reader finds in a PDF of the press."""
    with pikepdf.open(BytesIO(content)) as pdf:
        found = tree.read(pdf)
        holders = dict.fromkeys(tag.content[0] for tag in found if tag.content)
        fonts: dict[tuple[int, int], Font] = {}
        words: dict[tuple[str, int], str] = {}
        for name in holders:
            number, generation, _ = name.split()
            holder = pdf.get_object(int(number), int(generation))
            stream = holder if isinstance(holder, pikepdf.Stream) else holder.Contents
            named = holder.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary())
            own = {key.lstrip("/"): _font(font, fonts) for key, font in named.items()}
            words |= {(name, mark): text for mark, text in _read(stream.read_bytes(), own)}
        return Aloud(found, words)


def _font(font: pikepdf.Object, known: dict[tuple[int, int], Font]) -> Font:
    """Return what the glyphs of a font mean, by their numbers."""
    if font.objgen not in known:
        said = font.ToUnicode.read_bytes() if "/ToUnicode" in font else b""
        known[font.objgen] = {
            glyph.decode(): bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
            for glyph, text in _MEANING.findall(said.partition(b"beginbfchar")[2])
        }
    return known[font.objgen]


def _read(content: bytes, fonts: Mapping[str, Font]) -> Iterator[tuple[int, str]]:
    """Yield the number of each marked content, and its words."""
    mark, depth, behind = -1, 0, False
    font: Font = {}
    parts: list[str] = []
    for match in _SHOWN.finditer(content):
        kind = match.lastgroup
        if kind == "number":
            mark, depth, parts = int(match["number"]), 0, []
        elif mark < 0 and kind != "font":
            continue
        elif kind == "behind":
            depth, behind = depth + 1, True
            parts.append(bytes.fromhex(match["behind"].decode()).decode("utf-16-be", "replace"))
        elif kind == "font":
            font = fonts.get(match["font"].decode(), {})
        elif kind == "glyphs" and not behind:
            shown = b"".join(_GLYPHS.findall(match["glyphs"])).decode()
            parts.append("".join(font.get(shown[at : at + 4], "\ufffd") for at in range(0, len(shown), 4)))
        elif kind == "end" and depth:
            depth, behind = depth - 1, False
        elif kind == "end":
            yield mark, _in_order("".join(parts))
            mark = -1


def _in_order(text: str) -> str:
    """Return letters in the order in which they are read: what runs from right to left is shown from its left end."""
    runs = _LEFTWARDS.split(text)
    runs[1::2] = [run[::-1] for run in runs[1::2]]
    mainly_leftwards = 2 * sum(map(len, runs[1::2])) > len(text)
    return "".join(reversed(runs) if mainly_leftwards else runs)
