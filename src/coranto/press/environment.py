"""The engine's surroundings: our fonts and nothing else, no locale, no language.

In: the families of a layout.  Out: a fontconfig file that names their files
alone (https://www.freedesktop.org/software/fontconfig/fontconfig-user.html),
set as `FONTCONFIG_FILE` before Pango is loaded.  So no system font can slip
in, and the same issue is set alike on any machine.
"""

import atexit
import locale
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from xml.sax.saxutils import escape

from coranto.cache import cache_folder, keep
from coranto.errors import FontError
from coranto.issue.scripts import LANGUAGES
from coranto.layout.fonts import Family

_GENERIC = {"serif": ("serif",), "sans": ("sans-serif", "system-ui"), "mono": ("monospace",)}
# What else would change the choice of a glyph or a font, or print to the terminal.
_UNWANTED = (
    "LANGUAGE",
    "PANGO_LANGUAGE",
    "FC_LANG",
    "FONTCONFIG_PATH",
    "FONTCONFIG_SYSROOT",
    "FC_DEBUG",
    "PANGOCAIRO_BACKEND",
    "HB_OPTIONS",
    "HB_SHAPER_LIST",
    "FREETYPE_PROPERTIES",
)


def prepare(fonts: Mapping[str, tuple[Family, ...]]) -> None:
    """Make this process ready to set pages with these families by role.

    Changes the process: its environment and its locale.  To be called before
    the engine is imported, and again for a layout with other fonts.

    Raises:
        FontError: there is no family at all; Pango would end the process.

    """
    if not any(fonts.values()):
        message = "the layout names no font family"
        raise FontError(message)
    for name in _UNWANTED:
        os.environ.pop(name, None)
    os.environ["LC_ALL"] = "C.UTF-8"
    locale.setlocale(locale.LC_ALL, "C.UTF-8")
    os.environ["FONTCONFIG_FILE"] = str(_write(font_configuration(fonts)))


def font_configuration(fonts: Mapping[str, tuple[Family, ...]]) -> str:
    """Return the fontconfig file that lets these families' files in, and no other."""
    families = dict.fromkeys(family for role in fonts.values() for family in role)
    folders = sorted({str(face.path.parent.resolve()) for family in families for face in family.faces})
    files = sorted(str(face.path.resolve()) for family in families for face in family.faces)
    lines = [
        '<?xml version="1.0"?>',
        '<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">',
        "<fontconfig>",
        "<reset-dirs/>",
        *(f"<dir>{escape(folder)}</dir>" for folder in folders),
        f"<cachedir>{escape(str(_folder()))}</cachedir>",
        "<selectfont><rejectfont><glob>*</glob></rejectfont>",
        *(f"<acceptfont><glob>{escape(file)}</glob></acceptfont>" for file in files),
        "</selectfont>",
    ]
    for role, members in fonts.items():
        prefer = "".join(f"<family>{escape(family.family)}</family>" for family in members)
        lines += [
            f'<alias binding="same"><family>{generic}</family><prefer>{prefer}</prefer></alias>'
            for generic in _GENERIC[role]
        ]
        lines += _by_language(members)
    return "\n".join([*lines, "</fontconfig>", ""])


def _by_language(members: Sequence[Family]) -> Iterator[str]:
    """Yield rules by which a script's own family goes first where text is in one of its languages.

    Pango tells the language of each run of one script, so the Latin words of a
    Chinese text stay in the Latin face, and the quotation marks beside Han
    characters become Chinese ones; `ja` and `zh` have their own Han glyphs.
    """
    first = members[0].family if members else ""
    for family in members[1:]:
        for language in LANGUAGES.get(family.scripts[0] if family.scripts else "", ()):
            yield (
                f'<match target="pattern"><test name="lang" compare="contains"><string>{language}</string></test>'
                f'<test name="family"><string>{escape(first)}</string></test>'
                f'<edit name="family" mode="prepend" binding="same"><string>{escape(family.family)}</string></edit>'
                "</match>"
            )


@cache
def _folder() -> Path:
    """Return where fontconfig keeps what it learnt of the files: the cache, else a folder that goes at exit."""
    if folder := cache_folder("fontconfig"):
        return folder
    passing = Path(tempfile.mkdtemp(prefix="coranto-fontconfig-"))
    atexit.register(shutil.rmtree, passing, ignore_errors=True)
    return passing


def _write(configuration: str) -> Path:
    content = configuration.encode()
    path = _folder() / f"{sha256(content).hexdigest()[:16]}.conf"
    if not path.is_file() or path.read_bytes() != content:
        keep(path, [content])
    return path
