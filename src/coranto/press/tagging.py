"""Tags: what the engine leaves out of the tree that tells a screen reader what is what.

In: a PDF as the engine has made it, before its bytes are written.  Out: the
same, so that it keeps PDF/UA-1 (ISO 14289-1): heads of tables say what they
head (7.5), figures say where they stand (7.3), the ids of heads can be looked
up (ISO 32000-1, 14.7.2), links are printed (7.18.1), and running heads are
artifacts, since no reader wants them read aloud in the midst of a sentence (7.1).
WeasyPrint 70 does none of this.
"""

from collections.abc import Iterator
from typing import Any

import pydyf

_PRINT = 1 << 2
"""The flag `Print` of an annotation (ISO 32000-1, 12.5.3)."""
_PT = 0.75
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
    seen: set[bytes] = set()
    for element, above in _elements(root["K"], "", by_reference):
        seen.add(element.reference)
        role = element["S"]
        if role == "/TH":
            element["A"]["Scope"] = f"/{_PARTS.get(above, 'Column')}"
        if role == "/Figure" and "A" in element:
            left, top, right, bottom = (side * _PT for side in element["A"]["BBox"])
            height = heights[element["Pg"]]
            element["A"]["BBox"] = pydyf.Array([left, height - bottom, right, height - top])
        if "ID" in element:
            heads.append((element["ID"].data, element))
    if heads:
        names = pydyf.Array()
        for _, element in sorted(heads, key=lambda head: head[0]):
            names += [element["ID"], element.reference]
        root["IDTree"] = pydyf.Dictionary({"Names": names})
    _set_apart(pdf, root, seen, by_reference)


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
        apart = {number for number, owner in enumerate(owners) if owner not in seen}
        if not apart:
            continue
        stream = by_reference[by_reference[page]["Contents"]].stream
        for at, operator in enumerate(stream):
            if operator == b"BDC" and (number := _content_number(stream[at - 1])) in apart:
                stream[at - 2 : at + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"}), b"BDC"]
                owners[number] = b"null"


def _content_number(properties: object) -> int | None:
    return properties.get("MCID") if isinstance(properties, dict) else None
