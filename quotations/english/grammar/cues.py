"""Words of speaking and their subjects: who said, told, added, wherever a quotation may stand.

A frame is one verb of speaking with its subject. Frames are found once an article; quotations then choose among them.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from operator import attrgetter

from quotations.english.grammar.subjects import (
    claim_verbs,
    clause_subject,
    letter_before,
    mention_at,
    phrase_first,
)
from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.mentions import Mention, speaks_of
from quotations.english.words.rules import english_rules
from quotations.english.words.tokens import Tokens

_CUE = compile_pattern("<cue|reporting|thinking|according>")
_AUXILIARY = frozenset(letters('aux|"'))  # classes that a form of "be" may have; in marks its own is not seen
_DEGREES = frozenset({"more", "most", "very", "so", "too", "less"})
_NAMED = frozenset(letters("det|poss|name|acronym|org|title|initial|nationality|role"))


@dataclass(slots=True)
class CueFrame:
    """One cue with its subject.

    Attributes:
        cue: Token of the verb.
        letter: Its class.
        subject: Who, or None when the grammar does not tell.
        way: left, inverted, object ("according to X", "asked by X"), clause (the subject of the clause further left),
            owner (of a noun of speaking: "Holt’s claim"), or passive ("Holt was asked"): then the subject is who heard.
    """

    cue: int
    letter: str
    subject: Mention | None
    way: str


def is_passive(tokens: Tokens, at: int) -> bool:
    """Return whether a form of "be" stands before a participle, adverbs between them skipped."""
    before = at - 1
    while before > 0 and tokens.outside[before] == "j":
        before -= 1
    return tokens.outside[before] in _AUXILIARY and tokens.words[before].lower() in english_rules().cues.be


def is_noun_here(tokens: Tokens, at: int) -> bool:
    """Return whether a word that could be a verb is a noun.

    It is one after a determiner, a preposition or an adjective-like noun.
    """
    before = tokens.outside[at - 1] if at else "¶"
    letter = tokens.outside[at]
    if letter in "Ggl":
        return before in "dh" or tokens.words[at - 1].lower() in _DEGREES
    after = tokens.outside[at + 1] if at + 1 < len(tokens.outside) else "¶"
    is_owned = before == "S" and tokens.outside[at - 2 : at - 1] not in {"p", "q", "w"}
    if is_owned or (after in "xo" and tokens.words[at].endswith("s")):
        return True
    is_noun = before in "dhoi0J" or (letter in "Bu" and before in "SnNve" and tokens.words[at] not in {"say", "tell"})
    return is_noun and not _is_verb_behind(tokens, at, before, after)


def _is_verb_behind(tokens: Tokens, at: int, before: str, after: str) -> bool:
    """Return whether what would make a verb a noun is its subject.

    For example: "others call him late", "six in 10 said", "Republicans said".
    """
    word_before = tokens.words[at - 1] if at else ""
    return (
        after == "m"
        or (before == "d" and word_before.lower() in english_rules().words.bare)
        or (before == "0" and tokens.words[at] in {"say", "said"})
        or (before == "J" and (word_before.endswith("s") or _is_finite(tokens, at)))
    )


def _is_finite(tokens: Tokens, at: int) -> bool:
    """Return whether a verb of speaking has a form that no noun has: "Labour said", "Labour claimed"."""
    word = tokens.words[at]
    return tokens.outside[at] == "V" and (not word.endswith("s") or word == "says")


def find_frames(tokens: Tokens, mentions: list[Mention]) -> list[CueFrame]:
    """Return the article's cues with their subjects, in text order."""
    outside = tokens.outside
    claimed = claim_verbs(tokens, mentions)
    starts = [mention.first for mention in mentions]
    frames: list[CueFrame] = []
    for match in _CUE.finditer(outside):
        at = match.start()
        if outside[at] == "Q":
            source = _source_of(tokens, mentions, starts, at)
            if source is not None or outside[at + 1 : at + 2] == "t":
                frames.append(CueFrame(at, "Q", source, "object"))
        elif not is_noun_here(tokens, at):
            frames.append(_verb_frame(tokens, mentions, starts, claimed.get(at), at))
    frames += _put_it(tokens, mentions, starts)
    frames += _opinions(tokens, mentions, starts)
    frames += _noun_frames(tokens, mentions, {frame.cue for frame in frames})
    frames.sort(key=attrgetter("cue"))
    return frames


def _with_whom(tokens: Tokens, mentions: list[Mention], starts: list[int], at: int) -> Mention | None:
    """Return Holt in "with Ada Holt calling it late": its only subject stands behind a preposition."""
    index = bisect_left(starts, at) - 1
    mention = mentions[index] if index >= 0 else None
    if mention is None or mention.end != at or tokens.words[mention.first - 1].lower() != "with":
        return None
    return mention


def _verb_frame(
    tokens: Tokens, mentions: list[Mention], starts: list[int], subject: Mention | None, at: int
) -> CueFrame:
    """Return the frame of one verb, whose subject may have been found in front of it."""
    outside, letter = tokens.outside, tokens.outside[at]
    if letter in "Vv":
        agent = mention_at(mentions, starts, at + 2, 1) if tokens.words[at + 1 : at + 2] == ["by"] else None
        if agent is not None:
            return CueFrame(at, letter, agent, "object")
        if subject is not None and is_passive(tokens, at):
            return CueFrame(at, letter, subject, "passive")
    if subject is None and letter == "V" and _is_inverted(tokens, at):
        follower = mention_at(mentions, starts, at + 1, 3)
        while follower is not None and outside[follower.end : follower.end + 1] == "S":
            follower = mention_at(mentions, starts, follower.end + 1, 2)  # the owner of who speaks does not
        if follower is not None and (outside[at - 1] == '"' or not _is_within_report(outside, at, follower)):
            return CueFrame(at, letter, follower, "inverted")
    if subject is None and letter in "Gg" and (holder := _with_whom(tokens, mentions, starts, at)) is not None:
        return CueFrame(at, letter, holder, "left")
    if subject is not None and letter == "G" and _is_issued(outside, subject):
        subject = None
    if subject is not None:
        return CueFrame(at, letter, subject, "left")
    return CueFrame(at, letter, clause_subject(tokens, mentions, starts, at), "clause")


_PUT_IT = compile_pattern("<verb|noun> <pronoun>")


def _put_it(tokens: Tokens, mentions: list[Mention], starts: list[int]) -> list[CueFrame]:
    """Read “...,” as Holt put it."""
    frames = []
    for match in _PUT_IT.finditer(tokens.outside):
        at = match.start()
        if tokens.words[at] in {"put", "puts"} and tokens.words[at + 1] == "it":
            index = bisect_left(starts, at) - 1
            subject = mentions[index] if index >= 0 and at - mentions[index].end <= 1 else None
            frames.append(CueFrame(at, "V", subject, "left"))
    return frames


_OPINION = compile_pattern(
    '(?:, [^.;:"¶]{1,28}?)? ,? '
    "(?:<pronoun> | <det|poss> <noun|participle|org_noun>{1,3}) "
    '<adverb>? <aux> <adverb>? <det>? "'
)


def _opinions(tokens: Tokens, mentions: list[Mention], starts: list[int]) -> list[CueFrame]:
    """Return whose words "To Holt, the mayor, it was “late”" gives."""
    frames = []
    for at in tokens.sentence_starts:
        if at < len(tokens.words) and tokens.words[at] == "To":
            source = mention_at(mentions, starts, at + 1, 1)
            if source is not None and _OPINION.match(tokens.outside, source.end):
                frames.append(CueFrame(at, "Q", source, "object"))
    return frames


def _source_of(tokens: Tokens, mentions: list[Mention], starts: list[int], at: int) -> Mention | None:
    """Return who stands behind "according to" and "per"; "per person" names no source."""
    outside = tokens.outside
    if outside[at + 1 : at + 2] == "t":
        source = mention_at(mentions, starts, at + 2, 2)
        return source if source is not None and "," not in outside[at + 2 : source.first] else None
    if tokens.words[at].lower() == "per" and at and outside[at - 1] in ',"' and outside[at + 1 : at + 2] in _NAMED:
        return mention_at(mentions, starts, at + 1, 0)
    return None


def _noun_frames(tokens: Tokens, mentions: list[Mention], known: set[int]) -> list[CueFrame]:
    """Return the nouns of speaking with whose they are: "Holt’s claim", "her promise to be"."""
    words, outside = tokens.words, tokens.outside
    frames: list[CueFrame] = []
    for mention in mentions:
        first, end = mention.first, mention.end
        noun = _owned_noun(tokens, first) if first > 1 and outside[first - 1] in "oidh" else 0
        if not noun or noun in known:
            if outside[first] == "h" and end == first + 1:
                noun = speaks_of(words, outside, end)
            elif outside[end : end + 1] == "S":
                noun = speaks_of(words, outside, end + 1)
            else:
                continue
        if noun and noun not in known:
            frames.append(CueFrame(noun, "F", mention, "owner"))
    return frames


def _owned_noun(tokens: Tokens, first: int) -> int:
    """Return the token of the noun of speaking that "of" or "by" ties to a phrase: "the claim by Holt"; 0 when none."""
    first = phrase_first(tokens.outside, first)
    if first < 2 or tokens.words[first - 1] not in {"by", "of"}:
        return 0
    return first - 2 if tokens.words[first - 2].lower() in english_rules().cues.nouns else 0


def _is_inverted(tokens: Tokens, at: int) -> bool:
    """Return whether the subject may follow its verb.

    For example: “...,” said Holt. Not so in a clause ("said that Holt"), nor anew.
    """
    outside = tokens.outside
    if not at or outside[at - 1] not in '",-' or tokens.words[at][0].isupper():
        return False
    return outside[at + 1 : at + 2] not in {"s", "y"}


def _is_within_report(outside: str, cue: int, mention: Mention) -> bool:
    """Return whether what stands behind a cue is said: "Holt, the mayor, said he would", "Holt said in court that"."""
    return (
        mention.kind == "pronoun"
        or outside[mention.end : mention.end + 1] in {"x", "V", "v", "k", "a", "e", "S"}
        or "i" in outside[cue + 1 : mention.first]
    )


def _is_issued(outside: str, mention: Mention) -> bool:
    """Return whether a document is what somebody sends out: in "she issued a statement saying" she says it."""
    return mention.head in english_rules().cues.issued and letter_before(outside, mention.first) in "eavVuBnc"
