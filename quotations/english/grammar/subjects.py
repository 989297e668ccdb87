"""Whose verb it is: from a verb of speaking to the mention that is its subject, by the grammar of clauses."""

from __future__ import annotations

from bisect import bisect_left

from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.mentions import Mention
from quotations.english.words.rules import english_rules
from quotations.english.words.tokens import Tokens

# Between a subject and its verb: prepositional phrases, an apposition or relative clause between commas or dashes, a
# parenthesis; then adverbs and auxiliaries.
_PHRASE = (
    "(?:<of|prep> | <to> (?=<det|poss|proper|nationality|number>)) "
    '<^,.;:"¶|said|reported|thought|aux|according|()->{1,7}?'
)
_ASIDE = r', [^.;:"¶]{1,28}? , | \([^.;:"¶)]{1,24} \) | - [^.;:"¶-]{1,28}? -'
_RELATIVE = '<who> [^.;:,"¶]{1,14}?'
_TO_VERB = compile_pattern(
    "(?:<aux>? {phrase} | {aside} | {relative}"
    " | <that|subordinator> (?=<adverb|aux>{0,2} <cue>)"
    ' | <noun> <^,.;:"¶|said|reported|thought|aux|according|()->{1,6}?'
    " | <participle>"
    ' <^,.;:"¶|said|reported|thought|aux|according|()|who|that|subordinator|conj|he_she|pronoun|->{1,12}?'
    " (?=<adverb|aux>? <said|reported>)"
    ")? (?:{aside})? <adverb|aux>{0,4} (?P<cue><cue>)",
    phrase=_PHRASE,
    aside=_ASIDE,
    relative=_RELATIVE,
)
_DIRECT = compile_pattern("<genitive>? <adverb|aux>{0,4} (?P<cue><cue>)")
_VERBS = frozenset(letters("cue"))
_LEADS_TO_VERB = frozenset(
    letters("aux|of|prep|to|,(-|who|that|subordinator|noun|participle|adverb|cue|genitive")
)  # with what either begins
_CLAUSE_OPENERS = frozenset(letters('¶.,;:"|conj|subordinator|that|adverb|-('))
# What stands behind a subject: its verb or what leads to it; a participle too; or a word that may be an unlisted verb,
# a relative clause or an aside.
_FINITE = frozenset(letters("said|reported|thought|say|report|verb|participle|aux|adverb"))
_VERBAL = _FINITE | {"G"}
_PERHAPS_VERBAL = _VERBAL | frozenset(letters("noun|who|to|(,"))
_OBJECTS_IN_FRONT = frozenset({"nothing", "everything", "anything", "all", "what", "little", "much"})
_NO_SUBJECT = frozenset({"it", "you"})


def claim_verbs(tokens: Tokens, mentions: list[Mention]) -> dict[int, Mention]:
    """Map each cue token to the mention whose phrase leads to it: the outermost one wins."""
    outside = tokens.outside
    claimed: dict[int, Mention] = {}
    for mention in mentions:
        if mention.kind == "place" and outside[mention.first - 1 : mention.first] == "i":
            continue
        after = outside[mention.end : mention.end + 1]
        if after not in _LEADS_TO_VERB:
            continue
        cue = mention.end
        if after not in _VERBS:
            pattern = _DIRECT if mention.kind == "pronoun" and mention.head != "who" else _TO_VERB
            match = pattern.match(outside, cue)
            if match is None:
                continue
            cue = match.start("cue")
        if _follows_conjunction(outside, cue) or (outside[cue] in "Gg" and _is_adjunct(tokens, mention.first, cue)):
            continue
        if cue in claimed and not _is_oblique(outside, claimed[cue].first):
            continue
        if cue in claimed and _is_oblique(outside, mention.first):
            continue
        claimed[cue] = mention
    return claimed


def _follows_conjunction(outside: str, cue: int) -> bool:
    """Return whether a verb goes on with an earlier subject: in "Holt met Vane on Friday and called him" Holt calls."""
    while cue > 0 and outside[cue - 1] in "jx":
        cue -= 1
    return outside[cue - 1 : cue] == "c"


def _is_adjunct(tokens: Tokens, first: int, cue: int) -> bool:
    """Return whether a mention says only where or to whom: "told members saying", "wrote on Facebook saying".

    It is the speaker all the same in "with Holt saying", and where others quote it: "quoted Holt as saying".
    """
    first = phrase_first(tokens.outside, first)
    ahead = "it" if tokens.words[cue - 1] == "as" else "itVvBae"
    return first > 0 and tokens.outside[first - 1] in ahead and tokens.words[first - 1].lower() != "with"


def phrase_first(outside: str, first: int) -> int:
    """Return the first token of a phrase with the determiners in front of it."""
    while first > 0 and outside[first - 1] in "dh":
        first -= 1
    return first


def letter_before(outside: str, first: int) -> str:
    """Return the class of the token before a phrase, its determiner skipped."""
    first = phrase_first(outside, first)
    return outside[first - 1] if first else "¶"


def _letter_before_name(tokens: Tokens, first: int) -> str:
    """Return the class of the token before a name, "former" and its like skipped as well."""
    while (
        first > 0
        and tokens.outside[first - 1] == "n"
        and tokens.words[first - 1] in english_rules().extents.before_name
    ):
        first -= 1
    return letter_before(tokens.outside, first)


def _is_oblique(outside: str, first: int) -> bool:
    """Return whether a mention stands after a preposition, and so is not a subject."""
    return letter_before(outside, first) in "oit"


def is_contact_clause(tokens: Tokens, first: int) -> bool:
    """Return whether a subject stands right behind what its clause is about: "nothing the minister said"."""
    return first > 0 and tokens.words[first - 1].lower() in _OBJECTS_IN_FRONT


def mention_at(mentions: list[Mention], starts: list[int], token: int, reach: int) -> Mention | None:
    """Return the first mention that begins at a token or up to `reach` tokens later."""
    at = bisect_left(starts, token)
    if at < len(mentions) and mentions[at].first - token <= reach:
        return mentions[at]
    return None


def clause_subject(tokens: Tokens, mentions: list[Mention], starts: list[int], at: int) -> Mention | None:
    """Return the nearest mention before the cue that stands where a subject of the main clause stands.

    In the same sentence.

    "When Vane spoke, Holt hit back and said": Holt opens his clause. Objects follow a verb, obliques a preposition,
    possessors precede an ’s; none of them says anything. Appositions come second ("Holt met his rival, Vane,
    saying"), subjects of subordinate clauses third: in "Holt joked that Vane was late, adding" it is Holt who adds.
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
        if before == "y" and after not in _FINITE:
            continue
        if before in _CLAUSE_OPENERS and after != "S":
            if after in _PERHAPS_VERBAL and before in "sy":
                subordinate = subordinate or mention
            elif after in _VERBAL:
                return mention
            elif mention.first == begin:
                initial = mention
            elif after in _PERHAPS_VERBAL:
                apposed = apposed or mention
            else:
                fallback = fallback or mention
        elif mention.first == begin and after != "S":
            initial = mention
    return initial or apposed or subordinate or fallback
