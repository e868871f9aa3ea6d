"""The catalogue: what a PDF says of itself, beside its pages.

In: an open PDF.  Out: the fields of a `Document` that no page has.
"""

import re
from collections.abc import Iterator
from itertools import islice
from typing import TypedDict

import pikepdf

from coranto.finish.profile import most_ink
from coranto.preflight.painting import xmp
from coranto.preflight.painting.model import Embedded, Intent

_FILE_LIMIT = 10_000
_OBJECT_LIMIT = 1_000_000
_ACTIONS = {
    "GoTo", "GoToR", "GoToE", "Launch", "Thread", "URI", "Sound", "Movie", "Hide", "Named", "SubmitForm", "ResetForm",
    "ImportData", "JavaScript", "SetOCGState", "Rendition", "Trans", "GoTo3DView", "RichMediaExecute", "NOP",
}  # fmt: skip
_DATE = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?(\d\d)?(\d\d)?(\d\d)?(?:(Z)[\d']*|([+-]\d\d)'?(\d\d)?'?)?")


class Said(TypedDict):
    """What a PDF says of itself."""

    version: str
    encrypted: bool
    info: dict[str, str]
    metadata: dict[str, str]
    metadata_fault: str
    intents: tuple[Intent, ...]
    files: tuple[Embedded, ...]
    actions: tuple[str, ...]
    filters: tuple[str, ...]
    oddities: tuple[str, ...]
    language: str
    title_shown: bool
    marked: bool
    structured: bool
    identified: bool


def read(pdf: pikepdf.Pdf) -> Said:
    """Return what a PDF says of itself."""
    root = pdf.Root
    metadata, fault = xmp.read(root.get("/Metadata"))
    objects = [one for one in islice(pdf.objects, _OBJECT_LIMIT) if not _is_tag(one)]
    actions, filters, oddities = _look_through(root, objects)
    oddities |= {"more objects than are looked at"} if len(pdf.objects) > _OBJECT_LIMIT else set()
    preferences, marks = root.get("/ViewerPreferences"), root.get("/MarkInfo")
    return Said(
        version=pdf.pdf_version,
        encrypted=pdf.is_encrypted,
        info=dict(_info(pdf)),
        metadata=metadata,
        metadata_fault=fault,
        intents=tuple(_intents(root)),
        files=tuple(_files(objects)),
        actions=tuple(sorted(actions)),
        filters=tuple(sorted(filters)),
        oddities=tuple(sorted(oddities)),
        language=str(root.get("/Lang", "")),
        title_shown=preferences is not None and bool(preferences.get("/DisplayDocTitle", False)),
        marked=marks is not None and bool(marks.get("/Marked", False)),
        structured="/StructTreeRoot" in root,
        identified="/ID" in pdf.trailer,
    )


def _is_tag(item: pikepdf.Object) -> bool:
    """Tell whether something is a part of the tree of tags: there are thousands, and they do nothing."""
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/StructElem"


def _info(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    info = pdf.trailer.get("/Info")
    for name, value in info.as_dict().items() if isinstance(info, pikepdf.Dictionary) else ():
        said = str(value)
        match = _DATE.fullmatch(said)
        yield name.lstrip("/"), _as_iso(match) if match else said


def _as_iso(match: "re.Match[str]") -> str:
    """Return a PDF's date as XMP has it."""
    year, month, day, hour, minute, second, _, ahead, beyond = (part or "" for part in match.groups())
    zone = f"{ahead}:{beyond or '00'}" if ahead else "Z"
    return f"{year}-{month or '01'}-{day or '01'}T{hour or '00'}:{minute or '00'}:{second or '00'}{zone}"


def _intents(root: pikepdf.Object) -> Iterator[Intent]:
    listed = root.get("/OutputIntents")
    for one in listed if isinstance(listed, pikepdf.Array) else ():
        profile = one.get("/DestOutputProfile")
        content = profile.read_bytes() if isinstance(profile, pikepdf.Stream) else b""
        sound = content[36:40] == b"acsp"
        space = content[16:20].decode("latin-1").strip() if sound else ""
        yield Intent(
            kind=str(one.get("/S", "")).lstrip("/"),
            condition=str(one.get("/OutputConditionIdentifier", "")),
            components=int(profile.get("/N", 0)) if profile is not None and sound else None,
            space=space,
            ink=most_ink(content) if space == "CMYK" else None,
        )


def _files(objects: list[pikepdf.Object]) -> Iterator[Embedded]:
    """Yield the files that a PDF carries, those of attachments as icons among them."""
    associated = set()
    for item in objects:
        listed = item.get("/AF") if isinstance(item, pikepdf.Dictionary) else None
        if listed is not None:
            associated |= {one.objgen for one in (listed if isinstance(listed, pikepdf.Array) else [listed])}
    found = 0
    for item in objects:
        inside = item.get("/EF") if isinstance(item, pikepdf.Dictionary) else None
        if not isinstance(inside, pikepdf.Dictionary) or found >= _FILE_LIMIT:
            continue
        found += 1
        stream = inside.get("/F", inside.get("/UF"))
        yield Embedded(
            name=str(item.get("/UF", item.get("/F", ""))),
            mime=str(stream.get("/Subtype", "")).lstrip("/") if isinstance(stream, pikepdf.Stream) else "",
            description=str(item.get("/Desc", "")),
            relationship=str(item.get("/AFRelationship", "")).lstrip("/"),
            associated=item.objgen in associated,
            both_names="/F" in item and "/UF" in item,
        )


def _look_through(root: pikepdf.Object, objects: list[pikepdf.Object]) -> tuple[set[str], set[str], set[str]]:
    """Return the actions of a PDF, how its streams are packed, and what PDF/A forbids and hardly anybody makes."""
    actions: set[str] = set()
    filters: set[str] = set()
    oddities: set[str] = set()
    for item in objects:
        if isinstance(item, pikepdf.Stream):
            oddities |= set(_odd_stream(item))
            packed = item.get("/Filter")
            if packed is not None:
                filters |= {str(one).lstrip("/") for one in (packed if isinstance(packed, pikepdf.Array) else [packed])}
        elif isinstance(item, pikepdf.Dictionary):
            actions |= set(_actions(item))
            oddities |= set(_odd_dictionary(item))
    actions |= set(_actions(root))
    if "/AA" in root:
        oddities.add("actions at the opening or closing of the document (`/AA`)")
    if "/Requirements" in root:
        oddities.add("requirements for its viewer (`/Requirements`)")
    if "/JavaScript" in root.get("/Names", pikepdf.Dictionary()):
        actions.add("JavaScript")
    form = root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        oddities |= {"a form in XFA"} if "/XFA" in form else set()
        oddities |= (
            {"fields whose looks a viewer is to make (`/NeedAppearances`)"} if form.get("/NeedAppearances") else set()
        )
    return actions, filters, oddities


def _actions(item: pikepdf.Object) -> Iterator[str]:
    """Yield the sorts of actions that a dictionary is, or holds."""
    for one in (item, item.get("/A"), item.get("/OpenAction")):
        kind = str(one.get("/S", "")).lstrip("/") if isinstance(one, pikepdf.Dictionary) else ""
        if kind in _ACTIONS and (one is not item or "/Type" not in item or item.get("/Type") == "/Action"):
            yield kind
    more = item.get("/AA")
    for one in more.as_dict().values() if isinstance(more, pikepdf.Dictionary) else ():
        if isinstance(one, pikepdf.Dictionary):
            yield str(one.get("/S", "")).lstrip("/")


def _odd_stream(stream: pikepdf.Stream) -> Iterator[str]:
    if "/F" in stream:
        yield "a stream whose content lies in another file"
    kind = stream.get("/Subtype")
    if kind == "/PS" or stream.get("/Subtype2") == "/PS":
        yield "a program in PostScript"
    if kind == "/Form" and "/Ref" in stream:
        yield "a form that refers to another PDF"
    if "/OPI" in stream:
        yield "a picture that another program is to replace (OPI)"
    if kind == "/Image" and "/Alternates" in stream:
        yield "a picture with alternates"


def _odd_dictionary(item: pikepdf.Object) -> Iterator[str]:
    if (
        "/TR" in item
        and item.get("/Type") in (None, "/ExtGState")
        and ("/ca" in item or "/CA" in item or "/TR2" in item)
    ):
        yield "a transfer function (`/TR`)"
    if "/HTP" in item:
        yield "a halftone phase (`/HTP`)"
