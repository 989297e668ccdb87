"""Languages other than English: their marks, and speakers by the commonest cue patterns, from `rules/<language>.toml`.

Four patterns: “...”, said Holt; “...”, Holt said; Holt said: “...”; according to Holt, “...”. A language without rules
has marks only, and nobody is named: an English rule on a Croatian text would be a guess.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from enrichment.quotations.dialogue import draft_turns
from enrichment.quotations.drafts import Draft, Speaker
from enrichment.quotations.lexicon import load_rules
from enrichment.quotations.marks import Stretch

_REACH = 160  # code points looked at on each side of a stretch
_SHORT = 3  # words up to which a stretch without a cue quotes nobody
_UPPER = "A-ZÀ-ÖØ-ÞŒŠŽĄĆĘŁŃŚŹŻ"
_WORD = re.compile(r"[^\W_]+(?:[’'-][^\W_]+)*")
_CERTAINTY = {"after": 0.85, "before": 0.8, "according": 0.7, "marks": 0.4}


@dataclass(frozen=True, slots=True)
class Grammar:
    """The compiled patterns of one language."""

    behind: tuple[re.Pattern[str], ...]  # matched right after the stretch
    ahead: tuple[tuple[str, re.Pattern[str]], ...]  # searched in what stands before it, with the method's name
    pronouns: frozenset[str]
    organizations: frozenset[str]
    titles: re.Pattern[str]


def _any(words: str) -> str:
    return "|".join(re.escape(word).replace("’", "[’']") for word in sorted(words.split(), key=len, reverse=True))


@cache
def grammar_of(language: str) -> Grammar | None:
    """The grammar of a language, or None when there are no rules for it."""
    rules = load_rules(language)
    if rules is None:
        return None
    title = f"(?:(?:{_any(rules['titles'])})\\s+)*"
    word = rf"[{_UPPER}](?:[\w’'-]+|\.)"
    name = rf"{word}(?:\s+(?:(?:{_any(rules['particles'])})\s*)?{word}){{0,3}}"
    noun = rf"(?:{_any(rules['determiners'])})\s*[\w’'-]+(?:\s+[\w’'-]+){{0,2}}?"
    if not rules.get("has_capitals", True):
        name, noun = r"[\w]+(?:\s+[\w]+){0,2}", r"(?!)"
    who = rf"(?P<who>{title}{name}|(?:{_any(rules['pronouns'])})\b|{noun})"
    auxiliary = rf"(?:(?:{_any(rules['auxiliaries'])})[\s-]+)?" if rules["auxiliaries"] else ""
    cue = rf"(?:{auxiliary}(?P<cue>{_any(rules['cues'])}))\b"
    aside = r"(?:,[^,.:]{1,80},)?"
    rest = r"[^.«“„»\"]{0,60}$"
    return Grammar(
        behind=(
            re.compile(rf"[\s,–—-]{{0,4}}{cue}[\s-]+{who}"),
            re.compile(rf"[\s,–—-]{{0,4}}{who}{aside}\s+{cue}"),
        ),
        ahead=(
            ("before", re.compile(rf"{who}{aside}\s+{cue}{rest}")),
            ("before", re.compile(rf"{cue}\s+{who}{rest}")),
            ("according", re.compile(rf"\b(?i:{_any(rules['according'])})\s+{who}{rest}")),
        ),
        pronouns=frozenset(rules["pronouns"].split()),
        organizations=frozenset(rules["organizations"].split()),
        titles=re.compile(title),
    )


def read_other(text: str, stretches: Sequence[Stretch], language: str | None) -> list[Draft]:
    """Return the drafts of an article that is not English."""
    grammar = grammar_of(language) if language else None
    drafts = draft_turns(text, stretches, lambda _: None)
    last_named: str | None = None
    for stretch in stretches:
        if stretch.set_apart in {"pull", "turn"}:
            continue
        words = len(_WORD.findall(text[stretch.start : stretch.end]))
        found = _attribution(grammar, text, stretch) if grammar is not None else None
        span = [(stretch.start, stretch.end)]
        if found is None and grammar is not None and words <= _SHORT and not stretch.set_apart:
            drafts.append(Draft(span, "not_a_quotation", None, 0.5, "marks", reason="other"))
            continue
        kind = stretch.set_apart or ("partial" if text[stretch.start + 1 : stretch.start + 2].islower() else "full")
        draft = Draft(span, kind, "mixed" if kind == "partial" else "direct", _CERTAINTY["marks"], "marks")
        if found is not None and grammar is not None:
            method, match, offset = found
            draft.method, draft.confidence = f"{language} {method}", _CERTAINTY[method]
            draft.cue = match.groupdict().get("cue")
            draft.speaker = _speaker(grammar, text, offset + match.start("who"), offset + match.end("who"), last_named)
            last_named = draft.speaker.name or last_named
        drafts.append(draft)
    return drafts


def _attribution(grammar: Grammar, text: str, stretch: Stretch) -> tuple[str, re.Match[str], int] | None:
    """Which pattern fits around a stretch, its match, and where the searched piece begins."""
    paragraph_end = text.find("\n", stretch.end, stretch.end + _REACH)
    after = text[stretch.end : paragraph_end if paragraph_end >= 0 else stretch.end + _REACH]
    for pattern in grammar.behind:
        match = pattern.match(after)
        if match:
            return "after", match, stretch.end
    begin = max(text.rfind("\n", 0, stretch.start) + 1, stretch.start - _REACH)
    before = text[begin : stretch.start]
    for name, pattern in grammar.ahead:
        match = pattern.search(before)
        if match:
            return name, match, begin
    return None


def _speaker(grammar: Grammar, text: str, start: int, end: int, last_named: str | None) -> Speaker:
    """Describe who was matched; a pronoun is the last speaker with a name."""
    written = text[start:end]
    if written.lower() in grammar.pronouns:
        return Speaker(start, end, last_named, "person" if last_named else "unknown")
    name = grammar.titles.sub("", written, count=1).strip(" .,")
    if not name[:1].isalpha() or name[:1].islower():
        is_body = any(word.lower() in grammar.organizations for word in written.split())
        return Speaker(start, end, None, "organization" if is_body else "anonymous")
    is_body = any(word.lower() in grammar.organizations or word in grammar.organizations for word in name.split())
    return Speaker(start, end, name, "organization" if is_body or name.isupper() else "person")
