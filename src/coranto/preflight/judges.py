"""The five judges, and all that they may tell."""

from coranto.preflight import access, archive, editorial, pages, print  # noqa: A004 - the printer's judge
from coranto.preflight.rules import Judge, JudgeName

JUDGES = {
    name: Judge(name, room.RULES, room.DOCUMENT_RULES, getattr(room, "COPY_RULES", ()))
    for name, room in (
        (JudgeName.PAGES, pages),
        (JudgeName.PRINT, print),
        (JudgeName.ARCHIVE, archive),
        (JudgeName.ACCESS, access),
        (JudgeName.EDITORIAL, editorial),
    )
}


def known_codes() -> dict[str, str]:
    """Return each code that a judge may tell, and what its rule wants."""
    return {code: wants for judge in JUDGES.values() for code, wants in judge.codes.items()}
