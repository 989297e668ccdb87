import pytest

from quotations.english.people.antecedents import Antecedents
from quotations.english.people.speakers import Speakers
from quotations.english.reader import analyse
from quotations.english.weights import load_model
from quotations.english.words.lexicon import english
from quotations.layout.marks import find_quoted_spans
from quotations.model import Article
from quotations.ranking import Weights


def resolve(text: str, head: str, weights: Weights | None = None) -> list[str | None]:
    """Whom every mention with that head stands for, in text order."""
    analysis, _ = analyse(text, find_quoted_spans(text), english())
    antecedents = Antecedents(analysis, load_model().antecedents if weights is None else weights)
    coreference = Speakers(analysis, Article(text), antecedents).coreference
    entities = [coreference.entity_of(mention) for mention in analysis.mentions if mention.head == head]
    return [entity.name if entity is not None else None for entity in entities]


def test_pronoun_without_antecedent_is_unresolved() -> None:
    assert resolve("She left the room.", "she") == [None]


def test_a_pronoun_may_come_before_the_name() -> None:
    assert resolve("When she left the room, Ada Holt said that it leaked.", "she") == ["Ada Holt"]


def test_a_title_that_disagrees_rules_a_person_out() -> None:
    text = "Ms Ada Holt wrote to the yard in March. Mr Ole Vane replied. She said that it leaked."

    assert resolve(text, "she") == ["Ada Holt"]


def test_the_subject_outweighs_the_object() -> None:
    text = "Ada Holt thanked Ole Vane. She said that the roof had held."

    assert resolve(text, "she") == ["Ada Holt"]


def test_last_speaker_continues() -> None:
    text = "“It leaked,” said Ada Holt of the bridge built by Ole Vane. “Since March,” she added."

    assert resolve(text, "she") == ["Ada Holt"]


def test_pronoun_prefers_newly_named_subject_over_frequent_name() -> None:
    text = (
        "Ada Holt leads the council. Holt said that the bridge was closed. Holt said that it would reopen.\n\n"
        "Nils Quill, a docker, disagreed with the plan. He said that the bridge was finished."
    )

    assert resolve(text, "he") == ["Nils Quill"]


def test_he_does_not_resolve_to_person_just_called_she() -> None:
    text = "Nils Quill met Ada Holt. Holt said that she had won, and he said that it was late."

    assert resolve(text, "she") == ["Ada Holt"]
    assert resolve(text, "he") == ["Nils Quill"]


@pytest.mark.parametrize(("weight", "found"), [(1.0, "Ada Holt"), (-1.0, "Ole Vane")])
def test_person_called_she_keeps_the_pronoun_when_named_again(weight: float, found: str) -> None:
    text = "Ada Holt said she was late. Ole Vane met Holt. She left."

    assert resolve(text, "she", {"known as same": weight}) == ["Ada Holt", found]


@pytest.mark.parametrize(("weight", "found"), [(1.0, "Ada Holt"), (-1.0, "Una Vane")])
def test_person_named_in_preceding_quote_has_own_feature(weight: float, found: str) -> None:
    text = "Ada Holt met Una Vane. “Holt is late,” she said."

    assert resolve(text, "she", {"named in quote": weight}) == [found]


def test_a_relative_clause_behind_a_name_says_nothing_of_its_pronoun() -> None:
    assert resolve("Ole Vane, who met Ms Rudge, left. He said so.", "he") == ["Ole Vane"]


def test_a_name_at_the_end_is_said_of_the_phrase_before_it() -> None:
    assert resolve("“It leaked,” said the chairman of the bench, Nils Quill.", "chairman") == ["Nils Quill"]


@pytest.mark.parametrize(("weight", "found"), [(1.0, "Ole Vane"), (-1.0, "Ada Holt")])
def test_the_weights_decide(weight: float, found: str) -> None:
    text = "Ada Holt came with Ole Vane. She said that it leaked."

    assert resolve(text, "she", {"oblique": weight}) == [found]


def test_the_latest_is_chosen_where_nothing_was_learnt() -> None:
    assert resolve("Ada Holt met Ole Vane. She left.", "she", {}) == ["Ole Vane"]


def test_antecedents_reach_back_twelve_sentences() -> None:
    rain = "It rained. " * 12

    assert resolve(f"Ada Holt left. {rain}She said so.", "she") == [None]
    assert resolve(f"Ada Holt left. {rain[11:]}She said so.", "she") == ["Ada Holt"]


def test_who_resolves_to_person_before_it() -> None:
    assert resolve("Ada Holt, who left in May, wrote to Ole Vane.", "who") == ["Ada Holt"]


def test_role_resolves_to_person_given_that_role() -> None:
    text = "The minister, Ada Holt, met Ole Vane in May. It rained. The minister said that the bridge was closed."

    assert resolve(text, "minister")[-1] == "Ada Holt"


def test_a_description_is_the_speaker_before() -> None:
    text = "Ada Holt said that the bridge was closed. The 57-year-old engineer said that it leaked."

    assert resolve(text, "engineer") == ["Ada Holt"]


@pytest.mark.parametrize(
    "text",
    [
        "Ada Holt has pinned a timetable up in the porch. “Buses may be early,” it warns.",
        "Ada Holt’s answer came in four minutes. “That is one of ours,” it read.",
    ],
)
def test_words_read_from_document_are_its_issuers(text: str) -> None:
    assert resolve(text, "it") == ["Ada Holt"]


def test_issuer_needs_an_issued_document() -> None:
    assert resolve("Ada Holt has a dog. “Woof,” it said.", "it") == [None]


def test_victim_s_words_are_not_given_to_the_accused() -> None:
    text = (
        "Otto Brandt, 51, a roofer from Hale, met his first victim at a bus stop and led her to the cellar. "
        "She told the court: “I saw a hole in the floor.”"
    )

    assert resolve(text, "she") == [""]  # somebody unnamed


def test_words_about_the_dead_are_given_to_the_living() -> None:
    text = (
        "Josef Haro, the potter, has died at 88.\n"
        "Samuel Nakale, one of his oldest friends, visited Haro hours before. “He asked for tea,” he said."
    )

    assert resolve(text, "he") == ["Samuel Nakale"]


def test_critic_keeps_the_words_about_whom_the_critic_names() -> None:
    text = (
        "Paul Osei, a fellow, said that because of his years in prison, Reza Khan “understands the city”.\n"
        "“He learned the language,” he said."
    )

    assert resolve(text, "he") == ["Paul Osei"]


@pytest.mark.parametrize(("pronoun", "name"), [("She", "Vera Lind"), ("He", "Karl Ahlers")])
def test_first_name_tells_two_apart_where_nothing_else_does(pronoun: str, name: str) -> None:
    text = f"Vera Lind sued Karl Ahlers in 2019. {pronoun} later said so."

    assert resolve(text, pronoun.lower()) == [name]


def test_text_s_own_pronoun_outweighs_the_first_name() -> None:
    assert resolve("Karl Lind brought her violin. She played it.", "she") == ["Karl Lind"]


def test_age_describes_the_subject_of_the_sentence_before() -> None:
    text = "Rory Blane won his hundredth match, against Luc Maret.\n“It was chaos,” said the 36-year-old."

    assert resolve(text, "36-year-old") == ["Rory Blane"]
