"""The errors of the house, each with its exit code.

    CorantoError            1   something we did not foresee
    ├── CopyError           3   the copy is at fault: an issue can't be read
    ├── LayoutError         4   the layout is at fault
    ├── FontError           5   a font is missing or was altered
    ├── PressError          6   the press could not set the issue
    ├── HeldError           7   the issue is set, but preflight holds it
    ├── OutputError         8   the PDF could not be written
    ├── DifferError         9   two editions were compared, and differ
    ├── EditionError       10   a finished PDF can't be read
    └── ArchiveError       11   the archive is not what it should be: issues failed, editions are damaged

Exit code 2 is the command line's own (unknown option, missing argument), 130
says that the run was interrupted.  `coranto.cli` is the one place that
catches them.
"""

from collections.abc import Iterable

from coranto.findings import Finding, in_order


class CorantoError(Exception):
    """The next stage can't be reached; `findings` say why, all of them."""

    exit_code = 1

    def __init__(self, message: str, findings: Iterable[Finding] = ()) -> None:
        self.message = message
        self.findings = in_order(list(findings))
        super().__init__(message, self.findings)

    def __str__(self) -> str:
        """Return the message and each finding on a line of its own."""
        return "\n".join([self.message, *map(str, self.findings)])


class CopyError(CorantoError):
    """The copy is at fault."""

    exit_code = 3


class LayoutError(CorantoError):
    """The layout is at fault."""

    exit_code = 4


class FontError(CorantoError):
    """A font is missing or is not the file that its manifest names."""

    exit_code = 5


class PressError(CorantoError):
    """The press could not set the issue: it failed, died or ran past a limit."""

    exit_code = 6


class HeldError(CorantoError):
    """The issue is set, but preflight found what must not be printed."""

    exit_code = 7


class OutputError(CorantoError):
    """The PDF could not be written; what was there before still is."""

    exit_code = 8


class DifferError(CorantoError):
    """Two editions, or two archives, were compared, and differ."""

    exit_code = 9


class EditionError(CorantoError):
    """A finished PDF, or an archive of them, can't be read: it is missing, damaged, encrypted, or none."""

    exit_code = 10


class ArchiveError(CorantoError):
    """The archive is not what it should be: issues of a run failed, or editions are missing or altered."""

    exit_code = 11
