"""The quicker start changes no page: it is held to the libraries' own results."""

import subprocess
import sys

import pyphen
import pytest

from coranto.issue.slugs import slugs_of
from coranto.press.quickening import LateHyphDict
from workshop import SAMPLES, make_issue


@pytest.mark.parametrize("language", sorted(pyphen.LANGUAGES))
def test_late_patterns_are_the_patterns_of_pyphen(language):
    path = pyphen.LANGUAGES[language]
    own, late = pyphen.HyphDict(path), LateHyphDict(path)
    assert late.maxlen == own.maxlen
    assert set(late.patterns) == set(own.patterns)
    assert all(late.patterns.get(letters) == pattern for letters, pattern in own.patterns.items())


def test_an_issue_is_the_same_to_the_byte_with_and_without_it():
    program = (
        "import sys, hashlib; from pathlib import Path; from coranto.press import quickening\n"
        "import contextlib\n"
        "if sys.argv[2] == 'slow':\n"
        "    quickening.quicken, quickening.by_file_name = (lambda: None), contextlib.nullcontext\n"
        "from coranto import press_issue\n"
        "print(hashlib.sha256(press_issue(Path(sys.argv[1])).proof.pdf).hexdigest())\n"
        "print('fontTools.varLib.instancer' in sys.modules and hasattr(sys.modules['fontTools.subset'], '__file__'))"
    )
    said = {}
    for speed in ("slow", "quick"):
        command = [sys.executable, "-c", program, str(SAMPLES[1]), speed]
        said[speed] = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert said["slow"][0] == said["quick"][0]
    assert said["slow"][1] == "True"
    assert said["quick"][1] == "False"


def test_a_module_that_is_imported_late_does_its_work_when_it_is_called():
    program = (
        "from coranto.press.quickening import quicken; quicken()\n"
        "from fontTools import subset\n"
        "options = subset.Options(); print(type(options).__module__, options.glyph_names)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.split() == ["fontTools.subset", "False"]


def test_reading_copy_searches_for_no_plugins():
    """Not even what reads the lists of packages is loaded, which takes longer than to read an issue."""
    program = (
        "import sys, contextlib; from coranto import __main__\n"
        "sys.argv = ['coranto', '--version']\n"
        "with contextlib.suppress(SystemExit): __main__.main()\n"
        "import coranto.issue.reader; print('importlib.metadata' in sys.modules)"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.split()[-1] == "False"


def test_articles_whose_names_make_one_slug_are_told_apart():
    assert slugs_of(["a.md", "A.md", "a?.md", "contents.md"]) == {
        "a.md": "a",
        "A.md": "a-2",
        "a?.md": "a-3",
        "contents.md": "contents-2",
    }


def test_rules_of_a_house_style_are_loaded_only_where_there_is_one(tmp_path):
    folder = make_issue(tmp_path / "p" / "i")
    program = (
        "import sys; from pathlib import Path; from coranto.issue.reader import read_issue\n"
        "read_issue(Path(sys.argv[1])); print('coranto.issue.house.judging' in sys.modules)"
    )
    command = [sys.executable, "-c", program, str(folder)]
    for style, loaded in (("", "False"), ("house_style: {dash: ' \u2013 '}\n", "True")):
        with (folder.parent / "periodical.yaml").open("a") as file:
            file.write(style)
        assert subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() == [loaded]
