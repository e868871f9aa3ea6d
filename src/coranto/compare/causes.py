"""Causes: why two editions differ, said in a way that is the same for many issues.

What follows from something else is no cause: the articles behind one that runs
longer, the numbers in the contents, the folios of pages that moved.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from coranto.compare.model import Cause, Comparison, Group, PagePair, Pairing, Verdict
from coranto.compare.texts import Text, in_pairs

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")
_PROPERTIES = {"Title", "Author", "Subject", "Keywords"}
_QUOTED = 60


def _pages(amount: int) -> str:
    return "a page" if abs(amount) == 1 else f"{abs(amount)} pages"


def _longer(cause: Cause) -> str:
    return f"{_pages(cause.amount)} {'more' if cause.amount > 0 else 'fewer'}"


def _contents(cause: Cause) -> str:
    ordinal = _ORDINALS[cause.amount - 1] if 0 < cause.amount <= len(_ORDINALS) else f"{cause.amount}th"
    return f"contents runs to a {ordinal} page" if cause.subject == "longer" else f"contents ends on its {ordinal} page"


def _moved(cause: Cause) -> str:
    back = "" if cause.amount > 0 else "back "
    where = f"‘{_short(cause.subject)}’" if cause.subject else "an article of its own"
    return f"text moved {back}by {_pages(cause.amount)} from {where} on"


def _article(what: str) -> Callable[[Cause], str]:
    return lambda cause: f"‘{_short(cause.subject)}’ {what}" if cause.subject else f"an article {what}"


KINDS: dict[str, Callable[[Cause], str]] = {
    "size": lambda cause: f"pages have another size: {cause.subject}" if cause.subject else "pages have other sizes",
    "contents": _contents,
    "front": lambda cause: f"what stands before the first article takes {_longer(cause)}",
    "moved": _moved,
    "end": lambda cause: f"what stands last takes {_longer(cause)}",
    "new": _article("is new"),
    "gone": _article("is gone"),
    "title": lambda cause: f"a title changed: {cause.subject}" if cause.subject else "a title changed",
    "order": lambda _: "articles stand in another order",
    "pages": _longer,
    "words": lambda cause: f"words changed: {cause.subject}" if cause.subject else "words changed",
    "place": lambda _: "words stand elsewhere on their page",
    "heads": lambda cause: f"running heads changed: {cause.subject}" if cause.subject else "running heads changed",
    "links": lambda _: "links changed",
    "properties": lambda cause: f"document properties changed: {cause.subject}",
    "reflow": lambda _: "text breaks elsewhere between pages",
    "look": lambda cause: f"the same words look otherwise, on {cause.subject or 'a page'}",
}
"""Codes of causes and how they are said, the most telling first."""


def says(cause: Cause) -> str:
    """Return a cause in words."""
    return KINDS[cause.code](cause)


def causes_of(found: Comparison, before: Text, after: Text) -> Comparison:
    """Return the comparison with its causes, and the verdict that they make."""
    causes = tuple(dict.fromkeys(_causes(found, before, after)))
    return replace(found, causes=causes, verdict=Verdict.DIFFERS if causes else Verdict.PAGES)


def _causes(found: Comparison, before: Text, after: Text) -> Iterator[Cause]:
    if found.sizes:
        one = found.sizes[0]
        name = "" if one.name == "page" else f" ({one.name})"
        yield Cause("size", f"{one.after} instead of {one.before}{name}" if len(found.sizes) == 1 else "")
    moves = list(_moves(found, before, after))
    yield from moves
    if (found.gone or found.added) and not moves:
        yield Cause("pages", amount=found.pages[1] - found.pages[0])
    yield from _said_otherwise(found)
    settled = bool(moves or found.sizes or found.changes)
    if not settled and (found.reflowed or found.shifts):
        yield Cause("reflow" if found.reflowed else "place")
    looks = [pair for pair in found.looks if not found.sizes and not _follows(pair, found)]
    if looks:
        yield Cause("look", _which(looks, found))
    elif found.looks and not (settled or found.shifts or found.reflowed or found.furniture):
        yield Cause("look", _which(found.looks, found))


def _said_otherwise(found: Comparison) -> Iterator[Cause]:
    """Yield what the two don't say alike."""
    if found.changes:
        yield Cause("words", _one_for_all([(change.before, change.after) for change in found.changes]))
    if found.furniture:
        yield Cause("heads", _one_for_all(_paired(found)))
    if found.links:
        yield Cause("links")
    if names := [fact.name for fact in found.facts if fact.name in _PROPERTIES]:
        yield Cause("properties", ", ".join(names))


def _follows(pair: PagePair, found: Comparison) -> bool:
    """Tell whether a page looks otherwise because of something that is told already."""
    moved = pair.before != pair.after or found.pages[0] != found.pages[1]
    turned = ((pair.before or 0) - (pair.after or 0)) % 2 == 1
    return pair.words or turned or (pair.furniture and (moved or bool(found.furniture)))


def _which(looks: Sequence[PagePair], found: Comparison) -> str:
    if len(looks) == min(found.pages):
        return "every page"
    return f"page {looks[0].after}" if len(looks) == 1 else "some pages"


def _moves(found: Comparison, before: Text, after: Text) -> Iterator[Cause]:
    """Yield what made articles begin on other pages."""
    pairs = in_pairs(before, after)
    yield from (Cause("new", new.title) for old, new in pairs if old is None and new)
    yield from (Cause("gone", old.title) for old, new in pairs if new is None and old)
    shared = [(old, new) for old, new in pairs if old and new]
    for old, new in shared:
        if old.title != new.title:
            yield Cause("title", f"‘{_short(old.title)}’ became ‘{_short(new.title)}’")
    if [new for _, new in shared] != sorted((new for _, new in shared), key=after.articles.index):
        yield Cause("order")
        return
    shifts = [new.pages[0] - old.pages[0] for old, new in shared]
    first = shifts[0] if shifts else 0
    leads = bool(shared) and (before.articles[0], after.articles[0]) == shared[0]
    was, now = len(before.contents), len(after.contents)
    if was and now and was != now:
        yield Cause("contents", "longer" if now > was else "shorter", now)
    elif first and leads:
        yield Cause("front", amount=first)
    elif first:
        yield Cause("moved", shared[0][0].title, first)
    for (old, _), shift, last in zip(shared[1:], shifts[1:], shifts, strict=False):
        if shift != last:
            yield Cause("moved", old.title, shift - last)
            break
    end = found.pages[1] - found.pages[0] - (shifts[-1] if shifts else 0)
    if end and shared:
        yield Cause("end", amount=end)


def _paired(found: Comparison) -> list[tuple[str, str]]:
    gone = [fact.before for fact in found.furniture if fact.before]
    new = [fact.after for fact in found.furniture if fact.after]
    return list(zip(gone, new, strict=False)) if len(gone) == len(new) else [("", ""), ("-", "-")]


def _one_for_all(pairs: Sequence[tuple[str, str]]) -> str:
    """Return the change in words if it is the same everywhere in the edition."""
    if len(set(pairs)) > 1:
        return ""
    before, after = (_short(side) for side in pairs[0])
    if not before or not after:
        return f"‘{after}’ is new" if after else f"‘{before}’ is gone"
    return f"‘{before}’ became ‘{after}’"


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[: _QUOTED - 1]}…"


def grouped(pairings: Sequence[Pairing]) -> tuple[Group, ...]:
    """Return the editions that differ by cause, the most frequent first; one may stand under several.

    A cause that only one issue has, such as a move from an article of its own,
    is put together with its like.
    """
    by_cause: dict[Cause, list[str]] = {}
    for pairing in pairings:
        for cause in pairing.comparison.causes if pairing.comparison else ():
            by_cause.setdefault(cause, []).append(pairing.name)
    merged: dict[Cause, list[str]] = {}
    alone = [cause for cause, names in by_cause.items() if len(names) == 1 and cause.subject]
    for cause, names in by_cause.items():
        general = replace(cause, subject="")
        likes = sum(replace(other, subject="") == general for other in alone)
        kept = cause.code in {"contents", "properties"} or cause not in alone or likes == 1
        merged.setdefault(cause if kept else general, []).extend(names)
    codes = list(KINDS)
    order = sorted(merged.items(), key=lambda item: (-len(item[1]), codes.index(item[0].code), item[0].subject))
    return tuple(Group(says(cause), tuple(dict.fromkeys(names))) for cause, names in order)
