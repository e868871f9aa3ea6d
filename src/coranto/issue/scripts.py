"""Scripts: which writing systems an issue is set in, beside those that every layout has faces for.

In: an issue.  Out: ISO 15924 codes, by which the layout adds its families; an
issue that needs none of them waits for none.
"""

import re
from collections.abc import Iterator

from pydantic import BaseModel

from coranto.issue.model import Issue

_LETTERS = {
    "Arab": re.compile("[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefc]"),
    "Deva": re.compile("[\u0900-\u097f\u1cd0-\u1cff\ua8e0-\ua8ff]"),
    "Jpan": re.compile("[\u3040-\u30ff\u31f0-\u31ff]"),
}
"""Letters that tell a script (Unicode 16, Blocks.txt)."""

LANGUAGES = {
    "Arab": ("ar", "fa", "ur", "ps", "ckb", "sd", "ug"),
    "Deva": ("hi", "mr", "ne", "sa"),
    "Hans": ("zh",),
    "Jpan": ("ja",),
}
"""The languages of a script, as BCP 47 subtags."""

_LANG = re.compile(r' lang="([a-z]+)')


def scripts_of(issue: Issue) -> frozenset[str]:
    """Return the scripts of the issue that tell themselves by their letters or by a language that is named."""
    texts = [*_texts(issue.periodical), *_texts(issue.head)]
    languages = {issue.language}
    for article in issue.articles.values():
        html = article.body.html
        texts += [*_texts(article.front), html]
        languages |= {article.front.language or issue.language, *_LANG.findall(html)}
    text = "\n".join(texts)
    spoken = {language.partition("-")[0] for language in languages}
    return frozenset(
        script for script, letters in _LETTERS.items() if spoken & {*LANGUAGES[script]} or letters.search(text)
    )


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _texts(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _texts(item)
