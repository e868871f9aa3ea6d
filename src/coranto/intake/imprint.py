"""The imprint: who made the issue, and who publishes it, where the source says so."""

import re
from collections.abc import Callable

from coranto.intake.draft import Draft, Turned
from coranto.intake.recipe import Recipe
from coranto.intake.stream import Block, Left
from coranto.issue.datafile import Value
from coranto.issue.passages import said


class Imprint:
    """Takes the blocks of a masthead and of a publisher's address, from what opens them on."""

    def __init__(self, recipe: Recipe, draft: Draft, role: Callable[[Block, str], None]) -> None:
        self.recipe, self.draft, self.role = recipe, draft, role
        self.open = ""

    def close(self) -> None:
        """Take nothing more."""
        self.open = ""

    def take(self, block: Block, words: str) -> bool:
        """Take a block if it belongs to the imprint."""
        for name, rule in (("masthead", self.recipe.masthead), ("publisher", self.recipe.publisher)):
            if rule and re.search(rule.opens, words):
                self.open = name
                why = f"heading of the {name}, which the layout sets"
                self.draft.left.append(Left(block.first, block.end, block.text, why))
                self.role(block, why)
                return True
        if self.open == "masthead":
            self._masthead(block, words)
        elif self.open == "publisher":
            self._publisher(block, said(words))
        return bool(self.open)

    def _masthead(self, block: Block, words: str) -> None:
        rule, roles = self.recipe.masthead, self.draft.head.setdefault("masthead", [])
        assert rule and isinstance(roles, list)  # noqa: S101, PT018 - it is open
        if re.search(rule.role, words):
            title = said(words)
            roles.append({"role": title.capitalize() if rule.capitals == "sentence" else title, "people": []})
            self.role(block, "role")
            return
        name, *lines = map(said, block.text.split("\n"))
        person: dict[str, Value] = {"name": name.strip()}
        if lines:
            person["position"] = " ".join(line.strip() for line in lines)
        if not roles:
            roles.append({"role": said(words), "people": []})
        people = roles[-1]["people"] if isinstance(roles[-1], dict) else []
        assert isinstance(people, list)  # noqa: S101 - made here
        people.append(person)
        self.role(block, "person")

    def _publisher(self, block: Block, words: str) -> None:
        rule = self.recipe.publisher
        publisher = self.draft.periodical.setdefault("publisher", {})
        assert rule and isinstance(publisher, dict)  # noqa: S101, PT018 - it is open
        for key, pattern in (("phone", rule.phone), ("email", rule.email), ("url", rule.url)):
            if pattern and (match := re.search(pattern, words)):
                found = match[match.lastindex or 0].strip()
                bare = key == "url" and not found.startswith("http")
                publisher[key] = f"https://{found}" if bare else found
                self.draft.turned.append(Turned(block.first, words[: match.start(match.lastindex or 0)], key))
                self.role(block, f"publisher: {key}")
                return
        if "name" not in publisher:
            publisher["name"] = words.strip()
            self.role(block, "publisher: name")
            return
        address = publisher.setdefault("address", [])
        assert isinstance(address, list)  # noqa: S101 - made here
        address += [line.strip() for line in words.split("\n")]
        self.role(block, "publisher: address")
