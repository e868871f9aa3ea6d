"""Inks: the colours of a screen, as they are printed.

In: a PDF in sRGB, a printing condition, and the inks that the layout gives for
colours of its own.  Out: the same PDF in CMYK and grey.  What is grey is
printed in black alone, and what is nearly black in all of it, so that no text
is made of four inks that must meet, or of a screen's dots; a colour of the
layout's palette in the inks that it names; and all else as the profile has it
(ICC.1:2022, relative colorimetric with black point compensation).
"""

import io
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

import pikepdf
from PIL import Image, ImageChops, ImageCms

from coranto.finish.model import Ink, PrintOrder
from coranto.finish.pictures import as_picture, replace_picture

_DARK = 0.21
"""Up to this, a grey is printed as black: `#333` and darker."""
_NEUTRAL = 0.02
"""A colour whose channels differ by no more is grey."""
_TRACE = 0.02
"""Less of an ink than this is none: it would be a few stray dots."""
_QUALITY = 95
_SETTERS = {"rg": ("k", "g"), "RG": ("K", "G")}
"""Operators that set a colour, with those that do so for inks, and for greys within a mask."""


class Inks:
    """Colours of a screen, by the inks that print them."""

    def __init__(self, order: PrintOrder) -> None:
        self.order = order
        self.known: dict[tuple[float, ...], Ink] = {}

    def of(self, colour: tuple[float, float, float]) -> Ink:
        """Return the inks that print a colour, each from 0 to 1."""
        if colour not in self.known:
            self.known[colour] = self._mix(colour)
        return self.known[colour]

    def _mix(self, colour: tuple[float, float, float]) -> Ink:
        named = "#" + "".join(f"{round(channel * 255):02x}" for channel in colour)
        if named in self.order.inks:
            return self.order.inks[named]
        if max(colour) - min(colour) <= _NEUTRAL:
            grey = sum(colour) / 3
            return 0.0, 0.0, 0.0, 1.0 if grey <= _DARK else round(1 - grey, 2)
        pixel = Image.new("RGB", (1, 1), tuple(round(channel * 255) for channel in colour))
        printed = self.convert(pixel).getpixel((0, 0))
        assert isinstance(printed, tuple)  # noqa: S101 - of four channels
        shares = [round(share / 255, 2) for share in printed]
        cyan, magenta, yellow, black = (share if share >= _TRACE else 0.0 for share in shares)
        return cyan, magenta, yellow, black

    def convert(self, picture: Image.Image) -> Image.Image:
        """Return a picture in CMYK."""
        converted = ImageCms.applyTransform(picture, self._transform)
        assert converted is not None  # noqa: S101 - not in place
        return converted

    @cached_property
    def _transform(self) -> ImageCms.ImageCmsTransform:
        return ImageCms.buildTransform(
            ImageCms.createProfile("sRGB"),
            ImageCms.ImageCmsProfile(io.BytesIO(self.order.profile.content)),
            "RGB",
            "CMYK",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )


def ink(pdf: pikepdf.Pdf, order: PrintOrder) -> None:
    """Turn every colour of a PDF into inks."""
    inks = Inks(order)
    masks = {state.SMask.G.objgen for state in _states(pdf) if isinstance(state.get("/SMask"), pikepdf.Dictionary)}
    for page in pdf.pages:
        page.Contents = pdf.make_stream(_inked(page.obj, inks, mask=False))
        page.obj.Group = pikepdf.Dictionary(
            Type=pikepdf.Name.Group, S=pikepdf.Name.Transparency, CS=pikepdf.Name.DeviceCMYK
        )
    for item in list(pdf.objects):
        if isinstance(item, pikepdf.Stream):
            if item.get("/Subtype") == "/Image":
                _ink_picture(item, inks)
            elif item.get("/Subtype") == "/Form" or item.get("/PatternType") == 1:
                _ink_form(item, inks, mask=item.objgen in masks)
        elif isinstance(item, pikepdf.Dictionary) and "/ShadingType" in item:
            _ink_shading(item, inks)


def _states(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Yield the graphics states of all resources."""
    for item in pdf.objects:
        resources = item.get("/Resources") if isinstance(item, pikepdf.Dictionary | pikepdf.Stream) else None
        if isinstance(resources, pikepdf.Dictionary):
            yield from resources.get("/ExtGState", pikepdf.Dictionary()).as_dict().values()


def _inked(content: pikepdf.Object, inks: Inks, *, mask: bool) -> bytes:
    done: list[Any] = []
    for instruction in pikepdf.parse_content_stream(content):
        operator = str(instruction.operator)
        if operator not in _SETTERS:
            done.append(instruction)
            continue
        red, green, blue = (float(channel) for channel in instruction.operands)
        inked, grey = _SETTERS[operator]
        if mask:
            done.append(([round(0.3 * red + 0.59 * green + 0.11 * blue, 4)], pikepdf.Operator(grey)))
        else:
            done.append((list(inks.of((red, green, blue))), pikepdf.Operator(inked)))
    return pikepdf.unparse_content_stream(done)


def _ink_form(form: pikepdf.Stream, inks: Inks, *, mask: bool) -> None:
    form.write(_inked(form, inks, mask=mask))
    group = form.get("/Group")
    if group is not None and group.get("/CS") == "/DeviceRGB":
        group.CS = pikepdf.Name.DeviceGray if mask else pikepdf.Name.DeviceCMYK


def _ink_picture(stream: pikepdf.Stream, inks: Inks) -> None:
    if stream.get("/ColorSpace") != "/DeviceRGB":
        return
    picture = as_picture(stream)
    if picture is None or picture.mode != "RGB":
        return
    photo = stream.get("/Filter") == "/DCTDecode"
    red, green, blue = picture.split()
    grey = not ImageChops.difference(red, green).getbbox() and not ImageChops.difference(green, blue).getbbox()
    replace_picture(stream, red if grey else inks.convert(picture), photo=photo, quality=_QUALITY)


def _ink_shading(shading: pikepdf.Object, inks: Inks) -> None:
    if shading.get("/ColorSpace") != "/DeviceRGB":
        return
    shading.ColorSpace = pikepdf.Name.DeviceCMYK
    functions = shading.Function
    for function in functions if isinstance(functions, pikepdf.Array) else [functions]:
        _ink_function(function, inks)


def _ink_function(function: pikepdf.Object, inks: Inks) -> None:
    for end in ("/C0", "/C1"):
        if end in function:
            function[end] = pikepdf.Array(inks.of(_colour(function[end])))
    for inner in function.get("/Functions", []):
        _ink_function(inner, inks)


def _colour(channels: Iterable[Any]) -> tuple[float, float, float]:
    red, green, blue = (float(channel) for channel in channels)
    return red, green, blue
