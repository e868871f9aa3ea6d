"""A page for a browser: all that reports have in common.

In: a title, a style of its own, and parts of HTML.  Out: a page that needs
nothing else: its pictures are in it, and a policy forbids it to load anything
(https://www.w3.org/TR/CSP3/).
"""

from base64 import b64encode
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files

_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
END = "</body></html>\n"


def head(title: str, *, style: str = "") -> str:
    """Return the beginning of a page, up to its body; `style` comes after what all pages have."""
    return (
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>"
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        "<meta name='viewport' content='width=device-width, initial-scale=1'>"
        f"<title>{escape(title)}</title>\n<style>\n{style_of('browserpage', 'page.css')}{style}</style></head>\n"
        "<body>\n"
    )


def whole(title: str, parts: Iterable[str], *, style: str = "") -> str:
    """Return a page of parts."""
    return "\n".join([head(title, style=style).rstrip(), *parts, END])


@cache
def style_of(room: str, name: str) -> str:
    """Return a stylesheet that lies in a room of Coranto."""
    return files(f"coranto.{room}").joinpath(name).read_text(encoding="utf-8")


def image(picture: bytes, *, alt: str) -> str:
    """Return a picture (WebP) as a page shows it."""
    return f'<img alt="{escape(alt)}" src="data:image/webp;base64,{b64encode(picture).decode()}">'


def totals(counts: Iterable[tuple[object, str]]) -> str:
    """Return counts, each with what it counts; what there is none of is left out."""
    items = (f"<li><b>{count}</b> {escape(what)}</li>" for count, what in counts if count)
    return f"<ul class='totals'>{''.join(items)}</ul>"
