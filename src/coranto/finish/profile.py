"""Profiles: the printing condition that an edition for print is made for, as ICC has it.

In: a printer's own ICC file, or nothing for the one that Coranto brings.  Out:
a `Profile`, or why a file won't do (ICC.1:2022, 7.2).
"""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from pydantic import Field

from coranto import shelf
from coranto.errors import OutputError
from coranto.findings import Finding
from coranto.finish.model import Profile
from coranto.issue.fields import Model, Text
from coranto.issue.source import read_bytes
from coranto.layout.sheets import read_model

_LIMIT = 10_000_000
_SHEET = "profile.yaml"
_OWN = "iso-coated-v2-300"
_LEAST = 128
"""Bytes of a profile's head."""
_USUAL = 300
"""Percent of ink that coated paper takes, by ISO Coated v2 300%."""
_STEPS = 9
"""Shades of each channel of which a profile's inks are asked: the darkest are among them."""


class ProfileSheet(Model):
    """`profile.yaml`: a profile that Coranto brings."""

    name: Text
    purpose: Text
    condition: Text = Field(description="What the ICC's registry calls the printing condition")
    ink: int = Field(ge=100, le=400, description="The most ink that the paper takes, in percent")
    file: Text
    sha256: Text
    version: Text
    origin: Text
    licence: Text


def own_profile() -> Profile:
    """Return the profile that Coranto brings.

    Raises:
        OutputError: it is missing or was altered.

    """
    return _own_profile(shelf.profiles_folder() / _OWN)


@lru_cache(maxsize=1)
def _own_profile(folder: Path) -> Profile:
    said, _, faults = read_model(folder / _SHEET, ProfileSheet)
    if said is None:
        raise OutputError(f"the colour profile `{_OWN}` can't be read; install Coranto anew", faults)
    content = read_bytes(folder / said.file, limit=_LIMIT)
    if isinstance(content, Finding) or sha256(content).hexdigest() != said.sha256:
        raise OutputError(f"the colour profile `{said.file}` is not the one that its manifest names; put it back")
    return Profile(said.name, said.condition, content, said.ink)


def read_profile(path: Path) -> Profile:
    """Return a printer's own profile.

    Raises:
        OutputError: it can't be read, or is no ICC profile of a printing condition in CMYK.

    """
    content = read_bytes(path.resolve(), limit=_LIMIT)
    if isinstance(content, Finding):
        raise OutputError(f"the colour profile {content.message}; name an ICC file with --profile")
    if len(content) < _LEAST or content[36:40] != b"acsp" or int.from_bytes(content[:4]) != len(content):
        raise OutputError(f"`{path}` is no ICC profile, or is torn; name the file that the printer gave you")
    kind, space = (content[at : at + 4].decode("latin-1").strip() for at in (12, 16))
    if (kind, space) != ("prtr", "CMYK"):
        raise OutputError(f"`{path}` is a profile of {kind} for {space}; a printing condition in CMYK is wanted")
    name = _description(content) or path.stem
    return Profile(name, name, content, round(most_ink(content) or _USUAL))


@lru_cache(maxsize=4)
def most_ink(content: bytes) -> float | None:
    """Return the most ink that a profile of inks makes of any colour, in percent; None if it can't be told."""
    from io import BytesIO

    from PIL import Image, ImageCms

    channels = bytes(round(255 * step / (_STEPS - 1)) for step in range(_STEPS))
    colours = bytes(one for red in channels for green in channels for blue in channels for one in (red, green, blue))
    picture = Image.frombytes("RGB", (_STEPS**2, _STEPS), colours)
    try:
        printed = ImageCms.profileToProfile(
            picture,
            ImageCms.createProfile("sRGB"),
            ImageCms.ImageCmsProfile(BytesIO(content)),
            ImageCms.Intent.PERCEPTUAL,
            "CMYK",
        )
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    assert printed is not None  # noqa: S101 - not in place
    inks = printed.tobytes()
    return max(sum(inks[at : at + 4]) for at in range(0, len(inks), 4)) / 255 * 100


def _description(content: bytes) -> str:
    """Return what a profile calls itself, or nothing if it can't be told."""
    from io import BytesIO

    from PIL import ImageCms

    try:
        return ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(BytesIO(content))).strip()
    except (ImageCms.PyCMSError, OSError, ValueError) as error:
        raise OutputError("the colour profile can't be read; name the file that the printer gave you") from error
