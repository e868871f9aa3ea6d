"""Charts drawn: numbers become SVG in the house style.

In: a `Chart`, the width it is drawn for, the sans of its layout, and how its
language writes numbers.  Out: SVG that may stand in HTML.

Bars lie, lines run from left to right, a whole is a strip with its parts below
it; everything is labelled where it stands.  Hairlines, no frame.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from coranto.charts.drawing import (
    GREY,
    INK,
    LINE,
    PALE,
    SIZE,
    STROKE,
    Drawing,
    Hand,
    Tone,
    break_lines,
    extent,
    house_style,
)
from coranto.issue.charts import Chart

__all__ = ["Hand", "draw_chart", "tones"]

_BAR, _STRIP = 7.0, 14.0
"""Heights, in pt."""
_ACCENT: Tone = ("currentColor", 1.0)
_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9})?")


def tones(chart: Chart) -> tuple[Tone, ...]:
    """Return the colour and opacity of each series, or of each part; `currentColor` is the accent."""
    if chart.type == "share":
        return tuple(
            ("currentColor", round(1 - 0.87 * part / max(len(chart.names) - 1, 1), 3))
            for part in range(len(chart.names))
        )
    return (_ACCENT, GREY, ("currentColor", 0.45), PALE)[: len(chart.series)]


def draw_chart(chart: Chart, width: float, hand: Hand) -> str:
    """Return the drawing of a chart for a column of `width` pt."""
    draw = {"bar": _draw_bars, "line": _draw_lines, "share": _draw_shares}[chart.type]
    with house_style(hand):
        # Time runs from left to right in the languages that don't, too.
        drawing = Drawing(width, mirrored=hand.rtl and chart.type != "line")
        draw(chart, drawing, hand)
        return drawing.svg(chart.alt)


# --- bars ----------------------------------------------------------------------


def _draw_bars(chart: Chart, drawing: Drawing, hand: Hand) -> None:
    """Bars lie below each other, a label left of each group, its number at the end of each bar."""
    numbers = [number for series in chart.series.values() for number in series.values()]
    written = max(extent(hand.number(number)) for number in numbers) + 4
    labels = {name: break_lines(name, 0.36 * drawing.width) for name in chart.names}
    indent = min(max(extent(line) for lines in labels.values() for line in lines), 0.4 * drawing.width) + 7
    low, high = min(*numbers, 0), max(*numbers, 0)
    room = max(drawing.width - indent - written - (written if low < 0 else 0), 0.1 * drawing.width)
    scale = room / ((high - low) or 1)
    nought = indent + (written if low < 0 else 0) - low * scale
    y = 1.0
    for name in chart.names:
        bars = len(chart.series) * _BAR + (len(chart.series) - 1)
        height = max(bars, len(labels[name]) * LINE)
        for row, line in enumerate(labels[name]):
            drawing.text(0, y + (height - len(labels[name]) * LINE) / 2 + row * LINE + 0.72 * LINE, line)
        top = y + (height - bars) / 2
        for index, (series, tone) in enumerate(zip(chart.series.values(), tones(chart), strict=True)):
            number, at = series[name], top + index * (_BAR + 1)
            drawing.box(nought, at, number * scale, _BAR, tone)
            end = nought + number * scale
            drawing.text(
                end - 3 if number < 0 else end + 3,
                at + _BAR / 2 + 0.33 * SIZE,
                hand.number(number),
                at=float(number < 0),
            )
        y += height + 5.5
    drawing.line([(nought, 0), (nought, y - 4.5)], INK)
    drawing.height = y - 4


# --- lines ---------------------------------------------------------------------


def _draw_lines(chart: Chart, drawing: Drawing, hand: Hand) -> None:
    """Lines over hairlines; the scale stands left on them, each line's name and last number at its end."""
    from matplotlib.ticker import MaxNLocator

    numbers = [number for series in chart.series.values() for number in series.values()]
    ticks = [
        float(tick) for tick in MaxNLocator(4, steps=[1, 2, 2.5, 5, 10]).tick_values(min(*numbers, 0), max(*numbers, 0))
    ]
    low, high = min(ticks), max(ticks)
    ends = [
        (
            list(series.values())[-1],
            f"{'' if chart.keyed else name} {hand.number(list(series.values())[-1])}".strip(),
            tone,
        )
        for (name, series), tone in zip(chart.series.items(), tones(chart), strict=True)
    ]
    indent = max(extent(hand.number(tick)) for tick in ticks) + 6
    behind = min(max(extent(words, bold=True) for _, words, _ in ends), 0.4 * drawing.width) + 6
    height = min(max(0.42 * drawing.width, 90.0), 170.0)
    names = chart.names
    left, right = indent + extent(names[0]) / 2 * (indent < extent(names[0]) / 2), drawing.width - behind
    places = [left + (right - left) * place for place in _along(names)]

    def y(number: float) -> float:
        return 6 + height * (high - number) / ((high - low) or 1)

    for tick in ticks:
        drawing.line([(indent, y(tick)), (right, y(tick))], INK if tick == 0 else PALE)
        drawing.text(indent - 4, y(tick) + 0.33 * SIZE, hand.number(tick), at=1, tone=GREY)
    for series, tone in zip(chart.series.values(), tones(chart), strict=True):
        points = [(x, y(series[name])) for x, name in zip(places, names, strict=True) if name in series]
        drawing.line(points, tone, STROKE)
        drawing.box(points[-1][0] - 1.6, points[-1][1] - 1.6, 3.2, 3.2, tone)
    for (_, words, tone), at in zip(ends, _apart([y(number) for number, _, _ in ends]), strict=True):
        drawing.text(right + 5, at + 0.33 * SIZE, words, bold=True, tone=GREY if tone == PALE else (tone[0], 1))
    taken = -1.0
    for x, name in zip(places, names, strict=True):
        half = extent(name) / 2
        middle = min(max(x, half), drawing.width - half)
        if middle - half > taken:
            drawing.text(middle, height + 6 + 11, name, at=0.5, tone=GREY)
            taken = middle + half + 8
    drawing.height = height + 6 + 14


def _along(names: Sequence[str]) -> list[float]:
    """Return where on the way each label stands, from 0 to 1: years and the like at their distances."""
    values = [float(name) if _NUMBER.fullmatch(name) else None for name in names]
    known = [value for value in values if value is not None]
    if len(known) < len(names) or sorted(set(known)) != known:
        known = [float(index) for index in range(len(names))]
    return [(value - known[0]) / (known[-1] - known[0]) for value in known]


def _apart(places: list[float]) -> list[float]:
    """Return places that are no nearer to each other than a line, in the order given."""
    order = sorted(range(len(places)), key=places.__getitem__)
    moved = list(places)
    for before, after in pairwise(order):
        moved[after] = max(moved[after], moved[before] + LINE)
    return moved


# --- shares --------------------------------------------------------------------


def _draw_shares(chart: Chart, drawing: Drawing, hand: Hand) -> None:
    """The whole as a strip; below it a line for each part, with its percentage and its number."""
    series = next(iter(chart.series.values()))
    whole = sum(series.values())
    x = 0.0
    for (_, number), tone in zip(series.items(), tones(chart), strict=True):
        part = drawing.width * number / whole
        drawing.box(x, 0, max(part - 0.8, 0), _STRIP, tone)
        x += part
    written = max(extent(hand.percent(number / whole), bold=True) for number in series.values())
    y = _STRIP + 12.0
    for (name, number), tone in zip(series.items(), tones(chart), strict=True):
        drawing.box(0, y - 5.2, 5.2, 5.2, tone)
        drawing.text(10 + written, y, hand.percent(number / whole), at=1, bold=True)
        lines = break_lines(name, drawing.width - written - 20 - extent(hand.number(number)))
        for row, line in enumerate(lines):
            drawing.text(16 + written, y + row * LINE, line)
        drawing.text(drawing.width, y, hand.number(number), at=1, tone=GREY)
        y += (len(lines) - 1) * LINE + 12.0
        drawing.line([(0, y - 8.7), (drawing.width, y - 8.7)], PALE)
    drawing.height = y - 8
