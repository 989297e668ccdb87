"""Whom a noun phrase describes: somebody named, somebody brought in without a name, or nobody that is known."""

import pytest

from quotations import Article, find_quotations


def speaker_of(text: str) -> tuple[str | None, str | None]:
    """Name and type of who says “It was late”."""
    (found,) = (row for row in find_quotations(Article(text, (), "en")) if "was late" in row.quote_text)
    return found.speaker_name, found.speaker_type


@pytest.mark.parametrize(
    "introduced",
    [
        "{name}, 43, of Dale, left. Pia Rudge, the mayor, stayed. “It was late,” the 43-year-old said.",
        "{name}, who captains Rovers, left. Pia Rudge, the mayor, stayed. “It was late,” the captain said.",
        "{name}, who founded the firm, left. Pia Rudge, the mayor, stayed. “It was late,” the founder said.",
        "Oscar Vane left with his daughter, {name}. Pia Rudge, the mayor, stayed. “It was late,” his daughter said.",
        "Oscar Vane’s sister, {name}, left. Pia Rudge, the mayor, stayed. “It was late,” Vane’s sister said.",
        "Nurse {name} left. Pia Rudge, the mayor, stayed. “It was late,” the nurse said.",
        "{name} works as a nurse. Pia Rudge, the mayor, stayed. “It was late,” the nurse said.",
        "{name} scored twice in six minutes. “It was late,” said the striker.",
        "Oscar Vane taught for years. Among those whom he taught was {name}. “It was late,” said the MP for Dale.",
        "Oscar Vane, the mayor, lost.\n\n{name}’s free kick was half cleared. “It was late,” said the captain.",
        "{name} won by nine votes. The count took an hour.\n\n“It was late,” the winner said.",
    ],
)
def test_description_resolves_to_person_described_so_earlier(introduced: str) -> None:
    assert speaker_of(introduced.format(name="Ada Holt")) == ("Ada Holt", "person")


@pytest.mark.parametrize(
    "description",
    [
        "{name}, the owner since 2011,",
        "its owner since 2011, {name},",
        "the vicar, the Rev {name},",
        "the project’s leader (and only employee), {name},",
        "the author, whose name is {name},",
        "the pensioner, named locally as {name},",
        "the group’s leader, a docker called {name},",
        "the head of the firm, which has 90 staff, {name},",
        "the man next to him, {name},",
        "a neighbour whose garden floods, {name},",
        "the hospital trust’s medical director, Dr {name},",
        "the dead man’s sister, {name},",
        "the group’s founder and chair, {name},",
        "the writer, broadcaster and farmer {name}",
        "Arden First’s leader, {name},",
        "the Dale MP {name}",
        "the nurse, on her last shift, {name},",
        "the lawyer for three of the families, {name} of Dale,",
        "the late {name}",
        "the irrepressible {name}",
    ],
)
@pytest.mark.parametrize("sentence", ["“It was late,” said {}.", "{} said: “It was late.”"])
def test_name_after_description_identifies_the_person(description: str, sentence: str) -> None:
    described = description.format(name="Ada Holt")
    spoken = sentence.format(described.rstrip(",") if sentence.startswith("“") else described)
    text = f"Oscar Vane, the mayor, left early.\n\n{spoken[0].upper()}{spoken[1:]}"

    assert speaker_of(text) == ("Ada Holt", "person")


@pytest.mark.parametrize(
    "source",
    [
        "one of her colleagues",
        "one of the men",
        "a few of them",
        "the youngest of them",
        "a handful of parents",
        "a voice from the gallery",
        "an elderly couple",
        "a regular",
        "a third",
        "no one",
        "one Democrat",
        "a Labour MP",
        "a sous-chef",
        "an adviser to the firm",
        "a man selling flowers",
        "the next caller",
        "two sisters from Leeds",
        "another",
    ],
)
def test_unnamed_source_does_not_resolve_to_earlier_name(source: str) -> None:
    text = f"Ada Holt, the mayor, left early. “It was late,” said {source}."

    assert speaker_of(text) == (None, "anonymous")


@pytest.mark.parametrize(
    "brought_in",
    [
        "A neighbour took another view.",
        "One of her aides put it another way.",
        "One of her aides puts it another way.",
        "Her brother was blunter.",
        "A man selling flowers outside was less sure.",
        "Two rows back sat an elderly man with a dog.",
        "Another resident, who did not want to be named, had walked from Dale.",
    ],
)
def test_he_resolves_to_unnamed_person_just_introduced(brought_in: str) -> None:
    text = f"Ada Holt, the mayor, was proud. “It is done,” she said.\n\n{brought_in} “It was late,” he said."

    assert speaker_of(text) == (None, "anonymous")


def test_plural_is_not_an_antecedent_of_he_or_she() -> None:
    text = "Ole Vane, the mayor, left. Some of his aides stayed. “It was late,” he said."

    assert speaker_of(text)[0] == "Ole Vane"


def test_predicate_noun_introduces_no_person() -> None:
    text = "Ada Holt is a farmer. Pia Rudge, the mayor, stayed. “It was late,” the farmer said."

    assert speaker_of(text)[0] == "Ada Holt"


def test_description_with_organization_resolves_to_role_holder_there() -> None:
    text = (
        "Ada Holt, the leader of Arden First, and Ole Vane, the leader of the Moderates, met. Vane left early.\n\n"
        "“It was late,” said the Arden First leader."
    )

    assert speaker_of(text) == ("Ada Holt", "person")


@pytest.mark.parametrize(
    ("first", "second", "speaker"),
    [
        ("A farmer has said", "Ole Vane, 51, left.", "Ole Vane"),
        ("A farmer has said", "Ole Vane, a farmer at Dale, left.", "Ole Vane"),
        ("A man has said", "Ole Vane, the mayor, left.", "Ole Vane"),
        ("A farmer has said", "Ole Vane, the mayor, left.", None),
        ("A farmer has said", "The mayor, Ole Vane, left.", None),
        ("A brother and sister have said", "Ole Vane, 51, left.", None),
    ],
)
def test_second_paragraph_may_name_person_described_in_first(first: str, second: str, speaker: str | None) -> None:
    assert speaker_of(f"{first} that it “was late”.\n\n{second}")[0] == speaker
