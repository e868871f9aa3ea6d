"""Golden files: what stands on which page of every sample, and where, as text; written anew only by `make golden`.

One file a sample and layout, `tests/golden/<layout>/<periodical>-<issue>.txt`.  For each page: its furniture, the
things of the flatplan with their boxes in mm (left, top, width × height), and the words in the PDF's own order.
"""

import difflib
import io
import re

import pypdfium2
import pytest

from coranto.children.guard import guarded
from coranto.children.limits import Limits
from coranto.issue.reader import read_issue
from coranto.layout.stack import all_layouts
from coranto.pressrun.line import press_issue
from workshop import ROOT, SAMPLES

GOLDEN = ROOT / "tests" / "golden"
LAYOUTS = [name for name in all_layouts() if name != "base"]
MM = 25.4 / 72


def things(issue, flatplan, page):
    """Yield a line for each article, headline, heading, figure, table, box and department that has a box on a page."""
    names = {article.slug: "article" for article in issue.articles.values()}
    names |= {f"{article.slug}.headline": "headline" for article in issue.articles.values()}
    for article in issue.articles.values():
        for block in article.body.blocks:
            tag = re.match(r"<(h[4-6]|figure|table|aside|blockquote|pre|dl|ul|ol)\b", block.html)
            if tag:
                names[block.id] = tag[1]
    for identity, kind in names.items():
        for spot in flatplan.spots.get(identity, ()):
            if spot.page == page:
                sides = [round(side * MM) for side in (spot.x, spot.y, spot.width, spot.height)]
                yield f"  {kind:10} {identity:36} {sides[0]:4} {sides[1]:4} {sides[2]:5} × {sides[3]}"


def account(folder, layout):
    """Return the golden text of a sample in a layout."""
    issue = read_issue(folder)
    proof = guarded(lambda _: press_issue(folder, layout=layout), limits=Limits()).proof
    lines = [f"{issue.name} in {layout}: {len(proof.flatplan.pages)} pages"]
    with pypdfium2.PdfDocument(io.BytesIO(proof.pdf)) as pdf:
        for number, page in enumerate(pdf, 1):
            furniture = " | ".join(proof.flatplan.furniture[number - 1])
            lines += ["", f"== page {number}: {furniture}".rstrip(": "), *things(issue, proof.flatplan, number), ""]
            text = page.get_textpage().get_text_range().replace("\ufffe", "-").replace("\x02", "-")
            lines += [line.rstrip() for line in text.splitlines()]
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("folder", SAMPLES, ids=lambda folder: folder.name)
def test_a_sample_is_set_as_it_was(folder, layout, request):
    path = GOLDEN / layout / f"{folder.parent.name}-{folder.name}.txt"
    now = account(folder, layout)
    if request.config.getoption("rewrite_golden"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(now, encoding="utf-8")
    then = path.read_text(encoding="utf-8") if path.exists() else ""
    names = (str(path.relative_to(ROOT)), "as set now")
    diff = "\n".join(difflib.unified_diff(then.splitlines(), now.splitlines(), *names, lineterm="", n=2))
    if diff:
        pytest.fail(f"{diff}\n\nlook at the pages; if they are as they ought to be, run: make golden", pytrace=False)


def test_every_golden_file_has_its_sample_and_its_layout(request):
    if request.config.getoption("rewrite_golden"):
        pytest.skip("the files are being written")
    wanted = {f"{layout}/{folder.parent.name}-{folder.name}.txt" for layout in LAYOUTS for folder in SAMPLES}
    assert {path.relative_to(GOLDEN).as_posix() for path in GOLDEN.rglob("*.txt")} == wanted
