"""The grammar of declining a comment: where a clause of it may stand, by the section `declined` of the rules.

Patterns are made of pieces, such as negated auxiliaries, verbs of answering and words for requests: {not} stands for
the piece of that name, and <ask write/wrote> for all forms of these verbs, irregular ones written out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from quotations.english.grammar.analysis import Analysis
from quotations.english.words.classes import letters
from quotations.english.words.lexicon import verb_forms
from quotations.english.words.rules import english_rules
from quotations.rule_files import RuleFileError, compile_rule

_PIECE = re.compile(r"\{([a-z_]+)\}")
_VERB = re.compile(r"<([a-z][a-z/ ]*)>")
_VERBS = frozenset(letters("aux|said|reported|thought|thinking|say|saying|reporting|verb|participle|report"))
_SUBJECT_REACH = 12  # tokens from what denies a subject to its verb
_PAIR_REACH = 24  # the same of "neither", whose pair may have asides: "neither the firm, Hale, nor he answered"
_NOT_IN_SUBJECT = frozenset(letters('.¶",;:-(|he_she|pronoun|subordinator|saying'))
_NOT_IN_PAIR = frozenset(letters('.¶";:(|subordinator|saying'))
_LED = frozenset({"invited", "gestured"})  # kinds of clause that decline only behind a question


@dataclass(frozen=True, slots=True)
class Clause:
    """Where a clause of declining may stand: its kind, its first token, code points of what makes it one.

    And the token of the negative word whose verb it is: "no one answered".
    """

    kind: str
    first: int
    start: int
    end: int
    denier: int | None = None


def clauses_at(analysis: Analysis, at: int, begin: int, *, is_led: bool) -> Iterator[Clause]:
    """Yield clauses that a watched word is part of, or whose subject it makes negative.

    Args:
        analysis: Of the article.
        at: Token of the word.
        begin: First token of its sentence.
        is_led: Whether this sentence or the one before may put a question.
    """
    tokens = analysis.tokens
    word = tokens.words[at]
    patterns: list[re.Pattern[str]] = []
    if word in english_rules().declined.anchors:
        patterns.append(_grammar()["declining"])
    if is_led:
        patterns.append(_grammar()["led"])
    if patterns:
        is_inverted = word.lower() in english_rules().declined.inverted
        for first in range(max(begin, at - 2), min(at + 1 + is_inverted, len(tokens.starts))):
            if _may_open(analysis, first, at):
                for pattern in patterns:
                    if match := pattern.match(tokens.text, tokens.starts[first]):
                        yield Clause(match.lastgroup or "", first, *match.span())
    if word in english_rules().declined.denying:
        yield from _denied_by(analysis, at)


def _may_open(analysis: Analysis, first: int, at: int) -> bool:
    """Return whether a clause whose watched word stands at a token may begin with another, or that same one."""
    word = analysis.tokens.words[first]
    if first == at:
        return word not in english_rules().declined.inner
    return analysis.tokens.outside[first] in _VERBS or word in english_rules().declined.openers


def _denied_by(analysis: Analysis, denier: int) -> Iterator[Clause]:
    """Yield clauses whose subject a negative word begins: "neither club would comment"."""
    tokens = analysis.tokens
    is_pair = tokens.words[denier].lower() == "neither"
    reach, closing = (_PAIR_REACH, _NOT_IN_PAIR) if is_pair else (_SUBJECT_REACH, _NOT_IN_SUBJECT)
    for first in range(denier + 1, min(denier + reach, len(tokens.starts))):
        letter = tokens.outside[first]
        if letter in _VERBS and (match := _grammar()["denied"].match(tokens.text, tokens.starts[first])):
            yield Clause("denied", first, *match.span(), denier=denier)
        if letter in closing:
            return


@cache
def _grammar() -> dict[str, re.Pattern[str]]:
    """Return the ways of declining, and those that are one only behind a question or a negative subject.

    A group's name is its kind.
    """
    rules = english_rules().declined
    pieces: dict[str, str] = {}
    for name, piece in rules.pieces.items():
        pieces[name] = _filled(piece if isinstance(piece, str) else f"(?:{'|'.join(piece)})", pieces)
    kinds: dict[str, list[str]] = {"declining": [], "led": [], "denied": []}
    for kind, clauses in rules.clauses.items():
        section = "led" if kind in _LED else "denied" if kind == "denied" else "declining"
        kinds[section].append(f"(?P<{kind}>{_filled('|'.join(clauses), pieces)})")
    return {
        section: compile_rule(rf"(?:{'|'.join(groups)})(?!\w)", "en.toml: one of `declined.clauses` or of its pieces")
        for section, groups in kinds.items()
    }


def _filled(pattern: str, pieces: dict[str, str]) -> str:
    unknown = [name for name in _PIECE.findall(pattern) if name not in pieces]
    if unknown:
        msg = f"en.toml: there is no `declined.pieces.{unknown[0]}` before {pattern!r}"
        raise RuleFileError(msg)
    return _PIECE.sub(lambda match: pieces[match[1]], _VERB.sub(_in_all_forms, pattern))


def _in_all_forms(verbs: re.Match[str]) -> str:
    forms: list[str] = []
    for verb in verbs[1].split():
        lemma, *irregular = verb.split("/")
        finite, base, ing = verb_forms(lemma)
        forms += [lemma, lemma + "s", *irregular] if irregular else [*finite, base, ing]
    return f"(?:{'|'.join(sorted(forms, reverse=True))})"
