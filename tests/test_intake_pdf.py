"""What only a PDF is left of comes in: its pictures in their places, and scripts that run from right to left."""

import difflib
import html
import io
import json
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pikepdf
import pytest
import weasyprint
from PIL import Image, ImageChops, ImageDraw, ImageStat

from coranto.intake.leftward import leftward_pieces
from coranto.intake.pagesigns import Sign
from coranto.intake.words import words
from coranto.issue.reader import read_issue
from test_intake import bring, rules
from workshop import FORME, ROOT, run

MASBAK = ROOT / "issues" / "al-masbak" / "2026-11-15"
CHHAPAI = ROOT / "issues" / "chhapai" / "2026-05-30"
HUOZI = ROOT / "issues" / "huozi" / "2026-10-15"


def record_of(issue):
    return json.loads((issue.folder.parent / "imports" / f"{issue.folder.name}.json").read_text())


def one(pdf, into, *arguments, code=0):
    """Import one PDF; return the issue and what was said."""
    (told,) = bring(pdf, "--date", "2026-09-04", *arguments, into=into, code=code)
    return read_issue(Path(told["issue"])), told


# --- pictures ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def forme(press, tmp_path_factory):
    """Give an issue of The Forme that has come back from its PDF."""
    return one(press(FORME).path, tmp_path_factory.mktemp("forme") / "paper")


def shown(issue):
    """Return the Markdown of all articles, one behind the other."""
    return "\n".join((issue.folder / name).read_text() for name in issue.articles)


def test_a_picture_comes_back_as_it_was_with_what_is_said_of_it(forme):
    issue, _ = forme
    (found,) = [name for name in issue.pictures if "ampersand" in name]
    with Image.open(issue.folder / found) as back, Image.open(FORME / "art" / "ampersand.png") as before:
        assert back.width > 500  # the press brought it down to what its box can show
        small = before.convert("RGB").resize(back.size)
        assert ImageStat.Stat(ImageChops.difference(back.convert("RGB"), small)).rms < [12, 12, 12]
    line = next(line for line in shown(issue).splitlines() if found in line)
    assert line.startswith("![A large italic ampersand, built of round dots of varying size on a slanted grid")
    assert (
        '"An ampersand through a very coarse screen. The eye makes the curve; the dots only make suggestions.' in line
    )


def test_a_drawing_that_the_file_calls_a_figure_is_drawn_anew_and_its_words_are_not_text(forme):
    issue, _ = forme
    (found,) = [name for name in issue.pictures if "quarto" in name]
    with Image.open(issue.folder / found) as back:
        width, height = back.size
        assert (width > 1_200, 1.5 < width / height < 1.9) == (True, True)
        assert back.convert("L").getextrema()[0] < 64
    left = [entry["text"] for entry in record_of(issue)["left out"] if entry["why"].startswith("words of a drawing")]
    assert {"Outer forme", "second fold"} <= set(left)
    assert "Outer forme" not in shown(issue)


def test_pictures_stand_where_they_stood(forme):
    text = shown(forme[0])
    order = ["The side that holds the first page is the outer forme", "four-bars", "ampersand", "The great merit"]
    places = [text.find(passage) for passage in ["in-quarto", *order]]
    assert places == sorted(places)
    assert min(places) > 0


def photograph(size=(300, 200), tint=(200, 60, 30)):
    picture = Image.new("RGB", size, tint)
    draw = ImageDraw.Draw(picture)
    for at in range(0, size[0], 10):
        draw.line((at, 0, size[0] - at, size[1]), fill=(at % 256, 255 - at % 256, 90), width=2)
    return picture


def saved(picture, kind, **options):
    content = io.BytesIO()
    picture.save(content, kind, **options)
    return content.getvalue()


SENTENCE = "The sheet was printed by a master who sold it in the yard and set the news of the week in two columns. "
PAGE = """<style>
@page {{ size: 400pt 560pt; margin: 40pt; @top-left {{ content: url(logo.png) }} }}
p {{ font-size: 10pt; text-align: justify; hyphens: none }} .small {{ font-size: 8pt }} img {{ display: block }}
.strip {{ width: 200pt; height: 40pt }} section {{ break-before: page }}
</style><h1>The Yard</h1>
<p>{sentence} ends amid</p><img src="photo.jpg" style="width: 200pt"><p class="small">A press in the yard.</p>
<p>{sentence}</p>
<p><img src="dot.png" style="width: 9pt; display: inline"> {sentence}</p>
<section><p>{sentence}</p><img src="ghost.png" style="width: 150pt"><p>{sentence}</p></section>
<section><p>{sentence}</p>{strips}<p>{sentence}</p></section>
<section style="page: whole"><p>{sentence}{sentence}{sentence}{sentence}</p>
<img src="ground.jpg" style="position: absolute; left: -40pt; top: -40pt; width: 400pt; height: 560pt; z-index: -1">
</section>"""


@pytest.fixture(scope="module")
def yard(tmp_path_factory):
    """Give a PDF of another house, untagged: a photograph, a translucent one, strips, logo, ornament, mask."""
    folder = tmp_path_factory.mktemp("yard")
    ghost = photograph((150, 100), (10, 90, 200)).convert("RGBA")
    ghost.putalpha(Image.linear_gradient("L").resize(ghost.size))
    whole = photograph((200, 120))
    files = {
        "photo.jpg": saved(photograph(), "JPEG", quality=85),
        "logo.png": saved(photograph((60, 60)), "PNG"),
        "dot.png": saved(photograph((30, 30)), "PNG"),
        "ghost.png": saved(ghost, "PNG"),
        "ground.jpg": saved(photograph((400, 560)), "JPEG"),
    }
    files |= {f"strip-{at}.png": saved(whole.crop((0, 40 * at, 200, 40 * at + 40)), "PNG") for at in range(3)}
    for name, content in files.items():
        (folder / name).write_bytes(content)
    strips = "".join(f'<img class="strip" src="strip-{at}.png">' for at in range(3))
    page = PAGE.format(sentence=SENTENCE * 3, strips=strips)
    weasyprint.HTML(string=page, base_url=f"{folder}/").write_pdf(folder / "plain.pdf")
    with pikepdf.open(folder / "plain.pdf") as pdf:
        mask = pdf.make_stream(b"\xaa" * 1_250, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        mask.Width, mask.Height, mask.BitsPerComponent, mask.ImageMask = 100, 100, 1, True
        name = pdf.pages[1].add_resource(mask, pikepdf.Name.XObject)
        pdf.pages[1].contents_add(f"q 80 0 0 80 250 60 cm {name} Do Q".encode())
        pdf.save(folder / "yard.pdf")
    issue, told = one(folder / "yard.pdf", folder / "paper")
    return issue, told, files


def test_a_photograph_keeps_its_bytes(yard):
    issue, _, files = yard
    photos = [name for name in issue.pictures if name.endswith(".jpg")]
    assert [(issue.folder / name).read_bytes() for name in photos] == [files["photo.jpg"]]


def test_what_is_translucent_keeps_its_mask_and_strips_become_one_picture(yard):
    issue, _, files = yard
    ghosts = [name for name in issue.pictures if name.endswith(".png")]
    opened = {name: Image.open(issue.folder / name) for name in ghosts}
    (ghost,) = [picture for picture in opened.values() if picture.mode == "RGBA"]
    with Image.open(io.BytesIO(files["ghost.png"])) as before:
        assert ghost.size == before.size
        difference = ImageChops.difference(ghost.getchannel("A"), before.getchannel("A"))
        assert difference.getextrema()[1] <= 1
    (whole,) = [picture for picture in opened.values() if picture.mode != "RGBA"]
    assert abs(whole.width / whole.height - 200 / 120) < 0.02
    for picture in opened.values():
        picture.close()


def test_ornaments_furniture_masks_and_grounds_are_left_out_and_listed(yard):
    issue, told, _ = yard
    assert len(issue.pictures) == 3
    whys = [entry["why"] for entry in record_of(issue)["left out"] if "picture" in entry["why"]]
    for reason, times in {
        "which stands on 4 pages": 4,
        "is too small to be more than an ornament": 1,
        "is a mask through which a colour is painted": 1,
        "is the ground of a page, or its scan": 1,
    }.items():
        assert sum(reason in why for why in whys) == times, (reason, whys)
    assert told["words"]["share"] == 1
    assert rules(told).count("intake.alt") == 2  # the photograph's caption says what it shows


def test_a_paragraph_goes_on_behind_its_picture_and_the_smaller_line_is_the_caption(yard):
    text = shown(yard[0])
    assert '](art/page-1.jpg "A press in the yard.")' in text
    assert "\nA press in the yard." not in text
    assert text.index("ends amid") < text.index("art/page-1.jpg")


def test_a_picture_that_is_too_large_stays_away_and_is_told(tmp_path):
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(400, 500))
    image = pdf.make_stream(b"\x00" * 10, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    image.Width, image.Height, image.BitsPerComponent = 60_000, 60_000, 8
    image.ColorSpace = pikepdf.Name.DeviceRGB
    torn = pdf.make_stream(b"\xff\xd8\xff\xe0 no picture", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    torn.Width, torn.Height, torn.BitsPerComponent, torn.ColorSpace = 100, 100, 8, pikepdf.Name.DeviceRGB
    torn.Filter = pikepdf.Name.DCTDecode
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=image, B=torn), Font=pikepdf.Dictionary(F=font))
    page.Contents = pdf.make_stream(
        b"BT /F 12 Tf 50 450 Td (Some words of the page.) Tj ET q 300 0 0 100 50 300 cm /A Do Q "
        b"q 300 0 0 100 50 100 cm /B Do Q"
    )
    pdf.save(tmp_path / "large.pdf")
    issue, told = one(tmp_path / "large.pdf", tmp_path / "paper")
    assert issue.pictures == {}
    messages = [finding["message"] for finding in told["findings"] if finding["rule"] == "intake.picture"]
    assert messages[0].startswith("a picture of 60000 × 60000 pixels on page 1 has more than 50,000,000 pixels")
    assert rules(told).count("intake.picture") == 2


# --- scripts ------------------------------------------------------------------------------------


def said(issue):
    """Return the words of an issue's bodies in order, without those of figures."""
    bodies = "\n".join(article.body.html for article in issue.articles.values())
    bodies = re.sub(r"(?s)<figure.*?</figure>", " ", bodies)
    return words(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?(?:em|strong|span|a|sup)\b[^>]*>", "", bodies))))


def kept(before, after):
    """Return which share of the words is there again, and which share of them in the same order."""
    there = sum((Counter(before) & Counter(after)).values())
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    return there / len(before), sum(block.size for block in matcher.get_matching_blocks()) / len(before)


SCRIPTS = {
    "al-masbak": (
        MASBAK,
        0.985,
        "لم تبدأ مطبعة بولاق بكتاب، بل برحلة. ففي سنة ١٨١٥ أرسل محمد علي باشا، والي مصر، شابًّا",
    ),
    "chhapai": (CHHAPAI, 0.995, "सन् 1778 में हुगली के एक छापेख़ाने से नैथैनियल हैलहेड का बांग्ला व्याकरण निकला"),
    "huozi": (HUOZI, 0.995, "毕升"),
}


@pytest.mark.parametrize("name", SCRIPTS)
def test_every_script_comes_back_from_its_pdf_in_the_order_in_which_one_reads(name, press, tmp_path):
    folder, least, passage = SCRIPTS[name]
    issue, told = one(press(folder).path, tmp_path / "paper")
    assert told["words"]["share"] == 1
    assert issue.language == read_issue(folder).language
    text = " ".join(re.sub(r"[*\\]", "", shown(issue)).split())
    assert passage in text
    there, ordered = kept(said(read_issue(folder)), words(text))
    assert there >= least
    assert ordered >= 0.9 * least


LEFTWARD = {
    "fa": "نخستین چاپخانه در ایران در سال ۱۸۱۷ در تبریز برپا شد و کتاب «جهادیه» را چاپ کرد. حروف آن از روسیه آمده بود.",
    "he": "בית הדפוס הראשון (1475) היה ברג׳ו די קלבריה, והספר היה פירוש רש״י לתורה. The first book, 1475, הוא קטן.",
    "ar": "طُبع الكتاب (Gregorio de Gregori) سنة 1514، وثمنه 12.5 ليرة؛ هاتف المطبعة +20 2 0000 0000 في القاهرة.",
}
needs_office = pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")


@needs_office
@pytest.mark.parametrize("language", LEFTWARD)
def test_text_from_right_to_left_of_another_house_comes_back_in_the_order_in_which_one_writes(language, tmp_path):
    """LibreOffice tells no letters behind its glyphs; their places say the order."""
    text = LEFTWARD[language]
    page = f'<html dir="rtl" lang="{language}"><meta charset="utf-8"><body dir="rtl"><h1>{text[:20]}</h1>'
    page += "".join(f"<p>{text} {text}</p>" for _ in range(3))
    (tmp_path / "page.html").write_text(page)
    command = ["soffice", "--headless", f"-env:UserInstallation=file://{tmp_path}/office", "--convert-to"]
    command += ["pdf:writer_web_pdf_Export", "--outdir", tmp_path, tmp_path / "page.html"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    issue, told = one(tmp_path / "page.pdf", tmp_path / "paper")
    assert told["words"]["share"] == 1
    there, ordered = kept(words(f"{text} {text}" * 3), words(" ".join(shown(issue).split("---")[2:])))
    assert (there > 0.97, ordered > 0.97) == (True, True)


def sign(text, left, right, *, up=100.0, size=10.0, told=False, number=0):
    return Sign(
        text, (left, up, right, up + 7), left, up, size, bold=False, address="", made=False, told=told, number=number
    )


def row(visual, *, told=False):
    """Return signs that stand from left to right, each of them half an em wide."""
    return [sign(one, 5.0 * at, 5.0 * at + 4.9, told=told) for at, one in enumerate(visual) if one != " "] + [
        sign(" ", 5.0 * at, 5.0 * at) for at, one in enumerate(visual) if one == " "
    ]


@pytest.mark.parametrize(
    ("visual", "written"),
    [
        ("םולש", "שלום"),
        (".1475 תנשב", "בשנת 1475."),
        ("12.5 ריחמ", "מחיר 12.5"),
        ("Times New תאז", "זאת Times New"),
        ("1475 הנש Times", "Times שנה 1475"),
        ("(רפס) הז", "זה (ספר)"),
        (")רפס( הז", "זה (ספר)"),
        ("+20 2 00 ןופלט", "טלפון +20 2 00"),
        ("The word םולש is old and so it is", "The word שלום is old and so it is"),
        ("\ufefb\ufe91", "بلا"),
    ],
)
def test_what_stands_on_a_line_is_turned_into_what_was_written(visual, written):
    (piece,) = leftward_pieces(row(visual))
    assert "".join(one.text for one in piece) == written


PRIVATE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n1 begincodespacerange <0000> <ffff>"
    b" endcodespacerange\n1 beginbfrange <0000> <0fff> <e000> endbfrange\nendcmap end end"
)
"""A map of glyphs onto letters that only their own font knows."""


def set_by_weasyprint(page, pdf):
    """Make a PDF by the engine as it comes, in a process of its own: in this one it may be mended."""
    command = [sys.executable, "-m", "weasyprint", "--encoding", "utf-8", "-", str(pdf)]
    subprocess.run(command, input=page, text=True, check=True, capture_output=True)


def test_type_that_does_not_say_its_letters_is_told_once(tmp_path):
    """Joined forms of Arabic that the engine, by itself, maps to no letter."""
    face = (ROOT / "fonts" / "noto-naskh-arabic" / "NotoNaskhArabic_400Regular.ttf").as_uri()
    page = f"""<html dir="rtl" lang="ar"><style>@font-face {{ font-family: Ours; src: url({face}) }}
    html {{ font-family: Ours }}</style><h1>المسبك</h1><p>كانت المطبعة في الفناء وكانت الحروف تصب من الرصاص.</p>"""
    set_by_weasyprint(page, tmp_path / "joined.pdf")
    told = one(tmp_path / "joined.pdf", tmp_path / "paper", code=3)[1]
    (unmapped,) = [one for one in told["findings"] if one["level"] == "stop"]
    assert unmapped["rule"] == "intake.unmapped"
    assert "doesn't say its letters, first on page 1" in unmapped["message"]
    assert "ocrmypdf --force-ocr" in unmapped["hint"]


def test_letters_of_the_private_use_area_are_no_words(tmp_path):
    assert run("press", FORME, "-o", tmp_path / "forme.pdf").returncode == 0
    with pikepdf.open(tmp_path / "forme.pdf") as pdf:
        for one in pdf.objects:
            if isinstance(one, pikepdf.Dictionary) and "/ToUnicode" in one:
                one.ToUnicode = pdf.make_stream(PRIVATE)
        for page in pdf.pages:
            page.contents_coalesce()
            page.Contents = pdf.make_stream(re.sub(rb"/ActualText\s*<[^>]*>", b"", page.Contents.read_bytes()))
        pdf.save(tmp_path / "private.pdf")
    told = bring(tmp_path / "private.pdf", "--date", "2026-09-04", into=tmp_path / "paper", code=3)[0]
    assert "intake.unmapped" in rules(told)


def test_columns_from_right_to_left_are_read_from_the_right(tmp_path):
    first = "كانت المطبعة في الفناء وكانت الحروف تصب من الرصاص. " * 12
    second = "صدرت الصحيفة مرة في الأسبوع وبيعت عند باب المدينة. " * 12
    face = (ROOT / "fonts" / "noto-naskh-arabic" / "NotoNaskhArabic_400Regular.ttf").as_uri()
    unjoined = ", ".join(f'"{name}" 0' for name in ("init", "medi", "fina", "isol", "rlig", "calt", "liga", "ccmp"))
    page = f"""<html dir="rtl" lang="ar"><style>@page {{ size: 400pt 300pt; margin: 30pt }}
    @font-face {{ font-family: Ours; src: url({face}) }}
    html {{ font: 8pt Ours; font-feature-settings: {unjoined} }}
    div {{ columns: 2; column-gap: 24pt; text-align: justify }} p + p {{ break-before: column }}</style>
    <h1>المسبك</h1><div><p>{first}</p><p>{second}</p></div>"""
    set_by_weasyprint(page, tmp_path / "columns.pdf")
    issue, told = one(tmp_path / "columns.pdf", tmp_path / "paper")
    text = " ".join(shown(issue).split())
    assert told["words"]["share"] == 1
    assert " ".join(first.split()) in text
    assert text.index("كانت") < text.index("صدرت")
