"""The three editions of an issue, each true to its standard, read by libraries that didn't write them."""

import hashlib
import json
import re
import shutil
import subprocess

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from coranto.finish.booklet import pairs
from workshop import FORME, HEAD, LEAD, ROOT, make_issue, pdftotext, run

MM = 72 / 25.4
PROFILE = ROOT / "profiles" / "iso-coated-v2-300" / "ISOcoated_v2_300_bas.icc"
LINKED = LEAD + "\nA [link](https://example.org/type/founders) and <https://example.org/plain>.\n"


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """Give the three editions of a sample, by name, and what the program said."""
    folder = tmp_path_factory.mktemp("editions")
    asked = [part for name in ("screen", "print", "archive") for part in ("-e", name)]
    result = run("press", FORME, *asked, "--no-addresses", "-o", folder / "forme.pdf", "--json")
    assert result.returncode == 0, result.stdout + result.stderr
    names = {"screen": "forme.pdf", "print": "forme.print.pdf", "archive": "forme.archive.pdf"}
    said = json.loads(result.stdout)
    assert {name: said["editions"][name]["pdf"] for name in names} == {k: str(folder / v) for k, v in names.items()}
    return {name: folder / file for name, file in names.items()}


@pytest.fixture(params=["screen", "print", "archive"])
def edition(request, editions):
    return editions[request.param]


def xmp(path):
    with pikepdf.open(path) as pdf:
        return pdf.Root.Metadata.read_bytes().decode()


def of_kind(pdf, kind):
    return [item for item in pdf.objects if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == kind]


# --- all of them ------------------------------------------------------------------


def test_it_is_sound_to_qpdf_and_all_its_fonts_are_in_it(edition):
    assert subprocess.run(["qpdf", "--check", edition], capture_output=True, check=False).returncode == 0
    fonts = subprocess.run(["pdffonts", edition], capture_output=True, text=True, check=True).stdout.splitlines()[2:]
    assert fonts
    assert all(line.split()[-5:-2] == ["yes", "yes", "yes"] for line in fonts)  # embedded, subset, Unicode


def test_its_xmp_says_what_its_info_says_and_knows_the_periodical(edition):
    """The dates and names of Dublin Core and PRISM are the issue's."""
    said = xmp(edition)
    with pikepdf.open(edition) as pdf:
        info = pdf.docinfo
        assert f'<rdf:li xml:lang="x-default">{info.Title}</rdf:li>' in said
        assert f"<xmp:CreatorTool>{info.Creator}</xmp:CreatorTool>" in said
        assert str(info.CreationDate) == str(info.ModDate) == "D:20260901000000Z"
        assert pdf.open_metadata()["xmp:CreateDate"] == "2026-09-01T00:00:00Z"  # it is well-formed
    for name, value in {"publicationName": "The Forme", "number": "1", "coverDate": "2026-09-01"}.items():
        assert f"<prism:{name}>{value}</prism:{name}>" in said


def test_an_issn_and_a_volume_are_in_the_xmp(coranto, tmp_path):
    periodical = "title: The <Proof> & Co\nissn: 2049-3630\npublisher: {name: P}\n"
    folder = make_issue(tmp_path / "p" / "i", {"../periodical.yaml": periodical, "issue.yaml": "volume: 7\n" + HEAD})
    assert coranto("press", folder, "-o", tmp_path / "i.pdf").returncode == 0
    said = xmp(tmp_path / "i.pdf")
    assert "<prism:issn>2049-3630</prism:issn>" in said
    assert "<prism:volume>7</prism:volume>" in said
    assert "<prism:publicationName>The &lt;Proof&gt; &amp; Co</prism:publicationName>" in said


def test_the_text_is_the_same_in_all(editions):
    texts = {name: pdftotext(path).replace("\f", "") for name, path in editions.items()}
    assert texts["screen"] == texts["archive"] == texts["print"]


def test_another_folder_and_time_zone_give_the_same_bytes_of_all(editions, tmp_path):
    elsewhere = tmp_path / "elsewhere" / "named otherwise" / "too"
    shutil.copytree(FORME, elsewhere)
    shutil.copy(FORME.parent / "periodical.yaml", elsewhere.parent)
    asked = [part for name in ("archive", "print", "screen") for part in ("-e", name)]
    env = {"TZ": "Asia/Kathmandu", "PYTHONHASHSEED": "3", "LC_ALL": "de_DE.UTF-8"}
    result = run("press", elsewhere, *asked, "--no-addresses", "-o", tmp_path / "other.pdf", env=env)
    assert result.returncode == 0, result.stderr
    for name, path in editions.items():
        other = tmp_path / ("other.pdf" if name == "screen" else f"other.{name}.pdf")
        assert hashlib.sha256(other.read_bytes()).digest() == hashlib.sha256(path.read_bytes()).digest(), name


# --- for a screen -----------------------------------------------------------------


def elements(node, above=()):
    """Yield the elements of the structure tree, each with those that it stands in."""
    if isinstance(node, pikepdf.Array):
        for kid in node:
            yield from elements(kid, above)
    elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
        yield node, above
        yield from elements(node.get("/K", pikepdf.Array()), (*above, str(node.S)))


def test_a_screen_gets_pdf_ua_with_heads_that_say_what_they_head_and_links_that_are_printed(editions):
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp(editions["screen"])
    with pikepdf.open(editions["screen"]) as pdf:
        heads = [element for element, _ in elements(pdf.Root.StructTreeRoot.K) if element.S == "/TH"]
        assert heads
        assert {str(head.A.Scope) for head in heads} <= {"/Column", "/Row"}
        named = pdf.Root.StructTreeRoot.IDTree.Names
        assert {bytes(name) for name in list(named)[::2]} == {bytes(head.ID) for head in heads}
        links = [note for page in pdf.pages for note in page.get("/Annots", [])]
        assert links
        assert all(int(note.F) & 4 and str(note.Contents) for note in links)


def test_a_figure_says_where_on_its_page_it_stands(editions):
    with pikepdf.open(editions["screen"]) as pdf:
        figures = [element for element, _ in elements(pdf.Root.StructTreeRoot.K) if element.S == "/Figure"]
        boxes = [[float(side) for side in figure.A.BBox] for figure in figures]
    assert boxes
    assert all(0 <= left < right <= 596 and 0 <= bottom < top <= 842 for left, bottom, right, top in boxes)


def test_running_heads_and_folios_are_artifacts_and_all_else_is_in_the_tree(editions):
    with pikepdf.open(editions["screen"]) as pdf:
        for index, page in enumerate(pdf.pages):
            marked = {
                int(operands[1].MCID)
                for operands, _ in pikepdf.parse_content_stream(page, "BDC")
                if isinstance(operands[1], pikepdf.Dictionary) and "/MCID" in operands[1]
            }
            tree = pdf.Root.StructTreeRoot
            owned = {
                int(kid)
                for element, _ in elements(tree.K)
                if element.get("/Pg") == page.obj
                for kid in (element.K if isinstance(element.K, pikepdf.Array) else [element.K])
                if isinstance(kid, int)
            }
            assert marked == owned, f"page {index + 1}"
            artifacts = re.findall(rb"/Artifact\s*<<\s*/Type\s*/Pagination", page.Contents.read_bytes())
            assert bool(artifacts) == (index > 0)


def test_what_is_translucent_is_tied_to_its_elements_through_the_form_that_it_stands_in(editions):
    """The table behind a chart, for those who can't see it, is drawn so (ISO 32000-1, 14.7.4.2)."""
    with pikepdf.open(editions["screen"]) as pdf:
        tree = pdf.Root.StructTreeRoot
        parents = dict(zip(map(int, list(tree.ParentTree.Nums)[::2]), list(tree.ParentTree.Nums)[1::2], strict=True))
        found = 0
        for element, above in elements(tree.K):
            for kid in element.K if isinstance(element.K, pikepdf.Array) else [element.K]:
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR":
                    found += "/Table" in above
                    assert f"/MCID {kid.MCID}".encode() in kid.Stm.read_bytes()
                    assert parents[int(kid.Stm.StructParents)][int(kid.MCID)] == element
        assert list(parents) == sorted(parents)
    assert found >= 4


def test_a_screen_gets_pictures_of_150_ppi_and_the_archive_all_their_pixels(editions):
    widths = {}
    for name in ("screen", "archive"):
        with pikepdf.open(editions[name]) as pdf:
            widths[name] = [int(picture.Width) for picture in of_kind(pdf, "/Image")]
    assert widths == {"screen": [566], "archive": [2800]}  # 352 pt wide: 733 px at 150 ppi


@pytest.mark.parametrize(("mode", "ink"), [("RGBA", (200, 60, 40, 120)), ("LA", (90, 120))])
def test_a_large_picture_with_transparent_parts_is_brought_down_with_its_mask(mode, ink, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": f"{LEAD}\n![A patch](art/patch.png)\n"})
    (folder / "art").mkdir()
    Image.new(mode, (2400, 1600), ink).save(folder / "art" / "patch.png")
    result = run("press", folder, "-e", "screen", "-e", "print", "-o", tmp_path / "i.pdf")
    assert result.returncode == 0, result.stderr
    with pikepdf.open(tmp_path / "i.pdf") as pdf:
        [picture] = [item for item in of_kind(pdf, "/Image") if "/SMask" in item]
        assert int(picture.Width) == int(picture.SMask.Width) < 1200
        assert str(picture.ColorSpace) == ("/DeviceRGB" if mode == "RGBA" else "/DeviceGray")


# --- for print --------------------------------------------------------------------


def test_print_is_pdf_x_4_with_a_printing_condition_and_without_what_only_a_screen_needs(editions):
    said = subprocess.run(["pdfinfo", editions["print"]], capture_output=True, text=True, check=True).stdout
    assert "PDF subtype:    PDF/X-4" in said
    with pikepdf.open(editions["print"]) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert (str(intent.S), str(intent.OutputConditionIdentifier)) == ("/GTS_PDFX", "FOGRA39")
        assert intent.DestOutputProfile.read_bytes() == PROFILE.read_bytes()
        assert str(pdf.docinfo.Trapped) == "/False"
        assert not any("/Annots" in page.obj for page in pdf.pages)
        assert "/StructTreeRoot" not in pdf.Root


def test_print_has_bleed_of_3_mm_marks_outside_of_it_and_pages_by_fours(editions):
    with pikepdf.open(editions["print"]) as pdf:
        assert len(pdf.pages) == 12
        for page in pdf.pages:
            trim, bleed, media = (
                [float(side) for side in page.obj[box]] for box in ("/TrimBox", "/BleedBox", "/MediaBox")
            )
            assert [round(side / MM) for side in trim] == [0, 0, 210, 297]
            assert [round(side / MM) for side in bleed] == [-3, -3, 213, 300]
            assert [round(side / MM) for side in media] == [-12, -12, 222, 309]
    with pypdfium2.PdfDocument(editions["print"]) as pdf:
        picture = pdf[11].render(scale=4).to_pil().convert("L")
    dark = {(x // (4 * MM), y // (4 * MM)) for y in range(picture.height) for x in range(picture.width)
            if picture.getpixel((x, y)) < 128}  # fmt: skip
    columns, rows = {int(x) for x, _ in dark}, {int(y) for _, y in dark}
    assert {3, 4, 5, 6, 7} <= columns
    assert {3, 4, 5, 6, 7} <= rows
    assert not {(x, y) for x, y in dark if 9 <= x < 225 and 9 <= y < 312}, "a mark stands where it bleeds"


def operations(pdf):
    """Yield the operations of all pages, forms and patterns."""
    streams = [item for item in pdf.objects if isinstance(item, pikepdf.Stream)]
    contents = [page.obj for page in pdf.pages]
    for content in [
        *contents,
        *(item for item in streams if item.get("/Subtype") == "/Form" or "/PatternType" in item),
    ]:
        yield from pikepdf.parse_content_stream(content)


def test_print_has_no_rgb_left_and_text_is_black_alone_or_in_the_inks_of_the_palette(editions):
    palette = (0.9, 0.4, 0.35, 0.3)  # the newsletter's accent, as its layout.yaml gives it
    with pikepdf.open(editions["print"]) as pdf:
        inks = {tuple(round(float(share), 2) for share in operands) for operands, operator in operations(pdf)
                if str(operator) in "kK"}  # fmt: skip
        operators = {str(operator) for _, operator in operations(pdf)}
        assert not {"rg", "RG"} & operators
        assert b"/DeviceRGB" not in b"".join(item.unparse(resolved=True) for item in pdf.objects)
    assert (0, 0, 0, 1) in inks
    assert palette in inks
    assert all(sum(ink) <= 3 for ink in inks)
    assert not [ink for ink in inks if ink[3] > 0.9 and sum(ink[:3])], "rich black"


def test_a_photo_is_printed_in_inks_and_looks_as_it_did(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD + '\n![A patch.](art/patch.jpg){credit="Us"}\n'})
    (folder / "art").mkdir()
    Image.new("RGB", (900, 600), (200, 60, 40)).save(folder / "art" / "patch.jpg", quality=95)
    assert coranto("press", folder, "-e", "print", "-e", "screen", "-o", tmp_path / "i.pdf").returncode == 0
    colours = {}
    for name, margin in (("i.pdf", 0), ("i.print.pdf", 12 * MM)):
        with pypdfium2.PdfDocument(tmp_path / name) as pdf:
            picture = pdf[1].render(scale=1).to_pil().convert("RGB")
        counted = picture.crop((margin, margin, margin + 595, margin + 841)).getcolors(1_000_000)
        colours[name] = max((count, colour) for count, colour in counted if max(colour) - min(colour) > 60)[1]
    with pikepdf.open(tmp_path / "i.print.pdf") as pdf:
        assert {str(picture.ColorSpace) for picture in of_kind(pdf, "/Image")} == {"/DeviceCMYK"}
    difference = [abs(one - other) for one, other in zip(*colours.values(), strict=True)]
    assert max(difference) < 60, colours  # not inverted, nor another colour: a viewer's own conversion is rough


def test_a_link_is_shown_as_an_address_on_paper_unless_it_is_one(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": LINKED})
    assert coranto("press", folder, "-e", "print", "-e", "screen", "-o", tmp_path / "i.pdf").returncode == 0
    paper, screen = (" ".join(pdftotext(tmp_path / name).split()) for name in ("i.print.pdf", "i.pdf"))
    assert "A link (example.org/type/founders) and https://example.org/plain." in paper
    assert "A link and https://example.org/plain." in screen
    assert paper.replace(" (example.org/type/founders)", "") == screen


def test_a_cover_bleeds_off_the_sheet_in_print_and_ends_with_it_on_a_screen(coranto, tmp_path):
    specimen = ROOT / "issues" / "specimen" / "all-sorts"
    asked = ("-e", "print", "-e", "screen", "--layout", "magazine")
    assert coranto("press", specimen, *asked, "-o", tmp_path / "i.pdf").returncode == 0
    with pypdfium2.PdfDocument(tmp_path / "i.print.pdf") as pdf:
        picture = pdf[0].render(scale=1).to_pil().convert("L")
    corners = [(9.5, 9.5), (9.5, 311), (224, 9.5), (224, 311)]  # mm from the edge of the sheet; it bleeds from 9 to 12
    assert all(picture.getpixel((round(x * MM), round(y * MM))) < 128 for x, y in corners)
    with pikepdf.open(tmp_path / "i.pdf") as pdf:
        assert [round(float(side)) for side in pdf.pages[0].MediaBox] == [0, 0, 595, 842]
        assert [round(float(side)) for side in pdf.pages[0].obj.get("/CropBox", pdf.pages[0].MediaBox)] == [
            0,
            0,
            595,
            842,
        ]


def test_pages_of_a_booklet_stand_as_sheets_are_folded():
    assert pairs(8) == [(8, 1), (2, 7), (6, 3), (4, 5)]
    assert pairs(4, rtl=True) == [(1, 4), (3, 2)]
    for count in (4, 16, 64):
        assert sorted(page for pair in pairs(count) for page in pair) == list(range(1, count + 1))
        assert all(sum(pair) == count + 1 for pair in pairs(count))


def test_a_booklet_has_spreads_and_creep_moves_its_inner_pages_to_the_fold(coranto, tmp_path):
    lefts = {}
    for creep in (0, 3):
        path = tmp_path / f"{creep}.pdf"
        assert coranto("press", FORME, "-e", "print", "--booklet", "--creep", creep, "-o", path).returncode == 0
        with pikepdf.open(path) as pdf:
            assert len(pdf.pages) == 6
            assert [round(float(side) / MM) for side in pdf.pages[0].TrimBox] == [0, 0, 420, 297]
            assert [page.label for page in pdf.pages] == ["12+1", "2+11", "10+3", "4+9", "8+5", "6+7"]
        words = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, text=True, check=True).stdout
        lefts[creep] = [float(re.search(r'xMin="([\d.]+)"', page)[1]) for page in words.split("<page ")[1:]]
    moved = [round((after - before) / MM, 1) for before, after in zip(lefts[0], lefts[3], strict=True)]
    assert moved[1] == 0  # the outermost sheet; its first page is blank on the left
    assert moved[2:] == [1.5, 1.5, 3.0, 3.0]


def test_blanks_are_left_out_where_they_are_not_wanted(coranto, issue, tmp_path):
    counts = []
    for option in ("--blanks", "--no-blanks"):
        assert coranto("press", issue, "-e", "print", option, "-o", tmp_path / "i.pdf").returncode == 0
        with pikepdf.open(tmp_path / "i.pdf") as pdf:
            counts.append(len(pdf.pages))
    assert counts == [4, 2]


def test_the_printers_own_profile_is_the_intent_and_what_is_none_is_told(coranto, issue, tmp_path):
    own = bytearray(PROFILE.read_bytes())
    (tmp_path / "own.icc").write_bytes(own)
    assert coranto("press", issue, "-e", "print", "--profile", "own.icc", "-o", "i.pdf", cwd=tmp_path).returncode == 0
    with pikepdf.open(tmp_path / "i.pdf") as pdf:
        assert pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes() == own
    own[16:20] = b"RGB "
    for name, content, told in (
        ("torn.icc", own[:5000], "is no ICC profile, or is torn"),
        ("screen.icc", bytes(own), "is a profile of prtr for RGB"),
        ("text.icc", b"a profile", "is no ICC profile"),
    ):
        (tmp_path / name).write_bytes(content)
        result = coranto("press", issue, "-e", "print", "--profile", name, "-o", "no.pdf", cwd=tmp_path)
        assert result.returncode == 8
        assert told in result.stderr
        assert not (tmp_path / "no.pdf").exists()
    assert coranto("press", issue, "-e", "print", "--profile", "none.icc", cwd=tmp_path).returncode == 8


@pytest.mark.parametrize(
    "options", [["--spine", "5"], ["--booklet"], ["--no-blanks"], ["--no-addresses"], ["--profile", PROFILE]]
)
@pytest.mark.parametrize("command", ["press", "run"])
def test_what_is_for_print_alone_is_refused_where_no_print_is_asked_for(coranto, issue, tmp_path, command, options):
    where = ["-o", tmp_path / "i.pdf"] if command == "press" else ["-a", tmp_path / "a"]
    result = coranto(command, issue, *where, "-e", "archive", *options)
    assert result.returncode == 2
    assert f"{options[0]}: this is for print; say --edition print, too" in " ".join(result.stderr.split())
    assert list(tmp_path.glob("*.pdf")) == []


def test_creep_is_refused_without_a_booklet(coranto, issue, tmp_path):
    result = coranto("press", issue, "-e", "print", "--creep", "1", "-o", tmp_path / "i.pdf")
    assert result.returncode == 2
    assert "say --booklet, too" in result.stderr


# --- for the archive --------------------------------------------------------------


def test_the_archive_gets_pdf_a_3a_with_an_intent_and_schemas_for_what_it_says(editions):
    said = xmp(editions["archive"])
    assert "<pdfaid:part>3</pdfaid:part>" in said
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in said
    assert "<pdfaSchema:prefix>prism</pdfaSchema:prefix>" in said
    with pikepdf.open(editions["archive"]) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.S) == "/GTS_PDFA1"
        assert int(intent.DestOutputProfile.N) == 3
        assert bool(pdf.Root.MarkInfo.Marked)
        assert not any(bool(picture.get("/Interpolate", False)) for picture in of_kind(pdf, "/Image"))
        assert all(int(note.F) == 4 for page in pdf.pages for note in page.get("/Annots", []))


@pytest.mark.skipif(shutil.which("verapdf") is None, reason="veraPDF is not on this machine")
def test_verapdf_finds_no_fault_in_it(editions):
    for flavour in ("3a", "ua1"):
        command = ["verapdf", "--format", "text", "--flavour", flavour, editions["archive"]]
        said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
        assert said.startswith("PASS"), said


def test_the_issues_folder_is_in_it_as_its_source(editions):
    here = {f"2026-09-01/{path.relative_to(FORME)}": path for path in FORME.rglob("*") if path.is_file()}
    here["periodical.yaml"] = FORME.parent / "periodical.yaml"
    with pikepdf.open(editions["archive"]) as pdf:
        associated = {str(one.UF): one for one in pdf.Root.AF}
        assert list(associated) == sorted([*here, "coranto-seal.json"])
        assert set(pdf.attachments) == set(associated)
        for name, path in here.items():
            content = pdf.attachments[name].get_file()
            assert content.read_bytes() == path.read_bytes()
            assert content.md5 == hashlib.md5(path.read_bytes(), usedforsecurity=False).digest()
            assert str(associated[name].AFRelationship) == "/Source"
        assert pdf.attachments["2026-09-01/issue.yaml"].get_file().mime_type == "application/yaml"
        seal = json.loads(pdf.attachments["coranto-seal.json"].get_file().read_bytes())
    assert list(seal["layouts"]) == ["newsletter", "base"]
    assert "layout.yaml" in seal["layouts"]["base"]
    assert seal["program"]["weasyprint"] == "70.0"


def test_pictures_in_cmyk_get_a_profile_in_the_archive(coranto, tmp_path):
    """Under an intent of sRGB, ink values without one mean nothing (ISO 19005-3, 6.2.4.3)."""
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD + '\n![A patch.](art/patch.jpg){credit="Us"}\n'})
    (folder / "art").mkdir()
    Image.new("CMYK", (900, 600), (20, 200, 180, 10)).save(folder / "art" / "patch.jpg")
    assert coranto("press", folder, "-e", "archive", "-o", tmp_path / "i.pdf").returncode == 0
    with pikepdf.open(tmp_path / "i.pdf") as pdf:
        (picture,) = of_kind(pdf, "/Image")
        assert str(picture.ColorSpace[0]) == "/ICCBased"
        assert int(picture.ColorSpace[1].N) == 4


def test_a_link_to_a_file_elsewhere_is_not_sealed_in(coranto, issue, tmp_path):
    (tmp_path / "secret.txt").write_text("secret")
    (issue / "notes.txt").symlink_to(tmp_path / "secret.txt")
    result = coranto("press", issue, "-e", "archive", "-o", tmp_path / "i.pdf")
    assert result.returncode == 3
    assert "notes.txt: `notes.txt` is a symbolic link" in result.stderr
    assert not (tmp_path / "i.pdf").exists()
