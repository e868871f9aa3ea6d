"""The judge of access: what is read aloud is the copy, in its order and as what it is; colours, alt texts, links."""

import io
import itertools
import json
from dataclasses import replace
from functools import cache

import pikepdf
import pytest
from PIL import Image

from coranto import press_issue
from coranto.issue.reader import read_issue
from coranto.preflight.access import judge as access
from coranto.preflight.copyrules import COPY_RULES
from coranto.preflight.painting import read_document
from coranto.preflight.painting.aloud import read_aloud
from coranto.preflight.painting.tree import TAG_LIMIT, read
from coranto.preflight.rules import JudgeName
from workshop import HEAD, PERIODICAL, make_issue

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="200" height="100"><rect width="200" height="100"/></svg>'
BODY = """\
---
kind: story
headline: {0}
---

{1}

## {2}

{3}[^1]

- {4}
- {4}

| {2} | {0} |
|---|---|
| {3} | {1} |

![{2}](art/x.svg "{3}")

{3} <https://example.org/a>

[^1]: {1}
"""
WORDS = {
    "en": (
        "The first headline",
        "A paragraph that opens it.",
        "A heading below",
        "Words that follow and end it.",
        "Something in a list",
    ),
    "fr": (
        "Le premier titre",
        "Un alinéa qui l’ouvre.",
        "Un intertitre",
        "Des mots qui suivent et qui finissent.",
        "Une entrée de liste",
    ),
    "ar": (
        "العنوان الأول هنا",
        "فقرة تفتح المقال كله.",
        "عنوان فرعي صغير",
        "كلمات تتبعها وتنتهي Latin بها.",
        "بند من القائمة",
    ),
    "hi": ("पहला शीर्षक बड़ा", "एक अनुच्छेद जो खुलता है।", "एक उपशीर्षक", "शब्द जो उसके पीछे आते हैं।", "सूची की एक बात"),
    "zh": ("第一个标题很长", "开头的一段文字在这里。", "下面的小标题", "后面的文字到此为止。", "清单里的一项"),
}
LANGUAGES = tuple(WORDS)


@pytest.fixture(scope="module")
def pressed(tmp_path_factory):
    """Give a function that presses a small issue in a language once; it has one of everything."""

    @cache
    def press(language):
        folder = tmp_path_factory.mktemp(language) / "p" / "i"
        periodical = PERIODICAL.replace("language: en", f"language: {language}")
        files = {"../periodical.yaml": periodical, "10-lead.md": BODY.format(*WORDS[language]), "art/x.svg": SVG}
        outcome = press_issue(make_issue(folder, files))
        return read_issue(folder), outcome.proof, outcome.findings

    return press


def changed(pdf, change):
    """Return a PDF in which something was changed."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        change(opened)
        output = io.BytesIO()
        opened.save(output)
    return output.getvalue()


def elements(pdf, role=None):
    """Return the elements of the tree of tags in order, those of a role or all."""
    found, waiting = [], [pdf.Root.StructTreeRoot]
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Dictionary):
            found.append(node)
            kids = node.get("/K", [])
            waiting += reversed(list(kids)) if isinstance(kids, pikepdf.Array) else [kids]
    return [one for one in found if "/S" in one and role in (None, str(one.S))]


def become(role, other):
    """Return a change: the elements of a role get another."""

    def change(pdf):
        for one in elements(pdf, role):
            one.S = pikepdf.Name(other)

    return change


def swap(pdf):
    """Let the list be heard before the paragraph that it follows."""
    (list_,) = elements(pdf, "/L")[-1:]
    kids = list_.P.K
    at = [kid.objgen for kid in kids].index(list_.objgen)
    kids[at - 1], kids[at] = kids[at], kids[at - 1]


def silence(pdf):
    """Take the list out of the tree."""
    (list_,) = elements(pdf, "/L")[-1:]
    kids = list_.P.K
    del kids[[kid.objgen for kid in kids].index(list_.objgen)]


def misname(pdf):
    elements(pdf, "/Figure")[-1].Alt = pikepdf.String("nothing")


def untag(pdf):
    del pdf.Root.StructTreeRoot


# For each code: what is done to the PDF, and words of what is told.
HEARD = {
    "access.order": (swap, "is read aloud before"),
    "access.unheard": (silence, "the text", "is not read aloud"),
    "access.role": (become("/H4", "/P"), "the heading", "is tagged as P, not as a heading"),
    "access.picture": (misname, "has no tag that says so"),
}


def heard(issue, proof):
    return [finding for rule in access.RULES for finding in rule.check(issue, proof)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_issue_as_it_is_pressed_is_accessible(pressed, language):
    issue, proof, findings = pressed(language)
    assert findings == ()
    assert heard(issue, proof) == []
    assert [finding for rule in access.DOCUMENT_RULES for finding in rule.check(read_document(proof.pdf))] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", HEARD)
def test_what_is_heard_otherwise_is_found_in_every_script(code, language, pressed):
    issue, proof, _ = pressed(language)
    change, *words = HEARD[code]
    found = heard(issue, replace(proof, pdf=changed(proof.pdf, change)))
    assert [finding.rule for finding in found] == [code]
    assert all(part in found[0].message for part in words), found
    assert found[0].place.file.name == "10-lead.md"
    assert found[0].place.line > 3


@pytest.mark.parametrize(("role", "other"), [("/H3", "/P"), ("/L", "/Div"), ("/Table", "/Div"), ("/H2", "/Span")])
def test_each_sort_of_thing_has_its_tag(role, other, pressed):
    issue, proof, _ = pressed("en")
    found = heard(issue, replace(proof, pdf=changed(proof.pdf, become(role, other))))
    assert [finding.rule for finding in found] == ["access.role"]


def test_headings_leave_no_level_out_where_an_article_has_no_headline(press, tmp_path):
    lead = "---\nkind: letters\nletters:\n  - {headline: A letter, text: Text., name: A reader}\n---\n"
    pressed = press(make_issue(tmp_path / "p" / "i", {"10-lead.md": lead}))
    assert pressed.said["findings"] == []
    with pressed.open() as pdf:
        assert [str(one.S) for one in elements(pdf) if str(one.S).startswith("/H")] == [
            "/H1",
            "/H2",
            "/H2",
            "/H3",
            "/H2",
        ]


def test_words_in_a_pale_colour_are_asked_about_and_large_ones_later(coranto, tmp_path):
    said = {}
    for name, colour in {"pale": "#d9a441", "middling": "#808080", "dark": "#7a1f1f"}.items():
        periodical = f"{PERIODICAL}options: {{accent: '{colour}'}}\n"
        lead = "---\nkind: number\nheadline: 250 million\n---\n\nText.\n"
        folder = make_issue(tmp_path / name / "i", {"../periodical.yaml": periodical, "10-lead.md": lead})
        result = coranto("press", folder, "-o", tmp_path / f"{name}.pdf", "--json")
        assert result.returncode == 0, result.stdout
        said[name] = [one for one in json.loads(result.stdout)["findings"] if one["rule"] == "access.contrast"]
    assert "should have 3" in " ".join(one["message"] for one in said["pale"])
    assert said["middling"]
    assert all("contrast of 3.9 to 1, it should have 4.5" in one["message"] for one in said["middling"])
    assert said["dark"] == []


def test_an_entry_of_the_contents_is_one_link_and_its_dots_are_not_read_aloud(pressed):
    _, proof, _ = pressed("en")
    aloud = read_aloud(proof.pdf)
    links = [at for at, tag in enumerate(aloud.tags) if tag.role == "Link"]
    said = []
    for at in links:
        inner = itertools.takewhile(lambda tag, depth=aloud.tags[at].depth: tag.depth > depth, aloud.tags[at + 1 :])
        said.append("".join(aloud.words.get(tag.content, "") for tag in inner))
    assert said == ["Front page 2", "The first headline 2", "https://example.org/a"]
    assert not any(". ." in words for words in aloud.words.values())


def test_a_link_within_the_issue_is_described_by_its_words_and_each_is_in_its_tag(pressed):
    _, proof, _ = pressed("en")
    with pikepdf.open(io.BytesIO(proof.pdf)) as pdf:
        notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
        numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
        owners = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        assert {str(note.Contents) for note in notes} == {"Front page", "The first headline", "https://example.org/a"}
        for note in notes:
            owner = owners[int(note.StructParent)]
            assert owner.S == "/Link"
            assert note.objgen in [kid.Obj.objgen for kid in owner.K if not isinstance(kid, int) and "/Obj" in kid]


def test_the_language_of_a_passage_is_told_in_its_tag(press, tmp_path):
    more = "---\nkind: story\nheadline: Zweitens\nlanguage: de\n---\n\nEin Absatz.\n"
    lead = "---\nkind: story\nheadline: H\n---\n\nHe said [les mots]{lang=fr} twice.\n"
    head = HEAD.replace("10-lead.md", "10-lead.md, 20-more.md")
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": head, "10-lead.md": lead, "20-more.md": more})
    aloud = read_aloud(press(folder).path.read_bytes())
    above, languages = [], {}
    for tag in aloud.tags:
        above[tag.depth :] = [tag.language]
        languages[aloud.words.get(tag.content, "")] = next((one for one in reversed(above) if one), "")
    assert languages["les mots"] == "fr"
    assert languages["Ein Absatz."] == "de"
    assert languages["He said "] == ""


# --- of the copy ----------------------------------------------------------------------------------

ALTS = [
    ("x", "access.alt-file"), ("x.svg", "access.alt-file"), ("IMG_2041.JPG", "access.alt-file"),
    ("image", "access.alt-sort"), ("Figure 3", "access.alt-sort"), ("A photo", "access.alt-sort"),
    ("Bild 2", "access.alt-sort"), ("图片", "access.alt-sort"), ("صورة", "access.alt-sort"),
    ("चित्र ३", "access.alt-sort"),
    ("A press", None), ("Figure of a man at a press", None), ("第一台印刷机的图片", None), ("صورة مطبعة بولاق", None),
]  # fmt: skip


@pytest.mark.parametrize(("alt", "code"), ALTS)
def test_an_alt_text_that_says_nothing_is_asked_about(alt, code, tmp_path):
    lead = f"---\nkind: story\nheadline: H\n---\n\nText.\n\n![{alt}](art/x.svg)\n"
    found = said_of_copy(make_issue(tmp_path / "p" / "i", {"10-lead.md": lead, "art/x.svg": SVG}))
    assert [(finding.rule, finding.place.line) for finding in found] == ([(code, 8)] if code else [])


def test_the_alt_texts_of_a_gallery_a_chart_and_the_cover_are_looked_at_too(tmp_path):
    head = f"{HEAD}cover: {{picture: {{file: art/x.svg, alt: x}}}}\n"
    gallery = "---\nkind: gallery\nheadline: H\npictures:\n  - {file: art/x.svg, alt: Photo}\n---\n"
    chart = "\n```chart\ntype: bar\ntitle: Sheets\nalt: Chart\ndata: {1710: 3, 1720: 5}\n```\n"
    files = {"issue.yaml": head, "10-lead.md": gallery + chart, "art/x.svg": SVG}
    found = said_of_copy(make_issue(tmp_path / "p" / "i", files))
    assert [(finding.rule, finding.place.file.name, finding.place.line) for finding in found] == [
        ("access.alt-file", "issue.yaml", 5),
        ("access.alt-sort", "10-lead.md", 5),
        ("access.alt-sort", "10-lead.md", 11),
    ]


LINKS = [
    ("en", "Read it [here](https://a.example) or [Click here!](https://b.example).", {9: "here", 38: "Click here!"}),
    ("en", "Read [what is here](https://a.example), <https://b.example/x>, [more on this](https://c.example).", {}),
    ("en", f"See <https://a.example/{'x' * 60}>.", {5: "a listener hears all 78 signs"}),
    ("de", "Lies es [hier](https://a.example), [mehr Drucker](https://b.example).", {9: "hier"}),
    ("fr", "Lisez [ici](https://a.example), [la suite ici](https://b.example).", {7: "ici"}),
    ("ar", "اقرأ [هنا](https://a.example) و[خبر المطبعة](https://b.example).", {6: "هنا"}),
    ("hi", "[यहाँ](https://a.example) पढ़ें, [छापाख़ाने का समाचार](https://b.example)।", {1: "यहाँ"}),
    ("zh", "请看[这里](https://a.example)和[印刷史](https://b.example)。", {3: "这里"}),
    ("ja", "[こちら](https://a.example)と[印刷の歴史](https://b.example)。", {1: "こちら"}),
]


@pytest.mark.parametrize(("language", "body", "wanted"), LINKS)
def test_a_link_that_does_not_say_where_it_leads_is_asked_about(language, body, wanted, tmp_path):
    periodical = PERIODICAL.replace("language: en", f"language: {language}")
    files = {"../periodical.yaml": periodical, "10-lead.md": f"---\nkind: story\nheadline: H\n---\n\n{body}\n"}
    found = said_of_copy(make_issue(tmp_path / "p" / "i", files))
    assert {finding.place.column for finding in found} == wanted.keys()
    for finding in found:
        assert finding.rule == ("access.link-address" if "signs" in finding.message else "access.link-words")
        assert wanted[finding.place.column] in finding.message
        assert finding.place.line == 6


def said_of_copy(folder):
    issue = read_issue(folder)
    return [finding for rule in COPY_RULES[JudgeName.ACCESS] for finding in rule.check(issue)]


# --- of any PDF -----------------------------------------------------------------------------------


def scan(pdf):
    """Put a page before the first that is a picture of a page."""
    picture = io.BytesIO()
    Image.new("L", (200, 280), 200).save(picture, "PDF")
    with pikepdf.open(io.BytesIO(picture.getvalue())) as other:
        pdf.pages.append(other.pages[0])


def untitle(pdf):
    del pdf.docinfo["/Title"]
    with pdf.open_metadata(update_docinfo=False) as metadata:
        del metadata["dc:title"]


def without(item, key):
    def change(pdf):
        found = item(pdf)
        del found[key]

    return change


def root(pdf):
    return pdf.Root


def figure(pdf):
    return elements(pdf, "/Figure")[-1]


def link(pdf):
    return next(note for page in pdf.pages for note in page.get("/Annots", []) if note.Subtype == "/Link")


def headless(pdf):
    for one in elements(pdf, "/TH"):
        one.S = pikepdf.Name.TD


def babble(pdf):
    elements(pdf, "/P")[0].Lang = pikepdf.String("English, of course")


FINISHED = {
    "access.untagged": (untag, without(root, "/MarkInfo")),
    "access.no-title": (untitle,),
    "access.title-hidden": (without(lambda pdf: pdf.Root.ViewerPreferences, "/DisplayDocTitle"),),
    "access.no-language": (without(root, "/Lang"),),
    "access.language": (babble,),
    "access.figure": (without(figure, "/Alt"),),
    "access.table-heads": (headless,),
    "access.level": (become("/H4", "/H6"), become("/H1", "/H2")),
    "access.scan": (scan,),
    "access.link-unsaid": (without(link, "/Contents"),),
    "access.link-untagged": (without(link, "/StructParent"),),
}


@pytest.mark.parametrize(
    ("code", "change"), [(code, change) for code, changes in FINISHED.items() for change in changes]
)
def test_a_finished_pdf_is_judged_without_its_copy(code, change, pressed):
    _, proof, _ = pressed("en")
    document = read_document(changed(proof.pdf, change))
    found = [finding for rule in access.DOCUMENT_RULES for finding in rule.check(document)]
    assert {finding.rule for finding in found} == {code}
    assert all(finding.hint for finding in found)
    if code in ("access.figure", "access.table-heads", "access.level", "access.scan", "access.link-unsaid"):
        assert all(finding.spot.width > 0 for finding in found)


def test_every_code_has_a_case():
    cases = {*HEARD, *FINISHED, *(code for _, code in ALTS if code), "access.contrast"}
    cases |= {"access.link-words", "access.link-address"}
    rules = (*COPY_RULES[JudgeName.ACCESS], *access.RULES, *access.DOCUMENT_RULES)
    assert cases == {code for rule in rules for code in rule.CODES}


def circle(pdf):
    elements(pdf, "/P")[0].K = pikepdf.Array([pdf.Root.StructTreeRoot.K[0]])


def map_in_a_circle(pdf):
    pdf.Root.StructTreeRoot.RoleMap = pikepdf.Dictionary(P=pikepdf.Name.Q, Q=pikepdf.Name.P)


def nest(pdf):
    inner = pikepdf.Dictionary(S=pikepdf.Name.P, K=0)
    for _ in range(400):
        inner = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Div, K=pikepdf.Array([inner])))
    pdf.Root.StructTreeRoot.K = pikepdf.Array([inner])


def muddle(pdf):
    pdf.Root.StructTreeRoot.K = pikepdf.Array(
        [1, pikepdf.Name.X, pikepdf.String("x"), pikepdf.Array([2, pikepdf.Array([])])]
    )


@pytest.mark.parametrize("change", [circle, map_in_a_circle, nest, muddle])
def test_tags_that_make_no_sense_are_read_as_far_as_they_do(change, pressed):
    _, proof, _ = pressed("en")
    with pikepdf.open(io.BytesIO(changed(proof.pdf, change))) as pdf:
        assert len(read(pdf)) < TAG_LIMIT


def test_check_asks_of_the_copy_and_press_of_the_pages(coranto, tmp_path):
    lead = "---\nkind: story\nheadline: H\n---\n\nRead it [here](https://a.example).\n"
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": lead})
    result = coranto("check", folder, "--json")
    assert result.returncode == 0
    assert [finding["rule"] for finding in json.loads(result.stdout)["findings"]] == ["access.link-words"]
