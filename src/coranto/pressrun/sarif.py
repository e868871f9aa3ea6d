"""SARIF: findings as other programs read them (OASIS SARIF 2.1.0).

https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
"""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import quote

from coranto import __version__
from coranto.findings import Finding, Level
from coranto.preflight.judges import known_codes
from coranto.preflight.waivers import CODES as WAIVERS

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Level.STOP: "error", Level.QUERY: "warning"}

Json = dict[str, object]


def as_sarif(findings: Iterable[Finding], *, subject: Path) -> Json:
    """Return findings as a SARIF log; what stands in no file of the copy is said of the `subject`."""
    listed = list(findings)
    wants = {**known_codes(), **WAIVERS}
    codes = sorted({finding.rule for finding in listed})
    return {
        "$schema": _SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "Coranto",
                        "version": __version__,
                        "rules": [_rule(code, wants.get(code, "")) for code in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(finding, codes.index(finding.rule), subject) for finding in listed],
            }
        ],
    }


def _rule(code: str, wants: str) -> Json:
    return {"id": code, **({"shortDescription": {"text": wants}} if wants else {})}


def _result(finding: Finding, index: int, subject: Path) -> Json:
    hint = f" ({finding.hint})" if finding.hint else ""
    page = f", {finding.spot}" if finding.spot else ""
    result: Json = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.level],
        "message": {"text": f"{finding.message}{page}{hint}"},
        "locations": [{"physicalLocation": _location(finding, subject)}],
    }
    if finding.spot:
        result["properties"] = {"page": finding.spot.page, "rectangle": list(finding.spot[1:])}
    if finding.waived:
        result["suppressions"] = [{"kind": "external", "justification": finding.waived}]
    return result


def _location(finding: Finding, subject: Path) -> Json:
    place = finding.place
    location: Json = {"artifactLocation": {"uri": _address(place.file if place else subject)}}
    if place and place.line:
        location["region"] = {"startLine": place.line, **({"startColumn": place.column} if place.column else {})}
    return location


def _address(path: Path) -> str:
    """Return a path as SARIF wants it (3.4.3)."""
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
