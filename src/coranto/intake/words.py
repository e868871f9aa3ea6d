"""Words: how they are counted, so that a source and the issue made of it can be compared.

A word is a run of letters and digits, an address, or one Han or Kana sign; its
case, its accents' form and the signs around it don't count.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

from pydantic import BaseModel

from coranto.issue.model import Issue

_SIGNS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_ADDRESS = r"https?://[^\s<>\"“”)\]]+|www\.[^\s<>\"“”)\]]+"
_WORD = re.compile(rf"{_ADDRESS}|[{_SIGNS}]|[^\W_{_SIGNS}]+(?:[\u0300-\u036f\u0900-\u0963\u200c\u200d]+[^\W_]*)*")
_NOTHING = "\u00ad\u200b\u200d\u2060\ufeff"
_TAG = re.compile(r"<[^>]*>")
_JOINING = re.compile(r"</?(?:em|strong|code|s|span|a)\b[^>]*>")
"""Tags that don't part words."""
_AGAIN = re.compile(r'<a class="note-again"[^>]*>[^<]*</a>')
"""The number of a note that is referred to again: no word of the copy."""
_UNSAID = {"kind", "language", "file", "layout", "options", "id", "list_articles", "articles"}


def words(text: str) -> list[str]:
    """Return the words of a text in order."""
    if not text.isascii():
        for sign in _NOTHING:
            text = text.replace(sign, "")
        text = unicodedata.normalize("NFKC", text)
    folded = text.casefold()
    found = _WORD.findall(folded)
    return [_bare(word) for word in found] if "://" in folded or "www." in folded else found


def _bare(word: str) -> str:
    """Return an address without what may be written or not."""
    if word.startswith(("http://", "https://", "www.")):
        return re.sub(r"^https?://", "", word).rstrip("/.,;:'’")
    return word


def words_of(issue: Issue) -> Iterator[str]:
    """Yield all words that stand in an issue: its imprint, its masthead, its departments, its articles."""
    yield from _said(issue.periodical)
    yield from _said(issue.head)
    for article in issue.articles.values():
        yield from _said(article.front)
        said = _AGAIN.sub(" ", article.body.html.replace('<span class="footnote"', '<p class="footnote"'))
        yield from words(html.unescape(_TAG.sub(" ", _JOINING.sub("", said))))


def _said(value: object, name: str = "") -> Iterator[str]:
    if isinstance(value, BaseModel):
        for key in type(value).model_fields:
            if key not in _UNSAID:
                yield from _said(getattr(value, key), key)
    elif isinstance(value, tuple):
        for item in value:
            yield from _said(item, name)
    elif isinstance(value, str | int) and not isinstance(value, bool):
        yield from words(str(value))
