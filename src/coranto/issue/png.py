"""PNG: whether a picture has all the rows that its head promises.

In: the bytes of a PNG whose chunks are whole.  Pillow takes a picture for good
whose data end before it does, and leaves the rest black (Pillow 13).

https://www.w3.org/TR/png-3/ (4.5 on interlacing, 7.2 on rows, 11.2.1 on the head)
"""

import struct
import zlib
from collections.abc import Iterator

_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
"""Samples of a pixel, by colour type."""
_ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
"""Where each pass begins, from the left and from above, and its steps."""
_PIECE = 1_000_000


def lacks_rows(content: bytes) -> bool:
    """Tell whether a PNG's data end before its last row."""
    width, height, depth, colour, _, _, interlaced = struct.unpack_from(">IIBBBBB", content, 16)
    bits = depth * _CHANNELS.get(colour, 1)
    passes = _ADAM7 if interlaced else ((0, 0, 1, 1),)
    wanted = 0
    for left, top, right, down in passes:
        columns, rows = -(-(width - left) // right), -(-(height - top) // down)
        if columns > 0 and rows > 0:
            wanted += rows * (1 + (columns * bits + 7) // 8)
    unpacker = zlib.decompressobj()
    found = 0
    for data in _data(content):
        waiting = data
        while waiting and not unpacker.eof:
            found += len(unpacker.decompress(waiting, _PIECE))
            if found >= wanted:
                return False
            waiting = unpacker.unconsumed_tail
    return found + len(unpacker.flush()) < wanted


def _data(content: bytes) -> Iterator[bytes]:
    """Yield the picture's data, chunk by chunk."""
    at = 8
    while at + 8 <= len(content):
        (length,) = struct.unpack_from(">I", content, at)
        if content[at + 4 : at + 8] == b"IDAT":
            yield content[at + 8 : at + 8 + length]
        at += length + 12
