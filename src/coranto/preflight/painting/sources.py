"""Sources: what the contents of a document draw on, each read once, and no more of it than can be."""

import zlib
from collections.abc import Iterator

import pikepdf

from coranto.preflight.painting.canvas import Canvas
from coranto.preflight.painting.faces import Face, read_face
from coranto.preflight.painting.model import Font

INSTRUCTION_LIMIT = 2_000_000
"""Instructions of a whole document that are done."""
CONTENT_LIMIT = 40_000_000
"""Bytes of one content, unpacked."""
_SHRINKING = {"/FlateDecode", "/Fl", "/LZWDecode", "/LZW", "/RunLengthDecode", "/RL"}
_DENSEST = 1032
"""How many times smaller zlib can make something."""


class Sources:
    """Fonts and contents of one document."""

    def __init__(self) -> None:
        self.left = INSTRUCTION_LIMIT
        self.faces: dict[object, tuple[int, Face]] = {}
        self.inked: set[int] = set()
        """Objects of the pictures in inks of the device."""

    @property
    def fonts(self) -> tuple[Font, ...]:
        """The fonts that were met."""
        return tuple(face.font for _, face in self.faces.values())

    def face(self, item: pikepdf.Object) -> tuple[int, Face]:
        """Return a font, and its number."""
        key: object = item.objgen if item.is_indirect else item.unparse()
        if key not in self.faces:
            self.faces[key] = len(self.faces), read_face(item)
        return self.faces[key]

    def instructions(
        self, stream: pikepdf.Object, canvas: Canvas
    ) -> Iterator[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage]:
        """Yield the instructions of a content, as far as the limits go."""
        if not self.left or any(_is_bomb(part) for part in _streams(stream)):
            canvas.unread = "more is drawn than is looked at"
            return
        try:
            found = pikepdf.parse_content_stream(stream)
        except (pikepdf.PdfError, TypeError, ValueError):
            canvas.unread = "its content is damaged"
            return
        if len(found) > self.left:
            canvas.unread = "more is drawn than is looked at"
        mine, self.left = found[: self.left], max(self.left - len(found), 0)
        yield from mine


def _streams(item: pikepdf.Object) -> Iterator[pikepdf.Stream]:
    """Yield the streams of a page, a form or a pattern."""
    contents = item if isinstance(item, pikepdf.Stream) else item.get("/Contents")
    for part in contents if isinstance(contents, pikepdf.Array) else [contents]:
        if isinstance(part, pikepdf.Stream):
            yield part


def _is_bomb(stream: pikepdf.Stream) -> bool:
    """Tell whether a content is too large when it is unpacked."""
    raw, packed = stream.read_raw_bytes(), stream.get("/Filter")
    if packed is None:
        return len(raw) > CONTENT_LIMIT
    if isinstance(packed, pikepdf.Array) and len(packed) > 1:
        return sum(str(one) in _SHRINKING for one in packed) > 1 or len(raw) > CONTENT_LIMIT // 10
    if len(raw) * _DENSEST <= CONTENT_LIMIT:
        return False
    try:
        return len(zlib.decompressobj().decompress(raw, CONTENT_LIMIT + 1)) > CONTENT_LIMIT
    except zlib.error:
        return len(raw) > CONTENT_LIMIT
