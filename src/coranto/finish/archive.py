"""The edition for the archive: PDF/A-3a (ISO 19005-3), with the issue's folder in it.

Each file of the issue is an embedded file, associated with the document as its
source (ISO 19005-3, 6.8 and annex E), beside a statement of all that it was
made from.  What is sealed in is read again by `coranto.finish.opening`.
"""

import hashlib
import io
import mimetypes
import zlib

import pikepdf

from coranto.finish.metadata import describe
from coranto.finish.model import EditionName, Facts, Seal
from coranto.finish.profile import own_profile
from coranto.finish.saving import saved
from coranto.finish.screen import trim

STATEMENT = "coranto-seal.json"
_TYPES = mimetypes.MimeTypes()
_OWN_TYPES = {".md": "text/markdown", ".yaml": "application/yaml", ".json": "application/json", ".webp": "image/webp"}
_PACKED = {".png", ".jpg", ".jpeg", ".webp", ".pdf", ".zip", ".gz", ".woff2"}


def finish(content: bytes, facts: Facts, *, seal: Seal, srgb: bytes) -> bytes:
    """Return the edition for the archive of a PDF that the press has pulled."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        trim(pdf)
        describe(pdf, facts, EditionName.ARCHIVE, content + seal.statement)
        add_intent(pdf, kind="/GTS_PDFA1", name="sRGB IEC61966-2.1", profile=srgb, components=3)
        _calibrate(pdf)
        _embed(pdf, seal, facts)
        return saved(pdf)


def add_intent(
    pdf: pikepdf.Pdf, *, kind: str, name: str, profile: bytes, components: int, info: str = "", registry: str = ""
) -> None:
    """Say for which device the colours are meant (ISO 32000-1, 14.11.5)."""
    stream = pikepdf.Stream(pdf, profile)
    stream.N = components
    intent = pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name(kind),
        OutputConditionIdentifier=pikepdf.String(name),
        Info=pikepdf.String(info or name),
        DestOutputProfile=pdf.make_indirect(stream),
    )
    if registry:
        intent.RegistryName = pikepdf.String(registry)
    pdf.Root.OutputIntents = pikepdf.Array([pdf.make_indirect(intent)])


def _calibrate(pdf: pikepdf.Pdf) -> None:
    """Give pictures in CMYK a profile: under an intent of sRGB they would mean nothing (ISO 19005-3, 6.2.4.3)."""
    space = None
    for item in pdf.objects:
        if isinstance(item, pikepdf.Stream) and item.get("/ColorSpace") == "/DeviceCMYK":
            if space is None:
                stream = pikepdf.Stream(pdf, own_profile().content)
                stream.N = 4
                space = pdf.make_indirect(pikepdf.Array([pikepdf.Name.ICCBased, pdf.make_indirect(stream)]))
            item.ColorSpace = space


def _embed(pdf: pikepdf.Pdf, seal: Seal, facts: Facts) -> None:
    files = {**seal.files, STATEMENT: seal.statement}
    names, associated = pikepdf.Array(), pikepdf.Array()
    day = pikepdf.String(f"D:{facts.date.replace('-', '')}000000Z")
    for name in sorted(files, key=lambda name: bytes(pikepdf.String(name))):
        content = files[name]
        source = name != STATEMENT
        what = "Source of the pages" if source else "What they were made from, by SHA-256"
        specification = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Filespec,
                F=pikepdf.String(name),
                UF=pikepdf.String(name),
                Desc=pikepdf.String(what),
                AFRelationship=pikepdf.Name.Source if source else pikepdf.Name.Data,
            )
        )
        stream = _stream(pdf, name, content, day)
        specification.EF = pikepdf.Dictionary(F=stream, UF=stream)
        names.append(pikepdf.String(name))
        names.append(specification)
        associated.append(specification)
    if "/Names" not in pdf.Root:
        pdf.Root.Names = pikepdf.Dictionary()
    pdf.Root.Names.EmbeddedFiles = pdf.make_indirect(pikepdf.Dictionary(Names=names))
    pdf.Root.AF = associated


def _stream(pdf: pikepdf.Pdf, name: str, content: bytes, day: pikepdf.Object) -> pikepdf.Object:
    suffix = f".{name.rpartition('.')[2].lower()}"
    level = 0 if suffix in _PACKED else 9
    kind = _OWN_TYPES.get(suffix) or _TYPES.guess_type(f"x{suffix}")[0] or "application/octet-stream"
    stream = pikepdf.Stream(pdf, b"")
    stream.write(zlib.compress(content, level), filter=pikepdf.Name.FlateDecode)
    stream.Type, stream.Subtype = pikepdf.Name.EmbeddedFile, pikepdf.Name(f"/{kind}")
    stream.Params = pikepdf.Dictionary(
        Size=len(content),
        CheckSum=pikepdf.String(hashlib.md5(content, usedforsecurity=False).digest()),
        ModDate=day,
    )
    return pdf.make_indirect(stream)
