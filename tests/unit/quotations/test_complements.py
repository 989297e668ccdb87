"""What a verb takes, where the reported words begin, where they end, and whose they are."""

import pytest

from quotations.english.reports.clauses import clause_end, trim
from quotations.english.reports.complements import ReportingVerb, complement_of, relative_of, reporting_verb
from quotations.english.reports.sources import is_base, source_of
from tests.unit.quotations.analysed import read, words_of


def verb_of(text: str) -> ReportingVerb | None:
    analysis = read(text)
    return reporting_verb(analysis, analysis.frames[0])


def complement(text: str, *, is_paper: bool = False) -> tuple[str, str] | None:
    """The first word of what the first cue reports, and its shape."""
    analysis = read(text)
    frame = analysis.frames[0]
    verb = reporting_verb(analysis, frame)
    assert verb is not None
    found = complement_of(analysis, frame, verb, analysis.tokens.sentence_end(0), is_paper=is_paper)
    return None if found is None else (analysis.tokens.words[found[0]], found[1])


def source(text: str, cue: str) -> str | None:
    """Who reports under the first cue of that form."""
    analysis = read(text)
    frame = next(one for one in analysis.frames if analysis.tokens.words[one.cue] == cue)
    return words_of(analysis, source_of(analysis, frame))


def test_verb_takes_complements_listed_in_rules() -> None:
    told, hoped, complained = (verb_of(f"Holt {verb} it.") for verb in ("told", "hoped", "complained"))
    assert told is not None
    assert hoped is not None
    assert complained is not None

    assert (told.lemma, told.takes, told.is_thought) == ("tell", {"that", "question", "hearer"}, False)
    assert (hoped.lemma, hoped.is_thought, hoped.is_parenthetical) == ("hope", True, True)
    assert "infinitive" in hoped.takes
    assert complained.prepositions == {"about", "of"}


def test_verb_without_complements_is_not_a_reporting_verb() -> None:
    assert verb_of("Holt smiled at it.") is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Holt said that it leaked.", ("it", "that")),
        ("Holt said on Monday that it leaked.", ("it", "that")),
        ("Holt said to reporters that it leaked.", ("it", "that")),
        ("Holt said it leaked.", ("it", "zero")),
        ("Holt said there was a leak.", ("there", "zero")),
        ("Holt said about 20 roofs had leaked.", ("about", "zero")),
        ("Holt told the council it leaked.", ("it", "told")),
        ("Holt told him that it leaked.", ("it", "that")),
        ("Holt told the council.", None),
        ("Holt asked whether it leaked.", ("whether", "whether")),
        ("Holt has not said whether it leaked.", None),
        ("Holt vowed to mend it.", ("to", "to")),
        ("Holt complained about the roof.", ("the", "about")),
        ("Holt spoke to Vane about the roof.", ("the", "about")),
        ("Holt mocked the roof.", ("the", "object")),
        ("Holt warned of leaks.", ("leaks", "about")),
    ],
)
def test_reported_words_begin_after_their_introduction(text: str, found: tuple[str, str] | None) -> None:
    assert complement(text) == found


def test_only_papers_and_organizations_show_a_thing_in_words() -> None:
    assert complement("Records showed a leak.", is_paper=True) == ("a", "object")
    assert complement("Holt showed a leak.") is None


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("The leak, which Holt said was old, grew.", "which"),
        ("The leak that Holt said she had mended grew.", None),
        ("Vane knew Holt said was late.", None),
    ],
)
def test_relative_pronoun_is_part_of_report_without_subject(text: str, word: str | None) -> None:
    analysis = read(text)
    frame = next(one for one in analysis.frames if analysis.tokens.words[one.cue] == "said")
    assert frame.subject is not None
    found = relative_of(analysis, frame, frame.subject.first)

    assert (None if found is None else analysis.tokens.words[found]) == word


@pytest.mark.parametrize(
    ("text", "cue", "subject"),
    [
        ("Only 27 percent of the voters said so.", "said", "27 percent of the voters"),
        ("The early results of the count show a leak.", "show", "The early results of the count"),
        ("According to the early results, it leaked.", "According", "the early results"),
        ("The roof belongs to the Arden Trust, which said it leaked.", "said", "which"),
        ("Holt thanked Vane and said it leaked.", "said", "Holt"),
        ("The trust closed. It said so.", "said", "It"),
        ("It seems that it leaked.", "seems", None),
        ("You said so.", "said", None),
        ("Holt, asked about it, left.", "asked", None),
        ("The roof was called a sieve.", "called", None),
        ("The board this week announced a leak.", "announced", "The board"),
    ],
)
def test_a_report_is_of_whoever_heads_the_phrase_before_its_verb(text: str, cue: str, subject: str | None) -> None:
    assert source(text, cue) == subject


def test_a_base_form_agrees_with_a_plural_alone() -> None:
    assert source("Polls show a leak.", "show") == "Polls"
    assert source("The trade show a leak.", "show") is None


def test_base_form_of_verb_differs_from_finite_form() -> None:
    analysis = read("Holt said so. They say so.")

    assert [is_base(analysis, frame) for frame in analysis.frames] == [False, True]


def test_a_clause_ends_before_what_closes_its_sentence() -> None:
    analysis = read("It leaked (so.")

    assert trim(analysis, 5) == 4
    assert trim(analysis, 3) == 2


@pytest.mark.parametrize(
    ("text", "shape", "words"),
    [
        ("It leaked and sank.", "zero", "It leaked and sank"),
        ("It leaked, adding that it sank.", "zero", "It leaked"),
        ("It leaked, Vane said.", "zero", "It leaked"),
        ("It leaked; it sank.", "zero", "It leaked"),
        ("It leaked, though it was new.", "zero", "It leaked"),
        ("The roof, which leaked.", "object", "The roof"),
        ("The roof, the stairs and the piano.", "object", "The roof, the stairs and the piano"),
        ("The roof and asked for more.", "object", "The roof"),
        ("A fee of 1,000 roofs, the last in May.", "object", "A fee of 1,000 roofs"),
    ],
)
def test_reported_words_end_where_the_writer_goes_on(text: str, shape: str, words: str) -> None:
    analysis = read(text)
    end = clause_end(analysis, 0, analysis.tokens.sentence_end(0), shape)

    assert text[: analysis.tokens.ends[end - 1]] == words
