"""Web addresses as they are set."""

import re

from markupsafe import Markup


def address(url: str) -> Markup:
    """Return a web address as text that breaks where a reader expects it (Chicago Manual, 7.46)."""
    bare = url.removeprefix("https://").removeprefix("http://").removesuffix("/")
    parts = re.split(r"(?<=/)|(?=[.\-_?&=#%~])", bare)
    return Markup("<wbr>").join(parts)
