"""References: the works that an article lists, and where its text cites them.

In: front matter, and what the body links to.  Out: the ids of the works, and
what is to be said of them.
"""

from collections.abc import Mapping

from coranto.findings import Finding, Place, query, stop
from coranto.issue.kinds import Front
from coranto.issue.vetting import own_id


def name_references(front: Front, slug: str, places: Mapping[str, Place]) -> tuple[dict[str, Place], list[Finding]]:
    """Return where each work with an id stands, by its id in the HTML, and the ids that are taken."""
    named: dict[str, Place] = {}
    faults = []
    for index, reference in enumerate(front.references):
        if reference.id is None:
            continue
        identity, place = own_id(slug, reference.id), places[f"{slug}.references.{index}.id"]
        if identity in named or identity in places:
            faults.append(stop("copy.id", f"the id `{reference.id}` is given twice", hint="change one", place=place))
        named[identity] = place
    return named, faults


def uncited(named: Mapping[str, Place], cited: set[str]) -> list[Finding]:
    """Return a query for each work with an id that nothing links to: an id is there to be cited."""
    return [
        query(
            "copy.reference",
            f"the reference `{identity.rpartition('.')[2]}` is cited nowhere in the issue",
            hint="cite it as [Author Year](#id), or take out its id",
            place=place,
        )
        for identity, place in named.items()
        if identity not in cited
    ]
