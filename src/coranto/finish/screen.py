"""The edition for a screen: PDF/UA-1 (ISO 14289-1), with pictures of 150 ppi."""

import io

import pikepdf

from coranto.finish.metadata import describe
from coranto.finish.model import EditionName, Facts
from coranto.finish.pictures import sample_down
from coranto.finish.saving import saved

PPI = 150


def finish(content: bytes, facts: Facts) -> bytes:
    """Return the edition for a screen of a PDF that the press has pulled."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        trim(pdf)
        sample_down(pdf, ppi=PPI)
        describe(pdf, facts, EditionName.SCREEN, content)
        return saved(pdf)


def trim(pdf: pikepdf.Pdf) -> None:
    """Let the pages end where they are cut: the press pulls them with what bleeds off them."""
    for page in pdf.pages:
        page.obj.MediaBox = page.obj.TrimBox
        del page.obj.TrimBox, page.obj.BleedBox
