"""Pictures of the copy, checked before the engine sees them.

In: the path of a picture inside the issue.  Out: a `Picture` whose type,
size and wholeness are known, or the fault.  The engine takes a torn PNG, a
16-megapixel bomb or an SVG that never ends without a word (WeasyPrint 70), so
nothing is left to it.
"""

import hashlib
import re
import warnings
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path, PurePosixPath
from xml.etree.ElementTree import Element, ParseError

from coranto.findings import Finding, Place, query, stop
from coranto.issue.model import Picture
from coranto.issue.png import lacks_rows
from coranto.issue.source import read_bytes

FILE_LIMIT = 40_000_000
"""Bytes of the largest picture file."""
PIXEL_LIMIT = 50_000_000
"""Pixels of the largest picture: A3 with bleed at 300 dpi has 18 million."""
SVG_ELEMENT_LIMIT = 20_000
"""Elements of an SVG, each `use` counted with all that it shows."""
SVG_DEPTH_LIMIT = 32

_TYPES = {
    "PNG": ("image/png", (".png",)),
    "JPEG": ("image/jpeg", (".jpg", ".jpeg")),
    "MPO": ("image/jpeg", (".jpg", ".jpeg")),  # what many cameras write: a JPEG with more behind it
    "WEBP": ("image/webp", (".webp",)),
}
_FORMATS = ("PNG", "JPEG", "WEBP")
"""What Pillow may take a file for; an MPO begins as a JPEG, and it finds out by itself."""
_MODES = {"1", "L", "LA", "P", "PA", "RGB", "RGBA", "CMYK"}
_SVG = "{http://www.w3.org/2000/svg}"
_SVG_STRUCTURE = ("svg", "g", "defs", "symbol", "use", "title", "desc", "metadata")
_SVG_SHAPES = ("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath")
_SVG_PAINT = ("linearGradient", "radialGradient", "stop", "clipPath", "mask", "pattern", "marker")
_SVG_ELEMENTS = frozenset((*_SVG_STRUCTURE, *_SVG_SHAPES, *_SVG_PAINT))
NUMBER_LIMIT = 1_000_000
"""The largest number of an SVG: the engine writes what is beyond a float as `inf` (WeasyPrint 70)."""
_ANY_URL = re.compile(r"url\s*\(", re.IGNORECASE)
_OWN_URL = re.compile(r"url\s*\(\s*['\"]?#([^'\")\s]+)['\"]?\s*\)", re.IGNORECASE)
_COLOUR = re.compile(r"#[0-9a-fA-F]+")
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NO_NUMBER = re.compile(r"\b(?:nan|inf|infinity)\b", re.IGNORECASE)
_WORDY = {"id", "class", "font-family", "lang", "space", "aria-label", "role"}
_FONT_STYLE = re.compile(r"(?:^|;)\s*font-family\s*:\s*([^;]+)")
_HREFS = ("href", "{http://www.w3.org/1999/xlink}href")


def check_picture(folder: Path, name: str, place: Place) -> tuple[Picture | None, list[Finding]]:
    """Return the picture called `name` in the issue `folder`, or what is wrong with it.

    `place` is where the copy shows it; every finding points there.
    """

    def fault(message: str, hint: str = "") -> tuple[None, list[Finding]]:
        return None, [stop("copy.picture", message, hint=hint, place=place)]

    if "\0" in name:
        return fault(f"the picture `{name!r}` has no file's name", "write the name of a file")
    path = (folder / name).resolve()
    pure = PurePosixPath(name)
    if "://" in name or name.startswith(("//", "data:")):
        return fault(f"the picture `{name}` is not in the issue's folder", "save it into art/ and name that file")
    if pure.is_absolute() or ".." in pure.parts or "\\" in name or not path.is_relative_to(folder.resolve()):
        return fault(f"the picture `{name}` lies outside the issue's folder", "put it into art/ and name that file")
    content = read_bytes(path, limit=FILE_LIMIT)
    if isinstance(content, Finding):
        there = [str(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file() and one.suffix != ".md"]
        near = get_close_matches(name.lower(), [one.lower() for one in there], n=1, cutoff=0.5)
        hint = f"did you mean `{there[[one.lower() for one in there].index(near[0])]}`?" if near else content.hint
        message = content.message.replace(f"`{path.name}`", f"`{name}`")
        return fault(f"the picture {message}", hint or "look at its name and its folder")
    families: tuple[str, ...] = ()
    if pure.suffix.lower() == ".svg":
        size, families, problem = _judge_svg(content)
        queries: list[Finding] = []
        media_type = "image/svg+xml"
    else:
        size, media_type, problem, hint = _judge_raster(content, pure.suffix.lower())
        queries = (
            [query("copy.picture", f"the picture `{name}` {hint}", hint="convert it to sRGB", place=place)]
            if hint
            else []
        )
    if problem:
        return fault(f"the picture `{name}` {problem}", "export it anew")
    picture = Picture(
        name=name,
        path=path,
        sha256=hashlib.sha256(content).hexdigest(),
        media_type=media_type,
        width=size[0],
        height=size[1],
        families=families,
    )
    return picture, queries


def _judge_raster(content: bytes, suffix: str) -> tuple[tuple[int, int], str, str, str]:
    """Return the size, the media type, what is wrong and what to ask about."""
    from PIL import Image, ImageFile, UnidentifiedImageError

    nothing = (0, 0), ""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow's warning of large pictures; our own limit is lower
            ImageFile.LOAD_TRUNCATED_IMAGES = False  # the engine, once imported, sets it for the whole process
            with Image.open(BytesIO(content), formats=_FORMATS) as image:
                media_type, suffixes = _TYPES[str(image.format)]
                width, height = image.size
                if width * height > PIXEL_LIMIT:
                    return *nothing, f"has {width:,} × {height:,} pixels, the limit is {PIXEL_LIMIT:,} in all", ""
                if suffix not in suffixes:
                    return *nothing, f"is a {image.format} file, which its name does not say", ""
                mode, profile = image.mode, image.info.get("icc_profile")
                image.load()
            with Image.open(BytesIO(content), formats=_FORMATS) as image:
                image.verify()  # the sums of a PNG's chunks, which loading passes over
    except Image.DecompressionBombError:
        return *nothing, f"has more than {PIXEL_LIMIT:,} pixels", ""
    except Exception as error:  # noqa: BLE001 - Pillow's decoders raise whatever they like
        reason = "is not a PNG, JPEG, WebP or SVG file" if isinstance(error, UnidentifiedImageError) else "is torn"
        return *nothing, reason, ""
    if mode not in _MODES and not mode.startswith("I;16"):
        return *nothing, f"has a colour mode that can't be set ({mode})", ""
    torn = "is torn" if media_type == "image/png" and lacks_rows(content) else ""
    return (width, height), media_type, torn, _foreign_colours(mode, profile)


def _foreign_colours(mode: str, profile: bytes | None) -> str:
    """Return what to ask about colours that aren't those of sRGB: a profile is not kept."""
    from PIL import ImageCms

    if mode == "CMYK":
        return "is CMYK: its colours depend on the viewer"
    if not profile:
        return ""
    try:
        name = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(profile))).strip()
    except (ImageCms.PyCMSError, OSError, TypeError, ValueError):
        name = "one that can't be read"
    return "" if "srgb" in name.lower() else f"has the colours of another profile ({name[:60]}), which is not kept"


def _judge_svg(content: bytes) -> tuple[tuple[int, int], tuple[str, ...], str]:
    """Return the size, the families of fonts and what is wrong."""
    from defusedxml import ElementTree
    from defusedxml.common import DefusedXmlException

    try:
        root: Element = ElementTree.fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        return (0, 0), (), "declares a DOCTYPE or entities, which are not allowed"
    except (ParseError, ValueError, RecursionError) as error:
        return (0, 0), (), f"is not an SVG file ({error})"
    if root.tag != f"{_SVG}svg":
        return (0, 0), (), "is not an SVG file"
    problem = _first_fault(root) or _count_fault(root)
    return _svg_size(root), _families(root), problem


def _families(root: Element) -> tuple[str, ...]:
    """Return the first family of each list of fonts in an SVG that has text."""
    if not any(element.tag == f"{_SVG}text" for element in root.iter()):
        return ()
    lists = [element.get("font-family") for element in root.iter()]
    lists += [match[1] for element in root.iter() for match in _FONT_STYLE.finditer(element.get("style", ""))]
    names = (one.split(",")[0].strip(" \t\n'\"") for one in lists if one)
    return tuple(dict.fromkeys(name for name in names if name))


def _first_fault(root: Element) -> str:
    """Return why an SVG is refused: what it may not hold, and what would leave it."""
    seen: set[str] = set()
    for element in root.iter():
        name = str(element.tag).removeprefix(_SVG)
        if name not in _SVG_ELEMENTS:
            return f"holds <{name.rpartition('}')[2]}>, which is not allowed"
        identity = element.get("id")
        if identity in seen:
            return f"gives the id `{identity}` twice"
        seen.update({identity} if identity else ())
        for key, value in element.attrib.items():
            if problem := _attribute_fault(key, value):
                return problem
    return ""


def _attribute_fault(key: str, value: str) -> str:
    bare = key.rpartition("}")[2]
    if bare.startswith("on") or "\\" in value:
        return f"holds the attribute {bare}, which is not allowed"
    if key in _HREFS and not value.strip().startswith("#"):
        return f"refers to `{value}` outside itself"
    if len(_ANY_URL.findall(value)) != len(_OWN_URL.findall(value)):
        return f"refers to `{value}` outside itself"
    if bare in _WORDY or key in _HREFS:
        return ""
    bare_value = _COLOUR.sub(" ", _OWN_URL.sub(" ", value))
    if _NO_NUMBER.search(bare_value) or any(
        abs(float(number)) > NUMBER_LIMIT for number in _NUMBER.findall(bare_value)
    ):
        return f"has no good number in {bare} (`{value[:40]}`)"
    return ""


def _count_fault(root: Element) -> str:
    """Count what is drawn, each reference with all that it shows: nested `use` never ends."""
    by_id = {element.get("id"): element for element in root.iter() if element.get("id")}
    sizes: dict[int, int] = {}

    def size(element: Element, above: tuple[int, ...]) -> int:
        if id(element) in above or len(above) > SVG_DEPTH_LIMIT:
            raise RecursionError
        if id(element) not in sizes:
            path = (*above, id(element))
            count = 1 + sum(size(child, path) for child in element)
            for key, value in element.attrib.items():
                names = [value.strip()[1:]] if key in _HREFS else _OWN_URL.findall(value)
                times = _vertices(element) if key.startswith("marker") else 1
                count += sum(times * size(by_id[name], path) for name in names if name in by_id)
            sizes[id(element)] = count
        return sizes[id(element)]

    try:
        drawn = size(root, ())
    except RecursionError:
        return f"shows itself, or is nested more than {SVG_DEPTH_LIMIT} deep"
    return f"draws {drawn:,} elements, the limit is {SVG_ELEMENT_LIMIT:,}" if drawn > SVG_ELEMENT_LIMIT else ""


def _vertices(element: Element) -> int:
    """Return how many markers a line may carry: one at each of its points."""
    return 2 + len(_NUMBER.findall(element.get("d", "") + element.get("points", ""))) // 2


def _svg_size(root: Element) -> tuple[int, int]:
    box = root.get("viewBox", "").replace(",", " ").split()
    try:
        width, height = (
            (float(value) for value in box[2:4])
            if len(box) == len(("x", "y", "width", "height"))
            else (float(root.get(side, "0").removesuffix("px")) for side in ("width", "height"))
        )
        return round(width), round(height)
    except (ValueError, OverflowError):
        return 0, 0
