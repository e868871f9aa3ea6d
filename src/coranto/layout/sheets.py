"""The layout's data files: read each time, parsed once for the same text.

A warm process sets many issues in one layout; to parse its manifests again for
each would cost more than to read the copy.
"""

from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from coranto.findings import Finding
from coranto.issue.datafile import Sheet, read_sheet
from coranto.issue.explain import validate
from coranto.issue.fields import Model
from coranto.issue.source import read_text

Sort = TypeVar("Sort", bound=Model)


def read_model(path: Path, model: type[Sort]) -> tuple[Sort | None, Sheet, list[Finding]]:
    """Return what the data file at `path` says, where it says so, and its faults."""
    text, faults = read_text(path)
    if faults:
        return None, Sheet(path, {}), faults
    said, sheet, found = _parse(model, text, path)
    return said, sheet, list(found)


@lru_cache(maxsize=128)
def _parse(model: type[Any], text: str, path: Path) -> tuple[Any, Sheet, tuple[Finding, ...]]:
    sheet, faults = read_sheet(text, path)
    said = None
    if not faults:
        said, faults = validate(model, sheet)
    return said, sheet, tuple(faults)
