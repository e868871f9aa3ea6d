"""The mirror: a stylesheet of pages for a script that runs from right to left.

CSS has no logical words for page margins, margin boxes and left and right
pages (css-page-3), so these are changed for each other; what stands in the
text says `start` and `end` itself and needs no mirror.  Lines stay as they are.
"""

import re

_SIDE = re.compile(r"(?<![A-Za-z])(left|right)(?![A-Za-z])")
_OTHER = {"left": "right", "right": "left"}
_VALUE = r"((?:[^\s;{}()]|\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\))+)"
_FOUR = re.compile(rf"((?:margin|padding)\s*:\s*){_VALUE}\s+{_VALUE}\s+{_VALUE}\s+{_VALUE}(?=\s*[;}}])")


def mirrored(css: str) -> str:
    """Return a stylesheet with left and right changed for each other."""
    turned = _SIDE.sub(lambda side: _OTHER[side[1]], css)
    return _FOUR.sub(r"\1\2 \5 \4 \3", turned)


def page_rules() -> str:
    """Return what pages need beside: their lines run from right to left, and letters that join stay joined."""
    corners = ("left", "center", "right")
    boxes = [f"{edge}-{corner}" for edge in ("top", "bottom") for corner in corners]
    spaced = "\n".join(f"@{box} {{ letter-spacing: normal !important }}" for box in boxes)
    return f"@page {{\ndirection: rtl;\n{spaced}\n}}\n"
