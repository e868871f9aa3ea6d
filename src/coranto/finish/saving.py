"""Saving: the bytes of an edition, which carry their own sum.

The second half of a PDF's `/ID` (ISO 32000-1, 14.4) is the beginning of the
SHA-256 of the file with that half set to noughts.  So any copy tells by itself
whether a bit of it has turned.  Against who alters it on purpose it is no
proof: who can write the file can write the sum; keep the SHA-256 elsewhere.
"""

import hashlib
import io
import re

import pikepdf

_ID = re.compile(rb"/ID \[ ?<([0-9a-f]{32})> ?<([0-9a-f]{32})> ?\]")
_BEGIN = b"/ID ["
_NOUGHT = b"0" * 32


def saved(pdf: pikepdf.Pdf, *, version: str = "1.7") -> bytes:
    """Return the bytes of a PDF: the same ones for the same objects, whoever asks and when."""
    output = io.BytesIO()
    pdf.save(
        output,
        force_version=version,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        compress_streams=True,
    )
    content = output.getvalue()
    match = _last_id(content)
    assert match  # noqa: S101 - qpdf writes it so
    return content[: match.start(2)] + _sum(content, match).encode() + content[match.end(2) :]


def is_whole(content: bytes) -> bool | None:
    """Tell whether a PDF is, byte for byte, as Coranto saved it; None if it carries no sum of ours."""
    match = _last_id(content)
    if match is None:
        return None
    return match[2].decode() == _sum(content, match)


def _last_id(content: bytes) -> "re.Match[bytes] | None":
    """Return the last identity in a PDF: that of its trailer, behind which a table of all objects may follow."""
    at = content.rfind(_BEGIN)
    while at >= 0:
        if match := _ID.match(content, at):
            return match
        at = content.rfind(_BEGIN, 0, at)
    return None


def _sum(content: bytes, match: "re.Match[bytes]") -> str:
    digest = hashlib.sha256(memoryview(content)[: match.start(2)])
    digest.update(_NOUGHT)
    digest.update(memoryview(content)[match.end(2) :])
    return digest.hexdigest()[:32]
