"""What is said in a picture's stead says what it shows, and not that it is a picture, or what its file is called.

That it says something at all, the reader of the copy has seen to.
"""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import PurePosixPath

from coranto.findings import Finding, Place, query
from coranto.issue.kinds import Gallery
from coranto.issue.model import Issue

CODES = ("access.alt-file", "access.alt-sort")
_IMG = re.compile(r'<img src="([^"]*)" alt="([^"]*)"')
_FILE = re.compile(r"\S+\.(?:avif|gif|jpe?g|pdf|png|svg|tiff?|webp)", re.IGNORECASE)
_SORTS = (
    "alt|chart|diagram|figure|graph|graphic|illustration|image|img|photo|photograph|pic|picture|screenshot|untitled"
    "|Abbildung|Bild|Diagramm|Foto|Grafik|graphique|capture|imagen|ilustración|fotografía|gráfico|immagine|illustrazione"
    "|imagem|ilustração|afbeelding|obraz|obrazek|zdjęcie|wykres|obrázek|fotka|graf|صورة|رسم|تصویر|عکس|نمودار|चित्र|तस्वीर|फ़ोटो"
    "|图|图片|图像|插图|照片|圖|圖片|画像|写真|図|イラスト"
)
_SORT = re.compile(rf"(?:an?|the|eine?|une?|el|la|il|um|uma)?\s*(?:{_SORTS})[\s\d.:#-]*", re.IGNORECASE)


def check(issue: Issue) -> Iterator[Finding]:
    """Yield a query for each alt text that says nothing."""
    for alt, name, place in _said(issue):
        bare = re.sub(r"[\W_]+", " ", alt).strip().casefold()
        stem = re.sub(r"[\W_]+", " ", PurePosixPath(name).stem).strip().casefold()
        if name and (bare == stem or _FILE.fullmatch(alt.strip())):
            what, code = f"the alt text `{alt}` is the name of the file", "access.alt-file"
        elif _SORT.fullmatch(alt.strip()):
            what, code = f"the alt text `{alt}` says only that there is something", "access.alt-sort"
        else:
            continue
        yield query(code, what, hint="say what is to be seen", place=place)


def _said(issue: Issue) -> Iterator[tuple[str, str, Place | None]]:
    """Yield each alt text, the file that it is of, and its place."""
    if picture := issue.head.cover.picture:
        yield picture.alt, picture.file, issue.places.get("issue.cover.picture.alt")
    for article in issue.articles.values():
        for index, picture in enumerate(article.front.pictures if isinstance(article.front, Gallery) else ()):
            yield picture.alt, picture.file, issue.places.get(f"{article.slug}.pictures.{index}.alt")
        for block in article.body.blocks:
            if block.chart:
                yield block.chart.alt, "", issue.places.get(f"{block.id}.alt", block.place)
            for name, alt in _IMG.findall(block.html):
                yield unescape(alt), unescape(name), block.place
