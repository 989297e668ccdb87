"""How far a speaker reaches as written: role in front, apposition or origin behind.

"Haley Morris" may be written "spokeswoman Haley Morris" or "Haley Morris, a spokeswoman for the campaign,": the record
keeps the phrase, the resolution its core.
"""

from __future__ import annotations

from quotations.english.grammar.analysis import Analysis
from quotations.english.grammar.cues import CueFrame
from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.mentions import Mention
from quotations.english.words.rules import english_rules

_BRACKET = compile_pattern(r"\(<name|acronym|place|nationality|org|initial|*|noun|number|,.->{1,8} \)")
_FROM = compile_pattern(
    "(?:<of> <det|poss>? <proper|nationality|role> <proper|nationality|role|initial|calendar>{0,4}"
    " | <prep> <name|place|acronym> <proper>{0,3}"
    " | <of> <place> , <place>"
    " | <of> <det|poss>? <noun>{0,2} <org_noun>"
    ") (?!<person_noun|org_noun|genitive>)"
)
_LONG_FROM = compile_pattern(
    "(?:<of|prep> (?:"
    "<det|poss>? <number|noun|proper|nationality|role|speaker_noun|participle|calendar|initial|title|&->"
    " | <genitive> | <of> | <conj> (?=<noun|name>)"
    "){1,12}"
    " | <noun> <prep|to> (?:<det|poss>? <noun|proper|nationality|speaker_noun> | <of> | <genitive>){1,10}"
    ' | <who> [^.;:"¶,]{2,24})'
)
_ASIDE = compile_pattern(
    ", (?=<det|poss|nationality|noun|name|person_noun|number|who|person_noun|role|participle|org|acronym|title>) "
    '[^.;:"¶()]{1,40}? (?=[,.;¶"] | $)'
)
_NO_APPOSITION = frozenset(
    letters("said|saying|reported|reporting|thought|thinking|to|aux|adverb|object|subordinator|conj|that|according")
)
_DESCRIBING = frozenset({"in", "on", "at", "with", "whose"})  # in front of the cue these say who it is, not when


def extent_of(analysis: Analysis, mention: Mention, frame: CueFrame | None, *, runs_on: bool) -> tuple[int, int]:
    """Return the first token and the token after the last of a speaker as written.

    Args:
        analysis: Of the article.
        mention: The speaker's core.
        frame: The cue whose subject it may be.
        runs_on: Whether the phrase stands behind its cue, so that appositions follow it.
    """
    if mention.kind == "pronoun":
        return mention.first, mention.end
    first = _left(analysis, mention)
    if frame is not None and frame.subject is mention and frame.cue > mention.end and frame.way == "left":
        return first, _to_cue(analysis, mention, frame.cue)
    return first, _right(analysis, mention, stop_at_comma=not runs_on)


def _left(analysis: Analysis, mention: Mention) -> int:
    """Take in what describes the speaker in front: "former", "the party’s", "panel chairman"."""
    tokens = analysis.tokens
    outside = tokens.outside
    at = mention.first
    while at > 0 and outside[at - 1] in "nerzJNAOPR" and mention.first - at < 6:
        at -= 1
    while at < mention.first:
        letters = outside[at : mention.first]
        if tokens.words[at].lower() in english_rules().extents.before_name or (
            letters[0] in "NAOPJR" and ("r" in letters or "R" in letters)
        ):
            break
        if letters[0] in "rz" and set(letters) <= set("rz"):
            break
        at += 1
    if at > 0 and outside[at - 1] in "dh" and (at < mention.first or tokens.words[at - 1] == "The"):
        at -= 1
    elif at > 1 and outside[at - 1] == "S" and outside[at - 2] in "NAOP" and mention.kind == "person":
        at -= 2
        while at > 0 and outside[at - 1] in "NAOPd":
            at -= 1
    return at


def _to_cue(analysis: Analysis, mention: Mention, cue: int) -> int:
    """Return the end of a subject before its verb: everything between them, but for adverbs and the closing comma."""
    outside = analysis.tokens.outside
    end = cue
    while end > mention.end and outside[end - 1] in "jxc,-m":
        end -= 1
    between = outside[mention.end : end]
    opening = analysis.tokens.words[mention.end + (between[:1] == ",")].lower()
    if between and opening not in _DESCRIBING and opening in english_rules().extents.scene:
        return mention.end
    if between[:1] == "n":  # "Holt Tuesday said", "officials briefed on it said"
        return end if mention.kind == "role" else mention.end
    return end


def _right(analysis: Analysis, mention: Mention, *, stop_at_comma: bool) -> int:
    """Return the end of a phrase behind an inverted verb, where it runs on: brackets, origin, appositions."""
    tokens = analysis.tokens
    outside = tokens.outside
    end = mention.end
    bracket = _BRACKET.match(outside, end) if outside[end : end + 1] == "(" else None
    if bracket:
        end = bracket.end()
    if not stop_at_comma:
        tail = (_LONG_FROM if mention.kind in {"role", "body", "document", "other"} else _FROM).match(outside, end)
        if tail and tokens.words[end].lower() in english_rules().extents.origin:
            end = tail.end()
            while end > mention.end and outside[end - 1] in "oidhc":
                end -= 1
        for _ in range(3):
            aside = _ASIDE.match(outside, end) if outside[end : end + 1] == "," else None
            if aside is None:
                break
            opening, letter = tokens.words[end + 1].lower(), outside[end + 1]
            if opening in english_rules().extents.scene or letter in _NO_APPOSITION:
                break
            if letter in "NAOPT" and not any(char in "rR" for char in aside.group()):
                break
            end = aside.end()
    return end
