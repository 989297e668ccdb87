"""The patterns of attribution.

Each case gives the text, and of every quoted span the pattern, the cue and the speaker.
"""

import pytest

from tests.unit.quotations.analysed import picks_in, placed_in

Picks = list[tuple[str, str | None, str | None]]


@pytest.mark.parametrize(
    ("text", "picks"),
    [
        ("“It leaked,” said Holt.", [("inverted", "said", "Holt")]),
        ("“It leaked,” said Arden’s Ada Holt.", [("inverted", "said", "Ada Holt")]),
        ("“It leaked,” said Arden’s owner.", [("inverted", "said", "Arden’s owner")]),
        ("“It leaked,” then said Holt.", [("inverted", "said", "Holt")]),
        ("“It leaked,” Holt said.", [("after", "said", "Holt")]),
        ("“It leaked,” as Holt put it.", [("after", "put", "Holt")]),
        ("“It leaked,” the old trust’s director of works, Ada Holt, said.", [("after", "said", "director")]),
        ("“It leaked,” Ada Holt, R-Dale, said.", [("after", "said", "Ada Holt")]),
        ("“It leaked,” according to Holt.", [("according", "according", "Holt")]),
        ("Holt said: “It leaked.”", [("before", "said", "Holt")]),
        ("Holt praised the “late” yard.", [("described", "praised", "Holt")]),
        ("The “late” yard was a mistake, Holt said.", [("later", "said", "Holt")]),
        ("“It leaked.”\n\n— Ada Holt", [("credit", None, "Ada Holt")]),
        ("“It leaked.” The rain fell.", [("", None, None)]),
    ],
)
def test_every_pattern_picks_its_speaker(text: str, picks: Picks) -> None:
    assert picks_in(text) == picks


@pytest.mark.parametrize(
    "text",
    [
        "“It leaked,” Holt said as Vane left.",
        "“It leaked,” Holt said of the yard that Vane had built.",
        "“It leaked,” Holt told Vane.",
        "“It leaked,” she told Vane.",
    ],
)
def test_subject_before_verb_is_preferred_to_name_after_it(text: str) -> None:
    ((pattern, _, speaker),) = picks_in(text)

    assert (pattern, speaker) in {("after", "Holt"), ("after", "she")}


@pytest.mark.parametrize(
    ("text", "picks"),
    [
        ("Holt was blunt: “It leaked.”", [("colon", None, "Holt")]),
        ("Holt was blunt:\n\n“It leaked.”", [("colon", None, "Holt")]),
        ("Ada Holt: “It leaked.”", [("colon", None, "Ada Holt")]),
        ("Says Holt: “It leaked.”", [("colon", None, "Holt")]),
        ("A message to Vane: “It leaked.”", [("colon", None, "A message")]),
        ("A note from Vane: “It leaked.”", [("colon", None, "Vane")]),
        ("Holt said one thing to Vane: “It leaked.”", [("before", "said", "Holt")]),
        ("Holt said one thing to Vane:\n\n“It leaked.”", [("colon", "said", "Holt")]),
    ],
)
def test_speaker_before_colon_speaks_the_words_after_it(text: str, picks: Picks) -> None:
    assert picks_in(text) == picks


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Holt called it “late” and Vane said it leaked.", "Holt"),
        ("After Holt spoke of “delays,” Vane said: it leaked.", "Holt"),
        ("Holt said, “It leaked,” and Vane said it had not.", "Holt"),
        ("Holt added: “It leaked,” said Vane’s lawyer later.", "Holt"),
    ],
)
def test_cue_after_introduced_span_introduces_the_next(text: str, speaker: str) -> None:
    assert [pick for _, _, pick in picks_in(text)] == [speaker]


def test_reporter_is_the_speaker_not_the_reported_person() -> None:
    assert picks_in("Holt said Vane would support a “fresh start”.") == [("reported", "said", "Holt")]


@pytest.mark.parametrize(
    ("text", "picks"),
    [
        ("Holt said Vane had called it “late”.", [("described", "called", "Vane")]),
        ("Holt called Vane’s remarks “late”.", [("described", "called", "Holt")]),
        (
            "Arden warned of losses, a figure that Vane called “far from anything that I was shown”.",
            [("described", "called", "Vane")],
        ),
        ("The bonus was described in the report as “late”.", [("described", "described", "the report")]),
        ("The bonus was described in May as “late”.", [("", None, None)]),
        ("Vane’s remarks were “late”.", [("described", "remarks", "Vane")]),
        ("Holt was asked about the “late” plan.", [("", None, None)]),
    ],
)
def test_subject_of_calling_verb_is_the_speaker(text: str, picks: Picks) -> None:
    assert picks_in(text) == picks


def test_posted_thing_is_not_the_speaker() -> None:
    text = "Holt said in a video posted online that his men would “answer fire”."

    assert picks_in(text) == [("before", "said", "Holt")]


def test_subject_after_the_words_is_not_the_speaker() -> None:
    text = "Holt accused Vane of “renaming the port,” ending a campaign that began in May."

    assert picks_in(text)[0][2] == "Holt"


def test_cue_reaches_over_earlier_quoted_spans() -> None:
    assert picks_in("Holt said it was “late”, “old” and “wet”.") == [
        ("before", "said", "Holt"),
        ("before far", "said", "Holt"),
        ("before far", "said", "Holt"),
    ]


def test_aside_does_not_separate_span_from_its_reporter() -> None:
    text = "Holt said, as critics mocked the plan, “it has leaked in every month since March”."

    assert picks_in(text) == [("reported", "said", "Holt")]


def test_span_has_position_in_sentence_and_paragraph() -> None:
    analysis, (first, second) = placed_in("It rained. Holt said “it leaked”!\n\n“Why?” asked Vane.")

    assert analysis.tokens.words[first.sentence_first] == "Holt"
    assert (first.paragraph, first.words, first.last_mark) == (0, 2, "")
    assert [frame.cue for frame in first.before] == [4]
    assert (second.paragraph, second.words, second.last_mark) == (1, 1, "?")
    assert [analysis.tokens.words[frame.cue] for frame in second.after] == ["asked"]
