"""What was set once is kept: the pages are the same, byte for byte, for less work."""

import functools
import json
import subprocess
import sys

import pytest

from bench import make_long_issue
from workshop import FORME, ROOT

PROGRAM = """
import hashlib, json, sys
from pathlib import Path
from coranto import press_issue
from coranto.layout.stack import resolve_layout
from coranto.press import environment
folder, layout, how = sys.argv[1:]
environment.prepare(resolve_layout(layout).fonts)
from weasyprint.layout import inline
from coranto.press import matter, mending, pages, remembering, standing
if how == "forgetful":
    remembering.remember = standing.keep_standing = lambda: None
    matter.recall_styles = lambda *_: None
if how == "rebuilding":
    pages.AMENDABLE = frozenset()
done = {"paragraphs": 0, "lines": 0, "documents": 0, "made up": 0, "margins": 0}
def count(room, name, what):
    original = getattr(room, name)
    def counted(*arguments, **keywords):
        done[what] += 1
        return original(*arguments, **keywords)
    setattr(room, name, counted)
mending.mend()
count(inline, "get_next_linebox", "lines")
count(matter, "build_formatting_structure", "documents")
count(matter.Matter, "make_up", "made up")
count(matter.layout, "make_margin_boxes", "margins")
outcome = press_issue(Path(folder), layout=layout)
done["pages"] = len(outcome.proof.flatplan.pages)
print(json.dumps(done | {"pdf": hashlib.sha256(outcome.proof.pdf).hexdigest()}))
"""


@functools.cache
def press(folder, layout, how):
    command = [sys.executable, "-c", PROGRAM, str(folder), layout, how]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout)


@pytest.mark.parametrize(
    ("sample", "layout"),
    [
        ("the-forme/2026-09-01", "magazine"),
        ("the-bodkin/2026-12-01", "journal"),
        ("al-masbak/2026-11-15", "newsletter"),
        ("huozi/2026-10-15", "magazine"),
    ],
)
def test_lines_that_stand_change_no_byte(sample, layout):
    folder = ROOT / "issues" / sample
    assert press(folder, layout, "keeping")["pdf"] == press(folder, layout, "forgetful")["pdf"]


def test_a_line_in_columns_is_set_about_once():
    """The engine sets each of them many times: to balance the columns, to make room for notes, for each pass."""
    keeping, forgetful = (press(FORME, "magazine", how)["lines"] for how in ("keeping", "forgetful"))
    assert keeping < forgetful / 4


def test_amended_matter_makes_the_pages_of_a_document_built_anew(tmp_path):
    """Columns with drop caps, footnotes, lists and pictures; one of the paragraphs that are tightened has a note."""
    folder = make_long_issue(tmp_path / "p" / "i", 7)
    amended, rebuilt = (press(folder, "magazine", how) for how in ("keeping", "rebuilding"))
    assert amended["pdf"] == rebuilt["pdf"]
    assert amended["made up"] == rebuilt["made up"] > 1
    assert amended["documents"] == 1
    assert rebuilt["documents"] == rebuilt["made up"]
    assert rebuilt["lines"] < amended["lines"] * 1.3, "what was not changed stands when the document is built anew, too"


def test_margins_are_set_on_the_finished_pages_only():
    said = press(FORME, "magazine", "keeping")
    assert said["made up"] > 1
    assert said["margins"] == said["pages"]
