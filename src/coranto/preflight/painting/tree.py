"""Tags: the tree that tells a screen reader what is what, and in which order (ISO 32000-1, 14.7).

In: an open PDF, which may be hostile.  Out: its elements in the order in which
they are read, each with its depth, and between them what they hold.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pikepdf

from coranto.preflight.painting.tag import Tag

TAG_LIMIT = 500_000
_DEPTH_LIMIT = 200
_MAP_LIMIT = 16
"""Roles that may be mapped onto each other, one after the other."""

Item = Any  # a value as qpdf writes it in JSON


def read(pdf: pikepdf.Pdf) -> tuple[Tag, ...]:
    """Return the tags of a PDF; none if it has no tree of them, or one that goes round in a circle.

    The objects are taken over as JSON, all at once: to ask for each of their values takes several times as long.
    """
    if "/StructTreeRoot" not in pdf.Root:
        return ()
    items = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary | pikepdf.Array)]
    read = json.loads(b"[" + b",".join(item.to_json(dereference=True) for item in items) + b"]")
    objects = dict(zip(map(_name, items), read, strict=True))
    pages = {_name(page.obj): number for number, page in enumerate(pdf.pages, 1)}
    root = json.loads(pdf.Root.StructTreeRoot.to_json(dereference=True))
    return tuple(_Tree(objects, pages, root).walk()) if isinstance(root, dict) else ()


def _name(item: pikepdf.Object) -> str:
    number, generation = item.objgen
    return f"{number} {generation} R"


class _Tree:
    def __init__(self, objects: Mapping[str, Item], pages: Mapping[str, int], root: dict[str, Item]) -> None:
        self.objects, self.pages, self.root = objects, pages, root
        roles = self._get(root.get("/RoleMap"))
        self.roles: dict[str, Item] = roles if isinstance(roles, dict) else {}
        self.classes = self._get(root.get("/ClassMap"))

    def walk(self) -> Iterator[Tag]:
        """Yield the tags, those that hold before what they hold."""
        seen: set[str] = set()
        waiting: list[tuple[Item, int, str]] = [(kid, 0, "") for kid in reversed(self._kids(self.root))]
        count = 0
        while waiting and count < TAG_LIMIT:
            kid, depth, page = waiting.pop()
            if isinstance(kid, str) and kid in self.objects:
                if kid in seen:
                    continue
                seen.add(kid)
            item = self._get(kid)
            count += 1
            if isinstance(item, int):
                yield Tag(depth=depth, page=self.pages.get(page), content=(page, item))
            if not isinstance(item, dict) or depth > _DEPTH_LIMIT:
                continue
            page = str(item.get("/Pg", page))
            if "/S" in item:
                yield self._tag(item, depth, page)
                waiting += [(one, depth + 1, page) for one in reversed(self._kids(item))]
            elif isinstance(number := item.get("/MCID"), int):
                yield Tag(depth=depth, page=self.pages.get(page), content=(str(item.get("/Stm", page)), number))

    def _tag(self, item: dict[str, Item], depth: int, page: str) -> Tag:
        role = str(item["/S"]).lstrip("/")
        for _ in range(_MAP_LIMIT):
            mapped = self.roles.get(f"/{role}")
            if not isinstance(mapped, str) or mapped == f"/{role}":
                break
            role = mapped.lstrip("/")
        return Tag(
            role=role,
            depth=depth,
            page=self.pages.get(page),
            alt=_text(self._get(item.get("/Alt"))) or _text(self._get(item.get("/ActualText"))),
            language=_text(self._get(item.get("/Lang"))),
            scoped="/Scope" in str(item.get("/A", "")) or "/Scope" in str(self._get(item.get("/A"))),
        )

    def _get(self, value: Item) -> Item:
        """Return what a value is, or refers to."""
        return self.objects.get(value, value) if isinstance(value, str) else value

    def _kids(self, item: dict[str, Item]) -> list[Item]:
        kids = self._get(item.get("/K", []))
        return kids if isinstance(kids, list) else [item["/K"]]


def _text(value: Item) -> str:
    """Return a string as it is meant: qpdf writes `u:` before text, `b:` before bytes."""
    return value[2:].strip() if isinstance(value, str) and value.startswith("u:") else ""
