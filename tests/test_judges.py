"""The judges of print and archive: each rule has a case that fires it, and our own finished editions fire none.

The cases are finished editions of ours, altered as little as the rule needs by a library that didn't write them.
"""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from coranto.children.guard import guarded
from coranto.children.limits import Limits as Most
from coranto.finish.model import EditionName
from coranto.preflight.judges import JUDGES, judge_document
from coranto.preflight.painting import read_document
from coranto.preflight.painting.model import Limits
from coranto.preflight.rules import JudgeName
from coranto.pressrun.line import press_issue
from workshop import LEAD, make_issue

PICTURE = b"\x80" * 32 * 32 * 4


@pytest.fixture(scope="module")
def editions(tmp_path_factory):
    """Give the finished editions of a small issue, by their names."""
    folder = make_issue(
        tmp_path_factory.mktemp("judges") / "p" / "i", {"10-lead.md": LEAD + "\n<https://example.org>\n"}
    )
    outcome = guarded(lambda _: press_issue(folder, editions=tuple(EditionName)), limits=Most())
    assert outcome.findings == ()
    return {name: made.pdf for name, made in outcome.editions.items()}


def altered(content, alter, **saving):
    """Return a PDF after it was altered, and nothing else in it was."""
    output = BytesIO()
    with pikepdf.open(BytesIO(content)) as pdf:
        alter(pdf)
        as_is = saving or {"stream_decode_level": pikepdf.StreamDecodeLevel.none, "compress_streams": False}
        pdf.save(output, fix_metadata_version=False, **as_is)
    return output.getvalue()


def said(content, judge, limits=None):
    document = read_document(content)
    return judge_document(document if limits is None else replaced(document, limits), [judge])


def replaced(document, limits):
    from dataclasses import replace

    return replace(document, limits=limits)


def codes(content, judge, limits=None):
    return {finding.rule for finding in said(content, judge, limits)}


# --- what alters ----------------------------------------------------------------------------------


def drawing(content):
    """Return what draws this on the first page, in a colour, in black where it sets none."""

    def alter(pdf):
        page = pdf.pages[0]
        font = next(iter(page.Resources.Font.keys()))
        page.contents_add(b"Q q " + content.replace(b"/F ", str(font).encode() + b" ") + b" Q", prepend=False)

    return alter


def showing(**entries):
    """Return what shows a picture of 32 × 32 pixels on the first page, in 72 × 72 pt."""

    def alter(pdf):
        picture = pikepdf.Stream(pdf, entries.pop("content", PICTURE))
        picture.Type, picture.Subtype = Name.XObject, Name.Image
        picture.Width = picture.Height = 32
        picture.BitsPerComponent, picture.ColorSpace = 8, Name.DeviceCMYK
        for name, value in entries.items():
            picture[f"/{name}"] = value
        page = pdf.pages[0]
        name = page.add_resource(picture, Name.XObject)
        page.contents_add(f"q 72 0 0 72 200 200 cm {name} Do Q".encode())

    return alter


def in_resource(content, kind, resource):
    """Return what draws this on the first page with a resource, whose name stands for `%s`."""

    def alter(pdf):
        page = pdf.pages[0]
        name = page.add_resource(pdf.make_indirect(resource), kind)
        page.contents_add(b"q " + content.replace(b"%s", str(name).encode()) + b" Q")

    return alter


def in_state(content, **state):
    """Return what draws this on the first page in a graphics state."""
    return in_resource(b"%s gs " + content, Name.ExtGState, Dictionary(**state))


def without(*names, of=lambda pdf: pdf.Root):
    def alter(pdf):
        for name in names:
            del of(pdf)[name]

    return alter


def every(what):
    """Return what does this to all objects."""

    def alter(pdf):
        for item in pdf.objects:
            what(item)

    return alter


def both(*alterations):
    def alter(pdf):
        for one in alterations:
            one(pdf)

    return alter


def unembed(item):
    if isinstance(item, Dictionary) and item.get("/Type") == "/FontDescriptor":
        for name in ("/FontFile", "/FontFile2", "/FontFile3"):
            if name in item:
                del item[name]


def lose(name, kind):
    """Return what takes an entry from all objects of a type."""

    def alter(item):
        is_one = isinstance(item, Dictionary | pikepdf.Stream) and item.get("/Type") == kind
        if is_one and name in item:
            del item[name]

    return alter


def packed(pdf):
    stream = pikepdf.Stream(pdf, b"")
    stream.write(b"\x80\x0b\x60\x50", filter=Name.LZWDecode)
    return stream


def unmap(item):
    if isinstance(item, Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
        del item["/ToUnicode"]


def set_boxes(**boxes):
    def alter(pdf):
        for name, box in boxes.items():
            pdf.pages[0].obj[f"/{name}"] = Array(box)

    return alter


def rewrite_xmp(old, new):
    def alter(pdf):
        content = pdf.Root.Metadata.read_bytes()
        assert old in content
        pdf.Root.Metadata = pdf.make_stream(content.replace(old, new), Type=Name.Metadata, Subtype=Name.XML)

    return alter


def annotate(**entries):
    def alter(pdf):
        one = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[10, 10, 30, 30], F=4, Contents=String("x"), AP={})
        for name, value in entries.items():
            one[f"/{name}"] = value
        page = pdf.pages[0].obj
        page.Annots = Array([*page.get("/Annots", []), pdf.make_indirect(one)])

    return alter


AREA = b"100 100 50 50 re f"
TEXT = b"BT /F 9 Tf 100 100 Td <0001> Tj ET"
SMALL = b"BT /F 4 Tf 100 100 Td <0001> Tj ET"

PRINT = {
    "no intent": (without("/OutputIntents"), {"print.intent"}),
    "an intent for a screen": (
        lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.write(
            pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes().replace(b"prtrCMYK", b"mntrRGB ")
        ),
        {"print.intent"},
    ),
    "no claim": (
        both(rewrite_xmp(b"PDF/X-4", b""), lambda pdf: pdf.docinfo.__delitem__("/GTS_PDFXVersion")),
        {"print.claim"},
    ),
    "no trim box": (
        lambda pdf: [
            page.obj.__setitem__("/MediaBox", page.obj.TrimBox)
            or page.obj.__delitem__("/TrimBox")
            or page.obj.__delitem__("/BleedBox")
            for page in pdf.pages
        ],
        {"print.boxes"},
    ),
    "an art box, too": (set_boxes(ArtBox=[0, 0, 100, 100]), {"print.boxes"}),
    "a trim box without its bleed": (
        lambda pdf: [page.obj.__setitem__("/BleedBox", page.obj.TrimBox) for page in pdf.pages],
        {"print.bleed-box"},
    ),
    "a bleed box outside of the sheet": (set_boxes(BleedBox=[-500, -500, 5000, 5000]), {"print.boxes"}),
    "fonts that aren't embedded": (every(unembed), {"print.fonts"}),
    "an area in RGB": (drawing(b"1 0 0 rg " + AREA), {"print.rgb"}),
    "a picture in RGB": (
        showing(ColorSpace=Name.DeviceRGB, content=b"\x80" * 32 * 32 * 3, Width=32),
        {"print.rgb", "print.resolution"},
    ),
    "a gradient in RGB": (
        in_resource(
            b"100 100 9 9 re W n %s sh",
            Name.Shading,
            Dictionary(
                ShadingType=2,
                ColorSpace=Name.DeviceRGB,
                Coords=[0, 0, 1, 1],
                Function=Dictionary(FunctionType=2, Domain=[0, 1], C0=[1, 0, 0], C1=[0, 0, 1], N=1),
            ),
        ),
        {"print.rgb"},
    ),
    "a calibrated colour": (
        in_resource(
            b"%s cs 1 0 0 scn " + AREA, Name.ColorSpace, Array([Name.CalRGB, Dictionary(WhitePoint=[0.95, 1, 1.09])])
        ),
        {"print.converted"},
    ),
    "blended for a screen": (
        both(
            in_state(b"0 0 0 1 k " + AREA, ca=0.5),
            lambda pdf: pdf.pages[0].obj.Group.__setitem__("/CS", Name.DeviceRGB),
        ),
        {"print.blending"},
    ),
    "white that overprints": (in_state(b"0 0 0 0 k " + AREA, op=True, OPM=1), {"print.overprint"}),
    "a note": (annotate(), {"print.annotations"}),
    "a broken instruction": (drawing(b"(x) w 0 0 0 1 k " + AREA), {"print.unread"}),
    "a small picture": (showing(), {"print.resolution"}),
    "an area with too much ink": (drawing(b"1 1 1 0.5 k " + AREA), {"print.ink"}),
    "a picture with too much ink": (showing(content=b"\xff" * 32 * 32 * 4), {"print.ink", "print.resolution"}),
    "an ink over another": (in_state(b"1 1 0 0 k " + AREA + b" 0 0 1 1 k " + AREA, BM=Name.Multiply), {"print.ink"}),
    "an area that ends at the edge": (drawing(b"0 0 0 0.5 k 0 300 50 50 re f"), {"print.bleed"}),
    "a hairline": (drawing(b"0 0 0 1 K 0.1 w 100 100 m 200 100 l S"), {"print.hairline"}),
    "a line as thin as a device can": (drawing(b"0 0 0 1 K 0 w 100 100 m 200 100 l S"), {"print.hairline"}),
    "a line that is made thin": (
        drawing(b"0 0 0 1 K .1 0 0 .1 0 0 cm 1 w 1000 1000 m 2000 1000 l S"),
        {"print.hairline"},
    ),
    "an area like a hairline": (drawing(b"0 0 0 1 k 100 100 90 0.1 re f"), {"print.hairline"}),
    "small white type on ink": (drawing(b"0 0 0 1 k 90 90 60 60 re f 0 0 0 0 k " + SMALL), {"print.reversed"}),
    "rich black type": (drawing(b"0.6 0.4 0.4 1 k " + TEXT), {"print.rich-black"}),
    "a page too few": (lambda pdf: pdf.pages.__delitem__(-1), {"print.page-count"}),
    "a page of another size": (
        lambda pdf: pdf.pages[0].obj.__setitem__("/TrimBox", Array([100, 100, 300, 300])),
        {"print.page-size"},
    ),
}  # fmt: skip
CLEAN = {
    "an area that bleeds": drawing(b"0 0 0 0.5 k -9 300 50 50 re f"),
    "an area over another of its colour": drawing(b"0 0 0 0.5 k -9 300 99 99 re f 0 310 50 50 re f"),
    "a line of a quarter of a point": drawing(b"0 0 0 1 K 0.25 w 100 100 m 200 100 l S"),
    "a translucent area with half of its ink": in_state(b"1 1 1 1 k " + AREA, ca=0.5),
    "white that knocks out, though it is set to overprint": in_state(b"0 0 0 0 k " + AREA, op=True, OPM=0),
    "black type": drawing(b"0 0 0 1 k " + TEXT),
    "dark blue type": drawing(b"1 0.9 0 0.4 k " + TEXT),
    "larger white type on ink": drawing(b"0 0 0 1 k 90 90 60 60 re f 0 0 0 0 k " + TEXT),
    "small white type on paper": drawing(b"0 0 0 0 k " + SMALL),
    "what is outside of the sheet": drawing(b"1 0 0 rg -900 -900 50 50 re f"),
    "text that nobody sees": drawing(b"1 0 0 rg 3 Tr " + TEXT),
    "a picture with all the pixels": showing(Width=320, Height=320, content=b"\x20" * 320 * 320 * 4),
}

ARCHIVE = {
    "no claim": (rewrite_xmp(b"<pdfaid:part>3</pdfaid:part>", b""), {"archive.claim"}),
    "a claim of what there isn't": (
        rewrite_xmp(b"<pdfaid:conformance>A<", b"<pdfaid:conformance>Z<"), {"archive.claim"},
    ),
    "no metadata": (without("/Metadata"), {"archive.metadata", "archive.claim"}),
    "metadata that are no XML": (
        lambda pdf: pdf.Root.__setitem__("/Metadata", pdf.make_stream(b"<x", Type=Name.Metadata)),
        {"archive.metadata", "archive.claim"},
    ),
    "another title": (lambda pdf: pdf.docinfo.__setitem__("/Title", "Another"), {"archive.agreement"}),
    "files of no relationship": (every(lose("/AFRelationship", "/Filespec")), {"archive.files"}),
    "files of no type": (every(lose("/Subtype", "/EmbeddedFile")), {"archive.files"}),
    "files that belong to nothing": (without("/AF"), {"archive.files"}),
    "a script": (
        lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))),
        {"archive.scripts"},
    ),
    "a program that is launched": (
        lambda pdf: pdf.Root.__setitem__("/OpenAction", Dictionary(S=Name.Launch, F=String("x"))),
        {"archive.actions"},
    ),
    "an action of a link": (annotate(Subtype=Name.Link, A=Dictionary(S=Name.ResetForm)), {"archive.actions"}),
    "LZW": (
        lambda pdf: pdf.Root.__setitem__("/Odd", packed(pdf)),
        {"archive.packing"},
    ),
    "PostScript": (
        lambda pdf: pdf.Root.__setitem__("/Odd", pdf.make_stream(b"showpage", Type=Name.XObject, Subtype=Name.PS)),
        {"archive.oddities"},
    ),
    "a form in XFA": (
        lambda pdf: pdf.Root.__setitem__("/AcroForm", Dictionary(Fields=Array(), XFA=String("x"))),
        {"archive.oddities"},
    ),
    "fonts that aren't embedded": (every(unembed), {"archive.fonts"}),
    "letters that nobody can name": (every(unmap), {"archive.characters"}),
    "no intent": (without("/OutputIntents"), {"archive.intent"}),
    "inks under an intent for a screen": (drawing(b"0 0 0 1 k " + AREA), {"archive.colour"}),
    "a picture to be smoothed": (
        showing(ColorSpace=Name.DeviceGray, content=b"\x80" * 32 * 32, Interpolate=True), {"archive.interpolation"},
    ),
    "blended in no space": (
        both(without("/OutputIntents"), in_state(b"0 g " + AREA, ca=0.5), every(lose("/Group", "/Page"))),
        {"archive.intent", "archive.blending"},
    ),
    "a hidden note": (annotate(F=6), {"archive.annotations"}),
    "a note that isn't printed": (annotate(F=0), {"archive.annotations"}),
    "a film": (annotate(Subtype=Name.Movie), {"archive.annotations"}),
    "no tags": (without("/StructTreeRoot"), {"archive.tags"}),
    "no language": (without("/Lang"), {"archive.language"}),
    "a broken instruction": (drawing(b"(x) w"), {"archive.unread"}),
}  # fmt: skip


@pytest.mark.parametrize(("edition", "judge"), [("print", JudgeName.PRINT), ("archive", JudgeName.ARCHIVE)])
def test_our_own_edition_has_nothing_that_is_to_be_said(edition, judge, editions):
    assert said(editions[EditionName(edition)], judge) == ()


@pytest.mark.parametrize("case", PRINT)
def test_the_judge_of_print_finds(case, editions):
    alter, wanted = PRINT[case]
    assert codes(altered(editions[EditionName.PRINT], alter), JudgeName.PRINT) == wanted


@pytest.mark.parametrize("case", CLEAN)
def test_the_judge_of_print_lets_pass(case, editions):
    assert said(altered(editions[EditionName.PRINT], CLEAN[case]), JudgeName.PRINT) == ()


@pytest.mark.parametrize("case", ARCHIVE)
def test_the_judge_of_the_archive_finds(case, editions):
    alter, wanted = ARCHIVE[case]
    assert codes(altered(editions[EditionName.ARCHIVE], alter), JudgeName.ARCHIVE) == wanted


def test_both_find_encryption_and_the_archive_a_missing_identity(editions):
    locked = altered(editions[EditionName.PRINT], lambda _: None, encryption=pikepdf.Encryption(owner="o", user=""))
    assert "print.encryption" in codes(locked, JudgeName.PRINT)
    assert "archive.encryption" in codes(locked, JudgeName.ARCHIVE)
    nameless = editions[EditionName.ARCHIVE].replace(b"/ID [", b"/IX [")
    assert codes(nameless, JudgeName.ARCHIVE) == {"archive.identity"}


def test_every_rule_of_both_is_fired_by_a_case():
    fired = {code for _, wanted in (*PRINT.values(), *ARCHIVE.values()) for code in wanted}
    every_code = {*JUDGES[JudgeName.PRINT].codes, *JUDGES[JudgeName.ARCHIVE].codes}
    assert every_code - fired == {"print.encryption", "archive.encryption", "archive.identity"}


def test_the_limits_are_the_printers(editions):
    heavy = altered(editions[EditionName.PRINT], drawing(b"1 1 0.5 0 k " + AREA))
    assert codes(heavy, JudgeName.PRINT) == set()
    assert codes(heavy, JudgeName.PRINT, Limits(ink=240)) == {"print.ink"}
    small = altered(editions[EditionName.PRINT], showing())
    assert codes(small, JudgeName.PRINT, Limits(ppi=30)) == set()


def test_what_is_found_often_is_told_once_a_page_with_its_count(editions):
    lines = b" ".join(b"100 %d m 200 %d l S" % (y, y) for y in range(100, 130, 10))
    (finding,) = said(altered(editions[EditionName.PRINT], drawing(b"0 0 0 1 K 0.1 w " + lines)), JudgeName.PRINT)
    assert "a line is 0.10 pt thick, and 2 more; print needs 0.25 pt" in finding.message
    assert finding.spot.page == 1


def test_what_is_found_on_many_pages_names_the_last_of_them(editions):
    def alter(pdf):
        while len(pdf.pages) < 32:
            pdf.pages.append(pdf.pages[1])
        for page in pdf.pages:
            page.contents_add(b"q 0 0 0 1 K 0.1 w 100 100 m 200 100 l S Q")

    found = said(altered(editions[EditionName.PRINT], alter), JudgeName.PRINT)
    assert {one.rule for one in found} == {"print.hairline"}
    assert [one.spot.page for one in found] == [*range(1, 10)]
    assert found[-1].message.startswith(
        "as on pages 10, 11, 12, 13, 14, 15, 16, 17 and 15 more, a line is 0.10 pt thick"
    )


@pytest.mark.parametrize(
    ("date", "same"),
    [
        ("D:20261124000000Z'", True),
        ("D:20261124010000+01'00'", True),
        ("D:20261124", True),
        ("D:20261124000000-00'30", False),
        ("D:20261125", False),
    ],
)
def test_dates_agree_if_they_are_the_same_moment_however_they_are_written(date, same, editions):
    archive = altered(editions[EditionName.ARCHIVE], lambda pdf: pdf.docinfo.__setitem__("/CreationDate", date))
    assert codes(archive, JudgeName.ARCHIVE) == (set() if same else {"archive.agreement"})
