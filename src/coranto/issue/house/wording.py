"""Wording: how the forms of a word are sought, and how its house form is put in their place."""

import re
from collections.abc import Iterable

from coranto.issue.house.paper import BLANK


def seek(forms: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds whole words, in any capitals, the longest first; a line may break within."""
    ordered = sorted(set(forms), key=len, reverse=True)
    return re.compile("|".join(map(_one, ordered)) or "(?!)", re.IGNORECASE)


def _one(form: str) -> str:
    body = r"\s+".join(re.sub("['’]", "['’]", re.escape(word)) for word in form.split())
    before = r"(?<![^\W_])" if _is_letter(form[0]) else ""
    after = r"(?![^\W_])" if _is_letter(form[-1]) else ""
    return f"{before}{body}{after}"


def _is_letter(sign: str) -> bool:
    """Tell whether a sign makes words that blanks part: a letter or digit, but no Chinese or Japanese one."""
    return sign.isalnum() and not "\u2e80" <= sign <= "\uffef"


def same(typed: str) -> str:
    """Return a form by which another in other capitals, or with a typed apostrophe, is known."""
    return curled(typed).lower()


def curled(typed: str) -> str:
    """Return a text with its apostrophes as they are set."""
    return typed.replace("'", "’")


def in_place_of(typed: str, form: str) -> str:
    """Return the house's form with the capitals of what was typed, if the form itself has none."""
    if form != form.lower():
        return form
    letters = [sign for sign in typed if sign.isalpha()]
    if len(letters) > 1 and all(sign.isupper() for sign in letters):
        return form.upper()
    return form[0].upper() + form[1:] if letters and letters[0].isupper() else form


def flat(text: str) -> str:
    """Return a text on one line, with plain blanks."""
    return " ".join(text.replace(BLANK, "…").split())
