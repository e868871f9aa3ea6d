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
_JAPANESE = ("cp932", "euc_jp")
_KANA_SHARE = 0.2
"""Share of Kana among signs beyond ASCII from which a text is Japanese."""
_LATIN = ("cp1250", "cp1254", "cp1257", "cp1258", "iso8859_2")
_LIKELY = [
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "iso8859_2", "iso8859_5",
    "iso8859_7", "koi8_r", "koi8_u", "cp932", "euc_jp", "gb18030", "big5", "cp949", "cp874",
]  # fmt: skip
"""What periodicals were written in; code pages of DOS and of mainframes are to be named."""
_TYPOGRAPHIC = "‘’‚“”„…–—•€™‹›†‡ˆ˜‰ŒœŠšŽžŸƒ"
_FOREIGN_SHARE = 0.2
"""Share of signs beyond ASCII up to which a text is in a language with Latin letters."""
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
    except (UnicodeError, LookupError) as error:
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
    guess = _guess(content[:_GUESSED_FROM])
    if guess is None or not _fits(content, guess):
        raise refused(path, "intake.no-text", f"`{path.name}` is not text in any encoding that is known")
    hint = "look at its accents and quotation marks; name another with --encoding"
    what = f"`{path.name}` is taken to be in {guess}"
    return guess, [query("intake.encoding", what, hint=hint, place=Place(path))]


def _guess(content: bytes) -> str | None:
    """Return the encoding that bytes are most likely in.

    The library takes short texts in Latin letters for Chinese, and Japanese
    for Korean; two looks at what would come of it set that right.
    """
    for encoding in _JAPANESE:
        said = [sign for sign in _decoded(content, encoding) if sign > "\x7f"]
        if sum(map(_is_kana, said)) > _KANA_SHARE * len(said):
            return encoding
    best = from_bytes(content, cp_isolation=_LIKELY).best() or from_bytes(content).best()
    found = best.encoding if best else None
    western = _decoded(content, "cp1252")
    foreign = [sign for sign in western if sign > "\x7f"]
    if western and all(map(_is_western, foreign)) and len(foreign) < _FOREIGN_SHARE * len(western):
        return found if found in _LATIN and _decoded(content, found) != western else "cp1252"
    return found


def _decoded(content: bytes, encoding: str) -> str:
    return content.decode(encoding) if _fits(content, encoding) else ""


def _is_kana(sign: str) -> bool:
    return "\u3041" <= sign <= "\u30ff"


def _is_western(sign: str) -> bool:
    return sign in _TYPOGRAPHIC or "\xa0" <= sign <= "\u017f"


def _fits(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True
