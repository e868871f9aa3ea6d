"""A PDF says its language, so that it is read aloud in the right one."""

import re
from collections.abc import Iterator

from coranto.findings import Finding, stop
from coranto.preflight.painting.model import Document

CODES = ("access.no-language", "access.language")
_TAG = re.compile(r"(?:[a-z]{2,3}|[xi](?=-))(?:-[a-z0-9]{1,8})*", re.IGNORECASE)
"""The shape of a tag (BCP 47)."""


def check(document: Document) -> Iterator[Finding]:
    """Yield a finding if there is no language, and for each that is none."""
    if not document.language.strip():
        yield stop("access.no-language", "the PDF does not say its language", hint="set its language, such as en")
    for language in dict.fromkeys([document.language, *(tag.language for tag in document.tags)]):
        if language.strip() and not _TAG.fullmatch(language):
            what = f"the PDF says that it, or a part of it, is in the language `{language}`"
            yield stop("access.language", what, hint="write a tag such as en, de-AT or zh-Hans")
