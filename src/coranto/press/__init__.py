"""The press: a galley becomes pages, pages become a proof.

The only room with the engine (WeasyPrint).  It is imported when the first
galley is set, not before: Pango reads the font configuration as it loads, and
`coranto check` shall not wait for it.
"""

from typing import TYPE_CHECKING

from coranto.press.falling import falling_told
from coranto.press.proof import Flatplan, Proof

if TYPE_CHECKING:
    from coranto.compose import Galley
    from coranto.press.pages import Pages

__all__ = ["Flatplan", "Proof", "paginate", "pull", "screen_profile"]


def paginate(galley: "Galley") -> "Pages":
    """Return the galley laid out as pages.

    Changes the process's locale and font environment for good.

    Raises:
        FontError: the galley names no font family.
        LayoutError: the engine fell over what a stylesheet asks for.
        PressError: the engine fell over the galley.

    """
    from coranto.press import environment, quickening

    environment.prepare(galley.fonts)
    quickening.quicken()
    with quickening.by_file_name():
        from coranto.press.balancing import admit_balance
        from coranto.press.mending import mend
        from coranto.press.pages import lay_out
        from coranto.press.remembering import remember
        from coranto.press.standing import keep_standing

    mend()
    remember()
    keep_standing()
    admit_balance()
    with falling_told(galley):
        return lay_out(galley)


def pull(pages: "Pages") -> Proof:
    """Return the proof of these pages: PDF, flatplan, and what there was to complain of.

    Raises:
        PressError: the engine fell over the pages.

    """
    from coranto.press.pages import pull

    with falling_told(pages.galley):
        return pull(pages)


def screen_profile() -> bytes:
    """Return the ICC profile of sRGB that the engine brings (sRGB2014, of the ICC)."""
    from importlib.resources import files

    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
