"""No picture is too small for print at the size at which it is drawn.

Effective resolution is pixels to the inch of paper: twice the screen's lines
make 300 at best, and below 150 a reader sees the pixels.
"""

from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.issue.model import Issue
from coranto.press.proof import Proof

CODES = ("resolution.low",)
LEAST = 150
"""Pixels an inch."""
_MM = 25.4 / 72


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a query for each picture, but a drawing, that has fewer pixels to the inch."""
    for shown in proof.shown:
        picture, spot = issue.pictures.get(shown.name), shown.spot
        if picture is None or picture.media_type == "image/svg+xml" or not spot.width or not spot.height:
            continue
        resolution = min(picture.width * 72 / spot.width, picture.height * 72 / spot.height)
        if resolution < LEAST:
            largest = f"{picture.width * 25.4 / LEAST:.0f} × {picture.height * 25.4 / LEAST:.0f} mm"
            size = f"{spot.width * _MM:.0f} × {spot.height * _MM:.0f} mm"
            cover = issue.head.cover.picture
            place = issue.places.get(shown.identity)
            if place is None and cover and cover.file == shown.name:
                place = issue.places.get("issue.cover.picture.file")
            yield query(
                "resolution.low",
                f"the picture `{shown.name}` is set at {resolution:.0f} ppi, {size}; print needs {LEAST}",
                hint=f"take a larger one; this one is good for {largest}",
                place=place,
                spot=spot,
            )
