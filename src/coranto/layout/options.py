"""Options: what an issue chooses of what its layout offers."""

from coranto.errors import CopyError, LayoutError
from coranto.findings import Finding, Place, stop
from coranto.issue.model import Issue
from coranto.layout.model import Layout, Value, Words
from coranto.layout.sheets import read_model


def settle_options(issue: Issue, layout: Layout) -> dict[str, Value]:
    """Return the value of each option of the layout.

    An option that the layout hasn't got is a fault, unless the layout was
    chosen over the issue's own: then it simply has no say.

    Raises:
        CopyError: an option is unknown, or its value won't do.

    """
    values = {name: option.default for name, option in layout.options.items()}
    faults: list[Finding] = []
    for sheet, options in (("periodical", issue.periodical.options), ("issue", issue.head.options)):
        for name, value in options.items():
            place = issue.places.get(f"{sheet}.options.{name}")
            if name not in layout.options:
                if layout.name == issue.layout:
                    there = ", ".join(layout.options) or "none"
                    faults.append(
                        stop(
                            "copy.option",
                            f"the layout `{layout.name}` has no option `{name}`",
                            hint=f"there are: {there}",
                            place=place,
                        )
                    )
            elif fault := layout.options[name].fault(value):
                faults.append(stop("copy.option", f"the option `{name}` can't be `{value}`", hint=fault, place=place))
            else:
                values[name] = value
    if faults:
        raise CopyError(f"the options of {issue.name} don't fit the layout `{layout.name}`", faults)
    return values


def furniture_words(issue: Issue, layout: Layout) -> dict[str, str]:
    """Return the layout's furniture words in the issue's language.

    Raises:
        CopyError: the layout doesn't speak it.
        LayoutError: a file of words is at fault.

    """
    language = issue.language
    tag = next((tag for tag in (language, language.partition("-")[0]) if tag in layout.words), None)
    if tag is None:
        what = f"the layout `{layout.name}` has no words in the language `{language}`"
        place = issue.places.get("issue.language") or issue.places.get("periodical.language")
        hint = f"there are: {', '.join(sorted(layout.words))}"
        raise CopyError(
            f"the layout `{layout.name}` does not speak `{language}`",
            [stop("copy.language", what, hint=hint, place=place)],
        )
    words: dict[str, str] = {}
    faults: list[Finding] = []
    for path in layout.words[tag]:
        said, _, found = read_model(path, Words)
        faults += found
        words |= said.model_dump(exclude_none=True) if said else {}
    if not faults and (missing := Words.model_fields.keys() - words.keys()):
        what = f"the language `{tag}` lacks the words {', '.join(sorted(missing))}"
        faults.append(stop("layout.words", what, hint="add them", place=Place(layout.words[tag][0])))
    if faults:
        raise LayoutError(f"the words of the layout `{layout.name}` are not in order", faults)
    return words
