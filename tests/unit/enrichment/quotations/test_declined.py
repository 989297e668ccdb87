import pytest

from enrichment.quotations.declined import find_refusals
from enrichment.quotations.english import analyse
from enrichment.quotations.lexicon import english
from enrichment.quotations.marks import find_stretches


def declined(text: str) -> list[tuple[str, str | None]]:
    """Clauses and their subjects, as written."""
    reading, _ = analyse(text, find_stretches(text), english())
    tokens = reading.tokens
    return [
        (
            text[one.start : one.end],
            text[tokens.starts[one.subject.first] : tokens.ends[one.subject.end - 1]] if one.subject else None,
        )
        for one in find_refusals(reading)
    ]


@pytest.mark.parametrize(
    "clause",
    [
        "declined to comment",
        "refused to be drawn on the loan",
        "did not immediately respond to a request for comment",
        "had not, by Friday night, replied",
        "had not replied by Friday night",
        "has yet to respond to two letters",
        "did not answer letters, emails or calls",
        "could not be reached",
        "would not speculate on the cause",
        "would neither confirm nor deny the sum",
        "offered no comment",
        "took no questions",
        "had nothing further to say",
        "said nothing to reporters",
        "went past waiting reporters",
        "ignored three emails",
        "preferred not to comment",
        "turned down a request for an interview",
        "was unavailable for comment",
        "was not giving interviews",
        "let the question stand",
        "referred questions to a lawyer",
        "had still not replied",
        "remained tight-lipped about the cost",
        "failed to return several calls",
    ],
)
def test_prose_declines_in_many_ways(clause: str) -> None:
    assert declined(f"The bridge fell in May. Ada Holt {clause}. It rained.") == [(clause, "Ada Holt")]


@pytest.mark.parametrize(
    "sentence",
    [
        "Holt did not return to the field.",
        "Holt refused to leave the harbour.",
        "Holt declined the prize.",
        "The council refused planning permission.",
        "Calls for reform were ignored.",
        "Attempts to climb the tower were unsuccessful.",
        "No ship was available.",
        "Nobody asked, and Holt did not.",
        "“She declined to comment and would not be drawn,” said Vane.",
        "Rovers walked past Hexley.",
    ],
)
def test_a_refusal_to_act_and_quoted_words_are_none(sentence: str) -> None:
    assert declined(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "clause", "who"),
    [
        ("Calls to the yard were not returned.", "were not returned", "the yard"),
        ("Messages left with the firm went unanswered on Friday.", "went unanswered on Friday", "the firm"),
        ("Repeated attempts to reach Ada Holt were unsuccessful.", "were unsuccessful", "Ada Holt"),
        ("A request to the trust drew no reply.", "drew no reply", "the trust"),
        ("Emails sent to the yard’s owner were not answered.", "were not answered", "owner"),
    ],
)
def test_a_request_without_an_answer_was_declined_by_whom_it_went_to(sentence: str, clause: str, who: str) -> None:
    assert declined(sentence) == [(clause, who)]


def test_a_negative_subject_declines_without_a_negative_verb() -> None:
    assert declined("The sale is done. Neither club would disclose the fee.") == [
        ("would disclose the fee", "Neither club")
    ]
    assert declined("No one at the yard was available to comment.")[0][0] == "was available to comment"
    assert declined("Both clubs would disclose the fee.") == []


def test_nor_puts_the_subject_behind_the_verb() -> None:
    assert declined("Vane declined to comment, nor did Holt respond.") == [
        ("declined to comment", "Vane"),
        ("did Holt respond", "Holt"),
    ]


def test_who_was_asked_may_decline_in_two_words() -> None:
    assert declined("Alderman Crake, invited to reply, did not.") == [("did not", "Alderman Crake")]
    assert declined("Asked whether the roof was safe, Holt declined.") == [("declined", "Holt")]
    assert declined("Asked about the loan, Holt changed the subject.") == [("changed the subject", "Holt")]
    assert declined("Vane asked for a chair, and Holt declined.") == []


def test_the_subject_is_that_of_the_main_clause() -> None:
    assert declined("Ole Vane, who left when she came, was away and could not be reached.")[0][1] in {"Ole Vane", "who"}
