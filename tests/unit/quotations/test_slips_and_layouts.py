"""What print does to quotations: names set below, labels with roles, marks that were forgotten or reversed."""

import pytest

from quotations import Article, find_quotations


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    """Return words, speaker and role of every quotation."""
    rows = find_quotations(Article(text))
    return [(row.quote_text, row.speaker_name, row.speaker_role) for row in rows if row.quote_kind != "not_a_quotation"]


def test_name_set_below_a_quotation_is_its_speaker() -> None:
    text = "It was late.\n\n“We close the bridge.”\n\nOle Vane, council leader\n\nThe council met on Monday."

    assert told(text) == [("“We close the bridge.”", "Ole Vane", "council leader")]


def test_sentence_below_a_quotation_is_not_a_signature() -> None:
    text = "It was late.\n“We closed the bridge.”\nOle Vane leads the council."

    assert find_quotations(Article(text))[0].method != "credit"


def test_transcript_takes_roles_from_its_first_labels() -> None:
    text = (
        "We met on the quay.\nOLE VANE, COUNCIL LEADER: The bridge is shut, I am afraid.\n"
        "ADA HOLT, ENGINEER: For how long?\nVANE: Until May, I hope."
    )

    assert told(text) == [
        ("The bridge is shut, I am afraid.", "Ole Vane", "council leader"),
        ("For how long?", "Ada Holt", "engineer"),
        ("Until May, I hope.", "Ole Vane", "council leader"),
    ]


def test_sentence_with_a_colon_is_not_a_label() -> None:
    text = "Vane, of the union, agreed: it leaks.\nHolt, of the yard, agreed: it does.\nVane, of the union, left: late."

    assert [row for row in find_quotations(Article(text)) if row.method == "dialogue"] == []


def test_mark_that_was_left_open_ends_before_who_said_it() -> None:
    text = "“The beams are rotten, said Marta Kole, the harbour engineer.\n“Then close it,” replied Ole Vane."

    assert [(words, name) for words, name, _ in told(text)] == [
        ("“The beams are rotten,", "Marta Kole"),
        ("“Then close it,”", "Ole Vane"),
    ]


def test_open_paragraph_of_a_longer_quotation_stays_open() -> None:
    text = "“It leaked, and we said so,” said Ole Vane. “It leaked in March.\n“It leaked in May.”"

    assert {name for _, name, _ in told(text)} == {"Ole Vane"}


def test_reversed_marks_are_read() -> None:
    assert told("”The beams are rotten,“ said Marta Kole.")[0][:2] == ("”The beams are rotten,“", "Marta Kole")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Nothing the minister said “will calm anybody”, Senator Ilse Boch said.", "Ilse Boch"),
        ("The vote passed, with Ole Vane calling it “a disgrace to the town”.", "Ole Vane"),
        ("Ada Holt told Bo Finn that the plan was “dead in the water”.", "Ada Holt"),
        ("Asked whether an adviser would be named, Sir Colm Starr went on: “There is a difference.”", "Colm Starr"),
    ],
)
def test_speaker_is_the_subject_of_the_right_clause(text: str, name: str) -> None:
    assert {one for _, one, _ in told(text)} == {name}


def test_two_forms_of_a_long_name_are_one_person() -> None:
    text = (
        "Emma Ruth Joyce rose. “It changed me,” Ruth Joyce said. “A lot,” said Abu Samir Al Noor. “Yes,” Al Noor said."
    )

    assert [name for _, name, _ in told(text)] == ["Emma Ruth Joyce", "Abu Samir Al Noor", "Abu Samir Al Noor"]
