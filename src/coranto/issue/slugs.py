"""Slugs: the names of articles as ids."""

import re
from itertools import count


def slugs_of(names: list[str]) -> dict[str, str]:
    """Return for each file name a slug that is good as an id, and one article's alone."""
    slugs: dict[str, str] = {}
    for name in names:
        stem = re.sub(r"[^\w-]+", "-", name.removesuffix(".md")).strip("-").lower() or "article"
        taken = {*slugs.values(), "issue", "periodical", "contents"}
        slug, numbers = stem, count(2)
        while slug in taken:
            slug = f"{stem}-{next(numbers)}"
        slugs[name] = slug
    return slugs
