"""Highlighting: the code of a fence, its parts told apart by classes.

In: code and the language that its fence names.  Out: HTML of Pygments
(https://pygments.org/docs/tokens/), whose short class names the layouts style;
nothing for a language that Pygments doesn't know, and code stays plain.
"""

LENGTH_LIMIT = 20_000
"""Letters of the longest code that is taken apart."""


def highlight(code: str, language: str, _: str) -> str:
    """Return code as HTML, or nothing to have it set plainly."""
    if not language or len(code) > LENGTH_LIMIT:
        return ""
    from pygments import highlight as taken_apart
    from pygments.formatters import HtmlFormatter
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return ""
    return str(taken_apart(code, lexer, HtmlFormatter(nowrap=True)))
