"""Every format comes in: words, headings, links, lists, tables, notes and pictures, counted on both sides."""

import base64
import io
import json
import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from coranto.issue.reader import read_issue
from test_intake import bring, rules
from workshop import FORME, pdftotext, run

PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
PAPER = """\
# No news from Italy

The *English* newspaper **opens** with an apology[^a] and a [link](https://example.org/a_(b)); see [below](#the-figure).

**The facts:** A labelled paragraph, with `code` in it.

## Why so

1. First
2. Second
   - inner one
   - inner two

> A quotation of some length.

| Name | Points |
|------|--------|
| Pica | 12     |
| a\\|b | 10    |

```python
print("x < y & z")
```

[^a]: The note, with *emphasis* and a [link](https://example.org/note).

# The figure

Two hundred & fifty sheets < an hour. 毕升, العربية, हिन्दी, Ångström.

- one
- two
"""
needs_pandoc = pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not on this machine")


def one(source, folder, *arguments, code=0):
    """Import one source; return the issue and what was said."""
    (told,) = bring(source, "--date", "2026-09-04", *arguments, into=folder / "paper", code=code)
    return read_issue(Path(told["issue"])), told


def counted(issue):
    """Return what stands in an issue, by kind."""
    html = "\n".join(article.body.html for article in issue.articles.values())
    return {
        "headlines": [article.front.headline for article in issue.articles.values()],
        "headings": len(re.findall(r"<h[4-6]", html)),
        "links": sorted(re.findall(r'href="([^"#]+)"', html)),
        "inner links": len(re.findall(r'href="#', html)),
        "items": html.count("<li"),
        "nested": html.count("<li") and len(re.findall(r"<li[^>]*>(?:(?!</li>).)*<[ou]l", html, re.DOTALL)),
        "quotations": html.count("<blockquote"),
        "cells": len(re.findall("<t[dh][ >]", html)),
        "code": html.count("<pre"),
        "notes": html.count('class="footnote"'),
        "labels": html.count('class="labelled"'),
    }


WHOLE = {
    "headlines": ["No news from Italy", "The figure"],
    "headings": 1,
    "links": ["https://example.org/a_(b)", "https://example.org/note"],
    "inner links": 1,
    "items": 6,
    "nested": 1,
    "quotations": 1,
    "cells": 6,
    "code": 1,
    "notes": 1,
    "labels": 1,
}


def pandoc(text, path, *options):
    subprocess.run(["pandoc", "-f", "markdown", "-o", path, *options], input=text, text=True, check=True)
    return path


def test_markdown_keeps_everything(tmp_path):
    path = tmp_path / "paper.md"
    path.write_text(PAPER)
    issue, told = one(path, tmp_path)
    assert counted(issue) == WHOLE
    assert told["words"]["share"] == 1


@needs_pandoc
@pytest.mark.parametrize(
    ("name", "lost"),
    [
        ("paper.html", {}),
        ("paper.epub", {}),
        ("paper.docx", {}),
    ],
)
def test_what_pandoc_writes_comes_back(name, lost, tmp_path):
    path = pandoc(PAPER, tmp_path / name, *([] if name.endswith("docx") else ["--metadata", "title=Paper", "-s"]))
    issue, told = one(path, tmp_path)
    assert counted(issue) == WHOLE | lost
    assert told["words"]["share"] == 1
    assert (
        "Two hundred &amp; fifty sheets &lt; an hour. 毕升, العربية, हिन्दी, Ångström."
        in issue.articles.popitem()[1].body.html
    )


@needs_pandoc
def test_plain_text_keeps_words_and_their_order(tmp_path):
    path = pandoc(PAPER, tmp_path / "paper.txt", "-t", "plain")
    issue, told = one(path, tmp_path)
    found = counted(issue)
    assert found["headlines"] == ["No news from Italy", "Why so", "The figure"]  # text has no levels
    assert found["items"] == 6
    assert told["words"]["share"] == 1


@pytest.mark.parametrize("layout", ["newsletter", "magazine"])
def test_a_pressed_issue_comes_back_from_its_pdf(layout, press, tmp_path):
    """Columns, running heads, folios, hyphens, drop caps: what was set is read again, in its order."""
    pdf = tmp_path / "forme.pdf"
    if layout == "newsletter":
        pdf = press(FORME).path
    else:
        assert run("press", FORME, "--layout", layout, "-o", pdf).returncode == 0
    issue, told = one(pdf, tmp_path)
    assert told["words"]["share"] == 1
    html = " ".join(article.body.html for article in issue.articles.values())
    text = " ".join(re.sub("<[^>]+>", "", html).split())
    order = [
        "The oldest English newspaper that survives is a single leaf, printed on both sides in two columns, without",
        "usually counted a weakness. It was a production method. A compositor who waits",
        "of three sheets in an edition of five hundred was therefore three thousand impressions",
    ]
    assert [text.find(passage) for passage in order] == sorted(text.find(passage) for passage in order)
    assert text.find(order[0]) >= 0
    assert 'href="https://www.bl.uk"' in html
    headings = [article.front.headline for article in issue.articles.values()]
    headings += re.findall(r"<h[4-6][^>]*>(.*?)</h", html)
    for heading in (
        "A Dutch habit",
        "Mr Butter of the Pied Bull",
        "What they left",
        "Eight pages, two formes, one sheet",
    ):
        assert heading in headings
    record = json.loads((issue.folder.parent / "imports" / "2026-09-04.json").read_text())
    assert {one["why"] for one in record["left out"]} >= {"folio", "running head or foot"}
    assert "1 September 2026" in pdftotext(pdf)


def test_a_page_of_the_web_is_mended_and_its_furniture_left_out(tmp_path):
    (tmp_path / "press.png").write_bytes(PNG)
    path = tmp_path / "page.html"
    path.write_bytes(
        '<html lang="de"><head><meta charset="utf-8"><title>Die Forme</title><script>x = "nothing"</script></head>'
        '<body><nav><a href="/">Home</a> Menu</nav><main><h1>Vom Satz</h1><p>Früh am <b>Morgen<p>Zweiter Absatz<br>'
        'mit Bruch<ul><li>eins<li>zwei</ul><img src="press.png" alt="Eine Presse"><p>Bild '
        '<img src="https://example.org/far.png" alt="Fern"> dort.<form><button>Send</button></form>'
        "<table><tr><td>a<td>b<tr><td>c</table></main>"
        "<footer>Impressum</footer></body>".encode("cp1252")
    )
    issue, told = one(path, tmp_path)
    html = "".join(article.body.html for article in issue.articles.values())
    assert issue.language == "de"
    assert "Früh am <strong>Morgen</strong>" in html
    assert issue.pictures.keys() == {"art/press.png"}
    assert "https://example.org/far.png" in html
    assert "intake.picture" in rules(told)
    assert "the page says that it is in utf-8" in " ".join(finding["message"] for finding in told["findings"])
    for word in ("nothing", "Menu", "Send", "Impressum"):
        assert word not in html
    assert told["words"]["share"] == 1


def test_jekyll_hugo_and_pelican_write_heads_of_their_own(tmp_path):
    heads = {
        "1-jekyll.md": "---\ntitle: ! 'Issue #31'\nauthor: Caleb Stower\ndate: 2026-09-01\nlang: en\n---\n",
        "2-hugo.md": '+++\ntitle = "Issue #31"\nauthor = "Caleb Stower"\ndate = 2026-09-02T10:00:00Z\n+++\n',
        "3-pelican.md": "Title: Issue #31\nAuthor: Caleb Stower\nDate: 2026-09-03\n",
        "4-broken.md": "---\ntitle: Issue: #31\nauthor: Caleb Stower\ndate: 2026-09-04\n---\n",
    }
    for name, head in heads.items():
        (tmp_path / name).write_text(f"{head}\nA lead of {name}.\n\n## One\n\nText.\n")
    for day, told in enumerate(bring(tmp_path, into=tmp_path / "paper"), 1):
        issue = read_issue(Path(told["issue"]))
        assert issue.name == f"paper/2026-09-0{day}"
        assert [one.name for role in issue.head.masthead for one in role.people] == ["Caleb Stower"]
        assert next(iter(issue.articles.values())).front.headline.startswith("Issue")
        assert told["words"]["share"] == 1


SITE = """\
---
title: Nine
---
{% assign year = "1683" %}{% comment %}not this{% endcomment %}In {{ year }}.{{ unknown }}

{% include note.md what="type" %}
{% include ad.html %}
{% include gone.html %}

## Code and links
{: .class}

{% highlight swift %}
let x: Array<Int> = []
{% endhighlight %}

[ref][key], [own page](/about/), [anchor](#code-and-links), [nowhere](other.html), <kbd>Return</kbd> and Array<Int>.

![A press](/img/press.png)

<div class='x'>

Within.

</div>

[key]: https://example.com/key
"""


def test_a_site_s_own_language_is_filled_in(tmp_path):
    site = tmp_path / "site"
    (site / "_includes").mkdir(parents=True)
    (site / "img").mkdir()
    (site / "img" / "press.png").write_bytes(PNG)
    (site / "_includes" / "note.md").write_text("An included line about {{ include.what }}.\n{% include note.md %}\n")
    (site / "recipe.yaml").write_text(
        "describes: x\nsite:\n  url: https://example.org\n  includes:\n    - {name: ad.html, why: an advertisement}\n"
    )
    (site / "2026-09-04-issue.md").write_text(SITE)
    (told,) = bring(site / "2026-09-04-issue.md", "--recipe", site / "recipe.yaml", into=tmp_path / "paper")
    issue = read_issue(Path(told["issue"]))
    html = "".join(article.body.html for article in issue.articles.values())
    assert "In 1683." in html
    assert html.count("An included line about type.") >= 1
    assert "let" in html
    assert "not this" not in html
    assert 'href="https://example.com/key"' in html
    assert 'href="https://example.org/about/"' in html
    assert "Array&lt;Int&gt;" in html
    assert "Within." in html
    assert "art/press.png" in issue.pictures
    assert {"intake.include", "intake.variable", "intake.link"} <= set(rules(told))
    assert told["words"]["share"] == 1


def test_a_footnote_with_a_table_becomes_a_box_with_that_table(tmp_path):
    """Kramdown needs no line below a table's head; ours gets one, and only one."""
    path = tmp_path / "2026-09-04.md"
    rows = "    | Name | Points |\n{}    | Pica | 12 |\n    | Brevier | 8 |\n"
    path.write_text(
        "# Bodies\n\nOne.[^a] Two.[^b]\n\n"
        + "".join(
            f"[^{label}]:\n    A table.\n\n{rows.format(line)}\n" for label, line in (("a", "    |-|-|\n"), ("b", ""))
        )
    )
    (told,) = bring(path, into=tmp_path / "paper")
    html = "".join(article.body.html for article in read_issue(Path(told["issue"])).articles.values())
    assert (html.count("<table"), html.count("<tr"), html.count("<th>")) == (2, 6, 4)
    assert len(re.findall(r'<aside[^>]*class="box"|<aside class="box"', html)) == 2


def test_data_come_in_by_a_mapping(tmp_path):
    recipe = tmp_path / "recipe.yaml"
    recipe.write_text(
        "describes: x\nmapping:\n  articles: data.posts\n  headline: title.rendered\n  body: content\n  format: html\n"
        "  standfirst: excerpt\n  byline: author\n  department: section\n  facts: {date: data.day, number: data.no}\n"
    )
    post = {
        "id": 7,
        "title": {"rendered": "On <i>type</i>"},
        "excerpt": "Short.",
        "author": "Caleb Stower",
        "section": "News",
    }
    posts = [
        post | {"content": "<p>One <b>bold</b> word.</p><ul><li>a</ul>"},
        post | {"title": {"rendered": "Two"}, "content": "<p>Last."},
    ]
    path = tmp_path / "export.json"
    path.write_text(json.dumps({"data": {"day": "2026-09-04", "no": 12, "posts": posts}}, indent=1))
    (told,) = bring(path, "--recipe", recipe, into=tmp_path / "paper")
    issue = read_issue(Path(told["issue"]))
    assert (issue.head.date.isoformat(), issue.head.number) == ("2026-09-04", 12)
    first, second = issue.articles.values()
    assert (first.front.headline, first.front.standfirst, first.front.byline[0].name) == (
        "On type",
        "Short.",
        "Caleb Stower",
    )
    assert [one.title for one in issue.head.departments] == ["News"]
    assert "<strong>bold</strong>" in first.body.html
    assert "Last." in second.body.html
    assert told["words"]["share"] == 1
    path = tmp_path / "export.yaml"
    path.write_text(
        "data:\n  day: 2026-09-04\n  no: 12\n  posts:\n    - {title: {rendered: T}, content: <p>Said.</p>}\n"
    )
    (told,) = bring(path, "--recipe", recipe, into=tmp_path / "yaml")
    assert told["words"]["share"] == 1


ENCODED = {
    "cp1252": (
        "en",
        "“The printer’s type – it’s café-brown”, said Baskerville of Birmingham; he’d cast it “himself”. " * 8,
    ),
    "cp1256": ("ar", "كانت المطبعة في الفناء، وكان الطبّاع يعمل من الصباح حتى المساء، ويطبع الصحيفة كل أسبوع. " * 8),
    "shift_jis": ("ja", "この新聞は印刷所で組まれ、毎週の初めに配られた。活字は鉛でできている。" * 8),
    "gb18030": ("zh", "毕升在庆历年间发明了活字印刷，用胶泥刻字，薄如钱唇，每字为一印，火烧令坚。" * 8),
    "utf-16": ("de", "Johann Carolus druckte in Straßburg die erste Zeitung; er war Buchbinder und hatte Mühe. " * 8),
    "utf-8": ("hi", "छापाख़ाने में अक्षर सीसे के बने थे, और हर सप्ताह अख़बार छपता था। " * 8),
}


@pytest.fixture(scope="module")
def encoded(tmp_path_factory):
    """Give texts in several encodings, imported in one run."""
    folder = tmp_path_factory.mktemp("encoded")
    for day, (encoding, (_, text)) in enumerate(ENCODED.items(), 1):
        (folder / f"2026-09-0{day}.txt").write_bytes(f"{text}\r\n\r\n{text}\r\n".encode(encoding))
    return dict(zip(ENCODED, bring(folder, into=folder / "paper"), strict=True))


@pytest.mark.parametrize("encoding", ENCODED)
def test_encoding_and_language_are_found(encoded, encoding):
    language, text = ENCODED[encoding]
    told = encoded[encoding]
    issue = read_issue(Path(told["issue"]))
    assert issue.language == language
    body = re.sub("<[^>]+>", "", next(iter(issue.articles.values())).body.html)
    assert body.count(text.split()[0].strip("“”,;")[:5]) >= 2
    assert told["words"]["share"] == 1
    assert ("intake.encoding" in rules(told)) == (encoding not in ("utf-8", "utf-16"))


def test_an_encoding_and_a_language_can_be_told(tmp_path):
    path = tmp_path / "page.txt"
    path.write_bytes("Žluťoučký kůň".encode("cp1250"))
    issue, told = one(path, tmp_path, "--encoding", "cp1250", "--language", "cs")
    assert "Žluťoučký kůň" in next(iter(issue.articles.values())).body.html
    assert (issue.language, rules(told)) == ("cs", [])


def test_pictures_of_documents_come_along(tmp_path):
    """A DOCX and an EPUB, made by hand, each with a picture in it."""
    book = io.BytesIO()
    with zipfile.ZipFile(book, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "OPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            "<dc:title>Book</dc:title><dc:language>en</dc:language><dc:date>2026-09-04</dc:date></metadata><manifest>"
            '<item id="a" href="text/a.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
            '<item id="p" href="img/p.png" media-type="image/png"/></manifest>'
            '<spine><itemref idref="n"/><itemref idref="a"/></spine></package>',
        )
        archive.writestr("OPS/nav.xhtml", "<html><body><nav><ol><li>Chapter</li></ol></nav></body></html>")
        archive.writestr(
            "OPS/text/a.xhtml", '<html><body><h1>A</h1><p>Text.</p><img src="../img/p.png" alt="A dot"/></body></html>'
        )
        archive.writestr("OPS/img/p.png", PNG)
    path = tmp_path / "book.epub"
    path.write_bytes(book.getvalue())
    (told,) = bring(path, into=tmp_path / "paper")
    issue = read_issue(Path(told["issue"]))
    assert issue.pictures.keys() == {"art/p.png"}
    assert issue.name.endswith("2026-09-04")
    if shutil.which("pandoc"):
        (tmp_path / "p.png").write_bytes(PNG)
        docx = tmp_path / "paper.docx"
        subprocess.run(
            ["pandoc", "-o", docx], input="# A\n\nText.\n\n![A dot](p.png)\n", text=True, check=True, cwd=tmp_path
        )
        issue, _ = one(docx, tmp_path / "docx")
        assert list(issue.pictures) == ["art/picture-1.png"]
