"""Indirect speech: which words are reported, whose they are, and in which shape they stand."""

import pytest

from quotations import Article, Quotation, find_quotations
from tests.unit.quotations.analysed import placed_in


def reports(text: str) -> list[Quotation]:
    return [row for row in find_quotations(Article(text)) if row.speech_type == "indirect"]


def read(text: str) -> list[tuple[str | None, str, str]]:
    return [(row.speaker_text, row.quote_text, row.method) for row in reports(text)]


@pytest.mark.parametrize(
    ("text", "speaker", "words", "method"),
    [
        ("Ada Bright said the pier was safe.", "Ada Bright", "the pier was safe", "indirect zero"),
        ("Ada Bright said on Friday that the pier was safe.", "Ada Bright", "the pier was safe", "indirect that"),
        (
            "Ada Bright said in an email that the pier was safe.",
            "Ada Bright",
            "the pier was safe",
            "indirect that",
        ),
        ("She pointed out that the pier was safe.", "She", "the pier was safe", "indirect that"),
        ("She told the inquiry the pier was safe.", "She", "the pier was safe", "indirect told"),
        ("She asked whether the pier was safe.", "She", "whether the pier was safe", "indirect whether"),
        ("She explained to the council why it had closed.", "She", "why it had closed", "indirect whether"),
        ("She vowed to repair the pier.", "She", "to repair the pier", "indirect to"),
        ("She complained about the noise of the gulls.", "She", "the noise of the gulls", "indirect about"),
        ("She criticised the late repair of the pier.", "She", "the late repair of the pier", "indirect object"),
        (
            "The old pier was safe, Ada Bright said on Friday.",
            "Ada Bright",
            "The old pier was safe",
            "indirect closing",
        ),
        ("According to Ada Bright, the pier was safe.", "Ada Bright", "the pier was safe", "indirect according"),
        ("The pier was safe, according to Ada Bright.", "Ada Bright", "The pier was safe", "indirect according"),
    ],
)
def test_every_shape_gives_the_reported_words_without_the_cue(text: str, speaker: str, words: str, method: str) -> None:
    assert read(text) == [(speaker, words, method)]


def test_a_report_parted_by_its_attribution_is_one_row_with_two_spans() -> None:
    (row,) = reports("The pier, Ada Bright said, would close in May.")

    assert row.spans == ((0, 8), (27, 45))
    assert row.quote_text == "The pier would close in May"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Only 27 percent of the residents said they had used the pier.", "27 percent of the residents"),
        ("Nearly six in 10 said they had used the pier.", "six in 10"),
        ("Early results of the count show that the pier is hardly used.", "Early results of the count"),
        ("According to the results, the pier is hardly used.", "the results"),
        ("Democrats say the pier is hardly used.", "Democrats"),
        ("The harbour trust closed the pier. It said the pier was hardly used.", "It"),
    ],
)
def test_figures_papers_parties_and_organizations_report(text: str, speaker: str) -> None:
    assert [row.speaker_text for row in reports(text)] == [speaker]


def test_which_resolves_to_organization_before_it() -> None:
    (row,) = reports("The plan was refused by the Harbour Trust, which said the pier was not safe.")

    assert (row.quote_text, row.speaker_name) == ("the pier was not safe", "Harbour Trust")


def test_a_joined_verb_has_the_subject_of_the_first() -> None:
    rows = read("At noon the council thanked the crew and confirmed that Steph Danbury would lead it.")

    assert ("the council", "Steph Danbury would lead it", "indirect that") in rows


def test_subject_of_reported_clause_is_not_the_inverted_speaker() -> None:
    assert read("Ada Bright, the harbour master, said he would leave in May.") == [
        ("Ada Bright, the harbour master", "he would leave in May", "indirect zero")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The pier was called a disgrace for years.",
        "The club owns a boat called Hopeful Anna.",
        "She found the bell on the beach.",
        "The board has not said whether the pier will open.",
        "It seems that the pier is safe.",
    ],
)
def test_clause_without_reporting_verb_is_not_a_report(text: str) -> None:
    assert reports(text) == []


def test_thought_has_a_method_of_its_own() -> None:
    assert read("Ada Bright hopes to keep the pier. She said it was safe.") == [
        ("Ada Bright", "to keep the pier", "indirect thought to"),
        ("She", "it was safe", "indirect zero"),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She said the pier was safe, though few believed it.", "the pier was safe"),
        ("She said it would cost £2m, a figure that nobody could explain.", "it would cost £2m"),
        ("She said the pier was safe and warned that the stairs were not.", "the pier was safe"),
        ("When she said the pier was safe, the hall laughed.", "the pier was safe"),
        ("She criticised the pier, which closed in May.", "the pier"),
        ("She criticised the pier, the stairs and the railings.", "the pier, the stairs and the railings"),
    ],
)
def test_a_report_ends_where_the_writer_goes_on(text: str, words: str) -> None:
    assert reports(text)[0].quote_text == words


def test_a_relative_pronoun_and_the_rest_of_its_clause_are_one_report() -> None:
    (row,) = reports("The pier, which Ada Bright said was safe, closed in May.")

    assert (row.quote_text, row.method) == ("which was safe", "indirect relative")


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("According to Ada Bright, the pier was safe.", "according to"),
        ("The pier was safe, per the report.", "per"),
        ("Ada Bright told the inquiry the pier was safe.", "told"),
    ],
)
def test_a_cue_is_recorded_as_printed(text: str, cue: str) -> None:
    assert [row.cue for row in reports(text)] == [cue]


def test_declined_comment_is_not_a_report() -> None:
    rows = find_quotations(Article("Ada Bright declined to say whether the pier was safe."))

    assert [row.speech_type for row in rows] == ["declined"]


def test_span_lists_enclosing_reports_outermost_first() -> None:
    analysis, (quoted,) = placed_in("Holt said that Vane claimed that it was “late”.")

    assert [analysis.tokens.words[frame.cue] for frame in quoted.reporters] == ["said", "claimed"]
    assert quoted.report == "that V"


def test_span_before_reported_words_is_outside_the_report() -> None:
    _, (quoted,) = placed_in("The “late” Holt said that it leaked.")

    assert quoted.report is None


def test_report_with_quotation_marks_is_mixed_speech() -> None:
    assert reports("Ada Bright said the pier was “a rotten tooth” in the town’s smile.") == []


def test_marks_elsewhere_in_the_paragraph_leave_a_report_alone() -> None:
    rows = find_quotations(
        Article(
            "Ada Bright called the pier “a rotten tooth” and said it would close in May. “Enough is enough,” she said."
        )
    )

    assert [(row.speech_type, row.quote_text) for row in rows] == [
        ("mixed", "“a rotten tooth”"),
        ("indirect", "it would close in May"),
        ("direct", "“Enough is enough,”"),
    ]


def test_of_reports_within_reports_the_outermost_is_recorded() -> None:
    assert [row.quote_text for row in reports("Police have said they know the man, according to his lawyer.")] == [
        "Police have said they know the man"
    ]


def test_reading_a_sentence_of_verbs_without_end_takes_time_in_proportion() -> None:
    rows = find_quotations(Article("She said that the pier was safe and " * 3_000))

    assert rows


@pytest.mark.parametrize(
    "text",
    [
        "Ada Bright said the pier was safe and she would not say when it would open.",
        "Ada Bright said the pier was safe but declined to comment on the fire.",
    ],
)
def test_a_report_that_goes_on_to_decline_is_both(text: str) -> None:
    rows = find_quotations(Article(text))

    assert [(row.speech_type, row.speaker_name) for row in rows] == [
        ("indirect", "Ada Bright"),
        ("declined", "Ada Bright"),
    ]
    assert rows[0].quote_text == "the pier was safe"


@pytest.mark.parametrize(
    "text",
    [
        "One docker asked not to be named because of the inquiry.",
        "Two officials spoke on condition of anonymity.",
    ],
)
def test_wish_not_to_be_named_is_not_a_report(text: str) -> None:
    assert reports(text) == []
