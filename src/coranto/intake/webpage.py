"""Web pages: HTML as it is found, closed or not, in the encoding that it has.

In: HTML (https://html.spec.whatwg.org).  Out: the blocks of its main part,
with footnotes that link to their marks and back, and its pictures.  Scripts,
navigation and forms are furniture; links without a scheme and pictures of
other sites are told.
"""

import html
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import lxml.etree
import lxml.html
from lxml.html import HtmlElement

from coranto.findings import Place, query
from coranto.intake.artwork import Artwork
from coranto.intake.coverage import unread
from coranto.intake.decoding import decode, refused
from coranto.intake.hypertext import Hypertext
from coranto.intake.inlinetext import UNSEEN, Surroundings, tag_of
from coranto.intake.recipe import Recipe
from coranto.intake.stream import Left, Reading
from coranto.issue.datafile import Value

_META = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]+encoding=[\"']([\w-]+)", re.IGNORECASE)
_UNREAD = re.compile(
    r"(?is)<!--.*?-->|<(head|script|style|noscript|template|button|select|svg|math|iframe|video|audio|object)\b.*?</\1\s*>"
)
_TAG = re.compile(r"</?([a-zA-Z][\w:-]*)\b[^<>]*>|<[!?][^<>]*>")
_FURNITURE = ("nav", "form", "menu", "dialog")
_PARTING = {
    "p", "div", "li", "td", "th", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "dt", "dd",
    "figcaption", "caption", "section", "article", "aside", "summary", "header", "footer", "table", "ul", "ol",
    "figure", "address",
}  # fmt: skip
_BACK = ("footnote-back", "reversefootnote", "footnote-backref")


def read(path: Path, content: bytes, recipe: Recipe, *, encoding: str | None = None) -> Reading:
    """Return what a web page holds.

    Raises:
        CopyError: it is no text, or holds nothing.

    """
    hinted = _META.search(content[:4096])
    hint = (hinted[1] or hinted[2]).decode("ascii") if hinted else None
    text, found, findings = decode(content, path, told=encoding or recipe.encoding, hinted=hint)
    if hint and hint.lower().replace("_", "-") not in (found.lower().replace("_", "-"), "utf8") and not encoding:
        what = f"the page says that it is in {hint}, and is in {found}"
        findings.append(query("intake.encoding", what, hint="look at its accents", place=Place(path)))
    root = parse(text, path)
    reading = Reading(path, [], encoding=found, findings=findings)
    reading.facts = facts_of(root)
    take(root, reading, recipe, Artwork(path, recipe.site.url or "", reading))
    parsed = {0: "".join(said for _, said in _lines(root, set(), set(), 1))}
    reading.findings += unread(_bare(text), parsed, path)  # what the parser itself has dropped
    return reading


def _bare(text: str) -> str:
    """Return the words of a page without its tags, and without a parser's help."""
    text = _UNREAD.sub(" ", text)
    return html.unescape(_TAG.sub(lambda tag: " " if (tag[1] or "").lower() in _PARTING else "", text))


def parse(text: str, path: Path) -> HtmlElement:
    """Return the tree of a page, mended as browsers do.

    Raises:
        CopyError: there is nothing in it.

    """
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    parser = lxml.html.HTMLParser(huge_tree=False, remove_pis=True)
    try:
        return lxml.html.document_fromstring(text, parser=parser)
    except (lxml.etree.LxmlError, ValueError, AssertionError) as error:
        raise refused(
            path, "intake.empty", f"`{path.name}` holds no text", "look whether it was saved whole"
        ) from error


def facts_of(root: HtmlElement) -> dict[str, Value]:
    """Return what a page says of itself in its head: title, language, date, author."""
    facts: dict[str, Value] = {}
    if title := root.findtext(".//title"):
        facts["title"] = " ".join(title.split())
    if language := root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang"):
        facts["lang"] = language
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        said = (meta.get("content") or "").strip()
        if said and name in ("author", "dcterms.creator", "dc.creator"):
            facts.setdefault("author", said)
        elif said and name in ("date", "dcterms.date", "dc.date", "article:published_time", "dcterms.issued"):
            facts.setdefault("date", said[:10])
    for time in root.iter("time"):
        facts.setdefault("date", (time.get("datetime") or "")[:10])
    return facts


def take(
    root: HtmlElement,
    reading: Reading,
    recipe: Recipe,
    artwork: Artwork,
    *,
    first: int = 1,
    asked: frozenset[str] = frozenset(),
) -> None:
    """Add the blocks, notes, lines and pictures of a tree to a reading.

    `first` is the line on which it begins; `asked` are ids that links of other
    trees point to.
    """
    main = _main(root)
    skip = set(_furniture(root, main, recipe, reading, first))
    notes = _notes(root)
    wanted = asked | asked_in(root, {a for element, _ in notes.values() for a in element.iter("a")})
    names = {one: _own_name(one) for one in wanted if one and one not in notes}
    around = Surroundings({key: label for key, (_, label) in notes.items()}, names, recipe.site.url or "")
    hypertext = Hypertext(reading.path, around, artwork.take, first=first)
    hypertext.skip = skip | {element for element, _ in notes.values()} | _homes_of_notes(notes)
    for element, label in notes.values():
        for back in [a for a in element.iter("a") if _leads_back(a)]:
            back.drop_tree()
        text = "\n\n".join(block.text for block in hypertext.blocks(element))
        reading.notes[label] = text
    reading.blocks += hypertext.blocks(main)
    reading.findings += hypertext.findings
    marks = {a for a in root.iter("a") if (a.get("href") or "")[1:] in notes}
    for line, text in _lines(main, skip, marks, first):
        reading.lines[line] = f"{reading.lines.get(line, '')}{text}"


def asked_in(root: HtmlElement, but: set[HtmlElement]) -> frozenset[str]:
    """Return the ids that links of a tree point to, `but` some links."""
    return frozenset(
        (a.get("href") or "")[1:]
        for a in root.iter("a")
        if (a.get("href") or "").startswith("#") and a not in but and "".join(a.itertext()).strip()
    )


def _main(root: HtmlElement) -> HtmlElement:
    """Return the part of a page that is copy: what it calls `main`, its one article, or its body."""
    mains = list(root.iter("main"))
    if len(mains) == 1:
        return mains[0]
    articles = [one for one in root.iter("article") if not any(tag_of(up) == "article" for up in one.iterancestors())]
    if len(articles) == 1:
        return articles[0]
    body = root.find("body")
    return body if body is not None else root


def _furniture(
    root: HtmlElement, main: HtmlElement, recipe: Recipe, reading: Reading, first: int
) -> Iterator[HtmlElement]:
    """Yield the elements that aren't copy, and note their words."""
    named = set(recipe.site.furniture)

    def leave(element: HtmlElement, why: str) -> None:
        said = " ".join("".join(one for one in element.itertext()).split())
        if said:
            line = (element.sourceline or 1) + first - 1
            reading.left.append(Left(line, line, said, why))

    if main is not root and tag_of(main) != "body":
        body = root.find("body")
        for element in body.iter() if body is not None else ():
            inside = element is main or any(up is main for up in element.iterancestors())
            if not inside and tag_of(element) not in UNSEEN and (element.text or "").strip():
                leave(element, f"outside of <{tag_of(main)}>")
    for element in main.iter():
        tag = tag_of(element)
        ids = {f".{name}" for name in (element.get("class") or "").split()} if tag else set()
        ids |= {tag, f"#{element.get('id')}"} if tag else set()
        if tag in _FURNITURE or ids & named:
            leave(element, "navigation" if tag == "nav" else f"<{tag}>, which is no copy")
            yield element
        elif tag == "footer" and element.getparent() is not None and tag_of(element.getparent()) == "body":
            leave(element, "foot of the page")
            yield element


def _notes(root: HtmlElement) -> dict[str, tuple[HtmlElement, str]]:
    """Return the footnotes: what a link points to that links back. Each by its id, with a label."""
    by_id = {
        element.get("id"): element for element in root.iter() if isinstance(element.tag, str) and element.get("id")
    }
    notes: dict[str, tuple[HtmlElement, str]] = {}
    for a in root.iter("a"):
        target = (a.get("href") or "")[1:] if (a.get("href") or "").startswith("#") else ""
        note = by_id.get(target)
        if note is None or target in notes or tag_of(note) not in ("li", "div", "p", "aside", "section", "dd"):
            continue
        if a in set(note.iter("a")):
            continue
        ids = {up.get("id") for up in [a, *a.iterancestors()] if up.get("id")} | {
            one.get("id") for one in a.iter() if one.get("id")
        }
        backs = {(back.get("href") or "")[1:] for back in note.iter("a")}
        if backs & ids or any(_leads_back(back) for back in note.iter("a")):
            notes[target] = (note, str(len(notes) + 1))
    return notes


def _homes_of_notes(notes: dict[str, tuple[HtmlElement, str]]) -> set[HtmlElement]:
    """Return the lists, and the parts of the page, that hold footnotes and nothing else."""
    own = {element for element, _ in notes.values()}
    homes: set[HtmlElement] = set()
    for element in own:
        home = element.getparent()
        if home is None or tag_of(home) not in ("ol", "ul") or any(child not in own for child in home):
            continue
        above = home.getparent()
        named = above is not None and (
            "footnotes" in (above.get("class") or "").split() or above.get("role") == "doc-endnotes"
        )
        homes.add(above if named else home)
    return homes


def _leads_back(a: HtmlElement) -> bool:
    said = "".join(a.itertext()).strip()
    classes = (a.get("class") or "").split()
    return bool(set(classes) & set(_BACK)) or a.get("role") == "doc-backlink" or said in ("↑", "↩", "↩︎", "^", "[↑]")


def _own_name(name: str) -> str:
    bare = re.sub(r"[^a-z0-9]+", "-", unquote(name).lower()).strip("-")
    return bare if bare[:1].isalpha() else f"id-{bare or 'x'}"


def _lines(main: HtmlElement, skip: set[HtmlElement], marks: set[HtmlElement], first: int) -> Iterator[tuple[int, str]]:
    """Yield the words of a tree by their lines, taken by another way than its blocks."""
    stack: list[tuple[HtmlElement, bool]] = [(main, False)]
    while stack:
        element, done = stack.pop()
        line = (element.sourceline or 1) + first - 1
        tag = tag_of(element)
        if done:
            yield line, (" " if tag in _PARTING else "") + (element.tail or "")
            continue
        if not tag or element in skip or element in marks or tag in UNSEEN or (tag == "a" and _leads_back(element)):
            if element.tail:
                yield line, element.tail
            continue
        gap = " " if tag in _PARTING else ""
        yield line, gap + (element.text or "")
        if element is not main:
            stack.append((element, True))
        stack += [(child, False) for child in reversed(element)]
