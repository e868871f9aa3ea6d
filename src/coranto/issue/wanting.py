"""What an article of its kind is wanting: a text, or the questions of an interview.

In: its front matter and its body.  Out: the fault, where the body begins.
"""

from collections.abc import Iterator

from coranto.findings import Finding, Place, stop
from coranto.issue.kinds import Front, Interview
from coranto.issue.markup import Setting
from coranto.issue.model import Body


def vet_body(front: Front, setting: Setting, place: Place) -> Iterator[Finding]:
    """Yield a fault if the body is not what its kind asks for."""
    name = place.file.name
    if front.body_required and setting.body == Body():
        hint = "write it below the second line `---`"
        yield stop("copy.empty", f"the article `{name}` has no text", hint=hint, place=place)
    elif isinstance(front, Interview) and not setting.headings:
        hint = "write each as a heading: ### …?"
        yield stop("copy.interview", f"the interview `{name}` has no question", hint=hint, place=place)
