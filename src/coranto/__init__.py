"""Coranto, the typesetter of periodicals.

The front door: `press_issue` takes the folder of an issue and returns an
`Outcome` with its `Proof`; the other names are the nouns of the house.  Each is
loaded when it is first asked for.
"""

import importlib
from typing import TYPE_CHECKING

__version__ = "0.1.0"

_ROOMS = {
    "press_issue": "coranto.pressrun.line",
    "Outcome": "coranto.pressrun.line",
    "compare_pdfs": "coranto.compare",
    "compare_archives": "coranto.compare",
    "Comparison": "coranto.compare",
    "Survey": "coranto.compare",
    "Issue": "coranto.issue.model",
    "Layout": "coranto.layout.model",
    "Galley": "coranto.compose",
    "Flatplan": "coranto.press.proof",
    "Proof": "coranto.press.proof",
    "EditionName": "coranto.finish.model",
    "Paper": "coranto.finish.model",
    "Finding": "coranto.findings",
    "CorantoError": "coranto.errors",
    "CopyError": "coranto.errors",
    "LayoutError": "coranto.errors",
    "FontError": "coranto.errors",
    "PressError": "coranto.errors",
    "HeldError": "coranto.errors",
    "OutputError": "coranto.errors",
    "ArchiveError": "coranto.errors",
    "DifferError": "coranto.errors",
    "EditionError": "coranto.errors",
}

__all__ = [*_ROOMS, "__version__"]  # noqa: PLE0604 - the rooms are names

if TYPE_CHECKING:
    from coranto.compare import Comparison as Comparison
    from coranto.compare import Survey as Survey
    from coranto.compare import compare_archives as compare_archives
    from coranto.compare import compare_pdfs as compare_pdfs
    from coranto.compose import Galley as Galley
    from coranto.errors import ArchiveError as ArchiveError
    from coranto.errors import CopyError as CopyError
    from coranto.errors import CorantoError as CorantoError
    from coranto.errors import DifferError as DifferError
    from coranto.errors import EditionError as EditionError
    from coranto.errors import FontError as FontError
    from coranto.errors import HeldError as HeldError
    from coranto.errors import LayoutError as LayoutError
    from coranto.errors import OutputError as OutputError
    from coranto.errors import PressError as PressError
    from coranto.findings import Finding as Finding
    from coranto.finish.model import EditionName as EditionName
    from coranto.finish.model import Paper as Paper
    from coranto.issue.model import Issue as Issue
    from coranto.layout.model import Layout as Layout
    from coranto.press.proof import Flatplan as Flatplan
    from coranto.press.proof import Proof as Proof
    from coranto.pressrun.line import Outcome as Outcome
    from coranto.pressrun.line import press_issue as press_issue


def __getattr__(name: str) -> object:
    """Return a name of the front door, from the room that it lives in."""
    if name in _ROOMS:
        return getattr(importlib.import_module(_ROOMS[name]), name)
    message = f"module 'coranto' has no attribute {name!r}"
    raise AttributeError(message)
