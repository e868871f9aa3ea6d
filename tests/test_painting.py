"""What any PDF paints: places, sizes, colours and grounds, in whatever way it is said."""

from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from coranto.preflight.painting import read_document
from coranto.preflight.painting.model import Space
from coranto.pressrun.crops import crops

PIXELS = b"\x10" * 300


def page_of(content, *, resources=None, **entries):
    """Return the page of a PDF of 200 × 300 pt that has this content."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 300))
        page.Contents = pdf.make_stream(content)
        page.Resources = resources(pdf) if resources else Dictionary()
        for name, value in entries.items():
            page.obj[f"/{name}"] = value
        output = BytesIO()
        pdf.save(output)
    return read_document(output.getvalue()).pages[0]


def spot(painted):
    return tuple(round(side, 3) for side in painted.spot[1:])


def image(pdf, **entries):
    stream = pdf.make_stream(PIXELS, Type=Name.XObject, Subtype=Name.Image, Width=10, Height=10, BitsPerComponent=8)
    stream.ColorSpace = Name.DeviceRGB
    for name, value in entries.items():
        stream[f"/{name}"] = value
    return stream


def form(pdf, content, resources=None, **entries):
    stream = pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 200, 300])
    stream.Resources = resources or Dictionary()
    for name, value in entries.items():
        stream[f"/{name}"] = value
    return stream


AREA = b"10 20 30 40 re f"


@pytest.mark.parametrize(
    ("turned", "size", "place"),
    [
        (0, (200, 300), (10, 240, 30, 40)),
        (90, (300, 200), (20, 10, 40, 30)),
        (180, (200, 300), (160, 20, 30, 40)),
        (270, (300, 200), (240, 160, 40, 30)),
        (-90, (300, 200), (240, 160, 40, 30)),
    ],
)
def test_a_page_is_read_as_it_is_turned(turned, size, place):
    page = page_of(AREA, Rotate=turned)
    assert page.size == size
    assert spot(page.marks[0]) == place


def test_a_page_in_other_units_is_read_in_points():
    page = page_of(b"2 w 10 20 m 40 20 l S", UserUnit=3)
    assert page.size == (600, 900)
    assert page.marks[0].weight == 6
    assert page.boxes["media"] == (0, 0, 600, 900)


def test_places_count_from_where_the_page_is_cut():
    page = page_of(AREA, TrimBox=Array([5, 5, 195, 295]))
    assert spot(page.marks[0]) == (5, 235, 30, 40)
    assert page.offset == (5, 5)
    assert page.sheet == (200, 300)


def test_what_is_clipped_is_seen_as_far_as_it_shows():
    page = page_of(b"20 30 10 10 re W n " + AREA + b" 100 100 9 9 re f")
    assert [spot(mark) for mark in page.marks] == [(20, 260, 10, 10)]


@pytest.mark.parametrize(
    ("setting", "space", "values"),
    [
        (b"0.5 g", Space.GREY, (0.5,)),
        (b"1 0 0 rg", Space.RGB, (1, 0, 0)),
        (b"0 1 0 0 k", Space.CMYK, (0, 1, 0, 0)),
        (b"/DeviceCMYK cs", Space.CMYK, (0, 0, 0, 1)),
        (b"/I cs 0 1 0 scn", Space.RGB, (0, 1, 0)),
        (b"/S cs 0.5 scn", Space.SPOT, (0.5,)),
        (b"/N cs 0.5 0.25 scn", Space.SPOT, (0.5, 0.25)),
        (b"/P cs 1 scn", Space.CMYK, (1, 0, 0, 0)),
        (b"/L cs 50 1 1 scn", Space.LAB, (50, 1, 1)),
    ],
)
def test_a_colour_is_read_in_its_space(setting, space, values):
    def spaces(pdf):
        tint = Dictionary(FunctionType=2, Domain=[0, 1], N=1, C0=[0, 0, 0, 0], C1=[0, 1, 0, 0])
        profile = pdf.make_stream(b"", N=3)
        white = Dictionary(WhitePoint=[0.95, 1, 1.09])
        return Dictionary(
            ColorSpace=Dictionary(
                I=Array([Name.ICCBased, profile]),
                S=Array([Name.Separation, Name("/Gold"), Name.DeviceCMYK, tint]),
                N=Array([Name.DeviceN, Array([Name("/Gold"), Name("/Silver")]), Name.DeviceCMYK, tint]),
                P=Array([Name.Indexed, Name.DeviceCMYK, 1, pikepdf.String(b"\0\0\0\0\xff\0\0\0")]),
                L=Array([Name.Lab, white]),
            )
        )

    colour = page_of(setting + b" " + AREA, resources=spaces).marks[0].colour
    assert (colour.space, colour.values) == (space, values)
    assert colour.device is (space is not Space.LAB and b"/I" not in setting)


def test_forms_in_forms_inherit_their_state_and_shrink_their_lines():
    def nested(pdf):
        inner = form(pdf, b"0 0 m 100 0 l S", Matrix=Array([0.5, 0, 0, 0.5, 0, 0]))
        outer = form(pdf, b"q 0.5 0 0 0.5 0 0 cm /I Do Q", Dictionary(XObject=Dictionary(I=inner)))
        return Dictionary(XObject=Dictionary(O=outer))

    (line,) = page_of(b"0 1 0 0 K 2 w /O Do", resources=nested).marks
    assert line.weight == 0.5
    assert line.colour.values == (0, 1, 0, 0)
    assert line.spot.width == pytest.approx(25, abs=1)


def test_a_picture_is_known_by_its_pixels_and_its_size_however_it_is_turned():
    def shown(pdf):
        return Dictionary(XObject=Dictionary(P=image(pdf, Interpolate=True)))

    (picture,) = page_of(b"q 0 72 -36 0 100 100 cm /P Do Q", resources=shown).pictures
    assert (picture.pixels, picture.size, picture.space) == ((10, 10), (72, 36), Space.RGB)
    assert picture.ppi == 10
    assert picture.interpolates
    assert spot(picture) == (64, 128, 36, 72)


def test_a_picture_in_the_content_itself_is_seen():
    content = b"q 72 0 0 72 10 10 cm BI /W 2 /H 1 /CS /RGB /BPC 8 ID \x01\x02\x03\x04\x05\x06 EI Q " + AREA
    page = page_of(content)
    assert [(one.name, one.pixels, one.space) for one in page.pictures] == [("inline", (2, 1), Space.RGB)]
    assert len(page.marks) == 1


def test_a_stencil_has_the_colour_that_is_painted_through_it():
    def shown(pdf):
        stencil = pdf.make_stream(b"\xff" * 20, Type=Name.XObject, Subtype=Name.Image, Width=10, Height=10)
        stencil.BitsPerComponent, stencil.ImageMask = 1, True
        return Dictionary(XObject=Dictionary(P=stencil))

    (picture,) = page_of(b"0 1 0 0 k q 72 0 0 72 0 0 cm /P Do Q", resources=shown).pictures
    assert (picture.stencil, picture.space) == (True, Space.CMYK)


def test_what_a_pattern_repeats_is_seen_within_what_it_fills():
    def tiles(pdf):
        inner = Dictionary(XObject=Dictionary(P=image(pdf)))
        tile = pdf.make_stream(b"q 20 0 0 20 0 0 cm /P Do Q", PatternType=1, PaintType=1, TilingType=1)
        tile.BBox, tile.XStep, tile.YStep, tile.Resources = Array([0, 0, 20, 20]), 20, 20, inner
        return Dictionary(Pattern=Dictionary(T=tile))

    page = page_of(b"/Pattern cs /T scn " + AREA, resources=tiles)
    assert [one.size for one in page.pictures] == [(20, 20)]
    assert page.marks == ()


def test_an_uncoloured_pattern_has_the_colour_that_it_is_given():
    def tiles(pdf):
        tile = pdf.make_stream(b"0 0 5 5 re f", PatternType=1, PaintType=2, TilingType=1)
        tile.BBox, tile.XStep, tile.YStep, tile.Resources = Array([0, 0, 9, 9]), 9, 9, Dictionary()
        spaces = Dictionary(C=Array([Name.Pattern, Name.DeviceCMYK]))
        return Dictionary(Pattern=Dictionary(T=tile), ColorSpace=spaces)

    (mark,) = page_of(b"/C cs 0 1 0 0 /T scn " + AREA, resources=tiles).marks
    assert mark.colour.values == (0, 1, 0, 0)


@pytest.mark.parametrize(
    ("content", "size", "mode"),
    [
        (b"BT /F 8 Tf 10 20 Td (abc) Tj ET", 8, True),
        (b"BT /F 1 Tf 8 0 0 8 10 20 Tm [(ab) -100 (c)] TJ ET", 8, True),
        (b"q .5 0 0 .5 0 0 cm BT /F 16 Tf 20 40 Td (abc) ' ET Q", 8, True),
        (b"BT /F 8 Tf 3 Tr 10 20 Td (abc) Tj ET", 8, False),
    ],
)
def test_letters_are_as_large_as_they_are_printed(content, size, mode):
    def fonts(_):
        font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/Foo"), FirstChar=97)
        font.Widths = Array([500, 500, 500])
        return Dictionary(Font=Dictionary(F=font))

    (run,) = page_of(content, resources=fonts).runs
    assert (run.size, run.count, run.visible) == (size, 3, mode)
    assert run.spot.width == pytest.approx(12, abs=0.9)


def test_a_font_of_drawings_is_embedded_and_measured_in_its_own_units():
    def fonts(pdf):
        letter = pdf.make_stream(b"1000 0 0 0 750 750 d1 0 0 750 750 re f")
        font = Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 750, 750], FirstChar=97, LastChar=97)
        font.FontMatrix, font.Widths = Array([0.002, 0, 0, 0.002, 0, 0]), Array([500])
        font.CharProcs, font.Encoding = Dictionary(a=letter), Dictionary(Differences=[97, Name("/a")])
        return Dictionary(Font=Dictionary(F=font))

    (run,) = page_of(b"BT /F 10 Tf 10 20 Td (aa) Tj ET", resources=fonts).runs
    assert run.spot.width == pytest.approx(20)


def test_what_lies_below_is_told_and_what_is_translucent_mixes_with_it():
    def states(_):
        return Dictionary(ExtGState=Dictionary(H=Dictionary(ca=0.5)))

    below = b"0 0 0 1 k 0 0 100 100 re f q /H gs 0 1 0 0 k 0 0 50 50 re f Q "
    content = below + b"1 0 0 0 k 10 10 5 5 re f 60 60 5 5 re f 150 150 5 5 re f"
    page = page_of(content, resources=states)
    grounds = [mark.ground and mark.ground.values for mark in page.marks]
    assert grounds == [None, (0, 0, 0, 1), (0, 0.5, 0, 0.5), (0, 0, 0, 1), None]
    assert page.transparent


def test_what_is_seen_through_a_mask_is_a_ground_of_no_known_colour():
    def states(pdf):
        mask = Dictionary(S=Name.Luminosity, G=form(pdf, b"0.5 g 0 0 99 99 re f"))
        return Dictionary(ExtGState=Dictionary(M=Dictionary(SMask=mask), N=Dictionary(SMask=Name("/None"))))

    page = page_of(b"/M gs 0 0 0 1 k 0 0 99 99 re f /N gs 9 9 5 5 re f 20 20 9 9 re f", resources=states)
    assert [mark.ground and mark.ground.values for mark in page.marks] == [None, (), ()]
    assert page.transparent


def test_a_form_that_shows_itself_ends():
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        one = pdf.make_indirect(form(pdf, AREA + b" /F Do"))
        one.Resources = Dictionary(XObject=Dictionary(F=one))
        page.Resources = Dictionary(XObject=Dictionary(F=one))
        page.Contents = pdf.make_stream(b"/F Do")
        output = BytesIO()
        pdf.save(output)
    (read,) = read_document(output.getvalue()).pages
    assert "deep in each other" in read.unread
    assert len(read.marks) == 12


def test_what_makes_no_sense_is_passed_over_and_told():
    page = page_of(b"1 0 0 rg Q Q (x) w /Nothing gs /Nothing Do /X cs 1 scn BT (x) Tj ET 1 2 re " + AREA)
    assert page.unread == "an instruction in it makes no sense"
    assert len(page.marks) == 1


@pytest.mark.parametrize(("turned", "unit"), [(0, 1), (90, 1), (180, 2), (270, 2)])
def test_a_picture_of_a_spot_frames_it_however_the_page_lies(turned, unit):
    """Beside the spot another library draws, a frame of ours is laid around what our reading says."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(400, 500))
        page.Contents = pdf.make_stream(b"0 1 0 rg 100 50 60 20 re f")
        page.obj.Rotate, page.obj.UserUnit, page.obj.TrimBox = turned, unit, Array([20, 30, 380, 480])
        output = BytesIO()
        pdf.save(output)
    where = read_document(output.getvalue()).pages[0].marks[0].spot
    with Image.open(BytesIO(crops(output.getvalue(), [where])[where])) as picture:
        red, green, blue = picture.convert("RGB").split()
    area = ImageChops.subtract(green, ImageChops.lighter(red, blue)).point(lambda value: 255 * (value > 128)).getbbox()
    frame = ImageChops.subtract(red, green).point(lambda value: 255 * (value > 100)).getbbox()
    gaps = [abs(outer - inner) for outer, inner in zip(frame, area, strict=True)]
    assert all(1 <= gap <= 7 for gap in gaps), (frame, area)
