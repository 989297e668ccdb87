"""What a text says of a person right around the name: "the harbour master, Ada Bright, 41, of Arden Labs,"."""

from __future__ import annotations

import re

from quotations.english.grammar.analysis import Analysis
from quotations.english.people.organizations_around import OrganizationsAround
from quotations.english.people.people import People
from quotations.english.people.statements import DESCRIPTION, FORMER, Statement, Statements
from quotations.english.words.classes import compile_pattern, letters
from quotations.english.words.mentions import Mention
from quotations.english.words.noun_phrases import printed, read_phrase
from quotations.english.words.rules import english_rules

# A noun phrase that ends where a comma and the name follow: nothing before it may govern it.
_BEFORE = compile_pattern(
    "(?:(?<=<¶.,;:()|conj|subordinator|that|who|said|reported|saying|reporting|say|aux|adverb|thought|verb|report|"
    'calendar|"->)'
    " | ^"
    " | (?<=<noun|prep|of|to>) (?=<det|poss>)) "
    "(?:<det>? <number|noun|person_noun|proper|nationality|title|role|org_noun|document|particle|&|calendar|"
    "participle|initial>{1,5} <genitive>"
    " | <det|poss>)? "
    "(?:<noun|proper|nationality|title|role|speaker_noun|participle|adverb|number|thinking|say|report|->"
    " | <reporting> (?=<noun>? <noun|org_noun|person_noun>)"
    " | <conj> (?=<noun|participle|org_noun>{0,2} <person_noun|noun>)){0,4} "
    "<noun|person_noun|role|title|suffix> "
    "(?:<of|prep> <det>? <noun|proper|nationality|speaker_noun|participle|role>{1,5})? $"
)
# From a name to what is said of it: brackets, an age and an origin skipped, then a comma, a dash or "is".
_TO_PHRASE = compile_pattern(
    r"(?:\( [^)¶]{1,7} \))? "
    "(?:, <noun>? <number> (?:, (?=<aux> <det|poss>) | (?=[,.])))? "
    "(?:, <prep|of> <det>? <name|place|acronym|org>{1,4} (?=,))? "
    "(?:, (?=<who> (?:<aux> <adverb>{0,2} <det|poss|person_noun|role>"
    " | <verb|aux> <aux> <adverb>{0,2} <det|poss|noun|person_noun>))"
    " | (?P<comma>[,-]) (?!<who>))? "
    "(?(comma) | <who>? (?P<verb><aux> (?=<adverb>{0,2} <det|poss|person_noun|role>)"
    " | <verb|aux> <aux> (?=<adverb>{0,2} <det|poss|noun|person_noun>)) (?P<adverbs><adverb>{0,2})) "
    '(?=[^¶."])'
)
# Behind a whole predicate: "and is now the club’s president"; behind appositions: ", a citizen, is the last tiler".
_AND_IS = compile_pattern('<^.;:¶"()|who>{1,24} <conj> (?P<verb><aux>) <adverb>? (?=<det|poss>)')
_THEN_IS = compile_pattern('(?:, <^,.;:¶"()|who>{1,7}){1,3} , (?P<verb><aux>) (?=<det>)')
# A party where a role is looked for: "a Moderate from Dale and the chairman", "the sheriff, a Moderate named".
_PARTISAN = compile_pattern(
    "<det> <nationality> (?:<prep|of> <det>? <name|place|acronym|org>{1,3})? <conj> (?=<det|poss>)"
)
_PARTISAN_NAMED = compile_pattern(", <det> <nationality|person_noun> $")
_AND = compile_pattern("(?:<of> <number>)? <conj> (?:<prep> <number> <noun>)? (?=<det|poss>)")
_MADE = compile_pattern(
    "(?:,? <who> | ,)? <aux|adverb>{0,3} (?P<verb><participle|reported|verb|thought|said|noun|report>) "
    "(?=<det|poss|noun|person_noun|role|name|org|nationality|org_noun|participle|title>)"
)
# "who resigned as transport minister", "has stepped down as chairman".
_LEFT = compile_pattern(
    ",? <who>? <aux>{0,2} <adverb>? (?P<verb><verb|participle|noun|aux>) <prep|adverb|noun>? "
    "(?P<as><subordinator>) (?=<det|poss|noun|person_noun|role|title|org>)"
)
_LEAVING = frozenset(letters(",|who|verb|participle|aux|noun"))
_WORKS_AS = compile_pattern("(?:,? <who> <adverb>?)? (?P<verb><verb|noun>) (?P<as><subordinator>) (?=<det|poss|noun>)")
_AS = compile_pattern(
    '<^.;:¶"()|name|initial|who>{0,14}? (?P<as><subordinator>) '
    "(?=<det|poss|noun|person_noun|role|name|org|place|nationality|acronym|org_noun>)"
)
# "Union of Dock and" in front of "General Workers leader".
_JOINED_ORGANIZATION = compile_pattern("<proper>{0,3} <org> <of> <proper|title|role>{1,4} <conj> $")
_JOINED = 10  # tokens of it
_REACH = 30  # tokens; none of the patterns for clauses is longer
_LABEL = range(3, 6)  # tokens of "The chief engineer."
_CLOSES = frozenset({",", ".", "-", "(", "¶", ":", '"', ";", "c"})
_NOW = frozenset({"now", "then", "currently"})
# Classes of the neighbours of a name beside which something may be said of it.
_TELLING_BEFORE, _TELLING_BEHIND = (
    frozenset(letters("genitive|det|.,|reported|said|person_noun|aux")),
    frozenset(letters(",-(|who|aux|verb|of|prep")),
)


class AroundNames:
    """Reads the surroundings of names in one article."""

    def __init__(self, analysis: Analysis, people: People, statements: Statements) -> None:
        self.analysis = analysis
        self.people = people
        self.statements = statements
        self._has_left_any = not english_rules().roles.left.isdisjoint(analysis.tokens.vocabulary)
        self.organizations = OrganizationsAround(analysis, people, statements.organizations)

    def stated(self, mention: Mention) -> list[Statement]:
        """Return what stands right before and behind a mention of a person."""
        outside = self.analysis.tokens.outside
        after, before = outside[mention.end : mention.end + 1], outside[mention.first - 1 : mention.first]
        is_long = mention.name_first > mention.first or outside[mention.end - 1] == "X"
        if not is_long and before not in _TELLING_BEFORE and after not in _TELLING_BEHIND:
            return []  # most names: nothing beside them can tell
        found: list[Statement | None] = []
        if is_long:
            found.append(self._in_front(mention))
        found += self._said_before(mention, before)
        if after and after in ",-(wxa":
            found += self._behind(mention)
        if before == "x" and self.analysis.tokens.words[mention.first - 1] == "is":
            found.append(self._before(mention))  # its managing director is Ada Bright
        if mention.name_first > mention.first:
            found.append(self.organizations.where(mention.first))
        roles = [one for one in found if one is not None]
        organizations = self.organizations.behind(mention) if after and after in ",(oiw" else []
        if organizations and any(
            one.noun.rpartition(" ")[2].lower() in english_rules().roles.of_place for one in roles
        ):
            organizations = [one for one in organizations if one.strength == DESCRIPTION]  # not the Dale of a senator
        return roles + organizations

    def _said_before(self, mention: Mention, before: str) -> list[Statement | None]:
        """Return what stands in front of a mention, by the letter right before it."""
        outside = self.analysis.tokens.outside
        if before == "S":
            return [self.organizations.owning(mention.first - 1)]
        if before == "d" and outside[mention.first - 2 : mention.first - 1] == "," and outside[mention.first] == "T":
            return [self._before(mention, mention.first - 2)]  # the pastor, the Rev. Ada Bright
        if before == ".":
            return [self._label(mention)]
        return [self._before(mention), self.organizations.spoken_for(mention)] if before and before in ",vVr" else []

    def predicate(self, mention: Mention) -> Statement | None:
        """Return what a clause says its subject is, has been or was made: the subject may be a pronoun."""
        tokens = self.analysis.tokens
        start = tokens.sentence_starts[mention.sentence]
        if tokens.words[start] == "As" and tokens.outside[mention.first - 1] == ",":  # As mayor, she
            phrase = read_phrase(tokens, start + 1)
            if phrase is not None and mention.first - 1 in {phrase.end, phrase.organization[1]}:
                return self.statements.read(phrase)
        is_verb = tokens.outside[mention.end : mention.end + 1] in {"x", "a"}
        found = [one for one in self._behind(mention) if one is not None] if is_verb else []
        return found[0] if found else self.of_clause(mention)

    def of_clause(self, mention: Mention) -> Statement | None:
        """Return what a clause says of its subject: "was elected leader of the council", "took the job as manager"."""
        tokens, end = self.analysis.tokens, mention.end
        outside = tokens.outside
        may_leave = self._has_left_any and outside[end : end + 1] in _LEAVING
        left = _LEFT.match(outside, end) if may_leave else None
        if left is not None and self._has_left(left):
            statement = self._of_head(left.end())
            return statement and statement._replace(role=f"former {statement.role}", strength=FORMER)
        made = _MADE.match(outside, end)
        if made and tokens.words[made.start("verb")] in english_rules().roles.made:
            at = made.end()
        else:
            ahead = outside[end : end + _REACH]  # few clauses hold the letters that these patterns must have
            is_joined = "cx" in ahead or ",x" in ahead
            also = (_AND_IS.match(outside, end) or _THEN_IS.match(outside, end)) if is_joined else None
            if also is not None and tokens.words[also.start("verb")] == "is":
                return self._of_head(also.end())
            match = (_AS.match(outside, end) or _WORKS_AS.match(outside, end)) if "y" in ahead else None
            if match is None or tokens.words[match.start("as")] != "as":
                return None
            at = match.end()
        return self._of_head(at)

    def _has_left(self, left: re.Match[str]) -> bool:
        words = self.analysis.tokens.words
        return words[left.start("as")] == "as" and words[left.start("verb")] in english_rules().roles.left

    def _of_head(self, at: int) -> Statement | None:
        phrase = read_phrase(self.analysis.tokens, at)
        is_known = phrase is not None and self.analysis.tokens.outside[phrase.head] in "rRT"
        return self.statements.read(phrase) if is_known else None

    def _label(self, mention: Mention) -> Statement | None:
        """Return a paragraph’s first words that say of whom it is: "The founder. Ada Bright opened it in 1999."."""
        start = self.analysis.tokens.paragraph_starts[mention.paragraph]
        phrase = read_phrase(self.analysis.tokens, start) if mention.first - start in _LABEL else None
        if phrase is None or phrase.end != mention.first - 1 or phrase.lead == phrase.first:
            return None
        return self.statements.read(phrase) if self.analysis.tokens.outside[phrase.head] == "r" else None

    def _before_naming(self, end: int) -> int:
        """Return where the phrase ends that a name is given to.

        For example: "the sheriff, a Moderate named", "the sheriff is called".
        """
        tokens = self.analysis.tokens
        if tokens.outside[end - 1] == "x":
            return end - 1
        between = _PARTISAN_NAMED.search(tokens.outside, max(0, end - 3), end)
        if between is None:
            return end
        tells = tokens.outside[end - 1] == "r" and tokens.words[end - 1] not in english_rules().roles.kin
        return end if tells else between.start()

    def _in_front(self, mention: Mention) -> Statement | None:
        """Return what the mention itself holds: "harbour master Ada Bright", "Ada Bright MP"."""
        tokens = self.analysis.tokens
        first, end = mention.first, mention.name_first
        while end > first and tokens.words[end - 1] in english_rules().roles.courtesy:
            end -= 1
        if (
            end - first > 1
            and tokens.words[end - 1] in english_rules().roles.ranks
            and "o" in tokens.outside[first:end]
        ):
            end -= 1  # Army Chief of Staff General
        if self._is_verb(first):
            return None
        if end > first and (joined := self._joined_organization(first, end)) is not None:
            return joined
        if end > first and tokens.outside[end - 1] == ",":
            end -= 1
        if end > first and tokens.outside[end - 1] == "S":
            return self.organizations.owning(end - 1)
        phrase = read_phrase(tokens, first, end) if end > first else None
        if phrase is None and tokens.outside[mention.end - 1] == "X":
            phrase = read_phrase(tokens, mention.end - 1)
        return self.statements.read(phrase)

    def _joined_organization(self, first: int, end: int) -> Statement | None:
        """Return the role behind an organization whose name "and" parts from it.

        For example: "Union of Dock and General Workers leader".
        """
        tokens = self.analysis.tokens
        joined = _JOINED_ORGANIZATION.search(tokens.outside[max(0, first - _JOINED) : first])
        if joined is None:
            return None
        at = max(0, first - _JOINED) + joined.start()
        head = end
        while head > first and tokens.outside[head - 1] not in "NAOTRP":
            head -= 1
        role = printed(tokens, head, end)
        organization = printed(tokens, at, head)
        is_role = role and head > first and tokens.outside[end - 1] == "r"
        return Statement(role, role, organization, DESCRIPTION) if is_role else None

    def _is_verb(self, first: int) -> bool:
        """Return whether what looks like a role is what somebody is to do: "were to guard Ada Bright"."""
        tokens = self.analysis.tokens
        if tokens.outside[first - 1 : first] != "t" or tokens.words[first] not in english_rules().roles.also_verbs:
            return False
        return tokens.words[first - 2 : first - 1] != ["according"] and tokens.outside[first - 2] not in "Vv"

    def _before(self, mention: Mention, end: int = 0) -> Statement | None:
        """Return a phrase that ends at the name: "the harbour master, Ada Bright,", "a docker named Ole Vane"."""
        tokens = self.analysis.tokens
        outside = tokens.outside
        is_name_said = tokens.words[mention.first - 1] in english_rules().roles.naming
        end = end or mention.first - (is_name_said or outside[mention.first - 1] in {",", "x"})
        if is_name_said:
            end = self._before_naming(end)
        start = max(0, end - 16)
        match = _BEFORE.search(outside[start:end])
        if match is None or (outside[end] in "vV" and not is_name_said):
            return None
        at = start + match.start()
        phrase = read_phrase(tokens, at, end)
        if phrase is None or end not in {phrase.end, phrase.organization[1]}:
            return None
        if outside[phrase.head] == "n" and not self._is_apposed(at, mention):
            return None
        return self.statements.read(phrase)

    def _is_apposed(self, at: int, mention: Mention) -> bool:
        """Return whether an unknown noun before a name is said of it.

        For example: "the bosun, Ole Vane," but not "in June, Ole Vane".
        """
        outside = self.analysis.tokens.outside
        is_closed = outside[mention.end : mention.end + 1] in _CLOSES
        return is_closed and outside[at] in "dhNO" and outside[at - 1] not in "iot"

    def _behind(self, mention: Mention) -> list[Statement | None]:
        """Return an apposition or predicate.

        For example: ", a school cook", ", 67, now head of Arden Labs", " is the harbour master".
        """
        tokens = self.analysis.tokens
        outside, words = tokens.outside, tokens.words
        match = _TO_PHRASE.match(outside, mention.end)
        if match is None:
            return []
        at, verb = match.end(), match.start("verb")
        if verb >= 0 and words[verb : match.end("verb")] not in (["is"], ["has", "been"]):
            return []
        if verb >= 0 and "not" in words[match.start("adverbs") : at]:
            return []
        if words[at] in _NOW or words[at] in english_rules().roles.made:
            at += 1
        if (partisan := _PARTISAN.match(outside, at)) is not None:
            at = partisan.end()
        found: list[Statement | None] = []
        for _ in range(2):
            phrase = read_phrase(tokens, at) if words[at : at + 1] != ["whose"] else None
            if phrase is None or outside[phrase.end : phrase.end + 1] in {"N", "T", "I", "S"}:
                break
            # A noun without an article may be none, and many things are "a threat".
            if outside[phrase.head] != "n" or (phrase.lead < phrase.first and verb < 0):
                found.append(self.statements.read(phrase))
            more = _AND.match(outside, max(phrase.end, phrase.organization[1]))
            if more is None:
                break
            at = more.end()  # Dominic’s sister and the firm’s lawyer
        return found
