"""Every colour means something: by a profile of its own, or by the output intent (ISO 19005-3, 6.2.4)."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.gathering import by_page
from coranto.preflight.painting.model import Document, Mark, Page, Picture, Run, Space

CODES = ("archive.intent", "archive.colour")
_BY_PROFILE = {"RGB": (Space.GREY, Space.RGB), "CMYK": (Space.GREY, Space.CMYK), "GRAY": (Space.GREY,)}
_NEEDING = (Space.GREY, Space.RGB, Space.CMYK)


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding if the device's colours are used without an intent, or for each page where it is for others."""
    intents = [one for one in document.intents if one.kind == "GTS_PDFA1" and one.components is not None]
    if not intents:
        if any(_bare(page) for page in document.pages):
            yield stop(
                "archive.intent",
                "it has colours of no profile, and no output intent of PDF/A with one",
                hint="add an output intent with an ICC profile",
            )
        return
    meant = _BY_PROFILE.get(intents[0].space, ())
    for page in document.pages:
        for one, more in by_page(one for one in _bare(page) if _space(one) not in meant):
            yield stop(
                "archive.colour",
                f"something is in {_space(one)}{more}, and the output intent is for {intents[0].space}",
                hint="give it a profile of its own",
                spot=one.spot,
            )


def _bare(page: Page) -> list[Mark | Picture | Run]:
    """Return what is painted in colours of the device."""
    return [one for one in page.painted if _space(one) in _NEEDING and _device(one) and _is_seen(one)]


def _space(one: Mark | Picture | Run) -> Space:
    return one.space if isinstance(one, Picture) else one.colour.space


def _device(one: Mark | Picture | Run) -> bool:
    return one.device if isinstance(one, Picture) else one.colour.device


def _is_seen(one: Mark | Picture | Run) -> bool:
    return one.visible if isinstance(one, Run) else True
