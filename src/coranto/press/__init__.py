"""The press: a galley becomes pages, pages become a proof.

The only room with the engine (WeasyPrint).  It is imported when the first
galley is set, not before: Pango reads the font configuration as it loads, and
`coranto check` shall not wait for it.
"""

from typing import TYPE_CHECKING

from coranto.press.proof import Flatplan, Proof

if TYPE_CHECKING:
    from coranto.compose import Galley
    from coranto.press.pages import Pages

__all__ = ["Flatplan", "Proof", "paginate", "pull"]


def paginate(galley: "Galley") -> "Pages":
    """Return the galley laid out as pages.

    Changes the process's locale and font environment for good.

    Raises:
        FontError: the galley names no font family.

    """
    from coranto.press import environment, quickening

    environment.prepare(galley.fonts)
    quickening.quicken()
    with quickening.by_file_name():
        from coranto.press.mending import mend
        from coranto.press.pages import lay_out

    mend()
    return lay_out(galley)


def pull(pages: "Pages") -> Proof:
    """Return the proof of these pages: PDF, flatplan, and what there was to complain of."""
    from coranto.press.pages import pull

    return pull(pages)
