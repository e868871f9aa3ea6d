"""Same in, same out: wherever, whenever, and whatever else the machine has."""

import hashlib
import shutil

import pytest
from fontTools.ttLib import TTFont

from coranto.shelf import fonts_folder
from workshop import FORME, REAL, ROOT, SAMPLES


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory):
    """Give a home with fonts: one calls itself by a name of ours, and is another."""
    home = tmp_path_factory.mktemp("home")
    fonts = home / ".fonts"
    fonts.mkdir()
    impostor = TTFont(fonts_folder() / "source-code-pro" / "SourceCodePro_400Regular.ttf")
    for record in impostor["name"].names:
        if record.nameID in (1, 4, 16):
            record.string = "Source Serif 4"
    impostor.save(fonts / "impostor.ttf")
    shutil.copy(fonts_folder() / "noto-serif-sc" / "NotoSerifSC_700Bold.ttf", fonts)
    return home


def sum_of(coranto, folder, pdf, env=None):
    result = coranto("press", folder, "-o", pdf, env=env, cwd=pdf.parent)
    assert result.returncode == 0, result.stderr
    return hashlib.sha256(pdf.read_bytes()).hexdigest()


@pytest.mark.parametrize("source", [REAL, *SAMPLES], ids=lambda path: path.name)
def test_two_folders_locales_zones_languages_and_fonts_give_the_same_bytes(source, coranto, tmp_path, hostile_home):
    if not source.is_dir():
        pytest.skip("the real issue is not on this machine")
    first = sum_of(coranto, source, tmp_path / "first.pdf")
    elsewhere = tmp_path / "a folder with another name" / source.parent.name
    shutil.copytree(source.parent, elsewhere)
    env = {
        "HOME": str(hostile_home),
        "XDG_CACHE_HOME": str(tmp_path / "cache"),
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "de_DE.UTF-8",
        "LANG": "ja_JP.UTF-8",
        "LANGUAGE": "ja:zh",
        "PANGO_LANGUAGE": "ja",
        "PYTHONHASHSEED": "7",
        "SOURCE_DATE_EPOCH": "1",
    }
    assert sum_of(coranto, elsewhere / source.name, tmp_path / "second.pdf", env) == first


def test_a_machine_whose_home_cant_be_written_gives_the_same_bytes(coranto, tmp_path):
    first = sum_of(coranto, FORME, tmp_path / "first.pdf")
    env = {"HOME": "/proc/nowhere", "XDG_CACHE_HOME": "/proc/nowhere"}
    assert sum_of(coranto, FORME, tmp_path / "second.pdf", env) == first


def test_another_issue_before_it_in_the_process_changes_nothing(tmp_path, coranto):
    """A warm process sets what a cold one does; press_issue changes its process, so it has one of its own."""
    import subprocess
    import sys

    program = (
        "import sys, hashlib; from pathlib import Path; from coranto import press_issue\n"
        "for folder in sys.argv[1:]: print(hashlib.sha256(press_issue(Path(folder)).proof.pdf).hexdigest())"
    )
    command = [sys.executable, "-c", program, *map(str, [FORME, *SAMPLES, FORME])]
    sums = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert sums[0] == sums[-1] == sum_of(coranto, FORME, tmp_path / "cold.pdf")


def test_another_layout_before_it_in_the_process_changes_nothing(coranto, tmp_path):
    """Faces are chosen by the rules of the layout that is set, not of the first that the process met."""
    import subprocess
    import sys

    program = (
        "import sys, hashlib; from pathlib import Path; from coranto import press_issue\n"
        "for layout in sys.argv[2:]:\n"
        "    print(hashlib.sha256(press_issue(Path(sys.argv[1]), layout=layout).proof.pdf).hexdigest())"
    )
    chinese, layouts = ROOT / "issues" / "huozi" / "2026-10-15", ["newsletter", "journal", "magazine", "newsletter"]
    command = [sys.executable, "-c", program, str(chinese), *layouts]
    warm = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    cold = {}
    for layout in ("journal", "magazine"):
        path = tmp_path / f"{layout}.pdf"
        assert coranto("press", chinese, "--layout", layout, "-o", path).returncode == 0
        cold[layout] = hashlib.sha256(path.read_bytes()).hexdigest()
    assert warm[1:3] == [cold["journal"], cold["magazine"]]
    assert warm[0] == warm[3]
