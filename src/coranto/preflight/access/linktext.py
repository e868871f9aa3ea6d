"""The words of a link say where it leads, for those who hear a list of links and for those who read on paper."""

import re
from collections.abc import Iterator
from html import unescape

from coranto.findings import Finding, Place, query
from coranto.issue.house.paper import Paper
from coranto.issue.model import Block, Issue

CODES = ("access.link-address", "access.link-words")
LONGEST = 60
"""Letters of the longest address that a listener may be spared less than its name would."""
_VAGUE = {
    "ar": "هنا|من هنا|اضغط هنا|انقر هنا|الرابط|هذا الرابط|المزيد|اقرأ المزيد",
    "cs": "zde|tady|tu|klikněte zde|odkaz|více|číst dále",
    "de": "hier|hier klicken|klicken Sie hier|Link|dieser Link|mehr|mehr lesen|mehr erfahren|weiterlesen",
    "en": "here|click here|see here|this|this link|this page|link|the link|more|read more|learn more|find out more",
    "es": "aquí|haga clic aquí|haz clic aquí|pulse aquí|enlace|este enlace|más|leer más|saber más",
    "fa": "اینجا|این‌جا|اینجا کلیک کنید|پیوند|لینک|بیشتر|بیشتر بخوانید",
    "fr": "ici|cliquez ici|cliquer ici|voir ici|lien|ce lien|plus|lire la suite|en savoir plus",
    "hi": "यहाँ|यहां|यहाँ क्लिक करें|यहां क्लिक करें|लिंक|और पढ़ें|अधिक",
    "it": "qui|clicca qui|cliccare qui|link|questo link|leggi tutto|leggi di più|di più",
    "ja": "こちら|ここ|ここをクリック|こちらをクリック|リンク|続きを読む|詳細|詳しくはこちら",
    "nl": "hier|klik hier|link|deze link|meer|lees meer|lees verder",
    "pl": "tutaj|tu|kliknij tutaj|kliknij tu|link|ten link|więcej|czytaj więcej",
    "pt": "aqui|clique aqui|link|este link|mais|leia mais|saiba mais",
    "zh": "这里|这儿|此处|点击这里|点击此处|点此|链接|此链接|更多|阅读更多|這裡|此處|點擊這裡|點此|連結",
}
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)


def check(issue: Issue) -> Iterator[Finding]:
    """Yield a query for each link whose words say nothing, or are a long address."""
    papers = {paper.path.name: paper for paper in issue.papers}
    for name, article in issue.articles.items():
        paper = papers[name]
        vague = frozenset(_VAGUE.get(paper.language.partition("-")[0], "").lower().split("|"))
        for block in article.body.blocks:
            for href, html in _LINK.findall(block.html):
                words = " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())
                place = _place(paper, block, words)
                if words.strip(" .,:;!?…→»›。：").lower() in vague:
                    what = f"the link `{words}` does not say where it leads"
                    yield query("access.link-words", what, hint="let its words name what is there", place=place)
                elif len(words) > LONGEST and re.match(r"https?://|www\.", words):
                    what = f"a listener hears all {len(words)} signs of `{words[:40]}…`"
                    hint = f"write [what is there]({'…' if len(href) > LONGEST else href})"
                    yield query("access.link-address", what, hint=hint, place=place)


def _place(paper: Paper, block: Block, words: str) -> Place:
    """Return where the words of a link stand, or where their block begins."""
    start = paper.offset(block.place)
    for sign in "[<":
        at = paper.text.find(f"{sign}{words}", start)
        if at >= 0 and (end := paper.text.find("\n\n", start)) and (end < 0 or at < end):
            return paper.place(at)
    return block.place
