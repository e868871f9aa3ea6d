"""The fetcher: the engine gets the galley's own files and nothing else.

Whatever else a stylesheet, an SVG or a link asks for is refused and written
down: the engine swallows exceptions raised while it draws an SVG (WeasyPrint
70), so the record is what counts.
"""

import hashlib
import io
from collections.abc import Mapping
from urllib.parse import quote, unquote

from PIL import Image, ImageOps
from weasyprint.urls import URLFetcher, URLFetcherResponse

from coranto.compose import BASE_URL, Asset
from coranto.findings import Finding
from coranto.issue.pictures import FILE_LIMIT
from coranto.issue.source import read_bytes
from coranto.press.proof import Refusal

_JPEG_QUALITY = 95
_APP1, _SOS = 0xE1, 0xDA


class GalleyFetcher(URLFetcher):  # type: ignore[misc] # the engine has no types
    """Serves the files of one galley; `refusals` holds what it would not serve."""

    def __init__(self, assets: Mapping[str, Asset]) -> None:
        super().__init__(allowed_protocols=())
        self.assets = assets
        self.refusals: list[Refusal] = []

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002
        """Return a file of the galley.

        Raises:
            ValueError: anything else was asked for.

        """
        name = unquote(url.removeprefix(BASE_URL)) if url.startswith(BASE_URL) else ""
        asset = self.assets.get(BASE_URL + quote(name)) if name else None
        if asset is None:
            raise self._refuse(url, "it is not one of the issue's pictures")
        content = read_bytes(asset.path, limit=FILE_LIMIT)
        if isinstance(content, Finding):
            raise self._refuse(url, content.message)
        if hashlib.sha256(content).hexdigest() != asset.sha256:
            raise self._refuse(url, "it changed while the issue was being set")
        return URLFetcherResponse(url, _prepare(content, asset.media_type), {"Content-Type": asset.media_type})

    def _refuse(self, url: str, reason: str) -> ValueError:
        self.refusals.append(Refusal(url, reason))
        return ValueError(reason)


def _prepare(content: bytes, media_type: str) -> bytes:
    """Return a picture in a form that the engine sets truly.

    It would encode any JPEG with EXIF data anew at quality 75, and read 16-bit
    grey as 8-bit colour (WeasyPrint 70).
    """
    if media_type == "image/jpeg":
        return _upright(content)
    if media_type == "image/png":
        with Image.open(io.BytesIO(content)) as image:
            if image.mode.startswith("I;16"):
                return _encode(image.point(lambda value: value / 256).convert("L"), "PNG")
    return content


def _upright(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        if image.format == "JPEG" and image.getexif().get(0x0112, 1) == 1:
            return _without_exif(content)
        return _encode(
            ImageOps.exif_transpose(image), "JPEG", quality=_JPEG_QUALITY, icc_profile=image.info.get("icc_profile")
        )


def _encode(image: Image.Image, kind: str, **options: object) -> bytes:
    image.info.pop("exif", None)
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def _without_exif(content: bytes) -> bytes:
    """Return the same JPEG without its APP1 segments (ITU-T T.81, B.1.1.3); the picture's data stays as it is."""
    kept, at = [content[:2]], 2
    while at + 4 <= len(content) and content[at] == 0xFF and content[at + 1] != _SOS:  # noqa: PLR2004
        length = 2 + int.from_bytes(content[at + 2 : at + 4])
        if content[at + 1] != _APP1:
            kept.append(content[at : at + length])
        at += length
    return b"".join([*kept, content[at:]])
