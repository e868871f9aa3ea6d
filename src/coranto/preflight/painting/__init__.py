"""Painting: what a finished PDF says of itself, and what it paints where, read once for all judges.

In: the bytes of any PDF, which may be hostile.  Out: a `Document`, plain data.
The only part of preflight with pikepdf.
"""

from coranto.preflight.painting.model import Document


def read_document(content: bytes, *, painted: bool = True) -> Document:
    """Return what a PDF holds; a hostile one may eat time and memory, so read it in a process of its own.

    Without `painted`, what its pages paint is left out, which takes most of the time.

    Raises:
        EditionError: it can't be read.

    """
    from coranto.preflight.painting import reading

    return reading.read(content, painted=painted)


__all__ = ["Document", "read_document"]
