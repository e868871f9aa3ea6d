"""Geometry: transformations and boxes as plain numbers (ISO 32000-1, 8.3)."""

import math
from collections.abc import Iterable

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""

UNIT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the transformation that does one, and then another."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def scale(matrix: Matrix) -> float:
    """Return by how much a transformation enlarges, in the middle of its directions."""
    return math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))


def sides(matrix: Matrix) -> tuple[float, float]:
    """Return how long the sides of a unit square become."""
    return math.hypot(matrix[0], matrix[1]), math.hypot(matrix[2], matrix[3])


def around(points: Iterable[tuple[float, float]]) -> Box:
    """Return the box around points."""
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def box_of(matrix: Matrix, box: Box) -> Box:
    """Return the box around a box that is transformed."""
    left, bottom, right, top = box
    corners = ((left, bottom), (right, bottom), (right, top), (left, top))
    return around(moved(matrix, x, y) for x, y in corners)


def within(box: Box, clip: Box) -> Box | None:
    """Return what of a box a clip shows; a line may be infinitely thin."""
    left, bottom = max(box[0], clip[0]), max(box[1], clip[1])
    right, top = min(box[2], clip[2]), min(box[3], clip[3])
    return (left, bottom, right, top) if left <= right and bottom <= top else None


def upright(matrix: Matrix) -> bool:
    """Tell whether upright rectangles stay so."""
    return (abs(matrix[1]) < 1e-9 and abs(matrix[2]) < 1e-9) or (abs(matrix[0]) < 1e-9 and abs(matrix[3]) < 1e-9)  # noqa: PLR2004
