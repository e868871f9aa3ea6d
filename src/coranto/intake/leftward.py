"""Leftward lines: a page in Arabic or Hebrew, gathered by where its signs stand, and turned into reading order.

In: the signs of a page that is read from right to left.  Out: its pieces of
lines, each in the order in which one writes, with presentation forms folded
and marks behind their letters.  Files keep such text in any order; what can be
trusted is the place of each sign, and the bidirectional algorithm
(https://www.unicode.org/reports/tr9/), which is gone through backwards here.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from coranto.intake.pagesigns import Sign

_WIDE = 1.6
"""White, in ems, that parts two pieces of a line."""
_BLANK = 0.3
"""White, in ems, that parts two words where the file has no blank."""
_LEAST = 0.03
"""White, in ems, below which nothing parts two words."""
_THIN = 0.1
"""White, in ems, that digits have beside them."""
_SAME = 0.6
"""Height, in ems, within which signs stand on one line."""
_PAIRS = str.maketrans("()[]{}«»<>", ")(][}{»«><")
_OPENING, _CLOSING = "([{«", ")]}»"
_RIGHT, _NUMBER = ("R", "AL"), ("EN", "AN")
_WITHIN_NUMBERS = ("CS", "ES")
_BULLETS = (*"–-•·◦▪*",)
_BELOW = (29, 32, 220)
"""Classes of marks that stand below their letter: kasratan, kasra, hamza below."""
_MOSTLY = 3
"""How many letters from left to right a line needs to each other one to be a line from left to right."""


@dataclass
class _Row:
    """Signs on one base line."""

    up: float
    size: float
    signs: list[Sign] = field(default_factory=list)


def leftward_pieces(signs: Sequence[Sign]) -> Iterator[list[Sign]]:
    """Yield pieces of lines, their signs in the order in which they are written."""
    signs = [replace(sign, text=_folded(sign.text)) for sign in signs]
    marks = [sign for sign in signs if _is_mark(sign)]
    rows = _rows([sign for sign in signs if sign.text.strip() and not _is_mark(sign)])
    for sign in signs:
        if not sign.text.strip() and (row := _row_of(rows, sign)):
            row.signs.append(sign)
    pieces = [_with_brackets(_in_order(piece)) for row in rows for piece in _pieces(row)]
    behind: dict[tuple[int, int], list[Sign]] = {}
    sizes = [max(sign.size for sign in piece) for piece in pieces]
    for mark in marks:
        if letter := _letter_of(mark, pieces, sizes):
            behind.setdefault(letter, []).append(mark)
    for number, piece in enumerate(pieces):
        yield [
            one for at, sign in enumerate(piece) for one in (sign, *sorted(behind.get((number, at), []), key=_order))
        ]


def _is_mark(sign: Sign) -> bool:
    return bool(sign.text.strip()) and all(map(unicodedata.combining, sign.text))


def _folded(text: str) -> str:
    """Return letters for presentation forms (Unicode 16, 9.2), marks behind their letter; all else stays."""
    if len(text) > 1 and unicodedata.combining(text[0]):
        text = text[::-1]  # as it stands, not as it is written
    letters = "".join(
        unicodedata.normalize("NFKC", sign) if "\ufb1d" <= sign <= "\ufdff" or "\ufe70" <= sign <= "\ufefc" else sign
        for sign in text
    )
    return unicodedata.normalize("NFC", letters)


def _rows(signs: Sequence[Sign]) -> list[_Row]:
    """Return signs by the lines on which they stand; a raised number stands on that of its text."""
    rows: list[_Row] = []
    for sign in sorted(signs, key=lambda sign: (-sign.size, -sign.up)):
        near = [row for row in rows if abs(row.up - sign.up) < _SAME * min(row.size, sign.size)]
        row = min(near, key=lambda row: abs(row.up - sign.up), default=None)
        if row is None:
            rows.append(row := _Row(sign.up, sign.size))
        row.signs.append(sign)
    return sorted(rows, key=lambda row: -row.up)


def _row_of(rows: Sequence[_Row], blank: Sign) -> _Row | None:
    """Return the line to which a blank belongs; what size it has, files don't say."""
    near = (row for row in rows if abs(row.up - blank.up) < _SAME * row.size)
    return min(near, key=lambda row: abs(row.up - blank.up), default=None)


def _pieces(row: _Row) -> Iterator[list[Sign]]:
    """Yield the signs of a line from left to right, parted at wide white, with blanks between words."""
    signs = sorted((sign for sign in row.signs if sign.text.strip()), key=lambda sign: sign.across)
    if not signs:
        return
    blanks = [sign.across for sign in row.signs if not sign.text.strip() and not sign.made]
    placeless = sum(sign.made for sign in row.signs)
    gaps = [_gap(before, after) for before, after in pairwise(signs)]
    placed = [any(before.across <= at < after.across for at in blanks) for before, after in pairwise(signs)]
    loose = [gap for gap, there in zip(gaps, placed, strict=True) if not there and _LEAST < gap <= _WIDE]
    widest = sorted(loose, reverse=True)[:placeless]  # as many as the file has blanks without a place
    piece = [signs[0]]
    for before, sign, gap, there in zip(signs, signs[1:], gaps, placed, strict=False):
        if gap > _WIDE:
            yield piece
            piece = [sign]
            continue
        if there or gap >= _BLANK or (widest and gap >= widest[-1]):
            address = sign.address if before.address == sign.address else ""
            piece.append(replace(sign, text=" ", made=True, address=address))
        piece.append(sign)
    yield piece


def _gap(before: Sign, after: Sign) -> float:
    """Return the white between two signs, in ems; digits stand further apart than letters."""
    within = _THIN if before.text.isdigit() and after.text.isdigit() else 0.0
    return (after.box[0] - before.box[2]) / after.size - within


def _in_order(signs: list[Sign]) -> list[Sign]:
    """Return signs that stand from left to right in the order in which they are written (UAX #9, backwards)."""
    kinds = [_kind(sign.text) for sign in signs]
    for at in range(len(signs) - 1):
        if signs[at].text == "+" and kinds[at + 1] == "EN":
            kinds[at] = "L"  # of a telephone number, which is set from left to right whatever is around it
    right, left = kinds.count("R"), kinds.count("L")
    if not right and signs[-1].text not in _BULLETS:
        return signs
    if left > _MOSTLY * right:  # words in another script, within a line from left to right
        return _turned(signs, kinds, "R", lambda part: _in_order(list(part)))
    rest = _turned(signs, kinds, "L", lambda part: [*reversed(part)])
    return [*reversed(rest)]


def _turned(
    signs: list[Sign], kinds: list[str], wanted: str, turn: Callable[[Sequence[Sign]], list[Sign]]
) -> list[Sign]:
    """Return signs with each run of a direction, and each number by itself, turned round."""
    found: list[Sign] = []
    at = 0
    while at < len(signs):
        end = _end_of_run(signs, kinds, at, wanted)
        found += turn(signs[at:end]) if end > at + 1 else [signs[at]]
        at = max(end, at + 1)
    return found


def _end_of_run(signs: list[Sign], kinds: list[str], at: int, wanted: str) -> int:
    """Return where the run ends that begins here: at the last sign of its kind before one of the other direction."""
    end = at
    if kinds[at] == wanted:
        for index in range(at, len(signs)):
            if (
                kinds[index] == wanted
                or (kinds[index] == "EN" and wanted == "L")
                or (kinds[index] in _NUMBER and wanted == "R" and "R" in kinds[index:])
            ):
                end = index + 1
            elif kinds[index] in ("L", "R"):
                break
        if at == 0 and wanted == "L" and signs[end : end + 1] and signs[end].text == "-":
            end += 1  # the hyphen of a word that the line's end breaks
    elif kinds[at] in _NUMBER and wanted == "L":
        for index in range(at, len(signs)):
            if kinds[index] == kinds[at]:
                end = index + 1
            elif index > end or unicodedata.bidirectional(signs[index].text[0]) not in _WITHIN_NUMBERS:
                break
    return end


def _kind(text: str) -> str:
    """Return `R`, `L`, `EN`, `AN`, or nothing for signs that have no direction of their own."""
    kinds = [unicodedata.bidirectional(sign) for sign in text]
    for kind in kinds:
        if kind in _RIGHT:
            return "R"
        if kind == "L" or kind in _NUMBER:
            return kind
    return ""


def _with_brackets(signs: list[Sign]) -> list[Sign]:
    """Return signs with their brackets turned, if they fit each other better so: files keep the look or the meaning."""
    said = "".join(sign.text for sign in signs)
    turned = said.translate(_PAIRS)
    if _amiss(turned) < _amiss(said):
        signs = [sign if sign.told else replace(sign, text=sign.text.translate(_PAIRS)) for sign in signs]
    found: list[Sign] = []
    open_ones: set[str] = set()
    for sign in signs:
        again = sign.text in open_ones and not sign.told  # it would open twice what it can only close
        found.append(replace(sign, text=sign.text.translate(_PAIRS)) if again else sign)
        open_ones |= {sign.text} if sign.text in _OPENING else set()
        open_ones -= {found[-1].text.translate(_PAIRS)} if found[-1].text in _CLOSING else set()
    return found


def _amiss(text: str) -> int:
    """Return how many brackets close what is not open."""
    depth = amiss = 0
    for sign in text:
        depth += sign in _OPENING
        if sign in _CLOSING:
            amiss += depth == 0
            depth = max(0, depth - 1)
    return amiss


def _letter_of(mark: Sign, pieces: Sequence[Sequence[Sign]], sizes: Sequence[float]) -> tuple[int, int] | None:
    """Return the piece and the letter in it above or below which a mark stands."""
    across, height = (mark.box[0] + mark.box[2]) / 2, (mark.box[1] + mark.box[3]) / 2
    best: tuple[float, tuple[int, int]] | None = None
    below = unicodedata.combining(mark.text[0]) in _BELOW
    for number, (piece, size) in enumerate(zip(pieces, sizes, strict=True)):
        off = abs((height - piece[0].up) / size - (-0.35 if below else 0.75))
        if off > 0.75:  # noqa: PLR2004 - of an em: it stands on another line
            continue
        base = _drawn_with(mark, piece)
        for at, sign in enumerate(piece):
            if sign.text[-1:].isalpha():
                away = max(sign.box[0] - across, across - sign.box[2], 0.0) / size
                middle = abs((sign.box[0] + sign.box[2]) / 2 - across) / size
                cost = off + 5 * away + 0.2 * middle - (0.5 if sign is base else 0)
                if best is None or cost < best[0]:
                    best = cost, (number, at)
    return best[1] if best else None


def _drawn_with(mark: Sign, piece: Sequence[Sign]) -> Sign | None:
    """Return the letter that is drawn next to a mark: behind it in files that draw from left to right, else before."""
    letters = [sign for sign in piece if sign.text[-1:].isalpha()]
    if letters and letters[0].number > letters[-1].number:
        return min((one for one in letters if one.number > mark.number), key=lambda one: one.number, default=None)
    return max((one for one in letters if one.number <= mark.number), key=lambda one: one.number, default=None)


def _order(mark: Sign) -> int:
    return unicodedata.combining(mark.text[0])  # as Unicode orders them
