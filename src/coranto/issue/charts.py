"""Charts: the numbers that a fence of the language `chart` holds, read and validated.

In: YAML between the lines of the fence, and where it stands.  Out: a `Chart`,
which is drawn when its layout is known; or every fault, with its place.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Discriminator, Field, FiniteFloat, Tag

from coranto.findings import Finding, Place, stop
from coranto.issue.datafile import Sheet, read_sheet
from coranto.issue.explain import validate
from coranto.issue.fields import Model, Text

SERIES_LIMIT = 4
"""Series of a bar or line chart: more can't be told apart in one colour and grey."""
NAME_LIMIT = 16
"""Letters of the longest name of a series that stands at the end of its line."""
PARTS_LIMIT = 8
"""Parts of a whole."""
LARGEST = 1e12
"""The largest number: beyond it the drawing's own numbers lose their units."""
LABEL_LIMITS = {"bar": 30, "line": 120, "share": PARTS_LIMIT}

Numbers = dict[Text, FiniteFloat]


def _sort(value: object) -> str:
    return "series" if isinstance(value, dict) else "number"


Entry = Annotated[Annotated[FiniteFloat, Tag("number")] | Annotated[Numbers, Tag("series")], Discriminator(_sort)]


class Chart(Model):
    """A chart: what it says, and the numbers that it is drawn from."""

    type: Literal["bar", "line", "share"]
    title: Text
    alt: Text = Field(description="What the chart shows, for those who can't see it")
    source: Text | None = Field(None, description="Where the numbers are from")
    unit: Text | None = Field(None, description="What the numbers count, such as points or %")
    labels: Text | None = Field(None, description="What the labels are, such as Year")
    width: Literal["column", "full"] = "column"
    table: bool = Field(False, description="Whether the numbers are shown as a table, too")
    data: dict[Text, Entry] = Field(min_length=1, description="label: number, or series: {label: number}")

    @property
    def series(self) -> dict[str, dict[str, float]]:
        """The numbers by series and label; a single series has no name."""
        named = {name: entry for name, entry in self.data.items() if isinstance(entry, dict)}
        return named or {"": {label: entry for label, entry in self.data.items() if not isinstance(entry, dict)}}

    @property
    def keyed(self) -> bool:
        """Whether its series are told apart by a key, since their names find no room where they belong."""
        return len(self.series) > 1 and (self.type == "bar" or max(map(len, self.series)) > NAME_LIMIT)

    @property
    def names(self) -> tuple[str, ...]:
        """Each label once, in the order in which it is first written."""
        return tuple(dict.fromkeys(label for numbers in self.series.values() for label in numbers))


def read_chart(text: str, path: Path, *, line: int) -> tuple[Chart | None, Sheet, list[Finding]]:
    """Return the chart that `text` holds, where each value stands, and the faults."""
    sheet, faults = read_sheet(text, path, line=line)
    if faults:
        return None, sheet, faults
    if not sheet.data:
        hint = "write `type:`, `title:`, `alt:` and `data:`, one a line"
        return None, sheet, [stop("copy.chart", "the chart is empty", hint=hint, place=Place(path, line, 1))]
    chart, faults = validate(Chart, sheet)
    return chart, sheet, faults or _vet(chart, sheet)


def _vet(chart: Chart | None, sheet: Sheet) -> list[Finding]:
    return [] if chart is None else [*_vet_extent(chart, sheet), *_vet_numbers(chart, sheet)]


def _vet_extent(chart: Chart, sheet: Sheet) -> Iterator[Finding]:
    if len({_sort(entry) for entry in chart.data.values()}) > 1:
        hint = "write `label: number`, or `series: {label: number}`"
        yield _fault(sheet, "the chart mixes numbers and series", hint)
        return
    kind, count, many = chart.type, len(chart.names), len(chart.series)
    if kind == "share" and many > 1:
        yield _fault(sheet, "a share chart has one series, this one has several", "draw bars, or make a chart of each")
    elif many > SERIES_LIMIT:
        yield _fault(sheet, f"the chart has {many} series, the limit is {SERIES_LIMIT}", "make two charts of it")
    if count > LABEL_LIMITS[kind]:
        what = f"the chart has {count} labels, the limit is {LABEL_LIMITS[kind]}"
        yield _fault(sheet, what, "put small ones together")
    if kind == "line" and count == 1:
        yield _fault(sheet, "a line needs two numbers at least", "draw a bar, or give it more")
    if kind == "share" and all(number == 0 for numbers in chart.series.values() for number in numbers.values()):
        yield _fault(sheet, "the shares come to nothing", "write numbers above 0")


def _vet_numbers(chart: Chart, sheet: Sheet) -> Iterator[Finding]:
    for name, numbers in chart.series.items():
        for label, number in numbers.items():
            if chart.type == "share" and number < 0:
                what, hint = f"the share `{label}` is negative", "write parts of a whole, or draw bars"
                yield _fault(sheet, what, hint, name, label)
            if abs(number) > LARGEST:
                what, hint = f"the number of `{label}` is too large to be drawn", "write it in thousands or millions"
                yield _fault(sheet, what, hint, name, label)
        missing = [label for label in chart.names if label not in numbers]
        if not numbers:
            yield _fault(sheet, f"the series `{name}` has no numbers", "give it some, or take it out", name)
        elif missing and chart.type == "bar":
            what, hint = f"the series `{name}` has no number for `{missing[0]}`", "give each series every label"
            yield _fault(sheet, what, hint, name)


def _fault(sheet: Sheet, what: str, hint: str, *keys: str) -> Finding:
    return stop("copy.chart", what, hint=hint, place=sheet.place(("data", *filter(None, keys))))
