"""Whose verb it is: each case gives the cue, whose it is, and the sentence."""

import pytest

from quotations.english.grammar.subjects import letter_before, mention_at
from tests.unit.quotations.analysed import read, subject_of


@pytest.mark.parametrize(
    ("cue", "subject", "text"),
    [
        ("said", "Holt", "Holt, who leads the council, said it leaked."),
        ("said", "Holt", "Holt (who left in May) said it leaked."),
        ("said", "Holt", "Holt – no friend of Vane – said it leaked."),
        ("said", "Holt", "Holt has repeatedly said it leaked."),
        ("said", "Holt", "Holt of Arden said it leaked."),
        ("said", "The head", "The head of the Arden Trust said it leaked."),
        ("described", "who", "Vane, who has in the past described it as late, left."),
    ],
)
def test_subject_reaches_its_verb_across_description(cue: str, subject: str, text: str) -> None:
    assert subject_of(cue, text) == subject


@pytest.mark.parametrize(
    ("cue", "subject", "text"),
    [
        ("adding", "Holt", "Holt joked that Vane was late, adding that it leaked."),
        ("adding", "Holt", "Holt laughed when Vane arrived, adding that it leaked."),
        ("warned", "Holt", "When Vane spoke, Holt smiled and warned of delays."),
        ("said", "Holt", "When Vane spoke, Holt hit back and said it leaked."),
    ],
)
def test_the_subject_of_the_main_clause_is_preferred_to_that_of_a_subordinate_one(
    cue: str, subject: str, text: str
) -> None:
    assert subject_of(cue, text) == subject


@pytest.mark.parametrize(
    ("cue", "subject", "text"),
    [
        ("called", "Holt", "Holt met Vane on Friday and called him late."),
        ("said", "Holt", "Holt met Vane and then said it leaked."),
        ("warned", "She", "She thanked the council but warned of delays."),
    ],
)
def test_a_verb_behind_a_conjunction_goes_on_with_the_earlier_subject(cue: str, subject: str, text: str) -> None:
    assert subject_of(cue, text) == subject


@pytest.mark.parametrize(
    ("cue", "subject", "text"),
    [
        ("saying", "Holt", "Holt thanked Vane, saying it leaked."),
        ("warning", "Holt", "Holt spoke to Vane, warning of delays."),
        ("adding", "Vane", "Vane praised Holt’s plan, adding that it leaked."),
        ("saying", "Holt", "Holt wrote on Facebook saying it leaked."),
        ("saying", "Holt", "Holt met his rival, Vane, saying it leaked."),
        ("saying", "Holt", "Holt told members saying it leaked."),
    ],
)
def test_objects_obliques_possessors_and_appositions_say_nothing(cue: str, subject: str, text: str) -> None:
    assert subject_of(cue, text) == subject


def test_subject_after_with_is_the_speaker() -> None:
    assert subject_of("saying", "The yard closed, with Holt saying it leaked.") == "Holt"


@pytest.mark.parametrize(
    ("cue", "subject", "text"),
    [
        ("saying", "Holt", "The Arden Post quoted Holt as saying it leaked."),
        ("saying", "Holt", "Holt was quoted by the Arden Post as saying it leaked."),
        ("saying", "Holt", "Holt was quoted as saying it leaked."),
    ],
)
def test_person_quoted_as_saying_is_the_speaker(cue: str, subject: str, text: str) -> None:
    assert subject_of(cue, text) == subject


def test_a_noun_phrase_with_an_owner_is_a_subject_as_a_whole() -> None:
    assert subject_of("adding", "Holt’s lawyer spoke, adding that it leaked.") == "Holt’s lawyer"


def test_a_subject_stands_in_the_sentence_of_its_verb() -> None:
    assert subject_of("adding", "Holt left. The yard was shut, adding to the noise.") != "Holt"


@pytest.mark.parametrize(
    ("letters", "first", "letter"), [("idn", 2, "i"), ("n", 0, "¶"), ("dhn", 2, "¶"), ("Vn", 1, "V")]
)
def test_the_letter_before_a_phrase_is_that_before_its_determiner(letters: str, first: int, letter: str) -> None:
    assert letter_before(letters, first) == letter


def test_a_mention_is_found_at_a_token_or_within_reach_behind_it() -> None:
    analysis = read("Yesterday Holt met Vane.")
    starts = analysis.mention_starts

    assert starts == [1, 3]
    assert mention_at(analysis.mentions, starts, 1, 0) is analysis.mentions[0]
    assert mention_at(analysis.mentions, starts, 2, 1) is analysis.mentions[1]
    assert mention_at(analysis.mentions, starts, 2, 0) is None
    assert mention_at(analysis.mentions, starts, 4, 9) is None
