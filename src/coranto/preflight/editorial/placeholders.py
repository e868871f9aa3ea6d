"""No placeholder is left: words that were to be replaced before the issue was printed."""

import re
from collections.abc import Iterator

from coranto.findings import Finding, query
from coranto.issue.model import Issue

CODES = ("editorial.placeholder",)
_PAGE = r"(?:pages?|pp?\.|fols?\.|Seiten?|S\.|páginas?|pagin[ae]|bladzijden?|blz\.|stron[ay]|strana)"
_THING = "(?:Überschrift|Titel|Text|titre|texte|légende|título|texto|titolo|testo|titel|tekst|tytuł|nadpis)"
_SORTS = (
    (("ipsum", "dolor"), r"(?i:\blorem[ \n]+ipsum\b|\bdolor[ \n]+sit[ \n]+amet\b)"),
    (("tk",), r"\b(?:TK)+\b(?![ \n]+[A-Z]\w)|\btktk\b"),
    (("xx",), rf"\b[Xx]{{4,}}\b|\bxxx\b|(?:\b{_PAGE}|[$€£¥])[ \u00a0]?[Xx]{{2,}}\b"),
    (
        ("todo", "fixme", "tbd", "tbc"),
        r"\b(?:TODO|FIXME)(?=:)|[\[(](?:TODO|FIXME|TBD|TBC)\b[^\])\n]{0,60}[\])]|\A(?:TODO|FIXME|TBD|TBC)\Z",
    ),
    (
        ("here",),
        r"(?i:\b(?:headline|standfirst|caption|byline|subhead)[ \n]+here\b|[ \n]goes[ \n]+here\b)",
    ),
    (
        ("[insert", "[add", "[check", "[fill in", "[citation", "[?", "(??"),
        r"(?i:\[(?:insert|add|check|fill in|citation needed)\b[^\]\n]{0,60}\]|\[\?+\]|\(\?{2,}\))",
    ),
    (
        ("hier", "ici", "aquí", "aqui", "qui", "tutaj", "zde", "compléter"),
        rf"(?i:\b{_THING}\s+(?:kommt\s+)?(?:hier(?:her)?|ici|aquí|aqui|qui|tutaj|zde)\b|\bà\s+compléter\b)",
    ),
    (
        ("此处", "标题", "待"),
        "此处(?:填写|插入|输入)|标题(?:在此|待定)|【(?:待补|待定|插图)】|（(?:待补|待定)）",
    ),
    (("ダミー", "ここに", "が入り"), "ダミーテキスト|ここに(?:見出し|本文|タイトル)|(?:見出し|本文)が入ります"),
    (
        ("وريم", "لورم", "هنا", "اینجا"),
        r"لوريم\s+إيبسوم|لورم\s+ایپسوم|(?:العنوان|النص)\s+هنا\b|(?:عنوان|متن)\s+اینجا\b",
    ),
    (("लोरेम", "यहाँ"), r"लोरेम\s+इप्सम|(?:शीर्षक|पाठ)\s+यहाँ"),
)
"""What must be in a file for a pattern to be sought, and the pattern, from Latin to Devanagari."""


def check(issue: Issue) -> Iterator[Finding]:
    """Yield a query for each placeholder; it is often not in the language of what surrounds it."""
    for paper in issue.papers:
        low = paper.text.lower()
        wanted = "|".join(pattern for words, pattern in _SORTS if any(word in low for word in words))
        if not wanted:
            continue
        pattern = re.compile(wanted)
        for passage in paper.passages:
            for match in pattern.finditer(passage.text):
                yield query(
                    "editorial.placeholder",
                    f"`{' '.join(match[0].split())}` looks like a placeholder",
                    hint="put in what belongs there",
                    place=paper.place(passage.start + match.start()),
                )
