"""Fields that the models of the copy are made of, and the model that they share."""

import re
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)


class Model(BaseModel):
    """A frozen, closed model; numbers are not taken for text, nor text for numbers."""

    model_config = ConfigDict(defer_build=True, frozen=True, extra="forbid", strict=True, arbitrary_types_allowed=True)


def _web_address(value: str) -> str:
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+\.?[^\s<>\"{}|\\^`]*", value):
        message = "is not a web address (write it in full, https://…)"
        raise ValueError(message)
    return value


def _mail_address(value: str) -> str:
    if not re.fullmatch(r"[^\s@<>,;:\"]+@[^\s@<>,;:\"]+\.[^\s@<>,;:\"]+", value):
        message = "is not a mail address (write name@example.org)"
        raise ValueError(message)
    return value


def _book_number(value: str) -> str:
    from stdnum import isbn
    from stdnum.exceptions import ValidationError

    try:
        isbn.validate(value)
    except ValidationError:
        message = "is not an ISBN: its check digit or its length is wrong (compare it with the book's back)"
        raise ValueError(message) from None
    return value


def _serial_number(value: str) -> str:
    from stdnum import issn
    from stdnum.exceptions import ValidationError

    try:
        return str(issn.format(issn.validate(value)))
    except ValidationError:
        message = "is not an ISSN: its check digit or its length is wrong (compare it with the ISSN centre's letter)"
        raise ValueError(message) from None


def _doi(value: str) -> str:
    if not re.fullmatch(r"10\.\d{4,9}(\.\d+)*/[^\s<>\"]+", value):
        message = "is not a DOI (write it as 10.1000/182, without https://doi.org/)"
        raise ValueError(message)
    return value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Figure = Annotated[
    Text,
    BeforeValidator(lambda value: str(value) if type(value) is int else value),
    WithJsonSchema({"type": ["integer", "string"]}),
]
"""A number that may be more than a number, such as a year: 1683, or 1683–84."""
WebAddress = Annotated[str, StringConstraints(max_length=2_100), AfterValidator(_web_address)]
ShortAddress = Annotated[str, StringConstraints(max_length=300), AfterValidator(_web_address)]
"""A web address that makes a QR code of a size to be printed beside text."""
MailAddress = Annotated[str, AfterValidator(_mail_address)]
BookNumber = Annotated[str, AfterValidator(_book_number)]
"""An ISBN of 10 or 13 digits (ISO 2108), with or without hyphens."""
SerialNumber = Annotated[str, AfterValidator(_serial_number)]
"""An ISSN (ISO 3297), set with its hyphen."""
Doi = Annotated[str, StringConstraints(max_length=300), AfterValidator(_doi)]
"""A digital object identifier (ISO 26324), without the address of its resolver."""
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")]
"""A BCP 47 language tag, such as `en`, `de-CH` or `zh-Hans`."""
LayoutName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
OwnName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z][\w-]*$")]
"""A name that an author gives a thing to link to it."""
FileName = Annotated[str, StringConstraints(pattern=r"^[^/\\]+\.md$")]
Options = dict[str, str | int | float | bool]


class ShownPicture(Model):
    """A picture that a data file names."""

    file: Text = Field(description="Path inside the issue's folder, such as art/press.jpg")
    alt: Text = Field(description="What the picture shows, for those who can't see it")
    caption: Text | None = None
    credit: Text | None = None
    licence: Text | None = None
