"""Versions of the libraries under the engine, which Python's packages don't tell.

They are asked of the libraries themselves, by the names under which WeasyPrint
70 loads them (`weasyprint/text/ffi.py`); nothing of the engine is imported.
"""

import ctypes
from collections.abc import Callable


def engine_versions() -> dict[str, str]:
    """Return the versions of Pango, HarfBuzz, fontconfig and FreeType; `missing` where there is none."""
    asked: dict[str, Callable[[], str]] = {
        "Pango": lambda: _text("libpango-1.0.so.0", "pango_version_string"),
        "HarfBuzz": lambda: _text("libharfbuzz.so.0", "hb_version_string"),
        "HarfBuzz subsetter": lambda: _text("libharfbuzz-subset.so.0", "hb_version_string"),
        "fontconfig": _fontconfig,
        "FreeType": _freetype,
    }
    found = {}
    for name, ask in asked.items():
        try:
            found[name] = ask()
        except (OSError, AttributeError):
            found[name] = "missing"
    return found


def _text(library: str, function: str) -> str:
    ask = getattr(ctypes.CDLL(library), function)
    ask.restype = ctypes.c_char_p
    return str(ask().decode())


def _fontconfig() -> str:
    number = ctypes.CDLL("libfontconfig.so.1").FcGetVersion()  # 21401 is 2.14.1 (fontconfig.h, FC_VERSION)
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


def _freetype() -> str:
    library = ctypes.CDLL("libfreetype.so.6")
    handle, parts = ctypes.c_void_p(), [ctypes.c_int() for _ in range(3)]
    library.FT_Init_FreeType(ctypes.byref(handle))
    library.FT_Library_Version(handle, *map(ctypes.byref, parts))
    library.FT_Done_FreeType(handle)
    return ".".join(str(part.value) for part in parts)
