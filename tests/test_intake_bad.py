"""Bad sources are told, quickly, by their names, and never with a traceback."""

import io
import json
import zipfile
from pathlib import Path

import pikepdf
import pytest

from coranto.intake.decoding import TEXT_LIMIT
from test_intake import bring, rules
from test_intake_formats import PNG
from workshop import LEAD, make_issue, run

DOCX_HEAD = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>',
}
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def packed(files):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return content.getvalue()


def docx(document):
    return packed({**DOCX_HEAD, "word/document.xml": document})


def blank_pdf(*, picture=False, locked=False):
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(300, 400))
    if picture:
        image = pdf.make_stream(b"\x00" * 300, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
        image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = 10, 10, 8, pikepdf.Name.DeviceRGB
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        page.Contents = pdf.make_stream(b"q 300 0 0 400 0 0 cm /I Do Q")
    content = io.BytesIO()
    pdf.save(content, encryption=pikepdf.Encryption(user="moxon", owner="moxon") if locked else False)
    return content.getvalue()


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + at)} "{f"&{chr(97 + at)};" * 10}">' for at in range(9)
)
CONTAINER = '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>'
BOOK = '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest></package>'
LOCK = '<encryption><CipherData><CipherReference URI="a.xhtml"/></CipherData></encryption>'
BAD = {
    "empty.pdf": (b"", "intake.empty"),
    "empty.md": (b"", "intake.empty"),
    "blank.txt": (b" \n\n \n", "intake.empty"),
    "binary.txt": (bytes(range(256)) * 40, "intake.no-text"),
    "text.pdf": (b"not a PDF at all, but long enough", "intake.format"),
    "torn.pdf": (b"%PDF-1.7\n1 0 obj\n<<", "intake.torn"),
    "locked.pdf": (blank_pdf(locked=True), "intake.encrypted"),
    "scanned.pdf": (blank_pdf(picture=True), "intake.no-text"),
    "blank.pdf": (blank_pdf(), "intake.no-text"),
    "torn.docx": (docx(f"<w:document {W}><w:body><w:p>")[:400], "intake.torn"),
    "unclosed.docx": (docx(f"<w:document {W}><w:body><w:p>"), "intake.torn"),
    "entities.docx": (docx(f"{BOMB}]><w:document {W}>&j;</w:document>"), "intake.torn"),
    "bomb.docx": (packed({**DOCX_HEAD, "word/document.xml": b" " * 150_000_000}), "intake.too-large"),
    "other.docx": (packed({"readme.txt": "x"}), "intake.format"),
    "empty.docx": (docx(f"<w:document {W}><w:body></w:body></w:document>"), "intake.empty"),
    "torn.epub": (packed({"META-INF/container.xml": "<container>"}), "intake.torn"),
    "nothing.epub": (packed({"META-INF/container.xml": "<container/>"}), "intake.torn"),
    "data.json": (b'{"posts": []}', "intake.mapping"),
    "locked.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000), "intake.encrypted"),
    "locked.epub": (
        packed({"META-INF/container.xml": CONTAINER, "META-INF/encryption.xml": LOCK, "b.opf": BOOK}),
        "intake.encrypted",
    ),
    "long.txt": (b"word " * (TEXT_LIMIT // 5 + 1), "intake.too-large"),
    "huge.md": (b"words " * (100_000_000 // 6), "intake.too-large"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """Give what is said of all of them, imported in one run with a good one among them."""
    folder = tmp_path_factory.mktemp("bad")
    for name, (content, _) in BAD.items():
        (folder / name).write_bytes(content)
    (folder / "good.md").write_text("# Good\n\nIt comes in.\n")
    paths = sorted(folder.iterdir())
    said = bring(*paths, "--date", "2026-09-04", into=folder / "paper", code=3)
    return dict(zip((path.name for path in paths), said, strict=True))


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_come_in_is_told_by_its_name(told, name):
    assert told[name]["state"] == "failed"
    assert BAD[name][1] in rules(told[name]), told[name]["findings"]
    assert all(finding["level"] == "stop" for finding in told[name]["findings"])
    assert all("did not foresee" not in finding["message"] for finding in told[name]["findings"])


def test_a_scanned_pdf_is_sent_to_ocr(told):
    assert "OCR" in told["scanned.pdf"]["findings"][0]["hint"]
    assert told["good.md"]["state"] == "new"


ODD = {
    "deep.html": "<div>" * 5_000 + "words" + "</div>" * 5_000,
    "inline.html": "<p>" + "<b><i>" * 3_000 + "words" + "</i></b>" * 3_000,
    "unclosed.html": "<html><body><p>One<b>two<table><tr><td>three<li>four</i></p></div>",
    "list.md": "\n".join("  " * at + "- item" for at in range(200)),
    "quote.md": "> " * 300 + "words",
    "brackets.md": "[" * 3_000 + "words" + "]" * 3_000,
    "stars.md": "*" * 20_000 + "words",
    "liquid.md": "{% include a.md %}" * 50
    + "{% if x %}" * 500
    + "\n\nwords {{ page.title }} {% raw %}{{ x }}{% endraw %}",
    "controls.txt": "words\x07 with\u202e controls\u200b and \ufeffmore words, so that it is text" * 3,
    "lines.txt": "a\n" * 50_000,
    "word.txt": "x" * 9_000 + " words",
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory):
    """Give what is said of all of them, imported in one run."""
    folder = tmp_path_factory.mktemp("odd")
    for name, text in ODD.items():
        (folder / name).write_text(text)
    paths = sorted(folder.iterdir())
    result = run("import", *paths, "--date", "2026-09-04", "--into", folder / "paper", "--json", timeout=240)
    assert result.returncode == 3, result.stderr
    return dict(zip((path.name for path in paths), json.loads(result.stdout)["imports"], strict=True))


@pytest.mark.parametrize("name", ODD)
def test_odd_sources_come_in_or_are_told(odd, name):
    """Whatever they hold, the run ends, and says what it made of them."""
    told = odd[name]
    assert "did not foresee" not in json.dumps(told)
    assert "took more than" not in json.dumps(told)
    held = [finding for finding in told["findings"] if finding["level"] == "stop"]
    assert told["state"] == "new" or held
    assert bool(held) == (told["words"] is None or told["words"]["share"] < 1)


def test_includes_that_include_each_other_end(tmp_path):
    (tmp_path / "_includes").mkdir()
    (tmp_path / "_includes" / "a.md").write_text("A {% include b.md %}")
    (tmp_path / "_includes" / "b.md").write_text("B {% include a.md %}{% include a.md %}")
    path = tmp_path / "2026-09-04.md"
    path.write_text("# Round\n\n{% include a.md %}\n\n{% include ../../secret.md %}\n")
    (told,) = bring(path, into=tmp_path / "paper")
    assert "is nested too deep" in " ".join(finding["message"] for finding in told["findings"])


def test_names_of_files_never_lead_out_of_the_folder(tmp_path):
    outside = tmp_path / "secret.png"
    outside.write_bytes(PNG)
    folder = tmp_path / "in here" / "a\nb"
    folder.mkdir(parents=True)
    (folder / "link.png").symlink_to(outside)
    path = folder / "2026-09-04 ..%2F e\nf.md"
    path.write_text(
        "# ../../etc/passwd\n\nText.\n\n![up](../../secret.png)\n\n![up](/../secret.png)\n\n![link](link.png)\n\n"
        "# \u202e/a/b\\c\n\nMore.\n\n# ...\n\nMost.\n"
    )
    (told,) = bring(path, into=tmp_path / "paper" / "x y")
    names = [
        one.relative_to(tmp_path / "paper" / "x y").as_posix()
        for one in (tmp_path / "paper").rglob("*")
        if one.is_file()
    ]
    assert sorted(names) == [
        "2026-09-04/10-etc-passwd.md",
        "2026-09-04/11-a-b-c.md",
        "2026-09-04/12-article.md",
        "2026-09-04/issue.yaml",
        "imports/2026-09-04.json",
        "periodical.yaml",
    ]
    assert rules(told).count("intake.picture") == 3


def test_a_source_that_is_not_there_and_a_recipe_that_is_not_are_told(tmp_path):
    (told,) = bring(tmp_path / "gone.txt", into=tmp_path / "paper", code=3)
    assert told["findings"][0]["message"] == "`gone.txt` does not exist"
    result = run("import", tmp_path / "gone.txt", "--recipe", "gone", "--into", tmp_path / "paper")
    assert result.returncode == 3
    assert "there is no recipe `gone`" in result.stderr
    (tmp_path / "none").mkdir()
    result = run("import", tmp_path / "none", "--into", tmp_path / "paper")
    assert "there is nothing to import" in result.stderr
    assert run("import", tmp_path / "gone.txt").returncode == 2


def test_an_issue_of_ours_is_no_source_of_harm(tmp_path):
    """Our own Markdown, imported, stays what it is."""
    own = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD + "\n::: box A title\nWithin.\n:::\n\n[b]{lang=de}\n"})
    (told,) = bring(own / "10-lead.md", "--date", "2026-09-04", into=tmp_path / "paper")
    text = next(Path(told["issue"]).glob("10-*.md")).read_text()
    assert "::: box A title\nWithin.\n:::" in text
    assert "[b]{lang=de}" in text
