"""Markup: what Markdown becomes on the page, and where each block says it came from."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coranto.findings import Place
from coranto.issue.markup import set_body
from workshop import LEAD, make_issue, pdftotext


def body(text, line=1):
    return set_body(text, path=Path("x.md"), line=line, slug="x", articles={"y.md": "y"})


def html(text):
    setting = body(text)
    assert setting.faults == []
    return re.sub(r' id="[^"]*"', "", setting.body.html)


FACTS = {
    "a labelled paragraph": (
        "**The facts:** it is.",
        '<p class="labelled"><strong class="label">The facts:</strong> it is.</p>',
    ),
    "a label with its colon outside": (
        "**Facts**: it is.",
        '<p class="labelled"><strong class="label">Facts</strong>: it is.</p>',
    ),
    "a Chinese label": ("**事实：** 是。", '<p class="labelled"><strong class="label">事实：</strong> 是。</p>'),
    "bold without a colon": ("**Bold** it is.", "<p><strong>Bold</strong> it is.</p>"),
    "headings begin below the headline": ("# A\n\ntext\n\n### B", "<h4>A</h4>\n<p>text</p>\n<h5>B</h5>"),
    "a table": (
        "| a | b |\n|---|--:|\n| 1 | 2 |",
        '<table>\n<thead>\n<tr>\n<th>a</th>\n<th class="align-right">b</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n'
        '<td>1</td>\n<td class="align-right">2</td>\n</tr>\n</tbody>\n</table>',
    ),
    "a definition list": ("Term\n: def", "<dl>\n<dt>Term</dt>\n<dd>def</dd>\n</dl>"),
    "another language": ("A [字]{lang=zh} b", '<p>A <span lang="zh">字</span> b</p>'),
    "strikethrough": ("~~no~~ yes", "<p><s>no</s> yes</p>"),
    "code keeps its signs": ("`<b> & {{ x }}`", "<p><code>&lt;b&gt; &amp; {{ x }}</code></p>"),
    "straight quotes become the language's": ("\"so\" it's", "<p>“so” it’s</p>"),
    "a quote behind a backslash stays": ('\\"so\\"', "<p>&quot;so&quot;</p>"),
    "a footnote stands in line": (
        "One.[^n]\n\n[^n]: Note *this*.",
        '<p>One.<span class="footnote">Note <em>this</em>.</span></p>',
    ),
    "a mark again": (
        "One.[^n] Two.[^n]\n\n[^n]: Note.",
        '<p>One.<span class="footnote">Note.</span> Two.<a class="note-again" href="#x.note-1">1</a></p>',
    ),
    "a figure": (
        '![Alt](art/a.png "Cap"){credit="C" licence="L"}',
        '<figure><img src="art/a.png" alt="Alt"><figcaption><span class="caption">Cap</span> '
        '<span class="credit">C, L</span></figcaption></figure>',
    ),
    "a figure in a list": (
        "- Text.\n\n  ![Alt](art/a.png)",
        '<ul>\n<li>\n<p>Text.</p>\n<figure><img src="art/a.png" alt="Alt"></figure>\n</li>\n</ul>',
    ),
    "a figure in a list without empty lines": (
        "- ![Alt](art/a.png)",
        '<ul>\n<li>\n<figure><img src="art/a.png" alt="Alt"></figure>\n</li>\n</ul>',
    ),
    "a figure in a box": (
        "::: box\n![Alt](art/a.png)\n:::",
        '<aside class="box">\n<figure><img src="art/a.png" alt="Alt"></figure>\n</aside>',
    ),
    "a side box": (
        "::: box Title & all\nText.\n:::",
        '<aside class="box">\n<p class="box-title">Title &amp; all</p>\n<p>Text.</p>\n</aside>',
    ),
    "a pull quote": ("::: pull\nA line.\n:::", '<aside class="pull">\n<p>A line.</p>\n</aside>'),
    "verse": ("::: verse\none\ntwo\n:::", '<aside class="verse">\n<p>one<br />\ntwo</p>\n</aside>'),
    "a table with a caption": (
        '{caption="C"}\n| a |\n|---|',
        "<table>\n<caption>C</caption>\n<thead>\n<tr>\n<th>a</th>\n</tr>\n</thead>\n</table>",
    ),
    "a wide picture": ("![A](art/a.png){width=full}", '<figure class="full"><img src="art/a.png" alt="A"></figure>'),
    "highlighted code": (
        "```python\nif x:\n```",
        '<pre><code class="short language-python"><span class="k">if</span> <span class="n">x</span>'
        '<span class="p">:</span>\n</code></pre>',
    ),
    "code of an unknown language": (
        "```nix2\n<x>\n```",
        '<pre><code class="short language-nix2">&lt;x&gt;\n</code></pre>',
    ),
    "a link to another article": ("[y](y.md#z)", '<p><a href="#y.id.z">y</a></p>'),
    "quotes in an attribute": (
        '![a "b" <c>](art/a.png)',
        '<figure><img src="art/a.png" alt="a &quot;b&quot; &lt;c&gt;"></figure>',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FACTS)
def test_markdown_becomes(name):
    source, wanted = FACTS[name]
    assert html(source) == wanted


def test_every_block_knows_its_line_the_inner_ones_too():
    places = body("Para.\n\n- a\n- b\n\n  c\n\n> q\n\n| t |\n|---|\n| u |\n", line=7).places
    assert places["x.l7"] == Place(Path("x.md"), 7, 1)
    assert {place.line for place in places.values()} == {7, 9, 10, 12, 14, 16, 18}
    assert len(places) == len(set(places))


def test_an_id_of_the_authors_own_stands_for_the_made_up_one():
    setting = body("{#here}\n## Head\n\n[to it](#here)")
    assert setting.places["x.id.here"].line == 2
    assert 'id="x.id.here"' in setting.body.html
    assert [target for target, _, _ in setting.targets] == ["x.id.here"]


PIECES = (
    *("[a]: https://x.org ", "\n[a]: ", "[x][a]", "{% ", " %}", "]{% ", '](https://x.org "'),
    *("*", "**", "_", "`", "[", "]", "](", ")", "![", "(", "#", "## ", "> ", "- ", "1. ", "\n", "\n\n", "|", "~~"),
    *("\n|---|\n", "<", ">", "<b>", "&amp;", "\\", "[^1]", "[^1]: ", "]: ", "{", "}", "{#x}", ":::", "\n::: box "),
    *("\n:::\n", "    ", ": ", "---\n", "```", "%", '"', "'"),
)


@settings(max_examples=1500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=14))
def test_whatever_is_written_is_set_or_told_and_no_foreign_tag_gets_through(pieces):
    """A word stands behind every piece of markup: it is in what is set, or there is a fault."""
    words = [f"w{chr(97 + number)}w" for number in range(len(pieces))]
    setting = body("".join(f"{piece}{word} " for piece, word in zip(pieces, words, strict=True)))
    if setting.faults:
        return
    tags = {tag.strip("/") for tag in re.findall(r"<(/?[a-zA-Z][^\s>]*)", setting.body.html)}
    known = "p h4 h5 h6 em strong s code pre ul ol li blockquote hr br a span table thead tbody tr th td dl dt dd"
    assert tags <= {*known.split(), "aside", "figure", "img", "figcaption", "caption"}
    lost = [word for word in words if word not in setting.body.html]
    assert lost == []


def test_a_list_that_begins_with_seven_says_seven(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD + "\n7. seven\n8. eight\n"})
    assert coranto("press", folder, "-o", tmp_path / "o.pdf").returncode == 0
    text = pdftotext(tmp_path / "o.pdf", "-layout")
    assert re.search(r"7\.\s+seven", text)
    assert re.search(r"8\.\s+eight", text)
