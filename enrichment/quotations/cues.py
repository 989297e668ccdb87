"""Words of speaking and their subjects: who said, told, added, wherever a quotation may stand.

A frame is one verb of speaking with its subject. Frames are found once an article; quotations then choose among them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from enrichment.quotations.lexicon import english_words
from enrichment.quotations.mentions import BARE, Mention, speaks_of
from enrichment.quotations.tokens import Tokens

# Between a subject and its verb: prepositional phrases, an apposition or relative clause between commas or dashes, a
# parenthesis; then adverbs and auxiliaries.
_PHRASE = r"[oi][^,.;:\"¶VvkxQ()-]{1,7}?"
_ASIDE = r",[^.;:\"¶]{1,28}?,|\([^.;:\"¶)]{1,24}\)|-[^.;:\"¶-]{1,28}?-"
_RELATIVE = r"w[^.;:,\"¶]{1,14}?"
_TO_VERB = re.compile(
    rf"(?:x?{_PHRASE}|{_ASIDE}|{_RELATIVE}|[sy](?=[jx]{{0,2}}[VvkBu])|n[^,.;:\"¶VvkxQ()-]{{1,6}}?)?(?:{_ASIDE})?[jx]{{0,4}}(?P<cue>[VvkBuG])"
)
_DIRECT = re.compile(r"[jx]{0,4}(?P<cue>[VvkBuG])")
_CUE = re.compile(r"[VvkBuGglQ]")
_CLAUSE_OPENERS = frozenset('¶.,;:"cysj-(')
_PLAIN_VERBS = frozenset("VvkBuaexj")
_STRONG_VERBS = frozenset("VvkBuaexjG")
_VERBS = _STRONG_VERBS | frozenset("nwt(,")
_DEGREES = frozenset({"more", "most", "very", "so", "too", "less"})
_NAMED = frozenset("dhNAOTIJR")
_NO_SUBJECT = frozenset({"it", "you"})


@dataclass(slots=True)
class Frame:
    """One cue with its subject.

    Attributes:
        cue: Token of the verb.
        letter: Its class.
        subject: Who, or None when the grammar does not tell.
        way: left, inverted, object ("according to X"), clause (the subject of the clause further left), owner (of a
            noun of speaking: "Holt’s claim"), or passive ("Holt was asked"): then the subject is the one who heard.
    """

    cue: int
    letter: str
    subject: Mention | None
    way: str


def _is_passive(tokens: Tokens, at: int) -> bool:
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
    if before == "S" and letter not in "Gg" and tokens.outside[at - 2 : at - 1] not in {"p", "q", "w"}:
        return True
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
            subject = _source_of(tokens, mentions, starts, at)
            if subject is not None:
                frames.append(Frame(at, letter, subject, "object"))
            continue
        if is_noun_here(tokens, at):
            continue
        subject = claimed.get(at)
        way = "left"
        if letter in "Vv" and tokens.words[at + 1 : at + 2] == ["by"]:
            agent = _mention_at(mentions, starts, at + 2, 1)
            if agent is not None:
                frames.append(Frame(at, letter, agent, "object"))
                continue
        if subject is not None and letter in "Vv" and _is_passive(tokens, at):
            frames.append(Frame(at, letter, subject, "passive"))
            continue
        if subject is None and letter == "V" and _is_inverted(tokens, at):
            subject = _mention_at(mentions, starts, at + 1, 3)
            way = "inverted"
        if subject is not None and letter == "G" and _is_issued(outside, subject):
            subject = None
        if subject is None:
            subject, way = _clause_subject(tokens, mentions, starts, at), "clause"
        frames.append(Frame(at, letter, subject, way))
    frames += _put_it(tokens, mentions, starts)
    frames += _noun_frames(tokens, mentions, {frame.cue for frame in frames})
    frames.sort(key=lambda frame: frame.cue)
    return frames


_PUT_IT = re.compile("[an]q")


def _put_it(tokens: Tokens, mentions: list[Mention], starts: list[int]) -> list[Frame]:
    """“...,” as Holt put it."""
    frames = []
    for match in _PUT_IT.finditer(tokens.outside):
        at = match.start()
        if tokens.words[at] in {"put", "puts"} and tokens.words[at + 1] == "it":
            index = bisect_left(starts, at) - 1
            subject = mentions[index] if index >= 0 and at - mentions[index].end <= 1 else None
            frames.append(Frame(at, "V", subject, "left"))
    return frames


def _source_of(tokens: Tokens, mentions: list[Mention], starts: list[int], at: int) -> Mention | None:
    """Who stands behind "according to" and "per"; "per person" names no source."""
    outside = tokens.outside
    if outside[at + 1 : at + 2] == "t":
        return _mention_at(mentions, starts, at + 2, 2)
    if tokens.words[at].lower() == "per" and at and outside[at - 1] in ',"' and outside[at + 1 : at + 2] in _NAMED:
        return _mention_at(mentions, starts, at + 1, 0)
    return None


def _noun_frames(tokens: Tokens, mentions: list[Mention], known: set[int]) -> list[Frame]:
    """Nouns of speaking with whose they are: "Holt’s claim", "her promise to be"."""
    frames: list[Frame] = []
    for mention in mentions:
        owned = _owned_noun(tokens, mention)
        if owned and owned not in known:
            frames.append(Frame(owned, "F", mention, "owner"))
            continue
        letter = tokens.outside[mention.end - 1 : mention.end + 1]
        if letter[:1] == "h" and mention.end - mention.first == 1:
            noun = speaks_of(tokens.words, tokens.outside, mention.end)
        elif letter[1:] == "S":
            noun = speaks_of(tokens.words, tokens.outside, mention.end + 1)
        else:
            continue
        if noun and noun not in known:
            frames.append(Frame(noun, "F", mention, "owner"))
    return frames


def _owned_noun(tokens: Tokens, mention: Mention) -> int:
    """Token of the noun of speaking that "of" or "by" ties to a mention: "the claim by Holt"; 0 when none."""
    first = mention.first
    while first > 0 and tokens.outside[first - 1] in "dh":
        first -= 1
    if first < 2 or tokens.words[first - 1] not in {"by", "of"}:
        return 0
    return first - 2 if tokens.words[first - 2].lower() in english_words("cues", "nouns") else 0


def _is_inverted(tokens: Tokens, at: int) -> bool:
    """Whether the subject may follow its verb: “...,” said Holt. Not so in a clause ("said that Holt"), nor anew."""
    outside = tokens.outside
    if not at or outside[at - 1] not in '",-' or tokens.words[at][0].isupper():
        return False
    return outside[at + 1 : at + 2] not in {"s", "y"}


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
        pattern = _DIRECT if mention.kind == "pronoun" and mention.head != "who" else _TO_VERB
        match = pattern.match(outside, mention.end)
        if match is None:
            continue
        cue = match.start("cue")
        if _follows_conjunction(outside, cue) or (outside[cue] in "Gg" and _is_adjunct(tokens, mention.first)):
            continue
        if cue in claimed and not _is_oblique(outside, claimed[cue].first):
            continue
        if cue in claimed and _is_oblique(outside, mention.first):
            continue
        claimed[cue] = mention
    return claimed


def _follows_conjunction(outside: str, cue: int) -> bool:
    """Whether a verb goes on with an earlier subject: in "Holt met Vane on Friday and called him" Holt calls."""
    while cue > 0 and outside[cue - 1] in "jx":
        cue -= 1
    return outside[cue - 1 : cue] == "c"


def _is_adjunct(tokens: Tokens, first: int) -> bool:
    """Whether a mention says only where or to whom: "told members saying", "wrote on Facebook saying".

    It is the speaker all the same in "with Holt saying".
    """
    while first > 0 and tokens.outside[first - 1] in "dh":
        first -= 1
    return first > 0 and tokens.outside[first - 1] in "itVvB" and tokens.words[first - 1].lower() != "with"


def letter_before(outside: str, first: int) -> str:
    """The class of the token before a phrase, its determiner skipped."""
    while first > 0 and outside[first - 1] in "dh":
        first -= 1
    return outside[first - 1] if first else "¶"


def _letter_before_name(tokens: Tokens, first: int) -> str:
    """The same, with "former" and its like skipped as well."""
    while (
        first > 0
        and tokens.outside[first - 1] == "n"
        and tokens.words[first - 1] in english_words("extents", "before_name")
    ):
        first -= 1
    return letter_before(tokens.outside, first)


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
    """The nearest mention before the cue that stands where a subject of the main clause stands, in the same sentence.

    "When Vane spoke, Holt hit back and said": Holt opens his clause. Objects follow a verb, obliques a preposition,
    possessors precede an ’s; none of them says anything. Subjects of subordinate clauses come second: in "Holt joked
    that Vane was late, adding" it is Holt who adds; and so do appositions: "Holt met his rival, Vane, saying".
    """
    begin = tokens.sentence_starts[tokens.sentence_of(at)]
    outside = tokens.outside
    index = bisect_left(starts, at) - 1
    initial = subordinate = apposed = fallback = None
    while index >= 0 and mentions[index].first >= begin:
        mention = mentions[index]
        index -= 1
        if mention.end > at or mention.kind == "place" or mention.head in _NO_SUBJECT or mention.head == "who":
            continue
        before = _letter_before_name(tokens, mention.first)
        after = outside[mention.end : mention.end + 1]
        if before == "y" and after not in _PLAIN_VERBS:
            continue
        if before in _CLAUSE_OPENERS and after != "S":
            if after in _VERBS and before in "sy":
                subordinate = subordinate or mention
            elif after in _STRONG_VERBS:
                return mention
            elif mention.first == begin:
                initial = mention
            elif after in _VERBS:
                apposed = apposed or mention
            else:
                fallback = fallback or mention
        elif mention.first == begin and after != "S":
            initial = mention
    return initial or subordinate or apposed or fallback
