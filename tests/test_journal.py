"""The journal: what a scholar looks for, in the PDF."""

import re

import pikepdf
import pypdfium2
import pytest

from workshop import HEAD, LEAD, ROOT, make_issue, pdftotext

BODKIN = ROOT / "issues" / "the-bodkin" / "2026-12-01"

WORKS = """\
---
kind: story
headline: A headline
references:
  - {id: moxon, author: "Moxon, Joseph", year: 1683, title: Mechanick Exercises, place: London, publisher: the author}
  - {author: "McKenzie, D. F.", year: 1969, title: Printers of the Mind, in: Studies in Bibliography,
     volume: 22, pages: 1–75}
---

As [Moxon 1683](#moxon) says.
"""


@pytest.fixture(scope="module")
def pages(press):
    """Give the text of each page of the sample."""
    return press(BODKIN).text("-layout").split("\f")


def test_the_contents_names_authors_and_pages_from_which_to_which(pages):
    contents = re.sub(r"(?: \.)+ *", " … ", pages[0])
    assert "Caleb Stower, Pierre-Simon Fournier" in contents
    assert re.search(r"From so many to the foot to so many to the inch\W+2–4\n", contents)


def test_the_head_names_the_journal_where_an_article_opens_then_author_and_short_title(pages):
    heads = [page.strip().split("\n")[0].strip() for page in pages[1:5]]
    assert heads == [
        "The Bodkin · Volume 1 · No. 1 · 1 December 2026",
        "So many to the foot",
        "Caleb Stower, Pierre-Simon Fournier",
        "The Bodkin · Volume 1 · No. 1 · 1 December 2026",
    ]


def test_the_head_of_a_page_in_mid_article_is_the_articles_alone(coranto, tmp_path):
    """A digest has no body: it sets the journal's name to nothing by itself."""
    items = "".join(f"  - {{headline: Item {number}, text: {'Some words of news. ' * 40}}}\n" for number in range(18))
    digest = f"---\nkind: digest\nheadline: Elsewhere\nitems:\n{items}---\n"
    head = HEAD.replace("articles: [10-lead.md]", "articles: [10-lead.md, 20-digest.md]") + "layout: journal\n"
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": head, "20-digest.md": digest})
    result = coranto("press", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    pages = pdftotext(tmp_path / "o.pdf", "-layout").split("\f")[2:-2]
    assert len(pages) >= 3
    assert {page.strip().split("\n")[0].strip() for page in pages} == {"Elsewhere", "The Proof"}


@pytest.mark.parametrize(("language", "head"), [("en", "Ada et al."), ("cs", "Ada a kol."), ("zh", "Ada等")])
def test_of_many_authors_the_head_names_the_first_in_the_words_of_its_language(language, head, coranto, tmp_path):
    people = "".join(f"  - {{name: {name}}}\n" for name in ("Ada", "Bea", "Cleo", "Dora"))
    lead = f"---\nkind: story\nheadline: H\nbyline:\n{people}---\n" + "A paragraph of some words.\n\n" * 150
    issue = HEAD + f"layout: journal\nlanguage: {language}\n"
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": issue, "10-lead.md": lead})
    result = coranto("press", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    assert head.casefold() in pdftotext(tmp_path / "o.pdf").casefold()


def test_an_article_opens_with_authors_where_they_are_abstract_and_keywords(pages):
    opening = re.sub(r"\s+", " ", pages[1])
    order = [
        "From so many to the foot",
        "Caleb Stower",
        "Printer, Hackney",
        "Abstract: For three",
        "Keywords:",
        "A type",
    ]
    assert [opening.index(words) for words in order] == sorted(opening.index(words) for words in order)


def test_a_citation_links_to_the_work_in_the_list(press):
    pdf = press(BODKIN).open()
    links = [
        annotation
        for page in pdf.pages[1:4]
        for annotation in page.get("/Annots", ())
        if "Dest" in str(list(annotation.keys())) and "moxon" in str(annotation.get("/Dest"))
    ]
    assert links
    names = pikepdf.NameTree(pdf.Root.Names.Dests)
    page, _, left, top, *_ = names[str(links[0].Dest)]
    words = pypdfium2.PdfDocument(press(BODKIN).path)[pdf.pages.index(pikepdf.Page(page))].get_textpage()
    assert "Moxon, Joseph" in words.get_text_bounded(
        left=float(left) - 2, top=float(top) + 1, right=500, bottom=float(top) - 14
    )


@pytest.mark.parametrize("layout", ["base", "newsletter", "magazine", "journal"])
def test_references_are_set_in_every_layout(layout, coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": WORKS})
    result = coranto("press", folder, "--layout", layout, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    text = re.sub(r"\s+", " ", pdftotext(tmp_path / "o.pdf")).replace("- ", "")
    assert "Moxon, Joseph. 1683. Mechanick Exercises. London: the author." in text
    assert "McKenzie, D. F. 1969. Printers of the Mind. Studies in Bibliography 22: 1–75." in text


@pytest.mark.parametrize(
    ("article", "said"),
    [
        (WORKS.replace("(#moxon)", "(#maxon)"), "10-lead.md:10:17: the link to `#maxon` lands nowhere"),
        (WORKS.replace('{author: "McK', '{id: moxon, author: "McK'), "10-lead.md:6:10: the id `moxon` is given twice"),
        (WORKS + "\n{#moxon}\n#### Moxon\n\nText.\n", "10-lead.md:5:10: the id `moxon` is given twice"),
        (WORKS.replace("year: 1683", "year: [1683]"), "10-lead.md:5:48: `references 1, year` is"),
        (WORKS.replace("id: moxon", "id: Moxon 1"), "10-lead.md:5:10: `references 1, id` is"),
    ],
)
def test_what_is_wrong_with_references_is_told_with_its_place(article, said, coranto, tmp_path):
    result = coranto("check", make_issue(tmp_path / "p" / "i", {"10-lead.md": article}))
    assert result.returncode == 3
    assert said in result.stderr


def test_a_work_with_an_id_that_nothing_cites_is_a_query(coranto, tmp_path):
    article = WORKS.replace("[Moxon 1683](#moxon)", "Moxon")
    result = coranto("check", make_issue(tmp_path / "p" / "i", {"10-lead.md": article}))
    assert result.returncode == 0
    assert "10-lead.md:5:10: the reference `moxon` is cited nowhere in the issue" in result.stderr


@pytest.mark.parametrize(("openings", "page"), [("page", 3), ("right", 5), ("run-on", 2)])
def test_articles_open_where_the_layout_is_told(openings, page, coranto, tmp_path):
    head = f"date: 2026-11-24\nlayout: journal\noptions: {{openings: {openings}}}\n"
    head += "departments:\n  - {title: One, articles: [10-lead.md, 20-next.md]}\n"
    second = LEAD.replace("A headline", "The second")
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": head, "20-next.md": second})
    result = coranto("press", folder, "-o", tmp_path / "o.pdf", "--json")
    assert f'"page": {page}' in result.stdout.partition("The second")[2], result.stdout
