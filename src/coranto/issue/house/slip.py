"""A slip: what a rule of the house found in a paper, and how it is mended."""

from typing import NamedTuple


class Slip(NamedTuple):
    """Something that is not as the house has it."""

    at: int
    """Where in the file's text."""
    message: str
    hint: str = ""
    mends: tuple[tuple[int, int, str], ...] = ()
    """What mends it safely: stretches of the text (first, end), and what is to stand there."""
