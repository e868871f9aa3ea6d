"""Matter: a document set in type, that can be made up into pages again and again.

In: a document with its stylesheet.  Out: its pages, as often as they are asked
for, and after elements were amended; at last the finished document.

Printers call what is set and not yet locked up in pages matter.  WeasyPrint 70
computes the style of every element and builds all boxes for each rendering;
here that is done once, as the engine does when it paginates again because of a
page number (`layout/__init__.py`, `layout_document`): boxes that it has laid
out are copies.  An amended element has its boxes' styles changed, and all lines
that nothing was changed in are still standing.  Margin boxes and backgrounds
are for the finished pages only (see the amendment in `coranto.press.mending`).
"""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import CSS, DEFAULT_OPTIONS, HTML, layout
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import Dimension
from weasyprint.document import Document, Page
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.images import get_image_from_uri
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration

from coranto.press.remembering import recall_styles
from coranto.press.standing import Standing
from coranto.press.unbroken import Words, keep_whole, mark_ends

AMENDABLE = {"margin-top", "margin-bottom", "padding-top", "padding-bottom", "break-before", "letter-spacing"}
"""What can be amended without building the boxes anew, in px or as a keyword: the engine reads it as it lays out."""

Box = Any  # the engine has no types
Styles = Mapping[Element, Mapping[str, float | str]]


class Matter:
    """The boxes of a document, and the lines that stand."""

    def __init__(
        self,
        html: HTML,
        style: CSS,
        *,
        fonts: FontConfiguration,
        pictures: dict[str, Any],
        before: "Matter | None" = None,
    ) -> None:
        """Set a document; `pictures` are those that were read before, and will be, and `before` is it as it stood."""
        options = DEFAULT_OPTIONS | {"stylesheets": [style], "pdf_tags": True, "cache": pictures}
        counters = CounterStyle()
        context = Document._build_layout_context(html, fonts, counters, {}, options)  # noqa: SLF001
        if before:
            recall_styles(context.style_for, before._styles, html.etree_element)  # noqa: SLF001
        self._html = html
        self._styles: Mapping[Any, Any] = context.style_for.get_computed_styles()
        self._root = build_formatting_structure(
            html.etree_element,
            context.style_for,
            context.get_image_from_uri,
            html.base_url,
            context.target_collector,
            counters,
            context.footnotes,
        )
        self._footnotes = tuple(context.footnotes)
        for root in (self._root, *self._footnotes):
            mark_ends(root)
        read = partial(get_image_from_uri, cache=pictures, url_fetcher=html.url_fetcher, options=options)
        self._context = partial(
            layout.LayoutContext, context.style_for, read, fonts, counters, context.target_collector
        )
        self._fonts = fonts
        self._standing: Standing = before._standing if before else Standing()  # noqa: SLF001
        self._making_up: Iterator[Any] = iter(())

    def make_up(self) -> list[Page]:
        """Return the pages without what stands in their margins and behind their text."""
        context = self._context()
        context.footnotes = list(self._footnotes)
        context.standing = self._standing
        context.pauses = True
        self._making_up = layout.layout_document(self._html, self._root, context)
        return [Page(box) for box in next(self._making_up)]

    def finish(self) -> Document:
        """Return the pages that were made up last, finished."""
        pages = [Page(box) for box in self._making_up]
        self.distribute()
        metadata = DocumentMetadata(**get_html_metadata(self._html))
        document = Document(pages, metadata, self._html.url_fetcher, self._fonts, {}, None)
        document._html = self._html  # noqa: SLF001 - as the engine's own `Document._render` does
        return document

    def distribute(self) -> None:
        """Keep no lines standing; the engine's context refers to itself, and goes only when the process does."""
        self._standing.distribute()

    def keep_whole(self, words: Words) -> None:
        """Break these words nowhere."""
        keep_whole(self._root, words)

    def amend(self, styles: Styles) -> None:
        """Give elements other styles, of those that are `AMENDABLE`; lengths are px."""
        wanted = dict(styles)
        for box in self._root.descendants():
            if "::" in box.element_tag:
                continue
            for name, value in wanted.pop(box.element, {}).items():
                if name == "letter-spacing":
                    _set_apart(box, value)
                else:
                    box.style = box.style.copy()  # the engine shares it between elements
                    is_length = not isinstance(value, str)
                    box.style[name.replace("-", "_")] = Dimension(value, "px") if is_length else value


def _set_apart(box: Box, spacing: float | str) -> None:
    """Space the letters of a box and of all that inherits it."""
    box.style = box.style.copy()
    box.style["letter_spacing"] = spacing
    box.__dict__.pop("standing", None)
    inner = [*box.children, *filter(None, [box.footnote])]
    for child in inner:
        if "letter_spacing" not in getattr(child.style, "cascaded", ()):
            _set_apart(child, spacing)
