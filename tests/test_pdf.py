"""What every PDF of ours has, read back by a library that didn't write it."""

import pikepdf
import pytest

from workshop import FORME, HEAD, make_issue, pdftotext

SAMPLE = FORME


@pytest.fixture(scope="module")
def pdf(press):
    with press(SAMPLE).open() as opened:
        yield opened


def test_its_metadata_are_the_issues(pdf):
    info = pdf.docinfo
    assert str(info.Title).startswith("The Forme – ")
    assert "Pied Case" in str(info.Author)
    assert str(info.CreationDate).startswith("D:20260901")
    assert str(info.ModDate).startswith("D:20260901")
    assert str(info.Creator).startswith("Coranto ")
    assert str(info.Keywords)
    assert str(pdf.Root.Lang) == "en-GB"


def test_it_opens_with_its_title_and_its_outline(pdf):
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
    assert str(pdf.Root.PageMode) == "/UseOutlines"


def test_its_page_labels_are_decimal_numbers(pdf):
    assert pdf.Root.PageLabels.Nums[0] == 0
    assert str(pdf.Root.PageLabels.Nums[1].S) == "/D"
    assert [page.label for page in pdf.pages][:3] == ["1", "2", "3"]


def roles(node):
    """Yield the roles of the structure tree."""
    if not isinstance(node, pikepdf.Dictionary):
        return
    if "/S" in node:
        yield str(node.S)
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        yield from roles(kid)


def test_it_is_tagged_with_headings_lists_figures_and_tables(pdf):
    assert bool(pdf.Root.MarkInfo.Marked)
    found = set(roles(pdf.Root.StructTreeRoot))
    assert {"/H1", "/H2", "/H3", "/P", "/L", "/LI", "/Figure", "/Table", "/TH", "/TD", "/Link"} <= found


def test_its_pictures_have_their_alt_text(pdf):
    alts = []

    def collect(node):
        if isinstance(node, pikepdf.Dictionary):
            if str(node.get("/S", "")) == "/Figure":
                alts.append(str(node.get("/Alt", "")))
            kids = node.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                collect(kid)

    collect(pdf.Root.StructTreeRoot)
    assert alts
    assert all(alts)


def test_no_picture_is_interpolated(pdf):
    """ISO 19005-2, 6.2.8 forbids it, and the engine asks for it."""
    pictures = [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image"]
    assert pictures
    assert not any(bool(picture.get("/Interpolate", False)) for picture in pictures)


def test_the_folio_says_page_and_pages(press):
    pressed = press(SAMPLE)
    pages = pressed.text("-layout").split("\f")
    count = pressed.said["pages"]
    for number, page in enumerate(pages[1:count], 2):
        assert f"{number}/{count}" in page.replace(" ", "")


def test_the_running_head_names_the_department_that_the_page_begins_with(press):
    heads = [page.strip().splitlines()[0] for page in press(SAMPLE).text("-layout").split("\f")[1:-1]]
    assert heads[0].startswith("FRONT PAGE")
    assert any(head.startswith("QUESTIONS PUT TO THE RECORD") for head in heads)
    assert all("The Forme · 1 September 2026" in head for head in heads)


def test_an_id_within_a_line_can_be_linked_to_and_falsifies_no_number(press, tmp_path):
    """An author's ids have a namespace of their own: `lead` is no article, `headline` no headline."""
    filler = "\n\n".join(f"Paragraph {number} fills the page with its words. " * 40 for number in range(6))
    head = HEAD.replace("[10-lead.md]", "[aa.md, lead.md]")
    first = "---\nkind: story\nheadline: First\n---\n[here]{#lead} and [there]{#headline}\n\n"
    first += f"{filler}\n\n[back](#lead)\n"
    lead = "---\nkind: story\nheadline: The last thing\n---\nText.\n"
    folder = make_issue(tmp_path / "p" / "ids", {"issue.yaml": head, "aa.md": first, "lead.md": lead})
    (folder / "10-lead.md").unlink()
    pressed = press(folder)
    assert pressed.said["findings"] == []
    pages = pressed.text("-layout").split("\f")
    begins = next(number for number, page in enumerate(pages[1:], 2) if "The last thing" in page)
    assert begins > 3
    assert [article["page"] for article in pressed.said["articles"]] == [2, begins]
    assert any("The last thing" in line and line.split()[-1] == str(begins) for line in pages[0].splitlines())
    with pressed.open() as pdf:
        assert "aa.id.lead" in {str(note.get("/Dest", "")) for page in pdf.pages for note in page.get("/Annots", [])}


def test_no_row_of_a_table_stands_alone_on_a_page(press, tmp_path):
    rows = "".join(f"| row {number} | x |\n" for number in range(120))
    lead = f"---\nkind: story\nheadline: H\n---\n\n| a | b |\n|---|---|\n{rows}"
    pages = press(make_issue(tmp_path / "p" / "rows", {"10-lead.md": lead})).text("-layout").split("\f")
    counts = [page.count("row ") for page in pages if "row " in page]
    assert sum(counts) == 120
    assert min(counts) >= 2


def test_a_footnote_stands_on_the_page_of_its_mark(press, tmp_path):
    filler = "\n\n".join(f"Paragraph {number} fills the page with its words. " * 40 for number in range(4))
    lead = (
        f"---\nkind: story\nheadline: H\n---\n{filler}\n\nThe mark is here.[^a]\n\n{filler}\n\n[^a]: The note itself.\n"
    )
    folder = make_issue(tmp_path / "p" / "notes", {"10-lead.md": lead})
    pages = press(folder).text("-layout").split("\f")
    marked = [number for number, page in enumerate(pages) if "The mark is here" in page]
    noted = [number for number, page in enumerate(pages) if "The note itself" in page]
    assert marked == noted


def test_a_footnote_stays_with_its_mark_where_a_paragraph_does_not_fit_below(coranto, tmp_path):
    """The engine by itself moves the note sooner than the paragraph (WeasyPrint 70)."""
    filler = "\n\n".join(f"Paragraph {number} fills the page with its words. " * 8 for number in range(12))
    lead = (
        f"---\nkind: story\nheadline: H\n---\n{filler}\n\nThe mark is here.[^a]\n\n{filler}\n\n[^a]: The note itself.\n"
    )
    folder = make_issue(tmp_path / "p" / "away", {"10-lead.md": lead})
    result = coranto("press", folder, "-o", tmp_path / "away.pdf")
    assert result.returncode == 0
    assert result.stderr == ""
    page = next(page for page in pdftotext(tmp_path / "away.pdf").split("\f") if "The mark is here" in page)
    assert "The note itself" in page


def test_a_footnote_that_finds_no_room_beside_its_mark_is_a_query(coranto, tmp_path):
    notes = [f"[^{name}]: " + "A note that takes up a good part of the page, and more. " * 26 for name in "abcd"]
    after = "\n\n".join(["Text behind it. " * 60] * 6)
    lead = "---\nkind: story\nheadline: H\n---\n" + "\n\n".join(["The marks.[^a][^b][^c][^d]", after, *notes]) + "\n"
    result = coranto("press", make_issue(tmp_path / "p" / "away", {"10-lead.md": lead}), "-o", tmp_path / "away.pdf")
    assert "10-lead.md:5:23: a footnote stands on page 6, its mark on page 5" in result.stderr


def test_a_link_to_another_article_goes_to_its_page(press, tmp_path):
    head = HEAD + "  - {title: Two, articles: [20-b.md]}\n"
    lead = "---\nkind: story\nheadline: First\n---\nSee [the second](20-b.md) and [its end](20-b.md#end).\n"
    other = "---\nkind: story\nheadline: Second\n---\nText.\n\n{#end}\n## The end\n\nText.\n"
    pressed = press(make_issue(tmp_path / "p" / "linked", {"issue.yaml": head, "10-lead.md": lead, "20-b.md": other}))
    with pressed.open() as pdf:
        names = {
            str(note.Dest) for page in pdf.pages for note in page.get("/Annots", []) if note.get("/Dest") is not None
        }
    assert {"20-b", "20-b.id.end"} <= names
