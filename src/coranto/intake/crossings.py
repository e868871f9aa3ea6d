"""Crossings: links within a source, which has become several files.

In: a draft and the names of its files.  Out: the same draft, in which a link
to a heading or an id of the source leads to the file where that now stands.  A
link that leads nowhere on paper or screen becomes its words, and is told.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote

from coranto.findings import Finding, Place, query
from coranto.intake.draft import Draft, DraftArticle
from coranto.intake.stream import Sort, short

_LINK = re.compile(
    r"(?<![!\\])\[((?:[^\[\]\\`]|\\.|`[^`]*`|!?\[[^\]]*\])*)\]"  # the words
    r"\([ ]*<?((?:[^()\s<>]|\([^()\s]*\))*)>?"  # the address
    r"(?:\s+(?:\"[^\"]*\"|'[^']*'))?[ ]*\)"  # a title
)
_NAMED = re.compile(r"\{#([\w-]+)\}")
_GOOD = ("http://", "https://", "mailto:")


def settle_links(draft: Draft, names: Sequence[str], notes: dict[str, str]) -> list[Finding]:
    """Let the links of a draft lead to its files; return what an editor should look at."""
    articles = [article for department in draft.departments for article in department.articles]
    standing: dict[str, tuple[str, str]] = {}
    for article, name in zip(articles, names, strict=True):
        if article.name:
            standing.setdefault(article.name, (name, ""))
        for block in article.body:
            for identity in [block.name, *_NAMED.findall(block.text)]:
                if identity:
                    standing.setdefault(identity, (name, identity))
    settler = _Settler(standing)
    for article, name in zip(articles, names, strict=True):
        settler.settle(article, name)
    for label, note in notes.items():
        notes[label] = settler.text(note, "", None)
    return settler.findings


class _Settler:
    """Rewrites the links of one article after the other."""

    def __init__(self, standing: dict[str, tuple[str, str]]) -> None:
        self.standing = standing
        self.findings: list[Finding] = []

    def settle(self, article: DraftArticle, name: str) -> None:
        """Rewrite the links of an article's body."""
        article.body = [
            block
            if block.sort is Sort.CODE or "](" not in block.text
            else replace(block, text=self.text(block.text, name, block.place))
            for block in article.body
        ]

    def text(self, text: str, name: str, place: Place | None) -> str:
        """Return a text that stands in the file `name` with its links rewritten; what is code stays."""
        if "](" not in text:
            return text
        parts = re.split(r"(`+[^`]+`+)(?![^\[\]]*\]\()", text)
        return "".join(
            part if part.startswith("`") else _LINK.sub(lambda match: self._link(match, name, place), part)
            for part in parts
        )

    def _link(self, match: re.Match[str], name: str, place: Place | None) -> str:
        said, address = match[1], match[2]
        if address.startswith(_GOOD):
            plain = f"[{said}](<{address}>)" if re.search(r"[()]", address) else f"[{said}]({address})"
            return plain if match[0].rstrip(")").endswith(('"', "'")) else match[0]
        if address.startswith("#") and (found := self.standing.get(unquote(address[1:]))):
            file, identity = found
            inner = f"#{identity}" if identity else ""
            return f"[{said}]({file if file != name or not inner else ''}{inner})"
        if said.strip():
            what = f"the link `{short(said, 40)}` to `{short(address, 40)}` leads nowhere, and is its words now"
            hint = "link to https://…, or to an article's file"
            self.findings.append(query("intake.link", what, hint=hint, place=place))
        return said
