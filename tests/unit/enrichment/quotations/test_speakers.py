import pytest

from enrichment.quotations import Article, Quotation, find_quotations


def read(text: str, **known: list[str]) -> list[Quotation]:
    """Quotations of a plain text, its paragraphs parted by line feeds."""
    return find_quotations(Article(text, (), "en", **known))


def speaker(text: str) -> tuple[str | None, str | None]:
    """Type and name of the speaker of the last quotation."""
    last = read(text)[-1]
    return last.speaker_type, last.speaker_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Arden Harbour Authority said: “We deeply regret the delay.”", "Arden Harbour Authority"),
        ("The Arden Trust met. “We regret it,” the trust said.", "Arden Trust"),
        ("Arden Foods is shut. “We regret it,” the company said.", "Arden Foods"),
        ("“We regret it,” the city council said.", "city council"),
        ("Police said: “Nobody knows how this started.”", "Police"),
        ("The Maritime Museum is shut. “We regret it,” the museum said.", "Maritime Museum"),
        ("Arden City Council met. “We regret it,” a council spokesman said.", "Arden City Council"),
        ("The Arden Trust met. “We regret it,” said a spokesman for the trust.", "Arden Trust"),
        ("“We regret it,” said a spokeswoman for Arden Foods.", "Arden Foods"),
    ],
)
def test_a_body_and_who_speaks_for_it_without_a_name_is_an_organization(text: str, name: str) -> None:
    assert speaker(text) == ("organization", name)


@pytest.mark.parametrize(
    "text",
    [
        "“We regret it,” a spokesman said.",
        "“It feels like getting the bus,” said Mrs K, looking up.",
        "“We were late again today,” said a crane driver.",
    ],
)
def test_a_source_without_a_name_is_anonymous(text: str) -> None:
    assert speaker(text) == ("anonymous", None)


def test_only_an_office_or_a_trade_is_the_role_of_a_source_without_a_name() -> None:
    assert read("“We were late again today,” said a crane driver.")[0].speaker_role == "crane driver"
    assert read("“We were late again today,” said a neighbour.")[0].speaker_role is None


@pytest.mark.parametrize(
    "text",
    [
        "“He left it to me,” said the man who had brought it, Ada Bright, 74.",
        "A spokeswoman for the Hale campaign, Ada Bright, said that it was “late”.",
        "A crane driver, who asked to be called only Bright, said the offer was “late”.",
        "Its author, Dr Ada Bright of the University of Arden, said that it was “late”.",
    ],
)
def test_a_noun_phrase_and_the_name_beside_it_are_one_person(text: str) -> None:
    kind, name = speaker(text)

    assert (kind, (name or "").split()[-1]) == ("person", "Bright")


def test_a_surname_gets_the_full_name_of_a_tag() -> None:
    text = "“A caretaker’s got keys,” said Bright. “I have a whistle.”"

    assert read(text)[0].speaker_name == "Bright"
    assert read(text, tag_names=["relegation", "Ada Bright"])[0].speaker_name == "Ada Bright"


def test_a_surname_that_two_tags_share_stays_as_it_is() -> None:
    rows = read("“A caretaker’s got keys,” said Bright.", tag_names=["Ada Bright", "Tom Bright"])

    assert rows[0].speaker_name == "Bright"


def test_a_surname_alone_is_not_the_author_of_the_article() -> None:
    text = "By Nora Bright. Tom Hay met Bright. “A caretaker’s got keys,” said Bright."

    assert read(text)[-1].speaker_name == "Nora Bright"
    assert read(text, author_names=["Nora Bright"])[-1].speaker_name == "Bright"


def test_mr_and_ms_of_one_surname_are_two_people() -> None:
    rows = read(
        "Ms Ada Bright, a care worker, met us. “It was cold all winter,” said Ms Bright.\n\n"
        "“She is right about that,” said Mr Bright."
    )

    assert [(row.speaker_name, row.speaker_role) for row in rows] == [("Ada Bright", "care worker"), ("Bright", None)]


def test_a_name_that_ends_in_a_noun_of_the_text_is_a_body() -> None:
    rows = read("Arden Water lost money. The water was cold. Arden Water said: “We regret the leaks.”")

    assert [(row.speaker_type, row.speaker_name) for row in rows] == [("organization", "Arden Water")]
