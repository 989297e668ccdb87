"""What a text says of a person right around the name: "the harbour master, Ada Bright, 41, of Arden Labs,"."""

from __future__ import annotations

import re

from enrichment.quotations.english.grammar.reading import Reading
from enrichment.quotations.english.people.people import People
from enrichment.quotations.english.people.statements import DESCRIPTION, OFFICE, Statement, Statements, names_body
from enrichment.quotations.english.words.lexicon import english_words
from enrichment.quotations.english.words.mentions import Mention
from enrichment.quotations.english.words.noun_phrases import read_body, read_phrase

# A noun phrase that ends where a comma and the name follow: nothing before it may govern it.
_BEFORE = re.compile(
    r"(?:(?<=[¶.,;:()cyswVvGgBxjkauC\"-])|^|(?<=[niot])(?=[dh]))"
    r"(?:d?[0nNAOPJTRzfL&CeI]{1,5}S|[dh])?(?:[nNAOPJTRrzfej0lBu-]|g(?=n?[nzr])|c(?=[nez]{0,2}[rn])){0,4}[nrRTX](?:[oi]d?[nNAOPJrzfeR]{1,5})?$"
)
_OWNER = re.compile(r"(?<![NAOPj])[NAO][NAOj&]*$|(?<![NAOPj])P[NAOj&]+$")
# From a name to what is said of it: brackets, an age and an origin skipped, then a comma, a dash or "is".
_TO_PHRASE = re.compile(
    r"(?:\([^)¶]{1,7}\))?(?:,0(?:,(?=x[dh])|(?=[,.])))?(?:,[io]d?[NPAO]{1,4}(?=,))?"
    r"(?:,(?=w(?:x[dh]|[ax]x[dhnr]))|(?P<comma>[,-])(?!w))?(?(comma)|w?(?P<verb>x(?=[dh])|[ax]x(?=[dhnr])))(?=[^¶.\"])"
)
_AGE = re.compile(r",0(?=,)")
_WHO = re.compile(r",?wj?(?P<verb>[aenvuBVkxGl])(?P<between>[^¶.,;:\"wNAOP]{0,6}?)(?=d?[NAOPJR])")
# who runs the small companies fund at Arden; and is now the club’s president; a Moderate from Dale and the chairman
_WHO_AT = re.compile(r",?wj?(?P<verb>[aenvuBVkxGl])[^¶.,;:\"w]{0,9}?(?P<at>i)(?=d?[NAOPR])")
_WHO_AT_NOUN = re.compile(r",?wj?(?P<verb>[aenvuBVkxGl])[io](?P<determiner>d)[ne]{0,2}[nz](?![nrzNOSf])")
_AND_IS = re.compile(r"[^.;:¶\"()w]{1,24}c(?P<verb>x)j?(?=[dh])")
_PARTISAN = re.compile(r"dJ(?:[io]d?[NPAO]{1,3})?c(?=[dh])")
_PARTISAN_NAMED = re.compile(r",d[Jr]$")
_THEN_IS = re.compile(r"(?:,[^,.;:¶\"()w]{1,7}){1,3},(?P<verb>x)(?=d)")
_AND = re.compile(r"(?:o0)?c(?:i0n)?(?=[dh])")
_WHERE = re.compile(r"(?P<at>i)d?[NAOPIJR][NAOPIJR&SoL]{0,7},$")
_MADE = re.compile(r"(?:,?w|,)?[xj]{0,3}(?P<verb>[evakVnu])(?=[dhnrRNOJzeT])")
_WORKS_AS = re.compile(r"(?:,?wj?)?(?P<verb>[an])(?P<as>y)(?=[dhn])")
_AS = re.compile(r"[^.;:¶\"()NIw]{0,14}?(?P<as>y)(?=[dhnrRNOPJAz])")
_CLOSES = frozenset({",", ".", "-", "(", "¶", ":", '"', ";", "c"})
_GOES_ON = frozenset("nrRzS")
_NOW = frozenset({"now", "then", "currently"})
_PARTY = re.compile(r"[A-Z](?:-|$)")
_ORIGIN, _ORIGIN_APPOSED = frozenset({"of", "from"}), frozenset({"of", "for", "at", "from", "with"})


class AroundNames:
    """Reads the surroundings of names in one article."""

    def __init__(self, reading: Reading, people: People, statements: Statements) -> None:
        self.reading = reading
        self.people = people
        self.statements = statements

    def stated(self, mention: Mention) -> list[Statement]:
        """What stands right before and behind a mention of a person."""
        outside = self.reading.tokens.outside
        after, before = outside[mention.end : mention.end + 1], outside[mention.first - 1 : mention.first]
        found: list[Statement | None] = []
        if mention.name_first > mention.first or outside[mention.end - 1] == "X":
            found.append(self._in_front(mention))
        if before == "S":
            found.append(self._owned(mention.first - 1))
        elif before == "d" and outside[mention.first - 2 : mention.first - 1] == "," and outside[mention.first] == "T":
            found.append(self._before(mention, mention.first - 2))  # the pastor, the Rev. Ada Bright
        elif before == "." and mention.first - self._paragraph_start(mention) in range(2, 6):
            found.append(self._label(mention))
        elif before and before in ",vVr":
            found += [self._before(mention), self._spoken_for(mention)]
        if after and after in ",-(wxa":
            found += self._behind(mention)
        if before == "x" and self.reading.tokens.words[mention.first - 1] in {"is"}:
            found.append(self._before(mention))  # its managing director is Ada Bright
        if mention.name_first > mention.first and (placed := self._of_place(mention.first)) is not None:
            found.append(placed)
        roles = [one for one in found if one is not None]
        bodies = self._bodies_behind(mention) if after and after in ",(oiw" else []
        if bodies and any(one.noun.rpartition(" ")[2].lower() in english_words("roles", "of_place") for one in roles):
            bodies = [one for one in bodies if one.strength == DESCRIPTION]  # not the Dale of a senator
        return roles + bodies

    def of_clause(self, mention: Mention) -> Statement | None:
        """What a clause says of its subject: "was elected leader of the council", "took the job as manager"."""
        tokens = self.reading.tokens
        made = _MADE.match(tokens.outside, mention.end)
        if made and tokens.words[made.start("verb")] in english_words("roles", "made"):
            at = made.end()
        else:
            also = _AND_IS.match(tokens.outside, mention.end) or _THEN_IS.match(tokens.outside, mention.end)
            if also is not None and tokens.words[also.start("verb")] == "is":
                return self._of_head(also.end())
            match = _AS.match(tokens.outside, mention.end) or _WORKS_AS.match(tokens.outside, mention.end)
            if match is None or tokens.words[match.start("as")] != "as":
                return None
            at = match.end()
        return self._of_head(at)

    def _of_head(self, at: int) -> Statement | None:
        phrase = read_phrase(self.reading.tokens, at)
        is_known = phrase is not None and self.reading.tokens.outside[phrase.head] in "rRT"
        return self.statements.read(phrase) if is_known else None

    def _paragraph_start(self, mention: Mention) -> int:
        return self.reading.tokens.paragraph_starts[mention.paragraph]

    def _label(self, mention: Mention) -> Statement | None:
        """A paragraph’s first words that say of whom it is: "The founder. Ada Bright opened it in 1999."."""
        phrase = read_phrase(self.reading.tokens, self._paragraph_start(mention))
        if phrase is None or phrase.end != mention.first - 1 or phrase.lead == phrase.first:
            return None
        return self.statements.read(phrase) if self.reading.tokens.outside[phrase.head] == "r" else None

    def _before_naming(self, end: int) -> int:
        """Where the phrase ends that a name is given to: "the sheriff, a Moderate named", "the sheriff is called"."""
        tokens = self.reading.tokens
        if tokens.outside[end - 1] == "x":
            return end - 1
        between = _PARTISAN_NAMED.search(tokens.outside, max(0, end - 3), end)
        if between is None:
            return end
        tells = tokens.outside[end - 1] == "r" and tokens.words[end - 1] not in english_words("roles", "kin")
        return end if tells else between.start()

    def _in_front(self, mention: Mention) -> Statement | None:
        """What the mention itself holds: "harbour master Ada Bright", "Ada Bright MP"."""
        tokens = self.reading.tokens
        first, end = mention.first, mention.name_first
        while end > first and tokens.words[end - 1] in english_words("roles", "courtesy"):
            end -= 1
        if end > first and tokens.outside[end - 1] == ",":
            end -= 1
        if end > first and tokens.outside[end - 1] == "S":
            return self._owned(end - 1)
        phrase = read_phrase(tokens, first, end) if end > first else None
        if phrase is None and tokens.outside[mention.end - 1] == "X":
            phrase = read_phrase(tokens, mention.end - 1)
        return self.statements.read(phrase)

    def _before(self, mention: Mention, end: int = 0) -> Statement | None:
        """A phrase that ends at the name: "the harbour master, Ada Bright,", "a docker named Ole Vane"."""
        tokens = self.reading.tokens
        outside = tokens.outside
        is_name_said = tokens.words[mention.first - 1] in english_words("roles", "naming")
        end = end or mention.first - (is_name_said or outside[mention.first - 1] in {",", "x"})
        if is_name_said:
            end = self._before_naming(end)
        start = max(0, end - 16)
        match = _BEFORE.search(outside[start:end])
        if match is None or (outside[end] in "vV" and not is_name_said):
            return None
        at = start + match.start()
        phrase = read_phrase(tokens, at, end)
        if phrase is None or end not in {phrase.end, phrase.body[1]}:
            return None
        if outside[phrase.head] == "n" and not self._is_apposed(at, mention):
            return None
        return self.statements.read(phrase)

    def _spoken_for(self, mention: Mention) -> Statement | None:
        """The body of a sentence that opens with "For the Moderates, Ada Bright said"."""
        tokens = self.reading.tokens
        start = tokens.sentence_starts[mention.sentence]
        if tokens.words[start] != "For" or tokens.outside[mention.first - 1] != ",":
            return None
        at = start + 1 + (tokens.outside[start + 1] == "d")
        body = read_body(tokens, at)
        if body is not None and body[1] == mention.first - 1:
            return self._of_body(*body) if not self.statements.names_person(*body) else None
        is_noun = mention.first - at in {2, 3} and tokens.outside[mention.first - 2] == "z"
        return Statement("", "", self.statements.words(at, mention.first - 1), OFFICE) if is_noun else None

    def _is_apposed(self, at: int, mention: Mention) -> bool:
        """Whether an unknown noun before a name is said of it: "the bosun, Ole Vane," but not "in June, Ole Vane"."""
        outside = self.reading.tokens.outside
        is_closed = outside[mention.end : mention.end + 1] in _CLOSES
        return is_closed and outside[at] in "dhNO" and outside[at - 1] not in "iot"

    def _owned(self, end: int) -> Statement | None:
        """The body before ’s and a name: "Arden First’s Ada Bright", "the union’s Ole Vane"."""
        tokens = self.reading.tokens
        if tokens.outside[end - 1] == "z":
            return self._noun_for_body(end - 1)
        match = _OWNER.search(tokens.outside[max(0, end - 6) : end])
        if match is None or self.people.person_named(tokens.words[end - 1]) is not None:
            return None
        letters = match.group()
        is_body = names_body(letters) or (len(letters) > 1 and tokens.words[end - 1][0].isupper())
        return self._of_body(end - len(letters), end)._replace(strength=DESCRIPTION) if is_body else None

    def _behind(self, mention: Mention) -> list[Statement | None]:
        """An apposition or predicate: ", a school cook", ", 67, now head of Arden Labs", " is the harbour master"."""
        tokens = self.reading.tokens
        outside, words = tokens.outside, tokens.words
        match = _TO_PHRASE.match(outside, mention.end)
        if match is None:
            return []
        at, verb = match.end(), match.start("verb")
        if verb >= 0 and words[verb:at] not in (["is"], ["has", "been"]):
            return []
        if words[at] in _NOW or words[at] in english_words("roles", "made"):
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
            more = _AND.match(outside, max(phrase.end, phrase.body[1]))
            if more is None:
                break
            at = more.end()  # Dominic’s sister and the firm’s lawyer
        return found

    def _bodies_behind(self, mention: Mention) -> list[Statement]:
        """Bodies named behind: "(Arden Labs)", "of Arden Labs", ", for the Moderates", ", who runs Arden Labs"."""
        tokens = self.reading.tokens
        outside = tokens.outside
        age = _AGE.match(outside, mention.end)
        at = age.end() if age else mention.end
        if outside[at] == "(":
            found = self._in_brackets(at + 1)
        else:
            comma = outside[at] == ","
            prepositions = _ORIGIN_APPOSED if comma else _ORIGIN
            if outside[at + comma : at + comma + 1] in {"o", "i"} and tokens.words[at + comma] in prepositions:
                found = self._of_origin(at + comma)
            else:
                found = self._of_relative(mention.end) or self._of_whose(mention.end)
        return [found] if found is not None else []

    def _in_brackets(self, at: int) -> Statement | None:
        body = read_body(self.reading.tokens, at)
        is_party = _PARTY.match(self.reading.tokens.words[at]) is not None  # (R-Dale)
        if body is None or is_party or self.reading.tokens.outside[body[1] : body[1] + 1] not in {",", ")", "-"}:
            return None
        return self._of_body(*body)._replace(strength=DESCRIPTION)

    def _of_origin(self, at: int) -> Statement | None:
        """The body behind a preposition: "of Arden Labs", "for the Moderates", "of the group Arden Now"."""
        tokens = self.reading.tokens
        is_definite = tokens.outside[at + 1 : at + 2] == "d"
        has_noun = is_definite and tokens.outside[at + 2 : at + 3] == "z"
        body = read_body(tokens, at + 1 + is_definite + has_noun)
        if body and self._is_body(*body, is_told=is_definite and tokens.words[at] in {"of", "for"}):
            return self._of_body(*body)
        return self._noun_for_body(at + 2) if has_noun else None

    def _of_whose(self, at: int) -> Statement | None:
        """The body of ", whose firm Arden Labs"."""
        tokens = self.reading.tokens
        if tokens.words[at + 1 : at + 2] != ["whose"] or tokens.outside[at + 2 : at + 3] != "z":
            return None
        body = read_body(tokens, at + 3)
        return self._of_body(*body) if body is not None else None

    def _of_place(self, first: int) -> Statement | None:
        """The body of "at Arden Labs, where manager Ada Bright"."""
        tokens = self.reading.tokens
        if tokens.words[first - 1 : first] != ["where"]:
            return None
        match = _WHERE.search(tokens.outside, max(0, first - 12), first - 1)
        if match is None or tokens.words[match.start("at")] != "at":
            return None
        body = read_body(tokens, match.end("at") + (tokens.outside[match.end("at")] == "d"))
        return self._of_body(*body) if body is not None and body[1] == first - 2 else None

    def _of_relative(self, at: int) -> Statement | None:
        """The body of ", who runs Arden Labs", ", who teaches at Arden"."""
        tokens = self.reading.tokens
        who = _WHO.match(tokens.outside, at)
        noun = _WHO_AT_NOUN.match(tokens.outside, at)
        is_definite = noun is not None and tokens.words[noun.start("determiner")] == "the"
        if noun is not None and is_definite and tokens.words[noun.start("verb")] in english_words("roles", "works"):
            found = self._noun_for_body(noun.end() - 1)
            if found is not None:
                return found
        if who is None:
            return None
        verb = tokens.words[who.start("verb")]
        leads = not who["between"] and verb in english_words("roles", "leads")
        works = who["between"] == "i" and verb in english_words("roles", "works")
        if who["between"] or leads:
            found = self._relative_body(who.end(), is_told=leads or works)
            if found is not None:
                return found
        lower = _WHO_AT.match(tokens.outside, at) if verb in english_words("roles", "leads") else None
        if lower is None or tokens.words[lower.start("at")] != "at":
            return None  # who beat Arden Labs
        return self._relative_body(lower.end(), is_told=True)

    def _relative_body(self, at: int, *, is_told: bool) -> Statement | None:
        tokens = self.reading.tokens
        body = read_body(tokens, at + (tokens.outside[at] == "d"))
        if body is None or tokens.outside[body[1] - 1] == "S" or tokens.outside[body[1] : body[1] + 1] in _GOES_ON:
            return None
        return self._of_body(*body) if self._is_body(*body, is_told=is_told) else None

    def _is_body(self, first: int, end: int, *, is_told: bool) -> bool:
        letters = self.reading.tokens.outside[first:end]
        if self.reading.tokens.words[end - 1] in english_words("capitals", "behind_place"):
            return False
        if names_body(letters) and "T" not in letters:
            return True
        is_possible = is_told or (len(letters) > 1 and set("PI").isdisjoint(letters))
        is_likely = self.reading.tokens.words[first - 1] not in {"of", "at", "from"}
        return is_possible and not self.statements.names_person(first, end, is_likely=is_likely)

    def _of_body(self, first: int, end: int) -> Statement:
        is_sure = names_body(self.reading.tokens.outside[first:end])
        return Statement("", "", self.statements.words(first, end), DESCRIPTION if is_sure else OFFICE)

    def _noun_for_body(self, at: int) -> Statement | None:
        named = self.statements.bodies.owning(self.reading.tokens.words[at].lower(), at)
        return Statement("", "", named.name, DESCRIPTION) if named is not None else None
