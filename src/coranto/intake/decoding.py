r"""Decoding: the bytes of a source become text, in the encoding that they are in.

In: bytes that may be anything.  Out: text in NFC with `\n` at line ends and
without controls, the encoding's name, and what an editor should look at.  A
byte order mark goes before all, then what is told, then UTF-8 if the bytes are
it; only then is it guessed (https://charset-normalizer.readthedocs.io).
"""

import codecs
import re
import unicodedata
from pathlib import Path
from typing import NamedTuple

from charset_normalizer import from_bytes

from coranto.errors import CopyError
from coranto.findings import Finding, Place, query, stop

TEXT_LIMIT = 20_000_000
"""Bytes of the largest source of text."""
_GUESSED_FROM = 200_000
"""Bytes that a guess looks at."""
_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_CONTROLS = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\ufeff\u202a-\u202e\u2066-\u2069]"
)
_BINARY_SHARE = 0.02
"""Share of controls from which bytes are no text."""


class Decoded(NamedTuple):
    """Text, the encoding that it was in, and what to look at."""

    text: str
    encoding: str
    findings: list[Finding]


def decode(content: bytes, path: Path, *, told: str | None = None, hinted: str | None = None) -> Decoded:
    """Return the text that `content` is.

    `told` is the encoding that somebody named, `hinted` the one that the
    source gives itself, which may be wrong.

    Raises:
        CopyError: it is no text, or not in the encoding that was told.

    """
    if len(content) > TEXT_LIMIT:
        what = f"`{path.name}` has {len(content):,} bytes, the limit is {TEXT_LIMIT:,}"
        raise refused(path, "intake.too-large", what, "split it into issues")
    encoding, findings = _encoding(content, path, told, hinted)
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        what = f"`{path.name}` can't be read as {encoding}: {error}"
        raise refused(path, "intake.encoding", what, "name another with --encoding") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    controls = _CONTROLS.findall(text)
    if len(controls) > _BINARY_SHARE * len(text):
        hint = "name a file of text, Markdown, HTML, DOCX, EPUB, PDF, JSON or YAML"
        raise refused(path, "intake.no-text", f"`{path.name}` is not text", hint)
    if [sign for sign in controls if sign != "\ufeff"]:
        codes = ", ".join(sorted({f"U+{ord(sign):04X}" for sign in controls}))
        what = f"`{path.name}` holds {len(controls)} control characters ({codes}), which are taken out"
        findings.append(query("intake.controls", what, hint="look whether words suffered", place=Place(path)))
        text = _CONTROLS.sub("", text)
    return Decoded(unicodedata.normalize("NFC", text.removeprefix("\ufeff")), encoding, findings)


def refused(path: Path, rule: str, what: str, hint: str = "", line: int | None = None) -> CopyError:
    """Return the error that says why a source can't come in."""
    return CopyError(what, [stop(rule, what, hint=hint, place=Place(path, line))])


def _encoding(content: bytes, path: Path, told: str | None, hinted: str | None) -> tuple[str, list[Finding]]:
    for mark, name in _BOMS.items():
        if content.startswith(mark):
            return name, []
    if told:
        return told, []
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8", []
    if hinted and _fits(content, hinted):
        return hinted, []
    best = from_bytes(content[:_GUESSED_FROM]).best()
    if best is None:
        raise refused(path, "intake.no-text", f"`{path.name}` is not text in any encoding that is known")
    hint = "look at its accents and quotation marks; name another with --encoding"
    what = f"`{path.name}` is taken to be in {best.encoding}"
    return best.encoding, [query("intake.encoding", what, hint=hint, place=Place(path))]


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return False
    return True
