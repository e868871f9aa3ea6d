"""Colour spaces, as a PDF defines them (ISO 32000-1, 8.6)."""

from dataclasses import dataclass

import pikepdf

from coranto.preflight.painting.model import Colour, Space

_DEVICE = {
    "/DeviceGray": (Space.GREY, 1),
    "/G": (Space.GREY, 1),
    "/DeviceRGB": (Space.RGB, 3),
    "/RGB": (Space.RGB, 3),
    "/DeviceCMYK": (Space.CMYK, 4),
    "/CMYK": (Space.CMYK, 4),
}
_CALIBRATED = {"/CalGray": (Space.GREY, 1), "/CalRGB": (Space.RGB, 3), "/Lab": (Space.LAB, 3)}
_BY_COUNT = {1: Space.GREY, 3: Space.RGB, 4: Space.CMYK}
_MOST = 4
"""Spaces that may stand in one another."""


@dataclass(frozen=True, slots=True)
class Definition:
    """A colour space: its sort, and what its numbers mean."""

    space: Space
    count: int = 0
    device: bool = True
    spots: tuple[str, ...] = ()
    palette: bytes | None = None
    base: "Definition | None" = None

    def colour(self, values: tuple[float, ...]) -> Colour:
        """Return a colour of this space."""
        if self.palette is not None and self.base is not None and values:
            at = int(values[0]) * self.base.count
            return self.base.colour(tuple(part / 255 for part in self.palette[at : at + self.base.count]))
        if self.base is not None and self.space is Space.PATTERN:
            return self.base.colour(values)
        return Colour(self.space, values[: self.count], self.device, self.spots)

    @property
    def first(self) -> Colour:
        """The colour that is set with the space itself (8.6.5)."""
        if self.space is Space.CMYK:
            return self.colour((0.0, 0.0, 0.0, 1.0))
        return self.colour((1.0 if self.space is Space.SPOT else 0.0,) * max(self.count, 1))

    @property
    def shown(self) -> Space:
        """The space of the colours themselves, if these are only numbered."""
        return self.base.space if self.base is not None else self.space


GREY, RGB, CMYK = (Definition(*_DEVICE[name]) for name in ("/DeviceGray", "/DeviceRGB", "/DeviceCMYK"))
PATTERN, UNKNOWN = Definition(Space.PATTERN), Definition(Space.UNKNOWN)


def define(item: pikepdf.Object | None, named: pikepdf.Object | None = None, depth: int = 0) -> Definition:
    """Return the space of an object; `named` are those that the resources name."""
    if depth > _MOST or item is None:
        return UNKNOWN
    if isinstance(item, pikepdf.Name):
        if (known := _DEVICE.get(str(item))) is not None:
            return Definition(*known)
        if item == "/Pattern":
            return PATTERN
        inner = named.get(str(item)) if isinstance(named, pikepdf.Dictionary) else None
        return define(inner, None, depth + 1)
    if not isinstance(item, pikepdf.Array) or not len(item):
        return UNKNOWN
    return _define_array(list(item), named, depth)


def _define_array(parts: list[pikepdf.Object], named: pikepdf.Object | None, depth: int) -> Definition:
    kind = str(parts[0])
    if len(parts) == 1:
        return define(parts[0], named, depth + 1)
    inner = parts[1]
    if kind == "/ICCBased" and isinstance(inner, pikepdf.Stream):
        count = int(inner.get("/N", 0))
        return Definition(_BY_COUNT.get(count, Space.UNKNOWN), count, device=False)
    if kind in ("/Separation", "/DeviceN"):
        spots = tuple(str(name).lstrip("/") for name in (inner if isinstance(inner, pikepdf.Array) else [inner]))
        return Definition(Space.SPOT, len(spots), spots=spots)
    base = define(inner, named, depth + 1)
    if kind in ("/Indexed", "/I") and len(parts) > 3:  # noqa: PLR2004 - a base, the highest number, a table
        table = parts[3]
        palette = table.read_bytes() if isinstance(table, pikepdf.Stream) else bytes(table)
        return Definition(Space.UNKNOWN, 1, device=base.device, palette=palette, base=base)
    if kind == "/Pattern":
        return Definition(Space.PATTERN, base=base)
    return Definition(*_CALIBRATED[kind], device=False) if kind in _CALIBRATED else UNKNOWN
