"""What closes an article and an issue: contributors, a link for paper, DOI, licence; ISSN and bar code."""

import re

import pypdfium2
import pytest
import zxingcpp

from workshop import HEAD, LEAD, PERIODICAL, make_issue, pdftotext

FRONT = """headline: A headline
byline:
  - {name: Sarah Eaves, affiliation: The Foundry, note: kept the foundry.}
  - {name: Joseph Moxon}
doi: 10.1000/182
licence: CC-BY-4.0
link: {url: "https://example.org/manuals?year=1683", text: Older manuals}"""
FILES = {
    "10-lead.md": LEAD.replace("headline: A headline", FRONT),
    "../periodical.yaml": PERIODICAL + "issn: '20493630'\noptions: {barcode: true}\n",
    "issue.yaml": HEAD + "number: 107\n",
}


@pytest.fixture(scope="module", params=["newsletter", "magazine"])
def pressed(request, press, tmp_path_factory):
    folder = tmp_path_factory.mktemp("colophons") / "p" / "one"
    return press(make_issue(folder, {**FILES, "issue.yaml": FILES["issue.yaml"] + f"layout: {request.param}\n"}))


def codes(pressed):
    """Return what a scanner reads on the pages."""
    pages = [page.render(scale=3).to_pil() for page in pypdfium2.PdfDocument(pressed.path)]
    add_on = zxingcpp.EanAddOnSymbol.Read
    return {code.text for page in pages for code in zxingcpp.read_barcodes(page, ean_add_on_symbol=add_on)}


def test_a_scanner_reads_the_codes(pressed):
    """The bar code has the issue's number in two digits behind it."""
    found = codes(pressed)
    assert "https://example.org/manuals?year=1683" in found
    assert any(text.startswith("977204936300") and text.endswith("07") for text in found)


def test_words_and_links_close_the_article(pressed):
    text = " ".join(pressed.text().split())
    assert "Sarah Eaves kept the foundry." in text
    assert "Older manuals example.org/manuals?year=1683" in text
    assert "doi.org/10.1000/182 · CC-BY-4.0" in text
    assert "ISSN 2049-3630" in text
    with pressed.open() as pdf:
        links = {str(one.A.URI) for page in pdf.pages for one in page.get("/Annots", ()) if "/URI" in one.get("/A", {})}
    assert links >= {
        "https://example.org/manuals?year=1683",
        "https://doi.org/10.1000/182",
        "https://creativecommons.org/licenses/by/4.0/",
    }


def test_a_qr_code_is_no_smaller_than_15_mm(pressed):
    with pressed.open() as pdf:
        boxes = [
            [float(side) for side in thing.A.BBox]
            for thing in pdf.objects
            if hasattr(thing, "get") and str(thing.get("/Alt", "")).startswith("QR: ")
        ]
    assert boxes
    left, _, right, _ = boxes[0]
    assert (right - left) * 25.4 / 72 > 15


def test_the_address_of_a_link_stands_a_line_below_its_words(pressed):
    """In columns, too: blocks in a cell that is aligned to its middle come half a line too high (WeasyPrint 70)."""
    tops = {
        word: float(top)
        for top, word in re.findall(r'yMin="([\d.]+)"[^>]*>([^<]+)</word>', pdftotext(pressed.path, "-bbox"))
    }
    assert tops["example.org/manuals?year=1683"] - tops["manuals"] == pytest.approx(11.5, abs=0.1)


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("../periodical.yaml", "'20493630'", "2049-3631", "`issn` is not an ISSN: its check digit"),
        ("../periodical.yaml", "issn: '20493630'\n", "", "the option `barcode` asks for the bar code of an ISSN"),
        ("10-lead.md", "10.1000/182", "https://doi.org/10.1000/182", "`doi` is not a DOI (write it as 10.1000/182"),
        ("10-lead.md", "https://example.org/manuals", "example.org/manuals", "`link, url` is not a web address"),
        ("10-lead.md", "year=1683", "year=" + "1" * 300, "`link, url` is too long"),
        ("10-lead.md", ", text: Older manuals", "", "`link, text` is missing"),
        ("10-lead.md", "note: kept", "notes: kept", "did you mean `note`?"),
    ],
)
def test_a_fault_is_told_with_its_place(coranto, tmp_path, file, old, new, says):
    folder = make_issue(tmp_path / "p" / "one", {**FILES, file: FILES[file].replace(old, new)})
    result = coranto("press", folder, "-o", tmp_path / "x.pdf")
    assert result.returncode == 3, result.stderr
    said = " ".join((result.stdout + result.stderr).split())
    assert says in said
    assert f"{file.removeprefix('../')}:" in said
    assert "Traceback" not in said
