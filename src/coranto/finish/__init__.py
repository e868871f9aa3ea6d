"""Finish: of the pages that were pressed, the edition that somebody gets.

    screen    PDF/UA-1: tagged, linked, pictures for a screen
    print     PDF/X-4: inks, bleed, marks, pages by fours, spreads if they are asked for
    archive   PDF/A-3a: with the issue's folder sealed in

In: the PDF of a proof, and the issue that it is of.  Out: the bytes of one
edition.  The only room with pikepdf.
"""

from coranto.finish.model import EditionName, Facts, Paper, PrintOrder, Seal

__all__ = ["EditionName", "Facts", "Paper", "PrintOrder", "Seal", "finish_archive", "finish_print", "finish_screen"]


def finish_screen(pdf: bytes, facts: Facts) -> bytes:
    """Return the edition for a screen of a PDF that the press has pulled."""
    from coranto.finish import screen

    return screen.finish(pdf, facts)


def finish_archive(pdf: bytes, facts: Facts, *, seal: Seal, srgb: bytes) -> bytes:
    """Return the edition for the archive; `srgb` is the ICC profile of a screen."""
    from coranto.finish import archive

    return archive.finish(pdf, facts, seal=seal, srgb=srgb)


def finish_print(pdf: bytes, facts: Facts, *, order: PrintOrder) -> bytes:
    """Return the edition for print."""
    from coranto.finish import paper

    return paper.finish(pdf, facts, order=order)
