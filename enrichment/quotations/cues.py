"""Words of speaking and their subjects: who said, told, added, wherever a quotation may stand.

A frame is one verb of speaking with its subject. Frames are found once an article; quotations then choose among them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from enrichment.quotations.lexicon import english_words
from enrichment.quotations.mentions import BARE, Mention
from enrichment.quotations.tokens import Tokens

# Between a subject and its verb: prepositional phrases, an apposition or relative clause between commas or dashes, a
# parenthesis; then adverbs and auxiliaries.
_PHRASE = r"[oi][^,.;:\"¶VvkxQ()-]{1,7}?"
_ASIDE = r",[^.;:\"¶]{1,28}?,|\([^.;:\"¶)]{1,24}\)|-[^.;:\"¶-]{1,28}?-"
_RELATIVE = r"w[^.;:,\"¶]{1,14}?"
_TO_VERB = re.compile(
    rf"(?:{_PHRASE}|{_ASIDE}|{_RELATIVE}|n[^,.;:\"¶VvkxQ()-]{{1,6}}?)?(?:{_ASIDE})?[jx]{{0,4}}(?P<cue>[VvkBuG])"
)
_DIRECT = re.compile(r"S?[jx]{0,4}(?P<cue>[VvkBuG])")
_CUE = re.compile(r"[VvkBuGglQ]")
_CLAUSE_OPENERS = frozenset('¶.,;:"cysj-(')
_PLAIN_VERBS = frozenset("VvkBuaexj")
_VERBS = frozenset("VvkBuaexjGnwt(,")
_DEGREES = frozenset({"more", "most", "very", "so", "too", "less"})
_NO_SUBJECT = frozenset({"it", "you"})


@dataclass(slots=True)
class Frame:
    """One cue with its subject.

    Attributes:
        cue: Token of the verb.
        letter: Its class.
        subject: Who, or None when the grammar does not tell.
        way: left, inverted, object ("according to X"), clause (the subject of the clause further left), or passive
            ("Holt was asked"): then the subject is the one who heard.
    """

    cue: int
    letter: str
    subject: Mention | None
    way: str


def is_passive(tokens: Tokens, at: int) -> bool:
    """Whether a form of "be" stands before a participle, adverbs between them skipped."""
    before = at - 1
    while before > 0 and tokens.outside[before] == "j":
        before -= 1
    return tokens.words[before].lower() in english_words("cues", "be")


def is_noun_here(tokens: Tokens, at: int) -> bool:
    """Whether a word that could be a verb is a noun: after a determiner, a preposition or an adjective-like noun."""
    before = tokens.outside[at - 1] if at else "¶"
    letter = tokens.outside[at]
    if letter in "Ggl":
        return before in "dh" or tokens.words[at - 1].lower() in _DEGREES
    after = tokens.outside[at + 1] if at + 1 < len(tokens.outside) else "¶"
    if after in "xo" and tokens.words[at].endswith("s"):
        return True
    if before == "d" and tokens.words[at - 1].lower() in BARE:
        return False
    is_counted = before == "0" and tokens.words[at] in {"say", "said"}
    if after == "m" or is_counted or (before == "J" and tokens.words[at - 1].endswith("s")):
        return False  # half of them call him late; six in 10 said; Republicans said
    if before in "dho0J" or (before == "i" and letter not in "Gg"):
        return True
    return letter in "BuK" and before in "SnNve" and tokens.words[at] not in {"say", "tell"}


def find_frames(tokens: Tokens, mentions: list[Mention]) -> list[Frame]:
    """Return the article's cues with their subjects, in text order."""
    outside = tokens.outside
    claimed = _claim_verbs(tokens, mentions)
    starts = [mention.first for mention in mentions]
    frames: list[Frame] = []
    for match in _CUE.finditer(outside):
        at = match.start()
        letter = outside[at]
        if letter == "Q":
            subject = _mention_at(mentions, starts, at + 2, 2) if outside[at + 1 : at + 2] == "t" else None
            frames.append(Frame(at, letter, subject, "object"))
            continue
        if is_noun_here(tokens, at):
            continue
        subject = claimed.get(at)
        way = "left"
        if subject is not None and letter in "Vv" and is_passive(tokens, at):
            frames.append(Frame(at, letter, subject, "passive"))
            continue
        if subject is None and letter == "V" and at and outside[at - 1] in '",-':
            subject = _mention_at(mentions, starts, at + 1, 3)
            if subject is not None and outside[at - 1] != '"' and _is_within_report(outside, at, subject):
                subject = None
            else:
                way = "inverted"
        if subject is not None and letter == "G" and _is_issued(outside, subject):
            subject = None
        if subject is None:
            subject, way = _clause_subject(tokens, mentions, starts, at), "clause"
        frames.append(Frame(at, letter, subject, way))
    return frames


def _is_within_report(outside: str, cue: int, mention: Mention) -> bool:
    """Whether what stands behind a cue is said: "Holt, the mayor, said he would", "Holt said in court that"."""
    return (
        mention.kind == "pronoun"
        or outside[mention.end : mention.end + 1] in {"x", "V", "v", "k", "a", "e", "S"}
        or "i" in outside[cue + 1 : mention.first]
    )


def _is_issued(outside: str, mention: Mention) -> bool:
    """Whether a document is what somebody sends out: in "she issued a statement saying" she says it."""
    return mention.head in english_words("cues", "issued") and letter_before(outside, mention.first) in "eavVuBnc"


def _claim_verbs(tokens: Tokens, mentions: list[Mention]) -> dict[int, Mention]:
    """Map each cue token to the mention whose phrase leads to it: the outermost one wins."""
    outside = tokens.outside
    claimed: dict[int, Mention] = {}
    for mention in mentions:
        if mention.kind == "place" and outside[mention.first - 1 : mention.first] == "i":
            continue
        pattern = _DIRECT if mention.kind == "pronoun" else _TO_VERB
        match = pattern.match(outside, mention.end)
        if match is None:
            continue
        cue = match.start("cue")
        if cue in claimed and not _is_oblique(outside, claimed[cue].first):
            continue
        if cue in claimed and _is_oblique(outside, mention.first):
            continue
        claimed[cue] = mention
    return claimed


def letter_before(outside: str, first: int) -> str:
    """The class of the token before a phrase, its determiner skipped."""
    while first > 0 and outside[first - 1] in "dh":
        first -= 1
    return outside[first - 1] if first else "¶"


def _is_oblique(outside: str, first: int) -> bool:
    """Whether a mention stands after a preposition, and so is no subject."""
    return letter_before(outside, first) in "oit"


def _mention_at(mentions: list[Mention], starts: list[int], token: int, reach: int) -> Mention | None:
    """The first mention that begins at a token or up to `reach` tokens later."""
    at = bisect_left(starts, token)
    if at < len(mentions) and mentions[at].first - token <= reach:
        return mentions[at]
    return None


def _clause_subject(tokens: Tokens, mentions: list[Mention], starts: list[int], at: int) -> Mention | None:
    """The nearest mention before the cue that stands where a subject stands, in the same sentence.

    "When Trump spoke, Rubio hit back and said": Rubio opens his clause. Objects follow a verb, obliques a preposition,
    possessors precede an ’s; none of them says anything.
    """
    begin = tokens.sentence_starts[tokens.sentence_of(at)]
    outside = tokens.outside
    index = bisect_left(starts, at) - 1
    fallback = None
    while index >= 0 and mentions[index].first >= begin:
        mention = mentions[index]
        index -= 1
        if mention.end > at or mention.kind == "place" or mention.head in _NO_SUBJECT:
            continue
        before = letter_before(outside, mention.first)
        after = outside[mention.end : mention.end + 1]
        if before == "y" and after not in _PLAIN_VERBS:
            continue
        if before in _CLAUSE_OPENERS and after != "S":
            if after in _VERBS:
                return mention
            fallback = fallback or mention
        elif mention.first == begin and after != "S":
            return mention
    return fallback
