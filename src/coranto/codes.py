"""Codes that machines read: the bar code of an issue, and the QR code of a link.

In: an ISSN and an issue's number, or a web address.  Out: SVG that may stand
in HTML, with its quiet zones and its size in mm.  An ISSN's bar code is an
EAN-13 that begins with 977, its add-on the issue's number in two digits (ISO
3297, annex E; GS1 General Specifications, 5.2.2 and 5.2.3); a QR code is one of
medium correction (ISO/IEC 18004), no smaller than a telephone reads at ease.
"""

from collections.abc import Iterator, Mapping
from html import escape

from coranto.errors import CopyError
from coranto.findings import stop
from coranto.issue.model import Issue
from coranto.layout.model import Layout, Value

MODULE = 0.33
"""Width of a bar code's thinnest bar, in mm: its nominal size."""
_HEIGHT, _GUARD, _DIGITS = 48, 5, 11
"""In modules: of the bars, of what guards stand out, of the digits below."""
_QUIET, _GAP, _QUIET_BEHIND = 11, 9, 7
QR_SIDE, QR_MODULE, QR_QUIET = 15.0, 0.45, 4
"""Of a QR code: its least side and its least module in mm, and its quiet zone in modules."""

# The digits of an add-on, as bars (GS1 General Specifications, figure 5.2.1.2.1-1), and which set each is of.
_L = ("0001101", "0011001", "0010011", "0111101", "0100011", "0110001", "0101111", "0111011", "0110111", "0001011")
_G = tuple("".join("10"[int(bit)] for bit in reversed(digit)) for digit in _L)
_SETS = ((_L, _L), (_L, _G), (_G, _L), (_G, _G))


def issue_bar_code(issue: Issue, layout: Layout, options: Mapping[str, Value]) -> str:
    """Return the bar code of an issue, if its options ask for one.

    Raises:
        CopyError: they do, and the periodical has no ISSN.

    """
    if not options.get("barcode"):
        return ""
    if not issue.periodical.issn:
        place = issue.places.get("issue.options.barcode") or issue.places.get("periodical.options.barcode")
        what = "the option `barcode` asks for the bar code of an ISSN that isn't there"
        fault = stop("copy.option", what, hint="add `issn:` to periodical.yaml", place=place)
        raise CopyError("there is no ISSN for the bar code", [fault])
    family = (layout.fonts.get("sans") or layout.families)[0].family
    return draw_bar_code(issue.periodical.issn, issue.head.number, family)


def draw_bar_code(issn: str, number: int | None, family: str) -> str:
    """Return the bar code of an issue, its digits set in `family`."""
    from barcode.ean import EAN13

    code = EAN13(f"977{issn.replace('-', '')[:7]}00", guardbar=True)
    bars, digits = code.build()[0], code.get_fullcode().rstrip(">")
    parts = [*_bars(bars, _QUIET, 0, _HEIGHT), *_digits(digits, family)]
    width = _QUIET + len(bars) + _QUIET_BEHIND
    alt = f"EAN {digits}"
    if number is not None:
        extra = f"{number % 100:02}"
        left = _QUIET + len(bars) + _GAP
        parts += _bars(_add_on(extra), left, _DIGITS, _HEIGHT)
        parts += (_digit(digit, left + 7 + 9 * place, _DIGITS - 2, family) for place, digit in enumerate(extra))
        width, alt = left + 20 + 5, f"{alt} {extra}"
    return _svg("bar-code", width, _HEIGHT + _DIGITS, MODULE, alt, "".join(parts))


def _bars(bars: str, left: float, top: float, foot: float) -> Iterator[str]:
    """Yield a box for each run of bars; guards (G) stand out below."""
    at = 0
    while at < len(bars):
        end = at + 1
        while end < len(bars) and bars[end] == bars[at]:
            end += 1
        if bars[at] != "0":
            height = foot - top + (_GUARD if bars[at] == "G" else 0)
            yield f'<rect x="{left + at:g}" y="{top:g}" width="{end - at}" height="{height:g}"/>'
        at = end


def _digits(digits: str, family: str) -> Iterator[str]:
    foot = _HEIGHT + _DIGITS - 1.5
    yield _digit(digits[0], _QUIET - 5, foot, family)
    for place, digit in enumerate(digits[1:]):
        middle = 3 + 7 * place + 3.5 + (5 if place >= 6 else 0)  # noqa: PLR2004 - digits of the left half
        yield _digit(digit, _QUIET + middle, foot, family)


def _digit(digit: str, middle: float, foot: float, family: str) -> str:
    place = f'x="{middle:g}" y="{foot:g}" text-anchor="middle"'
    return f'<text {place} font-size="10" font-family="{escape(family)}">{digit}</text>'


def _add_on(digits: str) -> str:
    first, second = _SETS[int(digits) % 4]
    return f"1011{first[int(digits[0])]}01{second[int(digits[1])]}"


def draw_qr_code(address: str) -> str:
    """Return the QR code of a web address."""
    import segno

    code = segno.make_qr(address, error="m", boost_error=False)
    rows = ["".join("1" if dark else "0" for dark in row) for row in code.matrix]
    side = len(rows)
    parts = (part for y, row in enumerate(rows) for part in _bars(row, QR_QUIET, QR_QUIET + y, QR_QUIET + y + 1))
    whole = side + 2 * QR_QUIET
    return _svg("qr-code", whole, whole, max(QR_SIDE / side, QR_MODULE), f"QR: {address}", "".join(parts))


def _svg(name: str, width: float, height: float, module: float, alt: str, parts: str) -> str:
    size = f"width:{width * module:.2f}mm;height:{height * module:.2f}mm"
    return (
        f'<svg class="{name}" viewBox="0 0 {width:g} {height:g}" style="{size}">'
        f'<title>{escape(alt)}</title><rect width="{width:g}" height="{height:g}" fill="#fff"/>{parts}</svg>'
    )
