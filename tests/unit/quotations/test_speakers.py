import pytest

from quotations import Article, Quotation, find_quotations


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
        ("The choice was the Arden Trust’s. A spokesman for it said: “We regret it.”", "Arden Trust"),
    ],
)
def test_unnamed_spokesperson_and_organization_are_of_type_organization(text: str, name: str) -> None:
    assert speaker(text) == ("organization", name)


def test_whoever_owns_a_document_speaks_in_it() -> None:
    assert speaker("The Arden Trust’s letter said: “We regret it.”") == ("organization", "Arden Trust")
    assert speaker("Ada Holt left. Ada Holt’s letter said: “We regret it.”") == ("person", "Ada Holt")


def test_document_outside_mentions_is_read() -> None:
    assert speaker("The nearly 90-second ad says that the bridge leaks.")[0] == "organization"


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


def test_role_of_unnamed_source_is_a_role_or_a_trade() -> None:
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


def test_name_ending_in_common_noun_of_the_text_is_an_organization() -> None:
    rows = read("Arden Water lost money. The water was cold. Arden Water said: “We regret the leaks.”")

    assert [(row.speaker_type, row.speaker_name) for row in rows] == [("organization", "Arden Water")]


@pytest.mark.parametrize(
    "text",
    [
        "Audiences can expect “a little less polish”, the theatre said. Hopefully it rains. Hopefully, “it pours”.",
        "Crowds refuse to go home. They sang “Oh, the mud” until ten.",
        "Alarmed by the leak, residents said it was “late”.",
        "Bridge Boss Says Sorry For Late Ferry Again “In Spring”.",
    ],
)
def test_word_capitalised_by_position_is_not_a_person(text: str) -> None:
    assert [row.speaker_name for row in read(text) if row.speaker_type == "person"] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Republican Ada Bright spoke first. “It leaked,” Bright said.", "Ada Bright"),
        ("Penmoor-born Ada Bright spoke first. “It leaked,” Bright said.", "Ada Bright"),
        ("Ada Bright Says Bridge Is Late\n\n“It leaked,” Bright said.", "Ada Bright"),
        ("“It leaked,” said the skipper, Jan Vesely.", "Jan Vesely"),
        ("“It leaked,” said J.R. Holm of Penmoor.", "J.R. Holm"),
        ("“It leaked,” said Dr Ada Monk.", "Ada Monk"),
    ],
)
def test_a_name_begins_and_ends_where_the_person_is_named(text: str, name: str) -> None:
    assert speaker(text) == ("person", name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“We are full,” New Holm said in a statement.", "New Holm"),
        ("“We are full,” Holm County said in a statement.", "Holm County"),
        ("“We are full,” Western Echo said in a statement.", "Western Echo"),
        ("“We are full,” BridgeWatch said in a statement.", "BridgeWatch"),
        ("“We are full,” the website Arden Eye said in a statement.", "Arden Eye"),
    ],
)
def test_words_of_name_distinguish_place_group_and_brand_from_person(text: str, name: str) -> None:
    assert speaker(text) == ("organization", name)


def test_name_before_noun_is_not_evidence_against_a_person() -> None:
    text = "Ada Bright won. The Bright inquiry and the Bright report followed. “It leaked,” Bright said."

    assert speaker(text) == ("person", "Ada Bright")


AT_BRIGHT = "They met at Ada Bright, ate at Ada Bright and slept at Ada Bright. {}“It is late,” said Ada Bright."


def test_a_pronoun_behind_a_full_name_speaks_for_a_person() -> None:
    assert speaker(AT_BRIGHT.format("")) == ("organization", "Ada Bright")
    assert speaker(AT_BRIGHT.format("She laughed. ")) == ("person", "Ada Bright")


def test_tag_with_full_name_is_evidence_for_a_person() -> None:
    rows = read(AT_BRIGHT.format(""), tag_names=["Ada Bright"])

    assert [(row.speaker_type, row.speaker_name) for row in rows] == [("person", "Ada Bright")]


def test_shared_surname_resolves_by_title_pronoun_or_frequency() -> None:
    opening = "Ada Bright runs the desk. She likes it. Bright has run it since May. Tom Bright ran it once. He slept. "

    assert speaker(opening + "“It leaked,” said Bright.") == ("person", "Ada Bright")
    assert speaker(opening + "“It leaked,” said Mr Bright.") == ("person", "Tom Bright")


def test_surname_resolves_to_person_named_earlier_not_later() -> None:
    text = "Tom Bright slept. “It leaked,” said Mr Bright. Ada Bright said that he was wrong."

    assert read(text)[0].speaker_name == "Tom Bright"


def test_name_followed_by_which_is_not_a_person() -> None:
    rows = find_quotations(Article("Cobalt Row, which runs two data centers, called the plan “unworkable and late”."))

    assert [(row.speaker_name, row.speaker_type) for row in rows] == [("Cobalt Row", "organization")]
