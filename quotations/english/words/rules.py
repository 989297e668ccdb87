"""The schema of `rules/en.toml`, whose comments say what each list is for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from quotations.rule_files import RULES, load_rules

Words = frozenset[str]
InOrder = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CueRules:
    """`[cues]`: verbs and nouns of speaking; of `irregular` verbs all forms are listed."""

    speech: InOrder
    report: InOrder
    belief: InOrder
    nouns: Words
    calling: Words
    be: Words
    issued: Words
    irregular: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class WordRules:
    """`[words]`: the classes of words in lower case."""

    bare: Words
    parts: Words
    nouns_in_ing: Words
    determiners: Words
    possessives: Words
    person_pronouns: Words
    other_pronouns: Words
    object_pronouns: Words
    who: Words
    that: Words
    subordinators: Words
    of: Words
    to: Words
    prepositions: Words
    conjunctions: Words
    auxiliaries: Words
    adverbs: Words
    numbers: Words
    according: Words
    verbs: Words
    names_despite_case: Words


@dataclass(frozen=True, slots=True)
class CapitalRules:
    """`[capitals]`: the classes of words with a capital."""

    calendar: Words
    adjectives: Words
    titles: Words
    roles: Words
    organizations: Words
    places: Words
    before_region: Words
    before_place: Words
    given: Words
    behind_place: Words
    particles: Words
    suffixes: Words
    never: Words


@dataclass(frozen=True, slots=True)
class BodyEvidenceRules:
    """`[bodies]`: words beside a name that tell a body from a person."""

    plural: Words
    owned: Words
    minded: Words
    of_weather: Words
    kinds_of_known: Words
    publications: Words
    died: Words
    killed: Words
    of_the_dead: Words


@dataclass(frozen=True, slots=True)
class NounRules:
    """`[nouns]`: heads of noun phrases that can speak."""

    people: Words
    organizations: Words
    notices: Words
    documents: Words


@dataclass(frozen=True, slots=True)
class DeclinedRules:
    """`[declined]`: declining to comment; what is not a list of words is a regular expression."""

    anchors: Words
    gestures: Words
    questioning: Words
    inverted: Words
    inner: Words
    openers: Words
    denying: Words
    mute: Words
    requests: Words
    attempts: Words
    reaching: Words
    out_of_reach: Words
    put_to: Words
    kinds: Words
    towards: Words
    lines: Words
    weak: Words
    asking: Words
    ends: Words
    question_words: Words
    behind_aside: Words
    goes_on: Words
    asked: Words
    bidding: str
    closing: str
    topics: str
    questions: list[str]
    pieces: dict[str, str | list[str]]
    clauses: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class AgreementRules:
    """`[agreement]`: titles and nouns that go with "he" or with "she"."""

    he: Words
    she: Words


@dataclass(frozen=True, slots=True)
class DetectionRules:
    """`[detection]`: words that tell quotations from other words in marks."""

    first_person: Words
    called: Words


@dataclass(frozen=True, slots=True)
class ExtentRules:
    """`[extents]`: words at the edges of a speaker's phrase."""

    before_name: Words
    scene: Words
    origin: Words


@dataclass(frozen=True, slots=True)
class ReasonRules:
    """`[reasons]`: words around marks that quote nobody."""

    works: Words
    makers: Words
    terms: Words
    usage: Words
    banners: Words
    nicknames: Words
    calls: Words
    fiction: Words
    doubt: Words
    small: Words


@dataclass(frozen=True, slots=True)
class RoleRules:
    """`[roles]`: roles and the organizations in which they are held."""

    former: Words
    spokespeople: Words
    others: Words
    kin: Words
    not_roles: Words
    titles_of_role: Words
    courtesy: Words
    trades: Words
    general: Words
    departments: Words
    institutions: Words
    ranks: Words
    also_verbs: Words
    serving: Words
    of_place: Words
    of_department: Words
    leads: Words
    works: Words
    parties: Words
    naming: Words
    made: Words
    left: Words
    held_in_organization: Words
    owned_by_organization: Words
    held_of_matter: Words
    only_in_organization: Words
    of_state: Words
    organization_kinds: Words
    not_firms: Words
    legal_forms: Words
    chambers: Words
    not_topics: Words
    not_plain_names: Words
    called: dict[str, InOrder]
    acts: dict[str, str]
    workplaces: dict[str, InOrder]


@dataclass(frozen=True, slots=True)
class IndirectRules:
    """`[indirect]`: what each reporting verb may be followed by."""

    anonymity: list[str]
    no_source: Words
    times: Words
    never_nouns: Words
    plurals: Words
    afterthoughts: Words
    question_words: Words
    clause_verbs: Words
    that_verbs: Words
    question_verbs: Words
    hearer_verbs: Words
    infinitive_verbs: Words
    thing_verbs: Words
    parenthetical_verbs: Words
    paper_verbs: Words
    thought_verbs: Words
    prepositions: dict[str, Words]


@dataclass(frozen=True, slots=True)
class EnglishRules:
    """All of `rules/en.toml`."""

    cues: CueRules
    words: WordRules
    capitals: CapitalRules
    bodies: BodyEvidenceRules
    nouns: NounRules
    declined: DeclinedRules
    agreement: AgreementRules
    detection: DetectionRules
    extents: ExtentRules
    reasons: ReasonRules
    roles: RoleRules
    indirect: IndirectRules


@cache
def english_rules() -> EnglishRules:
    """Load the rules of English, once a process.

    Raises:
        RuleFileError: `rules/en.toml` does not fit the schema.
    """
    return load_rules(RULES / "en.toml", EnglishRules)
