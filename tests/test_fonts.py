"""Fonts: ours, proved, and no other, whatever the machine has."""

import shutil

import pytest

from coranto.layout.fonts import all_families
from coranto.shelf import fonts_folder, layouts_folder
from workshop import LEAD, ROOT, make_issue, pdftotext


@pytest.fixture
def shelf(tmp_path):
    """Give a shelf of our own, with links to layouts and fonts, that a test may damage."""
    root = tmp_path / "shelf"
    shutil.copytree(layouts_folder(), root / "layouts")
    shutil.copytree(fonts_folder(), root / "fonts", ignore=shutil.ignore_patterns("*.ttf"))
    for file in fonts_folder().glob("*/*.ttf"):
        (root / "fonts" / file.parent.name / file.name).hardlink_to(file)
    return root


def press_with(coranto, shelf, issue, tmp_path):
    pdf = tmp_path / "out.pdf"
    pdf.write_bytes(b"the previous edition")
    result = coranto("press", issue, "-o", pdf, env={"CORANTO_SHELF": str(shelf)})
    assert result.returncode == 5, result.stdout + result.stderr
    assert pdf.read_bytes() == b"the previous edition"
    assert "Traceback" not in result.stderr
    return result.stderr


def test_every_shipped_family_is_proved_and_has_its_licence():
    families = all_families(fonts_folder())
    assert {family.role for family in families.values()} == {"serif", "sans", "mono"}
    assert any("Hans" in family.scripts for family in families.values())
    for name in families:
        assert "SIL OPEN FONT LICENSE" in (fonts_folder() / name / "OFL.txt").read_text(encoding="utf-8").upper()


def test_no_font_file_lies_on_the_shelf_without_a_manifest():
    listed = {face.path for family in all_families(fonts_folder()).values() for face in family.faces}
    assert set((ROOT / "fonts").rglob("*.[to]tf")) == listed


def test_a_missing_font_file_is_told(coranto, shelf, issue, tmp_path):
    (shelf / "fonts" / "source-serif-4" / "SourceSerif4_400Regular.ttf").unlink()
    stderr = press_with(coranto, shelf, issue, tmp_path)
    assert "family.yaml:11:11: the font file `SourceSerif4_400Regular.ttf` can't be read: No such file" in stderr


def test_an_altered_font_file_is_told(coranto, shelf, issue, tmp_path):
    path = shelf / "fonts" / "source-sans-3" / "SourceSans3_700Bold.ttf"
    content = bytearray(path.read_bytes())
    path.unlink()
    content[5000] ^= 1
    path.write_bytes(content)
    assert "`SourceSans3_700Bold.ttf` is not the one that its manifest names" in press_with(
        coranto, shelf, issue, tmp_path
    )


def test_a_family_that_isnt_there_is_told(coranto, shelf, issue, tmp_path):
    shutil.rmtree(shelf / "fonts" / "noto-sans-sc")
    assert "there is no font family `noto-sans-sc`" in press_with(coranto, shelf, issue, tmp_path)


def test_a_character_that_no_font_has_holds_the_press_at_its_place(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD + "\nA sign: \U00012000 of Sumer.\n"})
    result = coranto("press", folder, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7
    assert (
        "10-lead.md:8:1: no font of the layout has the character \U00012000 (U+12000 CUNEIFORM SIGN A)" in result.stderr
    )
    assert ", page 2" in result.stderr


def test_a_character_of_the_front_matter_is_told_at_its_place(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD.replace("A headline", "A \U00012000")})
    assert "10-lead.md:3:11: no font" in coranto("press", folder, "-o", tmp_path / "o.pdf").stderr


def test_a_family_that_a_layout_doesnt_declare_is_held(coranto, issue, tmp_path):
    folder = tmp_path / "layouts" / "house"
    folder.mkdir(parents=True)
    (folder / "layout.yaml").write_text("name: house\nextends: newsletter\npurpose: x\n")
    (folder / "type.css").write_text("h1 { font-family: Helvetica }")
    result = coranto("press", issue, "--layout", "house", "--layouts-from", folder.parent, "-o", tmp_path / "o.pdf")
    assert result.returncode == 7
    assert "the font family `Helvetica` is not one of the layout's" in result.stderr


def test_chinese_is_set_in_the_chinese_faces(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD + "\n毕升活字\n"})
    assert coranto("press", folder, "-o", tmp_path / "o.pdf").returncode == 0
    assert "毕升活字" in pdftotext(tmp_path / "o.pdf")


def test_emoji_are_set_in_every_layout(coranto, tmp_path):
    folder = make_issue(tmp_path / "p" / "i", {"10-lead.md": LEAD + "\n**Bold** 👩‍💻 🏎 and `code 😂`.\n"})
    for layout in ("newsletter", "magazine"):
        result = coranto("press", folder, "--layout", layout, "-o", tmp_path / "o.pdf")
        assert "findings  none" in result.stdout, result.stderr
