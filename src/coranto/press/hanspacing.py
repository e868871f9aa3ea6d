"""Justified Chinese and Japanese: room between the characters where there are no spaces to widen.

WeasyPrint 70 widens spaces only, so a line of Han characters ends where the
last one does.  Here the room is shared out between all characters of a text in
`zh` or `ja` (JLREQ 3.8; css-text-3, 6.4.3, `inter-character`).  Pango puts half
of a letter's room on either side of it, and none at the ends of a text.
"""

import re
from typing import Any

from weasyprint.formatting_structure import boxes
from weasyprint.layout import inline
from weasyprint.text import line_break
from weasyprint.text.ffi import TO_UNITS, ffi, pango

_LANGUAGES = ("zh", "ja")
WIDE = re.compile(
    "[\u2014\u2018-\u201d\u2026\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]+"
)
"""Characters that may part from each other at a line's end, and have room between them."""


def space_out() -> None:
    """Teach the engine in this process to justify these two scripts."""
    count, set_text = inline.count_expandable_spaces, line_break.Layout.set_text

    def count_room(box: Any) -> float:  # noqa: ANN401 - the engine has no types
        room: float = count(box)
        if isinstance(box, boxes.TextBox) and _is_wide(box.style):
            room += sum(_room(match, box.text) for match in WIDE.finditer(box.text))
        return room

    def set_spaced(layout: Any, text: str, justify: bool = False) -> None:  # noqa: ANN401
        set_text(layout, text, justify)
        if justify and layout.justification_spacing and _is_wide(layout.style):
            _add_room(layout, layout.justification_spacing)

    inline.count_expandable_spaces = count_room
    line_break.Layout.set_text = set_spaced


def _is_wide(style: Any) -> bool:  # noqa: ANN401
    return bool(style["lang"]) and style["lang"].startswith(_LANGUAGES)


def _room(match: re.Match[str], text: str) -> float:
    """Return how often the room of a letter is added by these characters of a text."""
    return len(match[0]) - ((match.start() == 0) + (match.end() == len(text))) / 2


def _add_room(layout: Any, spacing: float) -> None:  # noqa: ANN401
    attributes = pango.pango_layout_get_attributes(layout.layout)
    if attributes == ffi.NULL:
        attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for match in WIDE.finditer(layout.text):
        attribute = pango.pango_attr_letter_spacing_new(int(spacing * TO_UNITS))
        attribute.start_index = len(layout.text[: match.start()].encode())
        attribute.end_index = attribute.start_index + len(match[0].encode())
        pango.pango_attr_list_change(attributes, attribute)
    pango.pango_layout_set_attributes(layout.layout, attributes)
