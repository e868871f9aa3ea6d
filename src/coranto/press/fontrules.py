"""Font rules: those of the layout that is set, whatever was set before in the process.

Pango looks for a face by the rules of fontconfig's current configuration, not
of the one that its font map is given (pango 1.50, `FcConfigSubstitute`); and
current is the first that a process has read.  A warm process sets many layouts.
"""

from weasyprint.text.ffi import ffi, fontconfig
from weasyprint.text.fonts import FontConfiguration

ffi.cdef("FcBool FcConfigSetCurrent (FcConfig *config);")


def follow_rules(fonts: FontConfiguration) -> None:
    """Let the rules of these fonts be followed from now on in this process."""
    fontconfig.FcConfigSetCurrent(fonts._config)  # noqa: SLF001 - the engine has no name for it
