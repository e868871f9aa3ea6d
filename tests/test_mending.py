"""What the engine does on the page as it comes, and what it does mended (WeasyPrint 70)."""

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


COLUMNS = """
import json, sys
from coranto.layout.stack import resolve_layout
from coranto.press import environment
environment.prepare(resolve_layout("newsletter").fonts)
from weasyprint import HTML
from weasyprint.layout import block
if sys.argv[1] == "mended":
    from coranto.press.mending import mend
    mend()
original, rounds = block.block_box_layout, []
def counted(context, box, *rest, **keywords):
    rounds.append(box.is_column)
    return original(context, box, *rest, **keywords)
block.block_box_layout = counted
lines = int(sys.argv[2])
html = ('<style>@page { size: 400px 500px; margin: 0 } body { margin: 0; font: 13px/17px "Source Serif 4" }'
        'p { margin: 0 } h1 { break-after: avoid; margin: 0; font-size: 20px } .text { columns: 2 }'
        'aside { break-inside: avoid }</style>'
        '<p>Before.</p><h1 id="head">Head</h1><div class="text"><p id="first">The sheet was printed and sold.</p>'
        '<p>It was read aloud.</p><aside>%s</aside></div>') % '<br>'.join(['A box'] * lines)
pages = HTML(string=html).render().pages
where = {name: n for n, page in enumerate(pages, 1) for name in ("head", "first") if name in page.anchors}
print(json.dumps({"rounds": sum(rounds), "pages": len(pages), **where}))
"""


def ask(program, *arguments):
    command = [sys.executable, "-c", program, *map(str, arguments)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT)
    return json.loads(said.stdout)


@pytest.mark.parametrize(("state", "any_short"), [("as it comes", True), ("mended", False)])
def test_the_first_line_is_full_at_every_width(state, any_short):
    """A line is not broken after its first word because of the space at a run's end."""
    assert bool(ask(PROGRAM, state)) is any_short


@pytest.mark.parametrize(("state", "least", "most"), [("as it comes", 200, 2000), ("mended", 2, 60)])
def test_columns_are_balanced_in_few_rounds(state, least, most):
    said = ask(COLUMNS, state, 19)
    assert least <= said["rounds"] <= most
    assert said["pages"] == 1


@pytest.mark.parametrize(("state", "head", "first"), [("as it comes", 2, 3), ("mended", 1, 1)])
def test_text_begins_below_its_headline_though_a_box_after_it_is_too_tall(state, head, first):
    said = ask(COLUMNS, state, 29)
    assert (said["head"], said["first"]) == (head, first)
