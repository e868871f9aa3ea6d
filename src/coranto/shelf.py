"""Where `layouts/`, `fonts/` and `profiles/` lie: inside the wheel, else in the checkout.

`CORANTO_SHELF` names another folder that holds layouts and fonts; an archive that keeps the
layouts and fonts of its day points there.
"""

import os
from pathlib import Path

from coranto.errors import LayoutError

_PACKAGE = Path(__file__).resolve().parent


def _shelf() -> Path:
    if chosen := os.environ.get("CORANTO_SHELF"):
        if not Path(chosen).is_dir():
            raise LayoutError(f"CORANTO_SHELF names `{chosen}`, which is no folder")
        return Path(chosen)
    return _own()


def _own() -> Path:
    packed = _PACKAGE / "_shelf"
    return packed if packed.is_dir() else _PACKAGE.parents[1]


def specimen_folder() -> Path:
    """Return the folder of the specimen issue, Coranto's own whatever `CORANTO_SHELF` says."""
    return _own() / "issues" / "specimen" / "all-sorts"


def profiles_folder() -> Path:
    """Return the folder that holds the colour profiles, one folder each; Coranto's own, too."""
    return _own() / "profiles"


def layouts_folder() -> Path:
    """Return the folder that holds the layouts, one folder each."""
    return _shelf() / "layouts"


def fonts_folder() -> Path:
    """Return the folder that holds the font families, one folder each."""
    return _shelf() / "fonts"
