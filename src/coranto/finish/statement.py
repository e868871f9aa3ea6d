"""The statement: what a sealed edition says that it was made from, as it lies in the PDF."""

import json
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from coranto.issue.fields import Model

Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Table = dict[str, str]
"""Names, and for each a SHA-256 or a version."""


class Statement(Model):
    """All that an edition was made from."""

    format: Literal[1] = 1
    folder: Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$")]
    """The folder of the issue as it is restored: its date."""
    files: dict[str, Digest] = Field(min_length=1, max_length=10_000)
    """The issue's files by their paths, as they are restored."""
    asked: str | None
    """The layout that was asked for; without one, the issue's own."""
    layouts: dict[str, Table]
    """The chain from the layout to the one that extends nothing, each with the sums of its files."""
    fonts: dict[str, Digest]
    """The font families of the layout, each with the digest of its manifest (`coranto.archive.inputs`)."""
    program: Table
    """Versions of Coranto and of all that it stands on."""

    def as_bytes(self) -> bytes:
        """Return it as it lies in a PDF."""
        return (json.dumps(self.model_dump(), ensure_ascii=False, separators=(",", ":")) + "\n").encode()
