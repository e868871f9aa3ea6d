"""Bad pictures are told before the engine sees them; good ones are set truly."""

import io
import zlib

import pikepdf
import pytest
from PIL import Image, ImageCms

from coranto.issue.png import lacks_rows
from workshop import HEAD, LEAD, make_issue

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 50">{}</svg>'
BOMB = '<g id="a0"><rect width="1" height="1"/></g>' + "".join(
    f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, 8)
)


def picture(kind="PNG", size=(60, 40), mode="RGB", **options):
    image = Image.new(mode, size, 128 if mode in ("L", "I;16") else None)
    output = io.BytesIO()
    image.save(output, kind, **options)
    return output.getvalue()


def noise(kind="PNG", size=(120, 80)):
    image = Image.effect_noise(size, 80).convert("RGB")
    output = io.BytesIO()
    image.save(output, kind)
    return output.getvalue()


def flipped(content, at):
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def vast_png(side=50_000):
    header = b"\x89PNG\r\n\x1a\n"
    ihdr = side.to_bytes(4) + side.to_bytes(4) + b"\x08\x02\0\0\0"
    chunks = b""
    for name, data in ((b"IHDR", ihdr), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")):
        chunks += len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)
    return header + chunks


def png_of(rows, height=200, width=300):
    """Return a PNG whose head promises more rows than its data have, in chunks that are whole."""
    head = width.to_bytes(4) + height.to_bytes(4) + b"\x08\x02\0\0\0"
    content = b"\x89PNG\r\n\x1a\n"
    for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * rows * (1 + 3 * width))), (b"IEND", b"")):
        content += len(data).to_bytes(4) + name + data + zlib.crc32(name + data).to_bytes(4)
    return content


CASES = {
    "half a PNG in whole chunks": ("art/a.png", png_of(100), "is torn"),
    "a PNG without its last row": ("art/a.png", png_of(199), "is torn"),
    "one that isn't there": ("art/a.png", None, "8:1: the picture `art/a.png` does not exist"),
    "one of the network": ("http://example.org/a.png", None, "the picture `http://example.org/a.png` is not in the"),
    "one of the disk": ("file:///etc/passwd", None, "the picture `file:///etc/passwd` is not in the issue's folder"),
    "one above the folder": ("../../secret.png", None, "lies outside the issue's folder"),
    "an absolute one": ("/etc/passwd", None, "lies outside the issue's folder"),
    "data in the address": ("data:image/png;base64,AAAA", None, "is not in the issue's folder"),
    "an empty one": ("art/a.png", b"", "is not a PNG, JPEG, WebP or SVG file"),
    "HTML by a picture's name": ("art/a.jpg", b"<html><body>x</body></html>", "is not a PNG, JPEG, WebP or SVG file"),
    "a truncated PNG": ("art/a.png", noise()[:-4000], "is torn"),
    "a PNG with a flipped byte": ("art/a.png", flipped(noise(), 5000), "is torn"),
    "a truncated JPEG": ("art/a.jpg", noise("JPEG")[:1500], "is torn"),
    "a mislabelled one": ("art/a.jpg", picture(), "is a PNG file, which its name does not say"),
    "50,000 pixels square": ("art/a.png", vast_png(), "has more than 50,000,000 pixels"),
    "9,000 pixels square": ("art/a.png", vast_png(9000), "has 9,000 × 9,000 pixels, the limit is 50,000,000 in all"),
    "a TIFF": ("art/a.tiff", picture("TIFF"), "is not a PNG, JPEG, WebP or SVG file"),
    "an SVG with a script": ("art/a.svg", SVG.format("<script>x()</script>"), "holds <script>, which is not allowed"),
    "an SVG with a handler": ("art/a.svg", SVG.format('<rect onload="x()"/>'), "holds the attribute onload"),
    "an SVG with a style": ("art/a.svg", SVG.format("<style>@import url(http://x)</style>"), "holds <style>"),
    "an SVG with HTML": ("art/a.svg", SVG.format("<foreignObject/>"), "holds <foreignObject>"),
    "an SVG with a foreign picture": ("art/a.svg", SVG.format('<image href="http://x/y.png"/>'), "holds <image>"),
    "an SVG with a foreign use": (
        "art/a.svg",
        SVG.format('<use xlink:href="b.svg#x"/>'),
        "refers to `b.svg#x` outside",
    ),
    "an SVG with a foreign fill": (
        "art/a.svg",
        SVG.format('<rect fill="url(http://x/y)"/>'),
        "refers to `url(http://x/y)` outside itself",
    ),
    "an SVG with entities": (
        "art/a.svg",
        '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SVG.format("<text>&a;</text>"),
        "declares a DOCTYPE or entities",
    ),
    "an SVG with nested use": ("art/a.svg", SVG.format(BOMB + '<use href="#a7"/>'), "elements, the limit is 20,000"),
    "an SVG that shows itself": (
        "art/a.svg",
        SVG.format('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
        "shows itself",
    ),
    "an SVG with a foreign fill in capitals": (
        "art/a.svg",
        SVG.format('<rect fill="URL(http://x/y)"/>'),
        "refers to `URL(http://x/y)` outside itself",
    ),
    "an SVG with a foreign fill behind its own": (
        "art/a.svg",
        SVG.format('<rect fill="url(#a) url(http://x/y)"/>'),
        "refers to `url(#a) url(http://x/y)` outside",
    ),
    "an SVG with a disguised fill": (
        "art/a.svg",
        SVG.format('<rect style="fill:u\\72l(http://x/y)"/>'),
        "holds the attribute style",
    ),
    "an SVG with an id twice": ("art/a.svg", SVG.format('<g id="a"/><g id="a"/>'), "gives the id `a` twice"),
    "an SVG with a mask of itself": (
        "art/a.svg",
        SVG.format("<mask id='m' mask='url( \"#m\" )'><rect/></mask>"),
        "shows itself",
    ),
    "an SVG with a use of itself and a space": (
        "art/a.svg",
        SVG.format('<g id="a"><use href="#a "/></g>'),
        "shows itself",
    ),
    "an SVG with numbers that are none": (
        "art/a.svg",
        SVG.format('<rect width="nan"/>'),
        "has no good number in width",
    ),
    "an SVG with endless numbers": ("art/a.svg", SVG.format('<path d="M0 0L1e400 2"/>'), "has no good number in d"),
    "an SVG with 4,000 markers of 200 lines": (
        "art/a.svg",
        SVG.format(
            "<marker id='m'>" + "<path d='M0 0L1 1'/>" * 200 + "</marker>"
            "<path d='M0 0" + "L9 9" * 4000 + "' marker-mid='url(#m)'/>"
        ),
        "elements, the limit is 20,000",
    ),
    "an SVG nested 3,000 deep": ("art/a.svg", SVG.format("<g>" * 3000 + "</g>" * 3000), "nested more than 32 deep"),
    "an SVG that isn't XML": ("art/a.svg", "<svg", "is not an SVG file"),
}


def with_picture(tmp_path, name, content, text=None):
    files = {"10-lead.md": LEAD + (text or f"\n![What it shows]({name} 'Its caption')\n")}
    if content is not None:
        files[name] = content
    return make_issue(tmp_path / "proof" / "one", files)


@pytest.mark.parametrize("name", CASES)
def test_a_bad_picture_is_told_at_its_place(name, coranto, tmp_path):
    file, content, words = CASES[name]
    (tmp_path / "secret.png").write_bytes(picture())
    result = coranto("check", with_picture(tmp_path, file, content), timeout=30)
    assert "10-lead.md:8:1: the picture" in result.stderr
    assert words in result.stderr, result.stderr
    assert result.returncode == 3
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize(
    "content",
    [
        '<rect width="infpx" height="9"/>',
        f'<rect width="{"_".join("9" * 400)}" height="9"/>',
        f'<g transform="{"scale(1000000) " * 60}"><rect width="1" height="1"/></g>',
    ],
    ids=["a unit", "underscores", "scales"],
)
def test_numbers_that_the_engine_makes_into_none_hold_the_press(content, coranto, tmp_path):
    """They get past any look at attributes, so the finished drawing is looked at."""
    result = coranto("press", with_picture(tmp_path, "art/a.svg", SVG.format(content)), "-o", tmp_path / "o.pdf")
    assert result.returncode in (3, 7), result.stdout
    assert "which is none" in result.stderr or "no good number" in result.stderr
    assert not (tmp_path / "o.pdf").exists()


def test_a_jpeg_of_several_pictures_shows_its_first(coranto, tmp_path):
    """Many cameras and telephones write this form (CIPA DC-007)."""
    output = io.BytesIO()
    first, second = Image.new("RGB", (60, 40), "#cc0000"), Image.new("RGB", (60, 40), "#00cc00")
    first.save(output, "MPO", save_all=True, append_images=[second])
    folder = with_picture(tmp_path, "art/a.jpg", output.getvalue())
    _, data, size, _ = pressed_pictures(coranto, folder, tmp_path)
    assert size == (60, 40)
    red, green, _ = Image.open(io.BytesIO(data)).convert("RGB").getpixel((30, 20))
    assert red > 150 > green


def test_a_link_out_of_the_folder_is_refused(coranto, tmp_path):
    folder = with_picture(tmp_path, "art/a.png", None)
    (tmp_path / "outside.png").write_bytes(picture())
    (folder / "art").mkdir()
    (folder / "art" / "a.png").symlink_to(tmp_path / "outside.png")
    result = coranto("check", folder)
    assert result.returncode == 3
    assert "lies outside the issue's folder" in result.stderr


def test_a_picture_within_a_sentence_is_told(coranto, tmp_path):
    folder = with_picture(tmp_path, "art/a.png", picture(), "\nSee ![this](art/a.png) here.\n")
    assert "10-lead.md:8:5: a picture stands in a paragraph of its own" in coranto("check", folder).stderr


def pressed_pictures(coranto, folder, tmp_path):
    pdf = tmp_path / "out.pdf"
    result = coranto("press", folder, "-o", pdf)
    assert result.returncode == 0, result.stderr
    with pikepdf.open(pdf) as opened:
        streams = [item for item in opened.objects if isinstance(item, pikepdf.Stream)]
        found = [item for item in streams if item.get("/Subtype") == "/Image"]
        assert len(found) == 1
        return (
            result,
            found[0].read_raw_bytes(),
            (int(found[0].Width), int(found[0].Height)),
            found[0].get("/ColorSpace"),
        )


def test_a_jpeg_with_exif_keeps_its_own_data(coranto, tmp_path):
    """The engine would encode it anew at quality 75 (WeasyPrint 70)."""
    image = Image.effect_noise((120, 80), 80).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "a description"
    output = io.BytesIO()
    image.save(output, "JPEG", quality=97, exif=exif)
    folder = with_picture(tmp_path, "art/a.jpg", output.getvalue())
    _, data, _, _ = pressed_pictures(coranto, folder, tmp_path)
    scan = output.getvalue()[output.getvalue().index(b"\xff\xda") :]
    assert data.endswith(scan)
    assert b"a description" not in data


def test_a_turned_jpeg_stands_upright(coranto, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    folder = with_picture(tmp_path, "art/a.jpg", picture("JPEG", (120, 80), exif=exif))
    _, _, size, _ = pressed_pictures(coranto, folder, tmp_path)
    assert size == (80, 120)


def test_a_picture_of_16_bits_is_set_with_its_greys(coranto, tmp_path):
    """The engine would read it as 8-bit colour (WeasyPrint 70)."""
    image = Image.new("I;16", (40, 40), 40_000)
    output = io.BytesIO()
    image.save(output, "PNG")
    folder = with_picture(tmp_path, "art/a.png", output.getvalue())
    _, data, _, space = pressed_pictures(coranto, folder, tmp_path)
    assert str(space) == "/DeviceGray"
    assert 40_000 // 256 in zlib.decompress(data)


def test_a_cmyk_picture_is_set_and_asked_about(coranto, tmp_path):
    folder = with_picture(tmp_path, "art/a.jpg", picture("JPEG", mode="CMYK"))
    result, _, _, space = pressed_pictures(coranto, folder, tmp_path)
    assert str(space) == "/DeviceCMYK"
    assert "? " in result.stderr
    assert "10-lead.md:8:1: the picture `art/a.jpg` is CMYK" in result.stderr


def test_a_picture_with_colours_that_are_not_kept_is_asked_about(coranto, tmp_path):
    """Those of sRGB are what every screen and printer takes them for."""
    for space, said in (("LAB", True), ("sRGB", False)):
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile(space)).tobytes()
        for name, kind in (("art/a.png", "PNG"), ("art/a.jpg", "JPEG")):
            content = picture(kind, icc_profile=profile)
            result = coranto("check", with_picture(tmp_path / space / kind, name, content))
            assert result.returncode == 0
            what = f"10-lead.md:8:1: the picture `{name}` has the colours of another profile ("
            assert (what in result.stderr) is said


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA"])
def test_a_whole_png_lacks_no_row(mode):
    for size in ((1, 1), (7, 9), (300, 200)):
        image = Image.effect_noise(size, 80).convert("LA" if mode == "LA" else "RGB" if mode == "RGBA" else mode)
        output = io.BytesIO()
        image.convert(mode).save(output, "PNG")
        assert not lacks_rows(output.getvalue())


def test_names_with_spaces_signs_and_other_letters_are_found(coranto, tmp_path):
    name = "art/Größe 1 & 2 #3.png"
    folder = with_picture(tmp_path, name, picture(), f"\n![What it shows](<{name.replace('#', '%23')}>)\n")
    pressed_pictures(coranto, folder, tmp_path)


@pytest.mark.parametrize(
    ("layout", "expected"),
    [
        (
            "newsletter",
            "10-lead.md:8:1: the picture `art/a.png` is set at 61 ppi, 124 × 83 mm; print needs 150, page 2",
        ),
        ("magazine", "10-lead.md:8:1: the picture `art/a.png` is set at 91 ppi, 84 × 56 mm; print needs 150, page 3"),
    ],
)
def test_a_picture_too_small_for_print_is_asked_about(layout, expected, coranto, tmp_path):
    folder = with_picture(tmp_path, "art/a.png", noise(size=(300, 200)))
    result = coranto("press", folder, "--layout", layout, "-o", tmp_path / "o.pdf")
    assert result.returncode == 0
    assert f"? {folder}/{expected} (take a larger one; this one is good for 51 × 34 mm)" in result.stderr


def test_a_cover_and_a_gallery_are_asked_about_where_they_are_named(coranto, tmp_path):
    gallery = "---\nkind: gallery\nheadline: G\npictures:\n  - {file: art/a.png, alt: A}\n---\n"
    cover = "cover:\n  picture: {file: art/a.png, alt: A}\n"
    files = {"issue.yaml": HEAD + cover, "10-lead.md": gallery, "art/a.png": noise(size=(300, 200))}
    folder = make_issue(tmp_path / "p" / "i", files)
    result = coranto("press", folder, "--layout", "magazine", "-o", tmp_path / "o.pdf")
    assert "issue.yaml:6:19: the picture `art/a.png` is set at 17 ppi, 454 × 303 mm" in result.stderr
    assert "10-lead.md:5:5: the picture `art/a.png` is set at" in result.stderr


def test_a_picture_of_enough_pixels_and_a_drawing_are_not_asked_about(coranto, tmp_path):
    big = with_picture(tmp_path / "a", "art/a.png", noise(size=(1100, 700)))
    drawn = with_picture(tmp_path / "b", "art/a.svg", SVG.format('<rect width="10" height="10"/>').encode())
    for folder in (big, drawn):
        assert "findings  none" in coranto("press", folder, "-o", tmp_path / "o.pdf").stdout
