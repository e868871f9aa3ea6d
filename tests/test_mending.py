"""A line is not broken after its first word because of the space at a run's end (WeasyPrint 70)."""

import json
import subprocess
import sys

import pytest

from workshop import ROOT

PROGRAM = """
import json, sys
from coranto.layout.stack import resolve_layout
from coranto.press import environment
environment.prepare(resolve_layout("newsletter").fonts)
from weasyprint import HTML
from weasyprint.formatting_structure.boxes import LineBox, TextBox
if sys.argv[1] == "mended":
    from coranto.press.mending import mend
    mend()
short = []
for tenths in range(2400, 2700, 5):
    html = ('<style>p { font: 13px/17px "Source Serif 4"; margin: 0; width: %spx }</style>'
            '<p>The sheet was printed by a man and sold by <strong>another</strong> and so on.</p>') % (tenths / 10)
    page = HTML(string=html).render().pages[0]._page_box
    lines = ["".join(box.text for box in line.descendants() if isinstance(box, TextBox))
             for line in page.descendants() if isinstance(line, LineBox)]
    if len(lines[0].split()) < 3:
        short.append(tenths / 10)
    assert "".join("".join(lines).split()) == "Thesheetwasprintedbyamanandsoldbyanotherandsoon.", lines
print(json.dumps(short))
"""


def short_lines(state):
    command = [sys.executable, "-c", PROGRAM, state]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return json.loads(said.stdout)


@pytest.mark.parametrize(("state", "any_short"), [("as it comes", True), ("mended", False)])
def test_the_first_line_is_full_at_every_width(state, any_short):
    assert bool(short_lines(state)) is any_short
