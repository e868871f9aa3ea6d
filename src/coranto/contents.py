"""The contents list, derived from the running order: nobody writes it.

Page numbers are not here; the page asks for them itself with
`target-counter()` (css-content-3, 5.2).
"""

from dataclasses import dataclass

from coranto.issue.model import Department, Issue


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the contents: its level (1 or 2), its words, the id it points to, a teaser, and who wrote it."""

    level: int
    title: str
    target: str
    teaser: str = ""
    authors: tuple[str, ...] = ()


def department_id(index: int) -> str:
    """Return the id under which a department's opening stands in the HTML."""
    return f"issue.departments.{index}"


def list_contents(issue: Issue) -> tuple[Entry, ...]:
    """Return the entries in running order: departments, and below them their articles."""
    return tuple(
        entry
        for index, department in enumerate(issue.head.departments)
        for entry in (Entry(1, department.title, department_id(index)), *_articles(issue, department))
    )


def _articles(issue: Issue, department: Department) -> list[Entry]:
    if not department.list_articles:
        return []
    articles = [issue.articles[name] for name in department.articles]
    return [
        Entry(
            2,
            article.front.headline,
            article.slug,
            article.front.standfirst or "",
            tuple(person.name for person in article.front.byline),
        )
        for article in articles
        if article.front.headline
    ]
