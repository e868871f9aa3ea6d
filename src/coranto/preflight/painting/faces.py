"""Faces: the fonts of a PDF, and how wide their letters run (ISO 32000-1, 9.6 to 9.8)."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import pikepdf

from coranto.preflight.painting.model import Font

_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_USUAL = 500.0
"""Thousandths of the size that a letter is wide if nothing is said."""
_SHORT = 4
"""Bytes of letters that are worth remembering."""
_MOST = 70_000
"""Widths that are read of a font: there are no more codes."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font as it is met."""

    font: Font
    wide: bool
    """Whether each letter is two bytes."""
    unit: float
    """Of its widths, in parts of the size."""
    widths: dict[int, float] = field(repr=False)
    default: float
    known: dict[bytes, tuple[int, float]] = field(default_factory=dict, repr=False)
    """What was asked before: letters that are kerned come in small pieces, again and again."""

    def run(self, letters: bytes) -> tuple[int, float]:
        """Return how many letters there are, and how far they run in parts of the size."""
        found = self.known.get(letters)
        if found is None:
            step = 2 if self.wide else 1
            codes = [int.from_bytes(letters[at : at + step]) for at in range(0, len(letters), step)]
            found = len(codes), sum(self.widths.get(code, self.default) for code in codes) * self.unit
            if len(letters) <= _SHORT:
                self.known[letters] = found
        return found


def read_face(item: pikepdf.Object) -> Face:
    """Return a font of the resources."""
    kind = str(item.get("/Subtype", "")).lstrip("/")
    name = str(item.get("/BaseFont", item.get("/Name", ""))).lstrip("/")
    inner = item
    if kind == "Type0":
        inner = item.DescendantFonts[0]
        widths, default = dict(islice(_of_letters(inner.get("/W")), _MOST)), _number(inner.get("/DW"), 1000.0)
    else:
        first = int(_number(item.get("/FirstChar"), 0))
        listed = item.get("/Widths")
        widths = {first + at: float(width) for at, width in enumerate(listed)} if listed is not None else {}
        default = _USUAL
    descriptor = inner.get("/FontDescriptor")
    embedded = kind == "Type3" or (descriptor is not None and any(name in descriptor for name in _FILES))
    unit = float(item.FontMatrix[0]) if kind == "Type3" else 0.001
    return Face(Font(name, kind, embedded, "/ToUnicode" in item), kind == "Type0", unit, widths, default)


def _of_letters(listed: pikepdf.Object | None) -> Iterator[tuple[int, float]]:
    """Yield widths as `/W` has them (9.7.4.3)."""
    waiting = list(listed) if listed is not None else []
    at = 0
    while at + 1 < len(waiting):
        first, following = int(waiting[at]), waiting[at + 1]
        if isinstance(following, pikepdf.Array):
            yield from ((first + step, float(width)) for step, width in enumerate(following))
            at += 2
        elif at + 2 < len(waiting):
            width = float(waiting[at + 2])
            yield from ((code, width) for code in range(first, min(int(following), 0xFFFF) + 1))
            at += 3
        else:
            return


def _number(item: object, otherwise: float) -> float:
    return otherwise if item is None else float(item)  # type: ignore[arg-type] # a number, or it raises
