"""Slugs: the names of articles as ids."""

import re


def slugs_of(names: list[str]) -> dict[str, str]:
    """Return for each file name a slug that is good as an id, and one article's alone."""
    slugs: dict[str, str] = {}
    for name in names:
        stem = re.sub(r"[^\w-]+", "-", name.removesuffix(".md")).strip("-").lower() or "article"
        taken = {*slugs.values(), "issue", "periodical", "contents"}
        slugs[name] = next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, 10_000))) if slug not in taken)
    return slugs
