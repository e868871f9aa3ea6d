"""A tag: what something is to those who hear it (ISO 32000-1, 14.7.2)."""

from typing import NamedTuple


class Tag(NamedTuple):
    """An element of the tree of tags, or, without a role, something that the element before it holds."""

    depth: int
    """How many elements it stands in."""
    page: int | None
    role: str = ""
    """Its standard role, such as `H1` or `Table` (ISO 32000-1, 14.8.4)."""
    alt: str = ""
    """What is said in its stead."""
    language: str = ""
    scoped: bool = False
    """Whether it says what it heads, as the head of a column does."""
    content: tuple[str, int] | None = None
    """The page or form, and the number by which its content is marked there."""

    @property
    def level(self) -> int:
        """The level of a heading, from 1; 0 of anything else."""
        sort, level = self.role[:1], self.role[1:]
        return int(level) if sort == "H" and level in tuple("123456") else 0
