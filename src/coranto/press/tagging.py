"""Tags: what the engine leaves out of the tree that tells a screen reader what is what.

In: a PDF as the engine has made it, before its bytes are written.  Out: the
same, so that it keeps PDF/UA-1 (ISO 14289-1): heads of tables say what they
head (7.5), figures say where they stand (7.3), the ids of heads can be looked
up (ISO 32000-1, 14.7.2), links are printed (7.18.1), and running heads are
artifacts, since no reader wants them read aloud in the midst of a sentence (7.1),
headings leave no level out where a layout has no headline between (7.4.2), and
what is translucent belongs to its elements though it stands in a form.
WeasyPrint 70 does none of this.
"""

import re
from collections.abc import Iterator
from typing import Any

import pydyf

_PRINT = 1 << 2
"""The flag `Print` of an annotation (ISO 32000-1, 12.5.3)."""
_PT = 0.75
_DRAWN = re.compile(rb"/(x\d+) Do")
"""The operation that shows a form, by the name that the engine gives it."""
_HEADING = re.compile("/H[1-6]")
_PARTS = {"/THead": "Column", "/TBody": "Row", "/TFoot": "Row"}

Element = Any  # the engine's own dictionaries have no types


def complete_tags(pdf: pydyf.PDF) -> None:
    """Add to a tagged PDF what its tags lack."""
    by_reference = {item.reference: item for item in pdf.objects}
    for item in pdf.objects:
        if isinstance(item, dict) and item.get("Type") == "/Annot":
            item["F"] = _PRINT
    if "StructTreeRoot" not in pdf.catalog:
        return
    root = by_reference[pdf.catalog["StructTreeRoot"]]
    heights = {page: by_reference[page]["TrimBox"][3] for page in pdf.page_references}
    heads: list[tuple[bytes, Element]] = []
    levels: list[int] = []
    seen: set[bytes] = set()
    for element, part in _elements(root["K"], "", by_reference):
        seen.add(element.reference)
        role = element["S"]
        if _HEADING.fullmatch(role):
            levels = _level(element, levels)
        if role == "/TH":
            element["A"]["Scope"] = f"/{_PARTS.get(part, 'Column')}"
        if role == "/Figure" and "A" in element:
            left, top, right, bottom = (side * _PT for side in element["A"]["BBox"])
            height = heights[element["Pg"]]
            element["A"]["BBox"] = pydyf.Array([left, height - bottom, right, height - top])
        if "ID" in element:
            heads.append((element["ID"].data, element))
    if heads:
        root["IDTree"] = _index(heads)
    _set_apart(pdf, root, seen, by_reference)


def _index(heads: list[tuple[bytes, Element]]) -> pydyf.Dictionary:
    names = pydyf.Array()
    for _, element in sorted(heads, key=lambda head: head[0]):
        names += [element["ID"], element.reference]
    return pydyf.Dictionary({"Names": names})


def _level(heading: Element, above: list[int]) -> list[int]:
    """Give a heading the level on which it is nested; return those above it and its own, as the layout has them."""
    level = int(heading["S"][2])
    levels = [*(one for one in above if one < level), level]
    heading["S"] = f"/H{len(levels)}"
    return levels


def _elements(kids: list[Any], part: str, by_reference: dict[bytes, Element]) -> Iterator[tuple[Element, str]]:
    """Yield each element of the tree, and the part of a table (`/THead` …) that it stands in."""
    waiting = [(kid, part) for kid in reversed(kids)]
    while waiting:
        kid, part = waiting.pop()
        element = by_reference.get(kid) if isinstance(kid, bytes) else None
        if element is None or element.get("Type") != "/StructElem":
            continue
        yield element, part
        role = element["S"]
        inner = role if role in _PARTS else "" if role == "/Table" else part
        waiting += [(one, inner) for one in reversed(element["K"])]


def _set_apart(pdf: pydyf.PDF, root: Element, seen: set[bytes], by_reference: dict[bytes, Element]) -> None:
    """Make an artifact of all content that no element of the tree owns: it stands in the margins."""
    numbers = by_reference[root["ParentTree"]]["Nums"]
    for index, page in enumerate(pdf.page_references):
        owners = numbers[2 * index + 1]
        resources = by_reference[by_reference[page]["Resources"]]
        stream = by_reference[by_reference[page]["Contents"]]
        for form in _forms(stream, resources, by_reference):
            _own(form, page, owners, numbers, by_reference)
        for at, number in _marked(stream):
            if owners[number] not in seen:
                stream.stream[at - 2 : at + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"}), b"BDC"]
                owners[number] = b"null"


def _marked(stream: pydyf.Stream) -> Iterator[tuple[int, int]]:
    """Yield where a content is marked as an element's, and by which number."""
    for at, operator in enumerate(stream.stream):
        if operator == b"BDC" and isinstance(properties := stream.stream[at - 1], dict) and "MCID" in properties:
            yield at, properties["MCID"]


def _forms(stream: pydyf.Stream, resources: Element, by_reference: dict[bytes, Element]) -> Iterator[pydyf.Stream]:
    """Yield the forms that a content shows, and those within them; what is translucent is one."""
    for operator in stream.stream:
        if isinstance(operator, bytes) and (name := _DRAWN.fullmatch(operator)):
            form = by_reference.get(resources["XObject"].get(name[1].decode()))
            if isinstance(form, pydyf.Stream) and form.extra.get("Subtype") == "/Form":
                yield form
                inner = form.extra.get("Resources", resources)
                yield from _forms(form, by_reference.get(inner, inner), by_reference)


def _own(
    form: pydyf.Stream, page: bytes, owners: list[Any], numbers: list[Any], by_reference: dict[bytes, Element]
) -> None:
    """Let the elements whose content stands in a form know that it does (ISO 32000-1, 14.7.4.2)."""
    inside = [number for _, number in _marked(form)]
    if not inside or "StructParents" in form.extra:
        return
    own = pydyf.Array([b"null"] * (max(inside) + 1))
    for number in inside:
        own[number] = owners[number]
        kids = by_reference[owners[number]]["K"]
        kids[kids.index(number)] = pydyf.Dictionary({"Type": "/MCR", "Pg": page, "MCID": number, "Stm": form.reference})
        owners[number] = b"null"
    form.extra["StructParents"] = numbers[-2] + 1
    numbers += [numbers[-2] + 1, own]
