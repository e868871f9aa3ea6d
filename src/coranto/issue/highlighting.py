"""Highlighting: the code of a fence, its parts told apart by classes.

In: code and the language that its fence names.  Out: HTML of Pygments
(https://pygments.org/docs/tokens/), whose short class names the layouts style;
nothing for a language that Pygments doesn't know, and code stays plain.
"""

from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.formatters import HtmlFormatter
    from pygments.lexer import Lexer

LENGTH_LIMIT = 20_000
"""Letters of the longest code that is taken apart."""


def highlight(code: str, language: str, _: str) -> str:
    """Return code as HTML, or nothing to have it set plainly."""
    if not language or len(code) > LENGTH_LIMIT:
        return ""
    from pygments import highlight as taken_apart

    lexer = _lexer(language)
    return str(taken_apart(code, lexer, _formatter())) if lexer else ""


@cache
def _formatter() -> "HtmlFormatter[str]":
    from pygments.formatters import HtmlFormatter

    return HtmlFormatter(nowrap=True)


@lru_cache(maxsize=64)
def _lexer(language: str) -> "Lexer | None":
    """Return what takes the code of a language apart, if Pygments knows it."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return None
