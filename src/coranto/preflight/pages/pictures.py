"""Every picture is found and shown; nothing else is asked for."""

from collections.abc import Iterator

from coranto.findings import Finding, Place, stop
from coranto.issue.model import Issue
from coranto.press.proof import Proof

CODES = ("pictures.failed", "pictures.refused")
LOG = (
    "Failed to load image",
    "Failed to render SVG",
    "Failed to load inline SVG",
    "Failed to load stylesheet",
    "Failed to load attachment",
    "Unknown image mode",
    "Image size",
)


def check(issue: Issue, proof: Proof) -> Iterator[Finding]:
    """Yield a finding for each refusal of the fetcher, and for each picture that the engine gave up on."""
    for refusal in proof.refusals:
        yield stop(
            "pictures.refused",
            f"`{refusal.url}` was asked for and not given: {refusal.reason}",
            hint="put pictures into the issue's folder, and fonts into fonts/",
            place=_place(issue, refusal.url),
        )
    refused = tuple(refusal.url for refusal in proof.refusals)
    for line in proof.log:
        if line.text.startswith(LOG) and not any(url in line.text for url in refused):
            yield stop(
                "pictures.failed",
                f"the engine could not show a picture: {line.text}",
                hint="export it anew",
                place=_place(issue, line.text),
            )


def _place(issue: Issue, text: str) -> Place | None:
    """Return where the copy shows the picture that a line speaks of."""
    for name in issue.pictures:
        if name in text:
            for article in issue.articles.values():
                for block in article.body.blocks:
                    if f'src="{name}"' in block.html:
                        return block.place
    return None
