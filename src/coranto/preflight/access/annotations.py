"""Each link of a PDF is tagged, and says where it leads (ISO 14289-1, 7.18)."""

from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("access.link-unsaid", "access.link-untagged")


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding for each link without a description, and for each that no tag holds."""
    links = [one for page in document.pages for one in page.annotations if one.kind == "Link" and not one.hidden]
    for link in links:
        if not link.contents.strip():
            what, hint = "a link does not say where it leads", "give it a description (Contents)"
            yield stop("access.link-unsaid", what, hint=hint, spot=link.spot)
        if not link.tagged:
            what, hint = "a link is in no tag", "tag it as a link"
            yield stop("access.link-untagged", what, hint=hint, spot=link.spot)
