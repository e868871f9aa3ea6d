"""What an article is wanting for its place and kind: a text, the questions of an interview, to be a notice.

In: its front matter and its body, or what `issue.yaml` says of it.  Out: the
fault, where the body begins, or where the article is named.
"""

from collections.abc import Iterator, Mapping

from coranto.findings import Finding, Place, stop
from coranto.issue.datafile import Sheet
from coranto.issue.kinds import Front, Interview, Notice
from coranto.issue.markup import Setting
from coranto.issue.model import Article, Body, IssueHead


def vet_body(front: Front, setting: Setting, place: Place) -> Iterator[Finding]:
    """Yield a fault if the body is not what its kind asks for."""
    name = place.file.name
    if front.body_required and setting.body == Body():
        hint = "write it below the second line `---`"
        yield stop("copy.empty", f"the article `{name}` has no text", hint=hint, place=place)
    elif isinstance(front, Interview) and not setting.headings:
        hint = "write each as a heading: ### …?"
        yield stop("copy.interview", f"the interview `{name}` has no question", hint=hint, place=place)


def vet_notices(head: IssueHead, articles: Mapping[str, Article], sheet: Sheet) -> Iterator[Finding]:
    """Yield a fault for each filler, and for the back cover, that is no notice."""
    for path, name in head.running_order:
        article = articles.get(name)
        if path[0] != "departments" and article and not isinstance(article.front, Notice):
            what = f"the article `{name}` is no notice, and {'fillers' if path[0] == 'fillers' else 'back covers'} are"
            yield stop("copy.kind", what, hint="write `kind: notice`, or list it elsewhere", place=sheet.place(path))
