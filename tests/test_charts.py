"""Charts are drawn from the numbers in the copy; the numbers stand in the PDF as a table."""

import re
import subprocess
import sys
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from coranto.charts import Hand, draw_chart
from coranto.issue.charts import read_chart
from workshop import LEAD, ROOT, make_issue, run

CHART = """
```chart
type: bar
title: Bodies of type
unit: points
alt: Three bars that grow.
source: A type founder
data:
  Nonpareil: 6
  Pica: 12.5
  A body with a name that runs over several lines: 1800
```
"""
LINES = """
```chart
type: line
title: Two houses
alt: Two lines that cross.
labels: Year
width: full
data:
  Caslon: {1720: 1, 1730: 4, 1766: 9}
  Baskerville: {1757: 2, 1766: 3}
```

```chart
type: share
title: What a sheet cost
alt: Most of it was paper.
data: {Paper: 60, Work: 40}
```
"""


@pytest.fixture(scope="module", params=["newsletter", "magazine"])
def pressed(request, press, tmp_path_factory):
    folder = make_issue(
        tmp_path_factory.mktemp("charts") / "p" / "one",
        {
            "10-lead.md": LEAD + CHART + LINES,
            "../periodical.yaml": f"title: T\nlanguage: de\nlayout: {request.param}\npublisher: {{name: P}}\n",
        },
    )
    return press(folder)


def tagged(pdf, kind):
    """Return the structure elements of a kind."""
    return [
        thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Dictionary) and str(thing.get("/S", "")) == f"/{kind}"
    ]


def test_a_chart_has_its_title_its_source_and_its_alternative_text(pressed):
    text = " ".join(pressed.text().split())
    assert "Bodies of type · points" in text
    assert "A type founder" in text
    with pressed.open() as pdf:
        alts = {str(figure["/Alt"]) for figure in tagged(pdf, "Figure")}
    assert alts == {"Three bars that grow.", "Two lines that cross.", "Most of it was paper."}


def test_the_numbers_are_a_table_for_those_who_listen(pressed):
    """Numbers are written as German has them."""
    with pressed.open() as pdf:
        assert len(tagged(pdf, "Table")) == 3
        assert len(tagged(pdf, "TD")) == 3 + 8 + 2
    text = pressed.text("-raw")
    assert "12,5" in text
    assert "1.800" in text


def test_the_table_takes_no_room_and_is_not_seen(pressed):
    """The letters of a number are a hundredth of a millimetre high."""
    seen = 0
    for page in pypdfium2.PdfDocument(pressed.path):
        text = page.get_textpage()
        for word in ("12,5", "1.800"):
            search = text.search(word)
            while found := search.get_next():
                left, bottom, right, top = text.get_charbox(found[0])
                assert right - left < 0.1
                assert top - bottom < 0.1
                seen += 1
    assert seen == 2


@pytest.mark.parametrize(
    ("data", "where", "says"),
    [
        ("{}", "12:7", "`data` is empty"),
        ("", "12:6", "`data` does not hold keys"),
        ("{A: .nan}", "12:11", "`data, A` is not a number that can be drawn"),
        ("{A: .inf}", "12:11", "`data, A` is not a number that can be drawn"),
        ("{A: 1e300}", "12:11", "is too large"),
        ("{A: '6'}", "12:11", "`data, A` is not a number"),
        ("{A: {x: 1, y: none}, B: {x: 1, y: 2}}", "12:21", "`data, A, y` is not a number"),
        ("{A: 1, B: {x: 1}}", "12:7", "the chart mixes numbers and series"),
        ("{A: {x: 1, y: 2}, B: {x: 1}}", "12:28", "the series `B` has no number for `y`"),
        ("{" + ", ".join(f"S{n}: {{x: 1}}" for n in range(5)) + "}", "12:7", "has 5 series, the limit is 4"),
        ("{" + ", ".join(f"L{n}: 1" for n in range(31)) + "}", "12:7", "has 31 labels, the limit is 30"),
    ],
)
def test_a_chart_with_a_fault_is_told_with_its_place(coranto, issue, data, where, says):
    chart = f"```chart\ntype: bar\ntitle: T\nalt: A\ndata: {data}\n```\n"
    (issue / "10-lead.md").write_text(f"{LEAD}\n{chart}")
    result = coranto("check", issue)
    assert result.returncode == 3, result.stdout
    said = " ".join((result.stdout + result.stderr).split())
    assert f"10-lead.md:{where}: " in said
    assert says in said
    assert "Traceback" not in said


@pytest.mark.parametrize(
    ("chart", "says"),
    [
        ("type: pie\ntitle: T\nalt: A\ndata: {A: 1}", "'bar', 'line' or 'share'"),
        ("type: share\ntitle: T\nalt: A\ndata: {A: 1, B: -1}", "the share `B` is negative"),
        ("type: share\ntitle: T\nalt: A\ndata: {A: 0}", "the shares come to nothing"),
        ("type: share\ntitle: T\nalt: A\ndata: {A: {x: 1}, B: {x: 2}}", "a share chart has one series"),
        ("type: line\ntitle: T\nalt: A\ndata: {A: 1}", "a line needs two numbers"),
        ("type: bar\ndata: {A: 1}", "`alt` is missing"),
        ("type: bar\ntitel: T\nalt: A\ndata: {A: 1}", "did you mean `title`?"),
        ("", "the chart is empty"),
    ],
)
def test_what_is_wrong_with_a_chart_is_told(coranto, issue, chart, says):
    (issue / "10-lead.md").write_text(f"{LEAD}\n```chart\n{chart}\n```\n")
    result = coranto("check", issue)
    assert result.returncode == 3
    assert says in " ".join((result.stdout + result.stderr).split())


def test_a_chart_within_a_box_is_told(coranto, issue):
    (issue / "10-lead.md").write_text(f"{LEAD}\n::: box T\n{CHART}\n:::\n")
    assert "a chart stands within something else" in " ".join(coranto("check", issue).stderr.split())


def test_checking_a_chart_does_not_import_what_draws_it(issue):
    (issue / "10-lead.md").write_text(LEAD + CHART)
    program = (
        "import sys; from pathlib import Path; from coranto.issue.reader import read_issue;"
        f"read_issue(Path({str(issue)!r})); print('matplotlib' in sys.modules, 'numpy' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.split() == ["False", "False"]


def test_a_chart_is_the_same_whatever_the_machine_has_set(tmp_path):
    """Matplotlib's own settings and cache have no say."""
    folder = make_issue(tmp_path / "p" / "one", {"10-lead.md": LEAD + CHART + LINES})
    (tmp_path / "matplotlibrc").write_text("font.size: 30\ntext.color: red\nsvg.fonttype: none\n")
    first = run("press", folder, "-o", tmp_path / "a.pdf")
    second = run("press", folder, "-o", tmp_path / "b.pdf", env={"MPLCONFIGDIR": str(tmp_path), "PYTHONHASHSEED": "7"})
    assert (first.returncode, second.returncode) == (0, 0)
    assert (tmp_path / "a.pdf").read_bytes() == (tmp_path / "b.pdf").read_bytes()


def test_bars_are_as_long_as_their_numbers():
    chart, _, faults = read_chart("type: bar\ntitle: T\nalt: A\ndata: {A: 3, B: 12}", Path("x.md"), line=1)
    assert not faults
    faces = tuple(sorted((ROOT / "fonts" / "source-sans-3").glob("*.ttf")))
    drawing = draw_chart(chart, 300, Hand(faces, ("Source Sans 3",), str, str))
    bars = re.findall(r'<path d="M ([\d.]+) [\d.]+ L ([\d.]+) [^"]*" fill="currentColor"', drawing)
    short, long = (float(end) - float(start) for start, end in bars)
    assert long == pytest.approx(4 * short, rel=1e-3)
    assert drawing.startswith('<svg class="drawing" viewBox="0 0 300 ')
    assert " id=" not in drawing


def test_from_right_to_left_bars_and_shares_begin_at_the_right_and_lines_do_not():
    faces = tuple(sorted((ROOT / "fonts" / "source-sans-3").glob("*.ttf")))
    box = r'<path d="M ([\d.]+) [\d.]+ L ([\d.]+) [^"]*" fill="currentColor"'
    for kind, mirrored in (("bar", True), ("share", True), ("line", False)):
        chart, _, _ = read_chart(f"type: {kind}\ntitle: T\nalt: A\ndata: {{A: 3, B: 12}}", Path("x.md"), line=1)
        plain, turned = (
            draw_chart(chart, 300, Hand(faces, ("Source Sans 3",), str, str, rtl=rtl)) for rtl in (False, True)
        )
        assert (plain != turned) is mirrored
        for before, after in zip(re.findall(box, plain), re.findall(box, turned), strict=True):
            edges = sorted(300 - float(edge) if mirrored else float(edge) for edge in before)
            assert sorted(map(float, after)) == pytest.approx(edges, abs=0.01)


def test_a_sign_that_no_font_has_is_told_at_its_chart(coranto, issue, tmp_path):
    """Cuneiform, in a label."""
    (issue / "10-lead.md").write_text(LEAD + CHART.replace("Nonpareil", "\U00012000"))
    result = coranto("press", issue, "-o", tmp_path / "x.pdf")
    assert result.returncode == 7
    said = " ".join((result.stdout + result.stderr).split())
    assert "10-lead.md:8:1: no font of the layout has the character" in said
