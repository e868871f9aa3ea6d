"""Shadings: the colours between which a gradient runs (ISO 32000-1, 8.7.4)."""

from collections.abc import Iterator

import pikepdf

from coranto.preflight.painting.colours import define
from coranto.preflight.painting.model import Colour

_DEPTH, _MOST = 4, 64


def colours(shading: pikepdf.Object | None, named: pikepdf.Object | None) -> Iterator[Colour]:
    """Yield the colours of a shading; one without values if its function can't be told."""
    if shading is None:
        return
    definition = define(shading.get("/ColorSpace"), named)
    found = [definition.colour(values) for values in _ends(shading.get("/Function"), 0)][:_MOST]
    yield from found or [Colour(definition.shown, (), definition.device, definition.spots)]


def _ends(function: pikepdf.Object | None, depth: int) -> Iterator[tuple[float, ...]]:
    """Yield what a function makes of its ends (7.10)."""
    if function is None or depth > _DEPTH or isinstance(function, pikepdf.Stream):
        return
    if isinstance(function, pikepdf.Array):
        return  # one function a channel: what they make together is not told
    for end in ("/C0", "/C1"):
        if end in function:
            yield tuple(float(value) for value in function[end])
    for inner in list(function.get("/Functions", []))[:_MOST]:
        yield from _ends(inner, depth + 1)
