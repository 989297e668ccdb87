import pytest

from tests.unit.quotations.analysed import mentions_in, read, words_of


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        (
            "Ada Holt met Mr Vane of the Arden Harbour Trust.",
            [("Ada Holt", "person"), ("Mr Vane", "person"), ("Arden Harbour Trust", "organization")],
        ),
        ("The Ministry of Works closed.", [("Ministry of Works", "organization")]),
        ("Holt of Arden left.", [("Holt", "person"), ("Arden", "person")]),
        ("J. M. Holt met Joos van Vane.", [("J. M. Holt", "person"), ("Joos van Vane", "person")]),
        (
            "The report blamed a trustee, the council and a leaflet.",
            [("The report", "document"), ("a trustee", "role"), ("the council", "body")],
        ),
        ("She left and they stayed.", [("She", "pronoun"), ("they", "pronoun")]),
        ("One said it leaked, two left.", [("One", "role"), ("it", "pronoun")]),
        ("“All of it,” said one, “and more.”", [("one", "role")]),
        ("A few of them said so.", [("A few of them", "role")]),
        ("In the words of one official it leaked.", [("one official", "role"), ("it", "pronoun")]),
        ("The Democrats left; one Democrat stayed.", [("Democrats", "place"), ("one Democrat", "role")]),
        ("“It leaked,” said a regular.", [("a regular", "other")]),
        ("The irrepressible Ada Holt said so.", [("The irrepressible Ada Holt", "person")]),
        ("The younger Holt said so.", [("Holt", "person")]),
        ("A regular at the counter said so.", [("A regular", "other")]),
        ("The founder and chair said so.", [("The founder and chair", "role")]),
        ("He wore one, all the same.", [("He", "pronoun")]),
        ("“Ada Holt is late,” said Vane.", [("Vane", "person")]),
        ("MARLBY (AP) — Holt left.", [("MARLBY", "place"), ("AP", "organization"), ("Holt", "person")]),
    ],
)
def test_a_mention_is_a_phrase_that_may_speak(text: str, mentions: list[tuple[str, str]]) -> None:
    assert mentions_in(text) == mentions


def test_a_noun_phrase_and_the_name_behind_it_are_one_person() -> None:
    analysis = read("The harbour master Mara Quill left.")
    (mention,) = analysis.mentions

    assert words_of(analysis, mention) == "The harbour master Mara Quill"
    assert analysis.tokens.words[mention.name_first : mention.end] == ["Mara", "Quill"]


def test_title_is_not_part_of_the_name() -> None:
    analysis = read("Yesterday Dr Mara Quill left.")
    (mention,) = analysis.mentions

    assert analysis.tokens.words[mention.name_first : mention.end] == ["Mara", "Quill"]


@pytest.mark.parametrize("text", ["Nets were torn. The nets were old.", "Mending was slow."])
def test_common_word_capitalised_at_sentence_start_is_not_a_name(text: str) -> None:
    assert mentions_in(text) == []


def test_a_possessor_is_a_mention_only_where_it_owns_a_noun_of_speaking() -> None:
    analysis = read("Her belated promise was kept in her garden.")

    assert [(words_of(analysis, one), one.kind, one.head) for one in analysis.mentions] == [("Her", "pronoun", "she")]


def test_mentions_know_their_sentence_and_paragraph() -> None:
    found = read("Holt left. Vane stayed.\n\nQuill slept.").mentions

    assert [(one.sentence, one.paragraph, one.index) for one in found] == [(0, 0, 0), (1, 0, 1), (2, 1, 2)]
