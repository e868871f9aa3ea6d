"""No word stands twice running that was meant once.

What is doubled honestly differs by language.  English says “had had”, French
“nous nous lavons”, German “die, die die Zeitung lesen”; Hindi, Urdu, Persian
and Arabic double words to make much of them, so there only those are told that
nobody doubles; Chinese and Japanese part no words, so there it is a stretch of
several signs, or a particle.
"""

import re
from collections.abc import Iterator
from functools import cache

from coranto.findings import Finding, query
from coranto.issue.model import Issue

CODES = ("editorial.repeat",)
_HONEST = {
    "en": "had that ha ho hear no now so there very well bye tut knock bang blah yeah",
    "fr": "nous vous en si très ha hé non oui bien",
    "de": "die der das den dem denen sie ihr ihnen uns sich sehr ganz ja nein ha",
    "es": "nos muy no sí ya bien casi",
    "it": "piano via così quasi appena ora subito poco man molto bene ben no sì",
    "pt": "se nos logo quase muito já bem não",
    "nl": "die dat ze zij je het haar had er heel ja nee",
    "pl": "bardzo tak nie już",
    "cs": "se si by už velmi ne",
}
"""Words that are doubled in earnest; any other is told."""
_NEVER = {
    "hi": "का के की में से को ने पर है हैं था कि और भी ही इस यह एक",
    "ur": "کا کے کی میں سے کو نے پر ہے ہیں تھا کہ اور بھی ہی اس یہ ایک",
    "fa": "از که را با این آن است برای بر و تا یا",
    "ar": "في على إلى عن مع أن إن هذا هذه ذلك التي الذي كان كانت هو هي ما قد أو ثم",
}
"""Words that nobody doubles, in languages that double many."""
_HAN = "\u3005\u3400-\u9fff"
_UNPARTED = {
    "zh": f"(?<!目)的的(?!确)|们们|(?P<run>[{_HAN}]{{3,12}})(?P=run)",
    "ja": f"をを|(?P<run>[{_HAN}]{{3,12}})(?P=run)",
}
_ARTICLE = r"|ال[^\W\d_]{2,}"


def check(issue: Issue) -> Iterator[Finding]:
    """Yield a query for each word that stands twice running."""
    for paper in issue.papers:
        base = paper.language.partition("-")[0]
        pattern, honest = _pattern(base), frozenset(_HONEST.get(base, "").split())
        for passage in paper.passages:
            for match in pattern.finditer(passage.text):
                said = " ".join(match[0].split())
                if _is_meant(said, honest, named=base != "de"):
                    continue
                yield query(
                    "editorial.repeat",
                    f"`{said}` says the same twice",
                    hint="take one out",
                    place=paper.place(passage.start + match.start()),
                )


@cache
def _pattern(base: str) -> re.Pattern[str]:
    if base in _UNPARTED:
        return re.compile(_UNPARTED[base])
    word = r"[^\W\d_]+(?:['’][^\W\d_]+)?"
    if base in _NEVER:
        word = "|".join(sorted(_NEVER[base].split(), key=len, reverse=True)) + (_ARTICLE if base == "ar" else "")
    letter = r"[\w\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0900-\u0903\u093a-\u094f'’.-]"
    return re.compile(
        rf"(?<!{letter})(?P<word>{word})[ \u00a0]*[ \n](?P=word)(?!{letter}*[^\W_])(?!['’-])", re.IGNORECASE
    )


def _is_meant(said: str, honest: frozenset[str], *, named: bool) -> bool:
    """Tell whether a word is doubled in earnest: one of those, a letter that is no word, or a name, as Duran Duran."""
    words = said.split(" ")
    if words[0].lower() in honest:
        return True
    if len(words) == 1:  # Chinese or Japanese: laughter is a run, too
        return len(set(said)) == 1 and len(said) > 2  # noqa: PLR2004
    if len(words[0]) == 1:
        return words[0] not in ("a", "I", "à", "y", "e", "o", "i", "w", "z", "v", "k", "s", "و")
    return named and words[0][0].isupper() and words[0] == words[1] and words[0] != words[0].upper()
