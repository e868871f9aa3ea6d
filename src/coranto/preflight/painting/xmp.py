"""XMP: what a PDF's metadata says, by prefixed names (ISO 16684-1).

In: a metadata stream that nobody vouches for.  Out: names and values, and why
it can't be read, if it can't.
"""

from xml.etree.ElementTree import ParseError

import pikepdf

_LIMIT = 4_000_000
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_PREFIXES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.npes.org/pdfx/ns/id/": "pdfxid",
    "http://prismstandard.org/namespaces/basic/3.0/": "prism",
}


def read(stream: pikepdf.Object | None) -> tuple[dict[str, str], str]:
    """Return what metadata say, and what is wrong with them."""
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    if not isinstance(stream, pikepdf.Stream):
        return {}, "it has no XMP metadata"
    try:
        content = stream.read_bytes()
        if len(content) > _LIMIT:
            return {}, f"its XMP metadata have more than {_LIMIT:,} bytes"
        tree = fromstring(content)
    except (ParseError, ValueError, DefusedXmlException, pikepdf.PdfError):
        return {}, "its XMP metadata are no well-formed XML"
    found: dict[str, str] = {}
    for description in tree.iter(f"{_RDF}Description"):
        for name, value in description.attrib.items():
            _note(found, name, value)
        for property_ in description:
            items = [item.text or "" for item in property_.iter(f"{_RDF}li")]
            _note(found, str(property_.tag), "; ".join(items) if items else property_.text or "")
    return found, ""


def _note(found: dict[str, str], name: str, value: str) -> None:
    address, _, local = name.lstrip("{").partition("}")
    if prefix := _PREFIXES.get(address):
        found.setdefault(f"{prefix}:{local}", value.strip())
