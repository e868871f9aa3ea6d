"""Liquid, Jekyll's template language (https://shopify.github.io/liquid/): what it would have put into the text.

In: a site's Markdown.  Out: the same with variables filled in and included
texts in their places.  What only the site knows, the recipe tells; a tag that
neither knows is left out, and told.
"""

import re
from pathlib import Path

from coranto.findings import Finding, Place, query
from coranto.intake.recipe import Include, SiteRule
from coranto.intake.sitefiles import beside, text_of
from coranto.intake.stream import Left, short
from coranto.intake.tracked import Tracked
from coranto.issue.datafile import Value

_COMMENT = re.compile(r"(?s)\{%-?\s*comment\s*-?%\}.*?\{%-?\s*endcomment\s*-?%\}")
_RAW = re.compile(r"(?s)\{%-?\s*raw\s*-?%\}(.*?)\{%-?\s*endraw\s*-?%\}")
_HIGHLIGHT = re.compile(r"(?s)\{%-?\s*highlight\s+(\w*).*?%\}[ \t]*\n?(.*?)\n?\{%-?\s*endhighlight\s*-?%\}")
_CAPTURE = re.compile(r"(?s)[ \t]*\{%-?\s*capture\s+(\S+)\s*-?%\}(.*?)\{%-?\s*endcapture\s*-?%\}\n?")
_ASSIGN = re.compile(r"[ \t]*\{%-?\s*assign\s+(\S+?)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))[^%]*%\}")
_INCLUDE = re.compile(r"(?s)\{%-?\s*include(?:_relative)?\s+(\S+)(.*?)-?%\}\n?")
_PARAMETER = re.compile(r"(?s)\b([\w-]+)=(?:\"(.*?)\"|'(.*?)')(?=\s|$)")
_VARIABLE = re.compile(r"\{\{(?![<%])-?\s*(.*?)\s*-?\}\}")
_LINKED = re.compile(r"\{%-?\s*(?:link|post_url)\s+(\S+)\s*-?%\}")
_TAG = re.compile(r"[ \t]*(?<!\{)\{%-?\s*(\w*).*?-?%\}")
_SILENT = ("if", "elsif", "else", "endif", "unless", "endunless", "for", "endfor", "toc")
DEPTH_LIMIT = 8
"""Texts that may be included in one another."""


class Liquid:
    """Fills in one source."""

    def __init__(self, path: Path, site: SiteRule, head: dict[str, Value]) -> None:
        self.path, self.site, self.head = path, site, head
        self.values = dict(site.values)
        self.left: list[Left] = []
        self.findings: list[Finding] = []

    def fill(self, text: Tracked, depth: int = 0) -> Tracked:
        """Return the text as the site would have had it."""
        if "{%" not in text.text and "{{" not in text.text:
            return text
        raw: list[str] = []

        def put_away(match: re.Match[str]) -> str:
            raw.append(match[1])
            return f"\ufdd2{len(raw) - 1}\ufdd3"

        text = text.sub(_RAW, put_away, sign="raw")
        text = self._drop(text, _COMMENT, "a comment")
        text = text.sub(_HIGHLIGHT, "```\\1\n\\2\n```", sign="highlight")
        for name, said in _CAPTURE.findall(text.text):
            self.values[name] = said
        text = text.sub(_CAPTURE, "", sign="capture")
        for name, *said in _ASSIGN.findall(text.text):
            self.values[name] = next((one for one in said if one), "")
        text = text.sub(_ASSIGN, "", sign="assign")
        text = text.sub(_INCLUDE, lambda match: self._include(text, match, depth), sign="include")
        text = text.sub(_LINKED, lambda match: f"/{Path(match[1]).stem}")
        text = text.sub(_TAG, lambda match: self._unknown(text, match), sign="{%")
        text = text.sub(_VARIABLE, lambda match: self._value(text, match), sign="{{")
        return text.sub(re.compile("\ufdd2(\\d+)\ufdd3"), lambda match: raw[int(match[1])])

    def _drop(self, text: Tracked, pattern: re.Pattern[str], why: str) -> Tracked:
        for match in pattern.finditer(text.text):
            self._leave(text, match, why)
        return text.sub(pattern, "")

    def _leave(self, text: Tracked, match: re.Match[str], why: str) -> None:
        self.left.append(Left(text.line_at(match.start()), text.line_at(match.end()), match[0], why))

    def _include(self, text: Tracked, match: re.Match[str], depth: int) -> str:
        name, told = match[1], {key: one or other for key, one, other in _PARAMETER.findall(match[2])}
        rule = next((one for one in self.site.includes if one.name == name), None)
        if rule and not rule.why:
            return self._as_told(rule, told)
        if rule and rule.why:
            self._leave(text, match, rule.why)
            return ""
        file = beside(self.path, f"_includes/{name}")
        if file is None or depth >= DEPTH_LIMIT:
            lost = "is nested too deep" if file else "is not beside the source"
            what = f"the text `{short(name)}` that the site includes here {lost}, and is left out"
            hint = "put it into _includes, or let the recipe say what it stands for"
            self.findings.append(query("intake.include", what, hint=hint, place=self._place(text, match)))
            self._leave(text, match, "a text of the site that isn't there")
            return ""
        before = {key: self.values.get(key) for key in (f"include.{one}" for one in told)}
        self.values |= {f"include.{key}": value for key, value in told.items()}
        filled = self.fill(Tracked(text_of(file)), depth + 1).text
        self.values |= {key: value for key, value in before.items() if value is not None}
        return filled

    def _as_told(self, rule: Include, told: dict[str, str]) -> str:
        if rule.pairs:
            parts = [
                f"**{' '.join(said.split())}**\n\n" if key.startswith("q") else f"{said.strip()}\n\n"
                for key, said in told.items()
            ]
            return "".join([*parts, "\n"])
        values = dict(told)
        if rule.of:
            of = self.head.get(rule.of)
            if not isinstance(of, dict):
                return ""
            values |= {key: str(value) for key, value in of.items()}
        return re.sub(r"\{(\w+)\}", lambda match: values.get(match[1], ""), rule.text or "") + "\n"

    def _value(self, text: Tracked, match: re.Match[str]) -> str:
        name = match[1].split("|")[0].strip()
        if name in self.values:
            return self.values[name]
        scope, _, key = name.partition(".")
        if scope == "page" and isinstance(self.head.get(key), str | int):
            return str(self.head[key])
        if name in ("site.baseurl", "site.url"):
            return ""
        if name[:1] in "\"'":
            return name.strip("\"'")
        what = f"what `{{{{ {short(name, 40)} }}}}` stands for is not known, and is left out"
        hint = "let the recipe say it, under `site`, `values`"
        self.findings.append(query("intake.variable", what, hint=hint, place=self._place(text, match)))
        self._leave(text, match, "a variable of the site")
        return ""

    def _unknown(self, text: Tracked, match: re.Match[str]) -> str:
        self._leave(text, match, "a tag of the site")
        if match[1] not in _SILENT and not match[1].startswith("end"):
            what = f"the tag `{short(match[0], 40)}` is not known, and is left out"
            hint = "look at what it would have shown"
            self.findings.append(query("intake.tag", what, hint=hint, place=self._place(text, match)))
        return ""

    def _place(self, text: Tracked, match: re.Match[str]) -> Place:
        return Place(self.path, text.line_at(match.start()), 1)
