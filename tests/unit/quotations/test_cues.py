"""Words of speaking: each case gives the sentence, and every cue with its subject and the way to it."""

import pytest

from tests.unit.quotations.analysed import frames_in, read

Frames = list[tuple[str, str | None, str]]


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("Holt said it leaked.", [("said", "Holt", "left")]),
        ("“It leaked,” said Holt.", [("said", "Holt", "inverted")]),
        ("Holt left early, saying it leaked.", [("saying", "Holt", "clause")]),
        ("“It leaked,” as Holt put it.", [("put", "Holt", "left")]),
        ("According to Holt, it leaked.", [("According", "Holt", "object")]),
        ("To Holt, the mayor, it was “late”.", [("To", "Holt", "object")]),
        ("To Holt, it was late.", []),
        ("It leaked, per the report.", [("per", "the report", "object")]),
        ("The fee, per person, was small.", []),
        ("The fee was small per report.", []),
    ],
)
def test_a_cue_has_a_subject_and_a_way_to_it(text: str, frames: Frames) -> None:
    assert frames_in(text) == frames


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("Holt left the room, came back, said that Vane was late.", [("said", "Holt", "clause")]),
        ("They came back, said he was late.", [("said", "They", "clause")]),
        ("They came back, said in court Vane was late.", [("said", "They", "clause")]),
        ("They came back, said Vane was late.", [("said", "They", "clause")]),
    ],
)
def test_subject_of_quoted_clause_is_not_the_inverted_speaker(text: str, frames: Frames) -> None:
    assert frames_in(text) == frames


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("Holt was asked by Vane.", [("asked", "Vane", "object")]),
        ("Holt was asked about it.", [("asked", "Holt", "passive")]),
        ("Holt was quickly told to leave.", [("told", "Holt", "passive")]),
        ("Holt has told it before.", [("told", "Holt", "left")]),
        ("He’s called it late.", [("called", "He", "left")]),
    ],
)
def test_a_passive_speaks_with_its_agent_and_else_not(text: str, frames: Frames) -> None:
    assert frames_in(text) == frames


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("Holt’s claim was late.", [("claim", "Holt", "owner")]),
        ("Her belated promise was late.", [("promise", "Her", "owner")]),
        ("The claim by Holt was late.", [("claim", "Holt", "owner")]),
        ("The remarks of the mayor were late.", [("remarks", "the mayor", "owner")]),
        ("Vane’s comments about the yard were late.", [("comments", "Vane", "owner")]),
        ("Holt’s roof was late.", []),
        ("The roof by Holt was late.", []),
    ],
)
def test_noun_of_speaking_is_a_cue_of_its_owner(text: str, frames: Frames) -> None:
    assert frames_in(text) == frames


def test_the_letter_of_a_noun_of_speaking_is_that_of_frames_alone() -> None:
    assert [frame.letter for frame in read("Holt’s claim was late.").frames] == ["F"]


@pytest.mark.parametrize(
    ("text", "frames"),
    [
        ("Holt went on to note that it leaked.", [("note", "Holt", "clause")]),
        ("The note said it leaked.", [("said", "The note", "left")]),
        ("The note was late.", []),
        ("Some call him late.", [("call", "Some", "left")]),
        ("Six in 10 said it leaked.", [("said", None, "clause")]),
        ("Democrats said it leaked.", [("said", "Democrats", "left")]),
        ("It was a more telling sign.", []),
        ("A warning came late.", []),
    ],
)
def test_neighbours_decide_between_verb_and_noun(text: str, frames: Frames) -> None:
    assert frames_in(text) == frames


def test_issuer_of_statement_is_the_speaker() -> None:
    assert frames_in("Holt issued a statement saying it leaked.") == [("saying", "Holt", "clause")]
    assert frames_in("Holt read a poem; a statement saying it leaked followed.") == [
        ("read", "Holt", "left"),
        ("saying", "a statement", "left"),
    ]


def test_according_to_without_mention_has_no_subject() -> None:
    assert frames_in("According to legend, it leaked.") == [("According", None, "object")]


def test_cues_stand_in_the_order_of_the_text() -> None:
    frames = read("Holt’s claim, as Vane put it, was late, Quill said; according to Ravel, it was not.").frames

    assert [frame.cue for frame in frames] == sorted(frame.cue for frame in frames)
    assert [frame.letter for frame in frames] == ["F", "V", "V", "Q"]
