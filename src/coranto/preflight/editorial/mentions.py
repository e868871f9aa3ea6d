"""A figure or table with a number is mentioned in its article; one that is mentioned is there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape

from coranto.findings import Finding, Place, query
from coranto.issue.house.paper import Paper
from coranto.issue.model import Article, Issue

CODES = ("editorial.mention", "editorial.unmentioned")
_WORDS: dict[str, dict[str, str]] = {
    "figure": {
        "ar": "(?:ال)?شكل",
        "cs": r"obráz(?:ek|ku|ky|cích)|obr\.",
        "de": r"abbildung(?:en)?|abb\.|figur|fig\.",
        "en": r"figures?|figs?\.|fig",
        "es": r"figuras?|figs?\.",
        "fa": "شکل",
        "fr": r"figures?|fig\.",
        "hi": "चित्र",
        "it": r"figur[ae]|figg?\.",
        "ja": "図",
        "nl": r"figu(?:ur|ren)|afbeelding(?:en)?|afb\.|fig\.",
        "pl": r"rysun(?:ek|ku|ki|kach)|rys\.|ryc\.|il\.",
        "pt": r"figuras?|figs?\.",
        "zh": "[图圖]",
    },
    "table": {
        "ar": "(?:ال)?جدول",
        "cs": r"tabulk[auye]|tab\.",
        "de": r"tabellen?|tab\.",
        "en": "tables?",
        "es": "tablas?|cuadros?",
        "fa": "جدول",
        "fr": r"tableaux?|tab\.",
        "hi": "तालिका|सारणी",
        "it": r"tabell[ae]|tab\.",
        "ja": "表",
        "nl": "tabel(?:len)?",
        "pl": r"tabel[aieę]|tab\.",
        "pt": "tabelas?|quadros?",
        "zh": "表",
    },
}
"""What a figure and a table are called where they are numbered."""
_HAN = ("ja", "zh")
_NUMBER = r"\d{1,4}(?:\.\d{1,3})?(?!\w)"
_JOINED = r"\s*(?:[–-]|,|、|&|to|and|und|bis|et|à|e|y|a|en|i|و|تا|और|及|和|至)\s*"
_LISTED = rf"(?P<numbers>{_NUMBER}(?:{_JOINED}{_NUMBER})*)"
_ELSEWHERE = (
    r"\s*,?\s*(?:of|in|from|on|von|aus|im?|bei|de[lrs]?|du|des|dans|da|do|na|di|ve?|w|z|aan|van|uit|من|در|से|के|की)\b"
)
"""Words after which a figure is another book's."""
_CAPTION = re.compile(r'<span class="caption">(.*?)</span>|<caption>(.*?)</caption>', re.DOTALL)
_SORTS = {"<figure": "figure", "<table": "table"}


@dataclass(slots=True)
class _Shown:
    """What an article shows of a sort: how many, and the places of those that are numbered."""

    count: int = 0
    numbered: dict[str, Place] = field(default_factory=dict)


def check(issue: Issue) -> Iterator[Finding]:
    """Yield a query for each number that is only in a caption, and for each that is only in the text."""
    papers = {paper.path.name: paper for paper in issue.papers}
    for name, article in issue.articles.items():
        if paper := papers.get(name):
            shown = _shown(article, paper.language)
            for sort, words in _WORDS.items():
                yield from _check(sort, words, paper, shown[sort])


def _check(sort: str, words: Mapping[str, str], paper: Paper, shown: _Shown) -> Iterator[Finding]:
    pattern = _pattern(words, paper.language)
    if pattern is None or not shown.count:
        return
    mentioned: set[str] = set()
    for passage in paper.passages:
        if passage.text.startswith("!["):
            continue
        for match in pattern.finditer(passage.text):
            numbers = _numbers(match["numbers"])
            mentioned |= numbers
            missing = {number for number in numbers if not _is_there(number, shown)}
            if missing and not match["elsewhere"] and not passage.text[: match.start()].endswith("["):
                what = f"{shown.count} {sort}{'s' if shown.count > 1 else ''}"
                yield query(
                    "editorial.mention",
                    f"`{' '.join(match['said'].split())}` is mentioned; the article has {what}",
                    hint="mend the number, or put it in",
                    place=paper.place(passage.start + match.start()),
                )
    for number, place in shown.numbered.items():
        if number not in mentioned:
            yield query(
                "editorial.unmentioned",
                f"{sort} {number} is mentioned nowhere in its article",
                hint="mention it where it belongs, or take its number out",
                place=place,
            )


def _is_there(number: str, shown: _Shown) -> bool:
    if shown.numbered:
        return number in shown.numbered
    return not number.isdecimal() or int(number) <= shown.count


def _shown(article: Article, language: str) -> dict[str, _Shown]:
    found = {sort: _Shown() for sort in _WORDS}
    patterns = {sort: _pattern(words, language) for sort, words in _WORDS.items()}
    for block in article.body.blocks:
        start = block.html[: len("<figure")]
        sort = "figure" if block.chart else next((sort for tag, sort in _SORTS.items() if start.startswith(tag)), "")
        if not sort:
            continue
        found[sort].count += 1
        titles = (
            [block.chart.title or ""] if block.chart else [one or other for one, other in _CAPTION.findall(block.html)]
        )
        for title in titles:
            pattern = patterns[sort]
            if pattern and (match := pattern.match(unescape(re.sub(r"<[^>]*>", "", title)))):
                found[sort].numbered[_plain(match["numbers"].split()[0])] = block.place
    return found


def _pattern(words: Mapping[str, str], language: str) -> re.Pattern[str] | None:
    base = language.partition("-")[0]
    if base not in words:
        return None
    bound = "(?<![\u4e00-\u9fff])|(?<=[见見如在参參由和与])" if base in _HAN else r"(?<![^\W_])"
    said = rf"(?:{bound})(?P<said>(?:{words[base]})[\s\u00a0\u202f]*{_LISTED})"
    return re.compile(rf"{said}(?P<elsewhere>{_ELSEWHERE})?", re.IGNORECASE)


def _numbers(said: str) -> set[str]:
    """Return the numbers that are said, those between two that a dash joins among them."""
    plain = _plain(said)
    numbers = set(re.findall(r"\d+(?:\.\d+)?", plain))
    for first, last in re.findall(r"(\d+)\s*(?:[–-]|to|bis|à|至|تا)\s*(\d+)", plain):
        numbers |= {str(number) for number in range(int(first), min(int(last), int(first) + 50))}
    return numbers


def _plain(number: str) -> str:
    """Return a text with its digits as Latin ones."""
    return "".join(str(int(sign)) if sign.isdecimal() else sign for sign in number).rstrip(".")
