"""Word documents: DOCX by its styles, as mammoth reads them (https://github.com/mwilliamson/python-mammoth).

In: a DOCX (ECMA-376).  Out: its blocks; a line is a paragraph.  What is a
heading is told by the paragraph's style, not by its looks.  Heads and feet of
pages are furniture.
"""

import html
import io
import re
import warnings
import zipfile
from pathlib import Path

from coranto.findings import Finding, Place, query
from coranto.intake.artwork import Artwork
from coranto.intake.coverage import unread
from coranto.intake.decoding import refused
from coranto.intake.packed import Packed
from coranto.intake.recipe import Recipe
from coranto.intake.stream import Left, Reading
from coranto.intake.webpage import parse, take
from coranto.issue.datafile import Value

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name='Block Text'] => blockquote > p:fresh
p[style-name='Quotations'] => blockquote > p:fresh
p[style-name='Source Code'] => pre:separator('\\n')
p[style-name='HTML Preformatted'] => pre:separator('\\n')
p[style-name='Preformatted Text'] => pre:separator('\\n')
r[style-name='Verbatim Char'] => code
r[style-name='Source Text'] => code
r[style-name='HTML Code'] => code
r[style-name='Emphasis'] => em
r[style-name='Strong'] => strong
r[style-name='Strong Emphasis'] => strong
"""
_BLOCK = re.compile(r"(?=<(?:p|h[1-6]|ul|ol|li|table|tr|pre|blockquote)\b)")
_PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
_TEXT = re.compile(r"<w:t(?:\s[^>]*)?>([^<]*)</w:t>|<w:(tab|br|cr)\b")
_PLAIN_STYLE = re.compile(
    r"(?i)^(?:normal|body ?text|first paragraph|compact|default|text body|date|author|standard|hyperlink|caption|table"
    r"|list|definition|horizontal line|footnote|endnote|internet link)"
    r"|Tok$"
)
"""Styles that say that a paragraph is text, or nothing."""
_KINDS = {"image/png": ".png", "image/jpeg": ".jpg", "image/webp": ".webp", "image/svg+xml": ".svg"}
_CORE = "docProps/core.xml"
_DOCUMENT = "word/document.xml"
_BLIP = re.compile(
    r"<a:blip(?![^>]*\br:(?:embed|link)=)[^>]*>(?:(?!</a:blip>).)*?<asvg:svgBlip[^>]*\br:embed=\"(\w+)\"", re.DOTALL
)
_PICTURE = re.compile(r"<a:blip\b|<v:imagedata\b")
_LINKED = re.compile(r"<a:blip[^>]*\br:link=")


def read(path: Path, content: bytes, recipe: Recipe, *, encoding: str | None = None) -> Reading:
    """Return what a Word document holds; it tells its encoding itself.

    Raises:
        CopyError: it is torn, too large, or empty.

    """
    del encoding
    import mammoth

    packed = Packed(path, content)
    pictures: dict[str, bytes] = {}

    def keep(image: object) -> dict[str, str]:
        name = f"picture-{len(pictures) + 1}{_KINDS.get(image.content_type, '.bin')}"  # type: ignore[attr-defined]
        with image.open() as file:  # type: ignore[attr-defined] # mammoth has no types
            pictures[name] = file.read()
        return {"src": name}

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            result = mammoth.convert_to_html(
                io.BytesIO(_with_drawings(packed, content)),
                style_map=_STYLES,
                convert_image=mammoth.images.img_element(keep),
            )
    except MemoryError:
        raise
    except Exception as error:  # mammoth raises whatever its parsers do
        what = f"`{path.name}` can't be read as a Word document: {type(error).__name__}: {error}"
        raise refused(path, "intake.torn", what, "open it in a word processor and save it anew") from error
    reading = Reading(path, [])
    reading.facts = _facts(packed)
    if not result.value.strip():
        raise refused(path, "intake.empty", f"`{path.name}` holds no text", "look whether it was saved whole")
    root = parse(f"<body>{_BLOCK.sub(chr(10), result.value)}</body>", path)
    take(root, reading, recipe, Artwork(path, "", reading, pictures))
    reading.findings += [*_queries(result.messages, path), *_pictures_missing(packed, len(pictures))]
    raw = [_words(packed, name) for name in ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")]
    reading.findings += unread("\n".join(raw), reading.lines, path)
    for name in sorted(packed.names):
        if re.fullmatch(r"word/(?:header|footer)\d*\.xml", name) and (said := _words(packed, name).strip()):
            reading.left.append(Left(0, 0, said, "head or foot of the pages"))
    return reading


def _with_drawings(packed: Packed, content: bytes) -> bytes:
    """Return the document so that mammoth finds drawings that it holds as SVG alone."""
    if _DOCUMENT not in packed.names:
        return content
    text = packed.read(_DOCUMENT)
    if b"svgBlip" not in text:
        return content
    said = _BLIP.sub(lambda match: match[0].replace("<a:blip", f'<a:blip r:embed="{match[1]}"', 1), text.decode())
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in sorted(packed.names):
            archive.writestr(name, said if name == _DOCUMENT else packed.read(name))
    return made.getvalue()


def _pictures_missing(packed: Packed, found: int) -> list[Finding]:
    """Return a query if the document shows more pictures than were found in it."""
    text = packed.read(_DOCUMENT).decode("utf-8", "replace") if _DOCUMENT in packed.names else ""
    text = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", text, flags=re.DOTALL)
    missing = len(_PICTURE.findall(text)) - found
    if missing <= 0:
        return []
    linked = len(_LINKED.findall(text))
    why = (
        f"{linked} of them lie in files of their own" if linked else "they are drawings, or of a kind that is not known"
    )
    what = f"{missing} pictures of `{packed.path.name}` are not brought along: {why}"
    return [query("intake.picture", what, hint="save them into art/ and show them there", place=Place(packed.path))]


def _words(packed: Packed, name: str) -> str:
    """Return the words of a part of the document, a paragraph a line, without mammoth's help."""
    if name not in packed.names:
        return ""
    text = packed.read(name).decode("utf-8", "replace")
    text = re.sub(r"<mc:Fallback>.*?</mc:Fallback>", "", text, flags=re.DOTALL)
    paragraphs = ("".join(said or " " for said, _ in _TEXT.findall(part)) for part in _PARAGRAPH.findall(text))
    return html.unescape("\n".join(paragraphs))


def _facts(packed: Packed) -> dict[str, Value]:
    """Return what the document's properties say of it."""
    if _CORE not in packed.names:
        return {}
    facts: dict[str, Value] = {}
    for element in packed.tree(_CORE):
        name = str(element.tag).rpartition("}")[2]
        if element.text and name in ("title", "language"):
            facts[name] = element.text.strip()
        elif element.text and name == "creator":
            facts["author"] = element.text.strip()
    return facts


def _queries(messages: object, path: Path) -> list[Finding]:
    told = dict.fromkeys(message.message for message in messages)  # type: ignore[attr-defined] # mammoth has no types
    names = {match[1] for one in told if (match := re.search(r"style: '?([^'(]+)'? \(", one))}
    unknown = sorted(name for name in names if not _PLAIN_STYLE.search(name))
    if not unknown:
        return []
    named = ", ".join(f"`{name}`" for name in unknown[:8])
    what = f"the styles {named} say nothing of what they are, and are taken for text"
    return [query("intake.style", what, hint="look whether one of them is a heading", place=Place(path))]
