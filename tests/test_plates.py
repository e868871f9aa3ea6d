"""Plates: pictures with a page of their own, and the text that runs on around them."""

import io
import re

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from workshop import HEAD, LEAD, make_issue, pdftotext

SENTENCE = "The sheet is folded once and again and then it is cut so that four leaves come of it and eight pages. "
BLUE = (0, 60, 200)
LAYOUTS = ("newsletter", "magazine", "journal")


def picture(size=(1800, 2500)):
    output = io.BytesIO()
    Image.new("RGB", size, BLUE).save(output, "PNG")
    return output.getvalue()


def story(plate, before=14, after=14):
    """Return an article with a plate between its paragraphs."""
    paragraphs = [f"Paragraph {number} begins. {SENTENCE * 4}" for number in range(before + after)]
    return "\n\n".join(["---\nkind: story\nheadline: H\n---", *paragraphs[:before], *plate, *paragraphs[before:]])


def shown(width):
    return f'![A blue sheet](art/a.png "What it shows"){{width={width} credit="N. N."}}'


def plates_issue(folder, width, layout="newsletter", **where):
    files = {"10-lead.md": story([shown(width)] if width else [], **where), "art/a.png": picture()}
    return make_issue(folder, files | {"issue.yaml": f"{HEAD}layout: {layout}\n"})


def pressed_pages(coranto, folder, pdf, *options):
    """Return the pages' texts and their pictures."""
    result = coranto("press", folder, "-o", pdf, *options)
    assert result.returncode == 0, result.stderr
    assert result.stderr == ""
    return pdftotext(pdf).split("\f")[:-1], [page.render(scale=0.5).to_pil() for page in pypdfium2.PdfDocument(pdf)]


def is_blue(pixel):
    return all(abs(one - other) < 12 for one, other in zip(pixel[:3], BLUE, strict=True))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_picture_that_bleeds_reaches_all_edges_of_a_page_that_has_its_caption_and_nothing_else(
    layout, coranto, tmp_path
):
    folder = plates_issue(tmp_path / "p" / "i", "bleed", layout)
    texts, pictures = pressed_pages(coranto, folder, tmp_path / "o.pdf")
    (number,) = [number for number, text in enumerate(texts) if "What it shows" in text]
    assert texts[number].split() == ["What", "it", "shows", "N.", "N."]
    sheet = pictures[number]
    right, bottom = sheet.width - 1, sheet.height - 1
    edges = [(0, 0), (right, 0), (0, bottom), (right, bottom), (0, bottom // 2), (right, bottom // 2)]
    assert all(is_blue(sheet.getpixel(edge)) for edge in edges)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_picture_of_a_whole_page_keeps_its_margins_and_its_folio(layout, coranto, tmp_path):
    folder = plates_issue(tmp_path / "p" / "i", "page", layout)
    texts, pictures = pressed_pages(coranto, folder, tmp_path / "o.pdf")
    (number,) = [number for number, text in enumerate(texts) if "What it shows" in text]
    assert re.search(rf"\b{number + 1}\b", texts[number])
    assert "folded" not in texts[number]
    assert not is_blue(pictures[number].getpixel((0, 0)))
    assert is_blue(pictures[number].getpixel((pictures[number].width // 2, pictures[number].height // 2)))


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_text_runs_on_around_a_plate_as_if_it_were_not_there(layout, coranto, tmp_path):
    """Line for line, on the same pages but for the one that the plate has; it stands behind the page that names it."""
    pages = {}
    for width in ("page", ""):
        folder = plates_issue(tmp_path / (width or "none") / "i", width, layout)
        texts, _ = pressed_pages(coranto, folder, tmp_path / "o.pdf")
        lines = [[line for line in text.split("\n") if re.search("folded|leaves", line)] for text in texts]
        pages[width] = [(number, found) for number, found in enumerate(lines) if found]
        if width:
            plate = next(number for number, text in enumerate(texts) if "What it shows" in text)
            assert "Paragraph 13 begins" in texts[plate - 1] or "Paragraph 14 begins" in texts[plate - 1]
    assert [found for _, found in pages["page"]] == [found for _, found in pages[""]]
    assert [number for number, _ in pages["page"]] == [n + (n >= plate) for n, _ in pages[""]]


def test_a_plate_that_the_text_ends_with_has_the_last_page(coranto, tmp_path):
    folder = plates_issue(tmp_path / "p" / "i", "bleed", before=2, after=0)
    texts, _ = pressed_pages(coranto, folder, tmp_path / "o.pdf")
    assert "What it shows" in texts[-1]
    assert "Paragraph 1 begins" in texts[-2]


def test_two_plates_follow_each_other_and_the_contents_counts_them(coranto, tmp_path):
    last = "---\nkind: story\nheadline: Behind the plates\n---\nText.\n"
    head = HEAD + "  - title: Later\n    articles: [20-last.md]\nlayout: magazine\n"
    files = {"10-lead.md": story([shown("bleed"), shown("page")], 2, 1), "art/a.png": picture()}
    folder = make_issue(tmp_path / "p" / "i", {"issue.yaml": head, "20-last.md": last, **files})
    texts, _ = pressed_pages(coranto, folder, tmp_path / "o.pdf")
    assert ["What it shows" in text for text in texts] == [False, False, False, True, True, False]
    assert re.search(r"6\s+Behind the plates|Behind the plates\s+6", texts[1])


def test_a_plate_too_small_for_print_at_its_size_is_a_query(coranto, tmp_path):
    files = {"10-lead.md": story([shown("bleed")], 1, 1), "art/a.png": picture((600, 800))}
    result = coranto("press", make_issue(tmp_path / "p" / "i", files), "-o", tmp_path / "o.pdf")
    assert "resolution.low" in coranto("press", tmp_path / "p" / "i", "-o", tmp_path / "o.pdf", "--json").stdout
    assert "the picture `art/a.png` is set at 67 ppi" in " ".join(result.stderr.split())


def test_a_plate_within_something_else_is_refused(coranto, tmp_path):
    lead = LEAD + "\n::: box\n" + shown("page") + "\n:::\n"
    result = coranto("check", make_issue(tmp_path / "p" / "i", {"10-lead.md": lead, "art/a.png": picture()}))
    assert result.returncode == 3
    assert "10-lead.md:9:1: a picture with a page of its own stands within something else" in " ".join(
        result.stderr.split()
    )


def test_a_sheet_with_bleed_is_covered_to_its_end(coranto, tmp_path):
    """What a printer cuts off, 3 mm, is covered in the edition for print; the one for a screen ends at the trim."""
    folder = plates_issue(tmp_path / "p" / "i", "bleed", before=1, after=1)
    texts, pictures = pressed_pages(coranto, folder, tmp_path / "o.pdf")
    number = next(number for number, text in enumerate(texts) if "What it shows" in text)
    assert pictures[number].width == round(210 / 25.4 * 36)
    assert coranto("press", folder, "-o", tmp_path / "p.pdf", "--edition", "print").returncode == 0
    with pikepdf.open(tmp_path / "p.pdf") as pdf:
        page = pdf.pages[number]
        media, bleed, trim = ([float(side) for side in box] for box in (page.mediabox, page.BleedBox, page.TrimBox))
    assert [abs(one - other) for one, other in zip(bleed, trim, strict=True)] == pytest.approx([3 / 25.4 * 72] * 4)
    sheet = pypdfium2.PdfDocument(tmp_path / "p.pdf")[number].render(scale=1).to_pil().convert("RGB")
    for x in (bleed[0] + 2, bleed[2] - 2):
        for y in (bleed[1] + 2, bleed[3] - 2):
            red, _, blue = sheet.getpixel((round(x - media[0]), round(media[3] - y)))
            assert blue > red + 80, "the sheet is covered to the end of the bleed"
