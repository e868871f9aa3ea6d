"""The sealed issue: what it was made from comes out of a PDF byte for byte, or nothing does."""

import hashlib
import json
import random
import shutil
import zlib
from datetime import date
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from coranto.errors import EditionError
from coranto.finish import finish_archive
from coranto.finish.model import Facts, Seal
from coranto.finish.saving import is_whole, saved
from coranto.pressrun.sealed import open_edition
from workshop import FORME, LEAD, ROOT, make_issue, run

DAY = "2026-11-24"
SAMPLES = [FORME, ROOT / "issues" / "huozi" / "2026-10-15", ROOT / "issues" / "the-bodkin" / "2026-12-01"]
FACTS = Facts("The Proof", "P", "en", DAY, None, None, None, None, None, ())


def seal(folder: Path, pdf: Path) -> Path:
    result = run("press", folder, "-e", "archive", "-o", pdf)
    assert result.returncode == 0, result.stderr
    return pdf


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def sealed(tmp_path_factory) -> Path:
    """Give a small sealed edition."""
    folder = tmp_path_factory.mktemp("sealed")
    issue = make_issue(folder / "proof" / "one", {"10-lead.md": LEAD + "\nNews. " * 400, "art/note.txt": "unused"})
    return seal(issue, folder / "one.pdf")


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> bytes:
    """Give a PDF as the press pulls it."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.obj.TrimBox, page.obj.BleedBox = page.MediaBox, page.MediaBox
        pdf.docinfo.Title = "Pages"
        path = tmp_path_factory.mktemp("pages") / "pages.pdf"
        pdf.save(path)
    return path.read_bytes()


# --- what is true -----------------------------------------------------------------


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.parent.name)
def test_press_open_and_press_elsewhere_give_the_same_bytes(sample, tmp_path):
    first = seal(sample, tmp_path / "first.pdf")
    result = run("open", first, "--into", tmp_path / "restored", "--json")
    assert result.returncode == 0, result.stderr
    folder = Path(json.loads(result.stdout)["issue"])
    assert tree(folder) == tree(sample)
    assert (folder.parent / "periodical.yaml").read_bytes() == (sample.parent / "periodical.yaml").read_bytes()
    second = seal(folder, tmp_path / "second.pdf")
    assert hashlib.sha256(second.read_bytes()).digest() == hashlib.sha256(first.read_bytes()).digest()


def test_a_sealed_edition_is_pressed_again_from_itself(sealed, tmp_path):
    result = run("press", sealed, "-o", tmp_path / "again.pdf", "--json", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    said = json.loads(result.stdout)
    assert (said["same"], said["reasons"], said["difference"]) == (True, [], None)
    assert (tmp_path / "again.pdf").read_bytes() == sealed.read_bytes()


def test_the_other_editions_can_be_made_of_a_sealed_one(sealed, tmp_path):
    assert run("press", sealed, "-e", "print", "-o", tmp_path / "p.pdf").returncode == 0
    with pikepdf.open(tmp_path / "p.pdf") as pdf:
        assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFX"


def altered_statement(sealed: Path, to: Path, change) -> Path:
    """Write a sealed edition whose statement says something else, sound in all other ways."""
    with pikepdf.open(sealed) as pdf:
        stream = next(one for one in pdf.Root.AF if str(one.UF) == "coranto-seal.json").EF.F
        said = json.loads(stream.read_bytes())
        change(said)
        stream.write(json.dumps(said).encode())
        to.write_bytes(saved(pdf))
    return to


def test_what_changed_since_it_was_sealed_is_told_and_that_the_pages_are_the_same(sealed, tmp_path):
    """An edition that was sealed with an older Pango and another page.css."""

    def change(said):
        said["program"]["Pango"] = "1.42.0"
        said["layouts"]["base"]["page.css"] = "0" * 64

    older = altered_statement(sealed, tmp_path / "older.pdf", change)
    result = run("press", older, "-o", tmp_path / "again.pdf")
    assert result.returncode == 0, result.stderr
    assert "other bytes come" in result.stderr
    assert "the layout base (page.css changed)" in result.stderr
    assert "Pango 1.42.0 → " in result.stderr
    assert "text and page pictures are the same" in result.stderr


def test_a_pdf_of_many_pages_carries_its_sum_though_a_long_table_follows_it():
    with pikepdf.new() as pdf:
        for number in range(20_000):
            pdf.add_blank_page().obj.Contents = pdf.make_stream(b"%d " % (number * 7_919 % 100_003))
        content = saved(pdf)
    assert len(content) - content.rfind(b"/ID [") > 4_000
    assert is_whole(content)
    assert is_whole(content[:5_000] + bytes([content[5_000] ^ 1]) + content[5_001:]) is False


def test_verify_says_of_each_edition_whether_it_is_whole(sealed, tmp_path):
    result = run("verify", sealed, "--json")
    assert result.returncode == 0
    said = json.loads(result.stdout)
    assert said.pop("verapdf")
    assert said == {"ok": True, "exit_code": 0, "whole": True, "files": 4, "fault": None}
    content = bytearray(sealed.read_bytes())
    content[content.index(b"stream") + 200] ^= 1
    (tmp_path / "flipped.pdf").write_bytes(content)
    result = run("verify", tmp_path / "flipped.pdf")
    assert result.returncode == 11
    assert "altered" in result.stderr
    result = run("verify", ROOT / "README.md")
    assert result.returncode == 11


def test_what_verapdf_says_is_shown_and_that_it_is_not_there(sealed, tmp_path):
    """A judge that may be missing: a program of its name stands for it here."""
    (tmp_path / "verapdf").write_text('#!/bin/sh\necho "PASS $3 3a"\n')
    (tmp_path / "verapdf").chmod(0o755)
    result = run("verify", sealed, env={"PATH": f"{tmp_path}:/usr/bin:/bin"})
    assert f"veraPDF      PASS {sealed} 3a" in result.stdout
    (tmp_path / "verapdf").unlink()
    assert "it is not on this machine" in run("verify", sealed, env={"PATH": str(tmp_path)}).stdout


# --- what is not ------------------------------------------------------------------


def damaged(content: bytes):
    """Yield 160 damaged variants of a PDF: flipped bits, cuts, gaps, what is doubled and swapped."""
    chance = random.Random(5)  # noqa: S311 - the same damage each time
    size = len(content)
    for _ in range(80):
        variant = bytearray(content)
        for _ in range(chance.choice([1, 1, 1, 8])):
            variant[chance.randrange(size)] ^= 1 << chance.randrange(8)
        yield bytes(variant)
    for _ in range(40):
        yield content[: chance.randrange(size)]
    for _ in range(20):
        at, length = chance.randrange(size), chance.randrange(1, 2000)
        yield content[:at] + bytes(length) + content[at + length :]
    for _ in range(20):
        one, other = sorted((chance.randrange(size), chance.randrange(size)))
        yield content[:one] + content[other : other + 3000] + content[one:]


def test_a_damaged_edition_is_refused_or_restored_truly(sealed, tmp_path):
    """None crashes the program, none gives a file that was not sealed."""
    content = sealed.read_bytes()
    true = open_edition(sealed).files
    refused = restored = 0
    for variant in damaged(content):
        assert not is_whole(variant) or variant == content
        path = tmp_path / "variant.pdf"
        path.write_bytes(variant)
        try:
            found = open_edition(path)
        except EditionError:
            refused += 1
        else:
            assert found.files == true
            assert not found.whole
            restored += 1
    assert refused + restored == 160
    assert refused > 20
    assert restored > 20
    assert [one.name for one in tmp_path.iterdir()] == ["variant.pdf"]


HOSTILE_NAMES = (
    *(
        "../outside.md",
        "/etc/passwd",
        "outside.md",
        ".ssh/authorized_keys",
        "",
        "..",
        "~/x",
        "C:\\x",
        "periodical.yaml/x",
    ),
    *(f"{DAY}/../../outside", f"{DAY}/./x.md", f"{DAY}//x.md", f"{DAY}\\..\\x.md", f"{DAY}/x\0.md", f"{DAY}/x\n.md"),
    *(f"{DAY}/.git/config", f"{DAY}/", DAY, f"{DAY}/\u202egpj.exe", f"{DAY}/" + "x" * 201, f"{DAY}/" + "a/" * 20 + "b"),
    *(f"{DAY}/art/..", f"{DAY}/..."),
)
"""Names that no file of an issue may have."""


def forged(pages: bytes, files: dict[str, bytes], *, folder: str = DAY, sums: dict[str, str] | None = None) -> bytes:
    """Return a sealed edition that says of itself that it is sound, and holds these files."""
    said = {
        "format": 1,
        "folder": folder,
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in files.items()} | (sums or {}),
        "asked": None,
        "layouts": {},
        "fonts": {},
        "program": {},
    }
    seal = Seal(files, json.dumps(said).encode())
    return finish_archive(pages, FACTS, seal=seal, srgb=bytes(128))


SOUND = {"periodical.yaml": b"title: P", f"{DAY}/issue.yaml": b"date: 1", f"{DAY}/10-lead.md": b"text"}


def refusal(content: bytes, folder: Path) -> str:
    """Return what the program says of an edition that it doesn't open, and prove that it wrote nothing."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    pdf = home / "hostile.pdf"
    pdf.write_bytes(content)
    before = sorted(folder.rglob("*"))
    with pytest.raises(EditionError) as caught:
        open_edition(pdf)
    assert sorted(folder.rglob("*")) == before
    assert caught.value.message.startswith(f"`{pdf}` can't be opened: ")
    return caught.value.message


def test_a_forged_edition_that_is_sound_opens(pages, tmp_path):
    (tmp_path / "f.pdf").write_bytes(forged(pages, SOUND))
    assert open_edition(tmp_path / "f.pdf").files == SOUND


@pytest.mark.parametrize("name", HOSTILE_NAMES, ids=ascii)
def test_a_name_that_leads_out_of_the_folder_or_hides_is_refused(name, pages, tmp_path):
    content = forged(pages, {**SOUND, name: b"evil"})
    said = refusal(content, tmp_path)
    assert "which no issue's file may be called" in said or "two files of the name" in said


@pytest.mark.parametrize("folder", ["..", "/tmp", "", ".", "2026-11-24/..", "x"])  # noqa: S108
def test_a_folder_that_is_no_date_is_refused(folder, pages, tmp_path):
    assert "statement" in refusal(forged(pages, SOUND, folder=folder), tmp_path)


@pytest.mark.parametrize(
    ("one", "other"),
    [("art/a.png", "art/A.png"), ("art/\u00e9.png", "art/e\u0301.png"), ("art", "art/a.png"), ("x/Y", "X/y/z")],
)
def test_names_that_are_one_on_some_system_are_refused(one, other, pages, tmp_path):
    files = {**SOUND, f"{DAY}/{one}": b"1", f"{DAY}/{other}": b"2"}
    assert "two files of the name" in refusal(forged(pages, files), tmp_path)


def rewritten(content: bytes, change) -> bytes:
    """Return a sealed edition that was changed by somebody who knows how its sum is made."""
    with pikepdf.open(BytesIO(content)) as pdf:
        change(pdf)
        return saved(pdf)


def names_of(pdf):
    return pdf.Root.Names.EmbeddedFiles.Names


def _twice(pdf):
    names = names_of(pdf)
    names.append(names[0])
    names.append(names[1])


def _swap(pdf):
    names = names_of(pdf)
    names[1].EF, names[3].EF = names[3].EF, names[1].EF


def _drop(pdf):
    names = names_of(pdf)
    del names[0], names[0]


def _add(pdf):
    stream = pdf.make_stream(b"more")
    specification = pdf.make_indirect(pikepdf.Dictionary(F="x", UF="x", EF=pikepdf.Dictionary(F=stream)))
    names_of(pdf).append(pikepdf.String("x"))
    names_of(pdf).append(specification)


def _rename(pdf):
    names_of(pdf)[1].UF = pikepdf.String("../../x")


def _link(pdf):
    """An external file, by a path: the PDF's own kind of symbolic link."""
    del names_of(pdf)[1].EF
    names_of(pdf)[1].F = pikepdf.String("/etc/passwd")


def _bomb(pdf):
    stream = names_of(pdf)[1].EF.F
    stream.write(zlib.compress(bytes(110_000_000), 9), filter=pikepdf.Name.FlateDecode)


def _bomb_statement(pdf):
    names = names_of(pdf)
    at = next(index for index in range(0, len(names), 2) if str(names[index]) == "coranto-seal.json")
    names[at + 1].EF.F.write(zlib.compress(bytes(40_000_000), 9), filter=pikepdf.Name.FlateDecode)


def _bomb_in_bomb(pdf):
    stream = names_of(pdf)[1].EF.F
    packed = zlib.compress(zlib.compress(bytes(100_000_000), 9), 9)
    filters = pikepdf.Array([pikepdf.Name.FlateDecode, pikepdf.Name.FlateDecode])
    stream.write(packed, filter=filters, decode_parms=pikepdf.Array([None, None]))


def _circle(pdf):
    tree = pdf.Root.Names.EmbeddedFiles
    tree.Kids = pikepdf.Array([tree])


def _odd(pdf):
    names_of(pdf).append(pikepdf.String("lone"))


def _number(pdf):
    pdf.Root.Names.EmbeddedFiles = 7


@pytest.mark.parametrize(
    "change",
    [_twice, _swap, _drop, _add, _rename, _link, _bomb, _bomb_statement, _bomb_in_bomb, _circle, _odd, _number],
    ids=lambda change: change.__name__,
)
def test_a_hostile_structure_is_refused(change, pages, tmp_path):
    refusal(rewritten(forged(pages, SOUND), change), tmp_path)


def test_a_wrong_sum_an_encrypted_pdf_and_other_files_are_refused(pages, tmp_path):
    assert "not the one that was sealed" in refusal(
        forged(pages, SOUND, sums={f"{DAY}/10-lead.md": "0" * 64}), tmp_path
    )
    with pikepdf.open(BytesIO(forged(pages, SOUND))) as pdf:
        pdf.save(tmp_path / "encrypted.pdf", encryption=pikepdf.Encryption(owner="o", user=""))
    assert "encrypted" in refusal((tmp_path / "encrypted.pdf").read_bytes(), tmp_path)
    assert "carries no issue" in refusal(pages, tmp_path)
    for content in (b"", b"%PDF-1.7\n", b"PK\x03\x04", bytes(5000)):
        refusal(content, tmp_path)


def test_open_writes_the_whole_folder_or_nothing_and_over_nothing(sealed, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    result = run("open", sealed, "--into", tmp_path / "full")
    assert result.returncode == 8
    assert tree(tmp_path) == {"full/mine.txt": b"mine"}
    (tmp_path / "empty").mkdir()
    assert run("open", sealed, "--into", tmp_path / "empty").returncode == 0
    assert set(tree(tmp_path / "empty")) == {
        "periodical.yaml",
        *(f"{DAY}/{n}" for n in ("10-lead.md", "issue.yaml", "art/note.txt")),
    }
    shutil.rmtree(tmp_path / "empty")
    (tmp_path / "bad.pdf").write_bytes(sealed.read_bytes()[:20_000])
    result = run("open", tmp_path / "bad.pdf", "--into", tmp_path / "new" / "folder")
    assert result.returncode == 10
    assert result.stderr.startswith("coranto: ")
    assert not (tmp_path / "new").exists()
    assert run("open", tmp_path / "none.pdf", "--into", tmp_path / "new").returncode == 10


def test_a_run_files_editions_side_by_side_each_with_its_record(tmp_path):
    make_issue(tmp_path / "post" / "1")
    archive = tmp_path / "archive"
    assert run("run", tmp_path / "post", "-a", archive).returncode == 0
    assert run("run", tmp_path / "post", "-a", archive, "-e", "print", "-e", "archive").returncode == 0
    assert sorted(path.name for path in (archive / "post").iterdir()) == sorted(
        f"1{kind}{suffix}" for kind in ("", ".print", ".archive") for suffix in (".pdf", ".json")
    )
    records = [json.loads((archive / "post" / f"1{kind}.json").read_text())["filings"][0] for kind in ("", ".print")]
    assert [record["stamp"]["edition"] for record in records] == ["screen", "print"]
    assert [record["pages"] for record in records] == [2, 4]
    said = json.loads(run("verify", archive, "--rebuild", "all", "--json").stdout)
    assert said["true"] == ["post/1", "post/1.archive", "post/1.print"]
    assert all(one["same"] for one in said["rebuilt"])
    plan = run("run", tmp_path / "post", "-a", archive, "-e", "print", "--booklet", "--dry-run").stdout
    assert "other things are asked of the print" in plan
    plan = run(
        "run", tmp_path / "post", "-a", archive, "-e", "screen", "-e", "print", "-e", "archive", "--dry-run"
    ).stdout
    assert plan == "0 to press, 3 current\n"
    make_issue(tmp_path / "other" / "2").rename(tmp_path / "post" / "2")  # where no issue is found, nothing is pruned
    shutil.rmtree(tmp_path / "post" / "1")
    result = json.loads(run("run", tmp_path / "post", "-a", archive, "--prune", "--yes", "--json").stdout)
    assert result["pruned"] == ["post/1", "post/1.archive", "post/1.print"]


def test_the_statement_names_the_day_of_the_issue(sealed):
    assert date.fromisoformat(open_edition(sealed).statement.folder) == date(2026, 11, 24)
