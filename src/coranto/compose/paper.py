"""Paper: what a screen has as a link is shown as an address where it is printed.

In: a galley.  Out: one for paper, each link to the web followed by its address
in brackets, unless its text is that address, or a QR code says it.
"""

import re
from dataclasses import replace
from html import unescape
from typing import TYPE_CHECKING

from coranto.compose.addresses import address

if TYPE_CHECKING:
    from coranto.compose import Galley

_LINK = re.compile(r'<a\b([^>]*\bhref="(https?://[^"]+)"[^>]*)>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_SHOWN = re.compile(r'\bclass="[^"]*\b(?:address|code)\b')


def on_paper(galley: "Galley") -> "Galley":
    """Return the galley as paper needs it; the same one, if it needs no more than a screen does."""
    html = _LINK.sub(lambda link: link[0] + _shown(link), galley.html)
    return galley if html == galley.html else replace(galley, html=html, on_paper=True)


def _shown(link: "re.Match[str]") -> str:
    attributes, url, text = link[1], unescape(link[2]), unescape(_TAG.sub("", link[3]))
    if _SHOWN.search(attributes) or _bare(text) == _bare(url):
        return ""
    return f'<span class="on-paper"> ({address(url)})</span>'


def _bare(url: str) -> str:
    return re.sub(r"\A(?:https?://)?(?:www\.)?|/\Z|\s|\u200b", "", url.strip()).casefold()
