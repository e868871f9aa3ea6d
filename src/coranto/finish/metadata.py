"""Metadata: what an edition says of itself, alike in its Info and in its XMP.

In: the facts of an issue.  Out: XMP (ISO 16684-1) with Dublin Core, PRISM for
periodicals (https://www.w3.org/submissions/2020/SUBM-prism-20200910/prism-basic.html)
and the claim of the edition's standard.  Dates are the issue's own day at
midnight, UTC, and identities are made from what is there: the same issue says
the same of itself whenever it is pressed.
"""

import hashlib
import uuid
from xml.sax.saxutils import escape

import pikepdf

from coranto.finish.model import EditionName, Facts

_OURS = uuid.uuid5(uuid.NAMESPACE_URL, "https://coranto.invalid/issues")
_SPACES = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "prism": "http://prismstandard.org/namespaces/basic/3.0/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfxid": "http://www.npes.org/pdfx/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
_PRISM = {
    "publicationName": ("Text", "Title of the periodical"),
    "issn": ("Text", "ISSN of the periodical"),
    "volume": ("Text", "Number of the volume"),
    "number": ("Text", "Number of the issue"),
    "issueName": ("Text", "Title of the issue"),
    "coverDate": ("Text", "Date of the issue"),
}
_UA = {"part": ("Integer", "Part of ISO 14289 to which it conforms")}


def describe(pdf: pikepdf.Pdf, facts: Facts, edition: EditionName, content: bytes) -> None:
    """Write into a PDF what it is; `content` is what it was made from, by which it is told from others."""
    info = pdf.docinfo
    day = pikepdf.String(f"D:{facts.date.replace('-', '')}000000Z")
    info.CreationDate, info.ModDate = day, day
    if edition is EditionName.PRINT:
        info.Trapped = pikepdf.Name("/False")
        info.GTS_PDFXVersion = pikepdf.String("PDF/X-4")
    xml = _xmp(facts, edition, content, info)
    metadata = pikepdf.Stream(pdf, xml)
    metadata.Type, metadata.Subtype = pikepdf.Name.Metadata, pikepdf.Name.XML
    pdf.Root.Metadata = pdf.make_indirect(metadata)


def _xmp(facts: Facts, edition: EditionName, content: bytes, info: pikepdf.Object) -> bytes:
    title, producer, tool = (str(info.get(key, "")) for key in ("/Title", "/Producer", "/Creator"))
    stamp = f"{facts.date}T00:00:00Z"
    work = uuid.uuid5(
        _OURS, "\n".join([facts.issn or facts.periodical, facts.date, facts.volume or "", facts.number or ""])
    )
    instance = uuid.uuid5(work, f"{edition} {hashlib.sha256(content).hexdigest()}")
    prism = {
        "publicationName": facts.periodical,
        "issn": facts.issn,
        "volume": facts.volume,
        "number": facts.number,
        "issueName": facts.name,
        "coverDate": facts.date,
    }
    said = [
        _one("dc:format", "application/pdf"),
        _many("dc:title", "Alt", [title]),
        _many("dc:creator", "Seq", [facts.publisher]),
        _many("dc:publisher", "Bag", [facts.publisher]),
        _many("dc:language", "Bag", [facts.language]),
        _many("dc:date", "Seq", [facts.date]),
        _many("dc:description", "Alt", [facts.summary] if facts.summary else []),
        _many("dc:subject", "Bag", facts.keywords),
        *(_one(f"prism:{name}", value) for name, value in prism.items()),
        _one("xmp:CreatorTool", tool),
        *(_one(f"xmp:{name}", stamp) for name in ("CreateDate", "ModifyDate", "MetadataDate")),
        _one("xmpMM:DocumentID", f"uuid:{work}"),
        _one("xmpMM:InstanceID", f"uuid:{instance}"),
        _one("xmpMM:RenditionClass", "default"),
        _one("xmpMM:VersionID", "1"),
        _one("pdf:Producer", producer),
        _one("pdf:Keywords", ", ".join(facts.keywords) or None),
        *_claims(edition, {name: _PRISM[name] for name, value in prism.items() if value}),
    ]
    lines = "\n".join(filter(None, said))
    spaces = "".join(
        f' xmlns:{prefix}="{space}"' for prefix, space in _SPACES.items() if f"<{prefix}:" in lines or prefix == "rdf"
    )
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">\n'
        f'<rdf:RDF{spaces}>\n<rdf:Description rdf:about="">\n{lines}\n</rdf:Description>\n</rdf:RDF>\n'
        '</x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()


def _one(name: str, value: str | None) -> str:
    return f"<{name}>{escape(value)}</{name}>" if value else ""


def _many(name: str, kind: str, values: "list[str] | tuple[str, ...]") -> str:
    language = ' xml:lang="x-default"' if kind == "Alt" else ""
    items = "".join(f"<rdf:li{language}>{escape(value)}</rdf:li>" for value in values)
    return f"<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>" if values else ""


def _claims(edition: EditionName, prism: dict[str, tuple[str, str]]) -> list[str]:
    """Return what an edition says that it conforms to; `prism` is what it says in the words of PRISM."""
    if edition is EditionName.PRINT:
        return [_one("pdfxid:GTS_PDFXVersion", "PDF/X-4"), _one("pdf:Trapped", "False")]
    accessible = _one("pdfuaid:part", "1")
    if edition is EditionName.SCREEN:
        return [accessible]
    schemas = _schema("PRISM", "prism", prism) + _schema("PDF/UA identification", "pdfuaid", _UA)
    return [
        accessible,
        _one("pdfaid:part", "3"),
        _one("pdfaid:conformance", "A"),
        f"<pdfaExtension:schemas><rdf:Bag>{schemas}</rdf:Bag></pdfaExtension:schemas>",
    ]


def _schema(name: str, prefix: str, properties: dict[str, tuple[str, str]]) -> str:
    """Return the description of a schema that PDF/A doesn't know (ISO 19005-3, 6.6.2.3.3)."""
    items = "".join(
        '<rdf:li rdf:parseType="Resource">'
        f"<pdfaProperty:name>{item}</pdfaProperty:name><pdfaProperty:valueType>{kind}</pdfaProperty:valueType>"
        "<pdfaProperty:category>external</pdfaProperty:category>"
        f"<pdfaProperty:description>{what}</pdfaProperty:description></rdf:li>"
        for item, (kind, what) in properties.items()
    )
    return (
        f'<rdf:li rdf:parseType="Resource"><pdfaSchema:schema>{name}</pdfaSchema:schema>'
        f"<pdfaSchema:namespaceURI>{_SPACES[prefix]}</pdfaSchema:namespaceURI>"
        f"<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>"
        f"<pdfaSchema:property><rdf:Seq>{items}</rdf:Seq></pdfaSchema:property></rdf:li>"
    )
