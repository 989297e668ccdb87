"""What a verb reports: where the reported words begin behind it, and in which shape.

"Holt said that ...", "Holt told the inquiry ...", "Holt asked whether ...", "Holt vowed to ...", "Holt complained
about ...": which of these a verb takes is in `rules/en.toml`, [indirect].
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from quotations.english.grammar.analysis import Analysis
from quotations.english.grammar.cues import CueFrame
from quotations.english.words.classes import compile_pattern, letters, translate
from quotations.english.words.lexicon import english
from quotations.english.words.rules import english_rules

# What may stand between a verb and "that": adverbs, days, "in an interview", "to reporters", "out".
_PHRASE = (
    "<prep|to> <det|poss>? "
    "<number|noun|proper|calendar|title|role|nationality|initial|speaker_noun|participle|object|say|report|genitive|"
    "&->{1,6} "
    "(?:<of|prep> <det|poss>? <number|noun|proper|calendar|title|role|nationality|initial|speaker_noun>{1,4})?"
)
_BETWEEN = translate(
    "(?:<adverb|calendar> | <object> | {phrase} | <prep> (?=<that>) | <noun> (?=<calendar>)){0,4} ,?", phrase=_PHRASE
)
_THAT = compile_pattern("{between} <that>", between=_BETWEEN)
_LEADS_TO_THAT = frozenset(letters("that|adverb|calendar|object|prep|to|noun|,"))
_QUESTION = compile_pattern("{between} (?P<word><subordinator|who>)", between=_BETWEEN)
_INFINITIVE = compile_pattern("<adverb>? <to>")
_SKIP = compile_pattern(
    "(?:<adverb|calendar> (?!<said|reported|thought|say|report>)"
    " | <prep> <det|poss>? <noun|proper|calendar>{1,3} <calendar>? ,"
    " | <prep> <calendar>){0,3} ,?"
)
_HEARER = compile_pattern(
    "(?:<object>"
    " | <det|poss>? <number|noun|proper|nationality|title|role|initial|speaker_noun|participle|genitive|&>{1,6} "
    "(?:<of|prep|conj> <det|poss>? <noun|proper|person_noun>{1,3})?) "
    "(?:<adverb|calendar> | <prep> <det|poss>? <noun|proper|calendar>{1,4}){0,2} "
    "(?:,? <that>"
    " | (?=<he_she|pronoun|det|poss|participle|number|noun|proper|nationality|title|role|calendar|initial|particle|"
    "speaker_noun|adverb|object|that>))"
)
_TO_WHOM = compile_pattern(
    "<adverb|calendar>? <prep|to>? "
    "(?:<object>"
    " | <det|poss>? <number|noun|proper|nationality|title|role|initial|speaker_noun|participle|genitive|&>{1,6})? "
    "<calendar>? <prep>"
)
_CLAUSE_OPENERS = frozenset(
    letters(
        "he_she|pronoun|det|poss|participle|number|noun|proper|nationality|title|role|calendar|initial|particle|speaker_noun|adverb|object|that|saying"
    )
)
# "Said if the rain stopped, it would open", "said there was none", "said about 20 people came".
_OPENING = compile_pattern(
    '<adverb>? <prep|subordinator> [^.,;:¶"]{1,20} , (?!<saying|reporting>)'
    " | <adverb> <aux>"
    " | <adverb>? <prep|adverb> <number>"
)
_VERB = "(?:(?<!<det|poss|to>) <finite> | (?<=<he_she|pronoun>) <genitive>)"
_CLAUSE = compile_pattern('[^.;:¶"]{1,30}? {verb}', verb=_VERB)
_SHORT_CLAUSE = compile_pattern('<^.;:¶"|conj|,|subordinator|to>{1,12}? {verb}', verb=_VERB)
_WITH_CLAUSE = frozenset({"clause", "that", "hearer"})
_LONG = 6  # tokens of a clause whose verb was not recognised
_THING_OPENERS = frozenset(
    letters(
        "det|poss|participle|number|noun|proper|nationality|title|role|initial|particle|speaker_noun|object|he_she|reporting|saying|subordinator|who"
    )
)
_GAP = compile_pattern("<adverb|aux>{0,2} <finite|to>")  # behind "which Holt said": no subject, but its verb


@dataclass(frozen=True, slots=True)
class ReportingVerb:
    """A verb that can report.

    Attributes:
        lemma: Its base form.
        takes: What it can be followed by: clause, that, question, hearer, infinitive, thing.
        prepositions: Behind which it names what it is about.
        is_parenthetical: Whether it may stand behind or within the clause that it reports, besides verbs of speaking.
        is_of_papers: Whether it reports a thing only where a paper or an organization is its subject.
        is_thought: Whether what it reports is thought or wished, and not said.
        takes_clause: Whether it can report a whole clause.
    """

    lemma: str
    takes: frozenset[str]
    prepositions: frozenset[str]
    is_parenthetical: bool
    is_of_papers: bool
    is_thought: bool
    takes_clause: bool


def reporting_verb(analysis: Analysis, frame: CueFrame) -> ReportingVerb | None:
    """Return the verb of a frame, or None when it reports nothing."""
    return _reporting_verbs().get(analysis.tokens.words[frame.cue].lower())


@cache
def _reporting_verbs() -> dict[str, ReportingVerb]:
    """Return every form of every verb that reports."""
    rules = english_rules().indirect
    takes: dict[str, set[str]] = {}
    for shape in ("clause", "that", "question", "hearer", "infinitive", "thing"):
        for lemma in getattr(rules, f"{shape}_verbs"):
            takes.setdefault(lemma, set()).add(shape)
    prepositions: dict[str, set[str]] = {}
    for preposition, lemmas in rules.prepositions.items():
        for lemma in lemmas:
            prepositions.setdefault(lemma, set()).add(preposition)
    return {
        form: ReportingVerb(
            lemma,
            frozenset(takes.get(lemma, ())),
            frozenset(prepositions.get(lemma, ())),
            is_parenthetical=lemma in rules.parenthetical_verbs,
            is_of_papers=lemma in rules.paper_verbs,
            is_thought=lemma in rules.thought_verbs,
            takes_clause=not _WITH_CLAUSE.isdisjoint(takes.get(lemma, ())),
        )
        for form, lemma in english().lemmas.items()
        if lemma in takes or lemma in prepositions
    }


def complement_of(
    analysis: Analysis, frame: CueFrame, verb: ReportingVerb, end: int, *, is_paper: bool
) -> tuple[int, str] | None:
    """Return the first token of what is reported behind a verb and the shape of it, or None when nothing is.

    Args:
        analysis: Of the article.
        frame: Where the verb stands.
        verb: What it takes.
        end: Where its sentence ends.
        is_paper: Whether its subject is a paper, a figure or an organization.
    """
    outside, words = analysis.tokens.outside, analysis.tokens.words
    at = frame.cue + 1
    if at >= end:
        return None
    that = _THAT.match(outside, at, end) if verb.takes_clause and outside[at] in _LEADS_TO_THAT else None
    if that is not None:
        return that.end(), "that"
    question = _QUESTION.match(outside, at, end) if "question" in verb.takes or outside[at] in "yw" else None
    if question is not None and words[question.start("word")].lower() in english_rules().indirect.question_words:
        is_open = "question" in verb.takes and (verb.is_thought or not _is_denied(words, frame.cue))
        return (question.start("word"), "whether") if is_open else None
    if "infinitive" in verb.takes and _INFINITIVE.match(outside, at, end):
        return at, "to"
    if "hearer" in verb.takes:
        hearer = _HEARER.match(outside, at, end)
        is_told = hearer is not None and hearer.end() < end and _CLAUSE.match(outside, hearer.end(), end)
        return (hearer.end(), "told") if hearer is not None and is_told else None
    return _plain_complement(analysis, verb, at, end, is_paper=is_paper)


def _is_denied(words: list[str], cue: int) -> bool:
    """Return whether a verb is denied: who has not said whether, has said nothing."""
    return any(word in {"not", "never"} or word.endswith(("n’t", "n't")) for word in words[max(0, cue - 2) : cue])


def _plain_complement(
    analysis: Analysis, verb: ReportingVerb, at: int, end: int, *, is_paper: bool
) -> tuple[int, str] | None:
    """Read what no word introduces: a clause, or a thing; and what a preposition does."""
    outside = analysis.tokens.outside
    if "clause" in verb.takes:
        skip = _SKIP.match(outside, at, end)
        first = skip.end() if skip is not None else at
        if analysis.tokens.words[first - 1] == "there":
            first -= 1
        opens = first < end and (outside[first] in _CLAUSE_OPENERS or _OPENING.match(outside, first, end) is not None)
        if opens and _is_clause(outside, first, end, verb):
            return first, "zero"
    about = _after_preposition(analysis, verb, at)
    if about is not None:
        return about, "about"
    is_thing = "thing" in verb.takes and outside[at] in _THING_OPENERS and (is_paper or not verb.is_of_papers)
    return (at, "object") if is_thing else None


def _is_clause(outside: str, first: int, end: int, verb: ReportingVerb) -> bool:
    """Return whether a verb follows its subject; after "say", whatever is long enough, as not every verb is known."""
    if "thing" in verb.takes:
        return _SHORT_CLAUSE.match(outside, first, end) is not None
    return _CLAUSE.match(outside, first, end) is not None or (verb.lemma == "say" and end - first > _LONG)


def _after_preposition(analysis: Analysis, verb: ReportingVerb, at: int) -> int | None:
    """Read "complained about the noise", "called for a vote", "asked Holt about the cracks"."""
    if not verb.prepositions:
        return None
    words = analysis.tokens.words
    if words[at].lower() in verb.prepositions:
        return at + 1
    hearer = _TO_WHOM.match(analysis.tokens.outside, at)
    if hearer is not None and words[hearer.end() - 1] == "about" and "about" in verb.prepositions:
        return hearer.end()
    return None


def relative_of(analysis: Analysis, frame: CueFrame, subject_first: int) -> int | None:
    """Return the relative pronoun for whose clause a verb reports: "the delay, which Holt said was over"."""
    tokens = analysis.tokens
    at = subject_first - 1
    if at < 0 or tokens.words[at] not in {"which", "what", "that", "who"}:
        return None
    return at if _GAP.match(tokens.outside, frame.cue + 1) else None
