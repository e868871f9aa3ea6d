"""Rules and judges: what is asked of an issue before it goes out, and who asks it.

There are three sorts of rules, each a module: one judges an issue and its proof,
and knows the place in the copy; one the copy alone, before there is a page; one
any finished PDF, as `coranto.preflight.painting` has read it.  Each says in the first line of its
docstring what it wants, and in `CODES` which findings it may tell.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

from coranto.findings import Finding

if TYPE_CHECKING:  # the command line knows judges by name before anything heavy is loaded
    from coranto.issue.model import Issue
    from coranto.preflight.painting.model import Document
    from coranto.press.proof import Proof


class JudgeName(StrEnum):
    """What a judge looks at."""

    PAGES = "pages"
    """Whether the pages are true to the copy."""
    PRINT = "print"
    ARCHIVE = "archive"
    ACCESS = "access"
    EDITORIAL = "editorial"


class ProofRule(Protocol):
    """A rule that is asked of an issue and its proof."""

    @property
    def CODES(self) -> tuple[str, ...]:  # noqa: N802 - as a module has it
        """The codes of its findings."""

    def check(self, issue: "Issue", proof: "Proof") -> Iterable[Finding]:
        """Return what is to be said."""


class CopyRule(Protocol):
    """A rule that is asked of an issue alone."""

    @property
    def CODES(self) -> tuple[str, ...]:  # noqa: N802 - as a module has it
        """The codes of its findings."""

    def check(self, issue: "Issue") -> Iterable[Finding]:
        """Return what is to be said."""


class DocumentRule(Protocol):
    """A rule that is asked of a finished PDF, whoever made it."""

    @property
    def CODES(self) -> tuple[str, ...]:  # noqa: N802 - as a module has it
        """The codes of its findings."""

    def check(self, document: "Document") -> Iterable[Finding]:
        """Return what is to be said."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Rules that look at one thing, in the order in which they are asked."""

    name: JudgeName
    rules: tuple[ProofRule, ...]
    document_rules: tuple[DocumentRule, ...]
    copy_rules: tuple[CopyRule, ...] = ()

    @property
    def codes(self) -> dict[str, str]:
        """Each code that a finding of this judge may have, and what its rule wants."""
        return codes_of(self.copy_rules) | codes_of(self.rules) | codes_of(self.document_rules)


def codes_of(rules: Iterable[CopyRule | ProofRule | DocumentRule]) -> dict[str, str]:
    """Return each code that findings of these rules may have, and what its rule wants."""
    return {code: (rule.__doc__ or "").partition("\n")[0] for rule in rules for code in rule.CODES}
