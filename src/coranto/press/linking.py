"""Linking: a link is one to those who hear it, however many pieces it is drawn in, and says where it leads.

In: a document laid out, and the PDF that the engine makes of it, before its
bytes are written.  Out: the same; a link that stands within another is a part
of it, the dots of a leader are not read aloud, and a link within the issue is
described by its words, where the engine writes the name of its target
(WeasyPrint 70; ISO 14289-1, 7.18.5).
"""

from collections.abc import Mapping
from typing import Any

import pydyf

_LONGEST = 200
"""Letters of a description."""

Element = Any  # the engine's own dictionaries have no types


def describe_links(document: Any) -> None:  # noqa: ANN401 - the engine has no types
    """Let each link within the document say the words that it is on."""
    for page in document.pages:
        for kind, _, _, box in page.links:
            annotation = getattr(box, "link_annotation", None)
            words = " ".join("".join(box.element.itertext()).split()) if box.element is not None else ""
            if kind == "internal" and annotation and words:
                annotation["Contents"] = pydyf.String(words[:_LONGEST])


def join_links(root: Element, by_reference: Mapping[bytes, Element]) -> set[bytes]:
    """Make one of links that stand within each other, and take leaders out of the tree; return what held their dots."""
    dots: set[bytes] = set()
    owners = by_reference[root["ParentTree"]]["Nums"]
    waiting: list[tuple[bytes, Element, Element]] = [(kid, root, None) for kid in root["K"]]
    while waiting:
        kid, above, link = waiting.pop()
        element = by_reference.get(kid) if isinstance(kid, bytes) else None
        if element is None or element.get("Type") != "/StructElem":
            continue
        role = element["S"]
        if link is not None and role in ("/Link", "/Artifact"):
            element["S"] = "/Span"
            _move(element, link, owners, by_reference)
        if role == "/Artifact":
            above["K"].remove(kid)
            dots.update(element["K"])
            continue
        within = element if link is None and role == "/Link" else link
        waiting += [(one, element, within) for one in element["K"]]
    return dots


def _move(element: Element, link: Element, owners: list[Any], by_reference: Mapping[bytes, Element]) -> None:
    """Let what can be clicked on belong to the link around it."""
    for kid in list(element["K"]):
        reference = by_reference.get(kid) if isinstance(kid, bytes) else None
        if reference is not None and reference.get("Type") == "/OBJR":
            element["K"].remove(kid)
            link["K"].append(kid)
            owners[2 * by_reference[reference["Obj"]]["StructParent"] + 1] = link.reference
