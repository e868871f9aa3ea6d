"""House style as it is written down: `house_style` in `periodical.yaml`."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from coranto.issue.fields import Model, Text

Rule = Literal["spellings", "forbidden", "labels", "lengths", "quotes", "dash", "dates", "outlets"]
Measured = Literal["headline", "short_title", "standfirst", "abstract", "title", "summary"]
_DAY, _MONTH, _YEAR = ("d", "dd"), ("M", "MM", "MMM", "MMMM"), ("y", "yyyy")


def _date_pattern(value: str) -> str:
    import re

    fields = re.findall(r"[A-Za-z]+", re.sub(r"'[^']*'", "", value))
    wanted = (_DAY, _MONTH, _YEAR)
    if len(fields) != len(wanted) or not all(any(field in names for field in fields) for names in wanted):
        message = "is not a form of dates (write it with d, MMMM and y, such as d MMMM y)"
        raise ValueError(message)
    return value


def _marks(value: str) -> str:
    if any(sign.isalnum() or sign.isspace() for sign in value):
        message = "is not four quotation marks (write opening and closing, then those within them: “”‘’)"
        raise ValueError(message)
    return value


Forms = Annotated[tuple[Text, ...], Field(strict=False)]
DatePattern = Annotated[Text, AfterValidator(_date_pattern)]
Marks = Annotated[str, StringConstraints(min_length=4, max_length=4), AfterValidator(_marks)]


class HouseStyle(Model):
    """How this house spells, quotes, dates and names: what `coranto check` holds the copy to."""

    spellings: dict[Text, Forms] = Field(
        {}, description="The house's form of a word, and those that are not; an empty list: its other capitals"
    )
    forbidden: dict[Text, Text | None] = Field({}, description="Words that are not used here, and what to do instead")
    labels: dict[Text, Forms] = Field(
        {}, description="By department: labels of paragraphs, in order; one that ends in ? may be left out"
    )
    lengths: dict[Measured, Annotated[int, Field(ge=1)]] = Field(
        {}, description="Letters that a headline, a standfirst … may have at most"
    )
    quotes: Marks | None = Field(None, description="Quotation marks: opening and closing, then those within them")
    dash: Literal[" – ", " — ", "—", "–"] | None = Field(None, description="The dash between parts of a sentence")
    dates: DatePattern | None = Field(None, description="Form of dates in the text, as CLDR writes it: d MMMM y")
    outlets: dict[Text, Forms] = Field({}, description="The house's name of an outlet, and those that are not")
    stops: Annotated[tuple[Rule, ...], Field(strict=False)] = Field(
        (), description="Rules that hold the press; the others ask"
    )
