"""Matter: a document's boxes, set once and made up into pages as often as they are amended."""

from functools import partial
from typing import Any
from xml.etree.ElementTree import Element

from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.css.properties import Dimension
from weasyprint.document import Document, Page
from weasyprint.formatting_structure import boxes
from weasyprint.formatting_structure.build import build_formatting_structure
from weasyprint.html import get_html_metadata
from weasyprint.images import get_image_from_uri
from weasyprint.layout import LayoutContext, layout_document
from weasyprint.pdf.metadata import DocumentMetadata
from weasyprint.text.fonts import FontConfiguration

Box = Any


class Matter:
    def __init__(self, html: HTML, style: CSS, fonts: FontConfiguration, images: dict) -> None:
        options = DEFAULT_OPTIONS | {"stylesheets": [style], "pdf_tags": True, "cache": images}
        self.html, self.fonts = html, fonts
        self.counter_style = CounterStyle()
        self.context = context = Document._build_layout_context(html, fonts, self.counter_style, {}, options)
        self.get_image = partial(get_image_from_uri, cache=images, url_fetcher=html.url_fetcher, options=options)
        self.root = build_formatting_structure(
            html.etree_element, context.style_for, context.get_image_from_uri, html.base_url,
            context.target_collector, self.counter_style, context.footnotes,
        )
        self.footnotes = context.footnotes
        self.standing = {}

    def make_up(self) -> Document:
        old = self.context
        context = LayoutContext(old.style_for, self.get_image, self.fonts, self.counter_style, old.target_collector)
        context.footnotes = list(self.footnotes)
        context.standing = self.standing
        pages = [Page(box) for box in layout_document(self.html, self.root, context)]
        document = Document(pages, DocumentMetadata(**get_html_metadata(self.html)), self.html.url_fetcher, self.fonts, {}, None)
        document._html = self.html
        return document

    def amend(self, styles: dict[Element, dict[str, str]]) -> bool:
        if any("--picture-height" in style for style in styles.values()):
            return False
        wanted = dict(styles)
        done = set()
        for box in self.root.descendants():
            if box.element in wanted and box.element not in done and "::" not in box.element_tag:
                done.add(box.element)
                for name, value in wanted[box.element].items():
                    if name == "letter-spacing":
                        _space(box, float(value[:-2]))
                    else:
                        box.style = box.style.copy()
                        box.style[name.replace("-", "_")] = Dimension(float(value[:-2]), "px") if value.endswith("px") else value
        assert len(done) == len(wanted), (len(done), len(wanted))
        return True


def _space(box, value):
    box.style = box.style.copy()
    box.style["letter_spacing"] = value
    box.__dict__.pop("kept_lines", None)
    for child in box.children:
        if "letter_spacing" not in getattr(child.style, "cascaded", ()):
            _space(child, value)
    if box.footnote:
        _space(box.footnote, value)
