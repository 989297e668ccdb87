import pytest

from quotations import Article, Quotation, find_quotations


def read(text: str, **known: list[str]) -> list[Quotation]:
    """Quotations of a plain text, its paragraphs parted by line feeds."""
    return find_quotations(Article(text, (), "en", **known))


def stated(text: str) -> tuple[str | None, str | None]:
    """Role and organization of whom the last quotation of a text quotes."""
    last = read(text)[-1]
    return last.speaker_role, last.speaker_organization


LATER = "\n\n“It leaked,” said Bright. “It has leaked since March, and nobody came.”"


@pytest.mark.parametrize(
    ("introduction", "role"),
    [
        ("The auctioneer, Ada Bright, put down the gavel.", "auctioneer"),
        ("Ada Bright, 67, a retired school cook, laughed.", "retired school cook"),
        ("Ada Bright, boatbuilder, laughed.", "boatbuilder"),
        ("A docker named Ada Bright laughed.", "docker"),
        ("Ada Bright has been a plumber for forty years.", "plumber"),
        ("Ada Bright, who is the harbour master, laughed.", "harbour master"),
        ("Car wash attendant Ada Bright laughed.", "Car wash attendant"),
        ("Principal Ada Bright laughed.", "Principal"),
        ("Secretary of State Ada Bright laughed.", "Secretary of State"),
        ("The lawyer for the deputy, Ada Bright, laughed.", "lawyer for the deputy"),
        ("Ada Bright, the cabinet member for housing, laughed.", "cabinet member for housing"),
        ("The painter Ada Bright, whose studio looks on to the quay, laughed.", "painter"),
        ("Ada Bright, MP for Penmoor, laughed.", "MP for Penmoor"),
        ("New Holm senator Ada Bright laughed.", "New Holm senator"),
        ("Ada Bright, 49, is the cook and owner of the Lantern.", "cook and owner"),
        ("Ada Bright, a teacher and mother of three, laughed.", "teacher"),
        ("Ada Bright, a mother of three and a baker, laughed.", "baker"),
        ("Ada Bright, a Republican from Penmoor and the chairman of the Roads Committee, laughed.", "chairman"),
        ("Ada Bright, the committee’s ranking Republican, laughed.", "ranking Republican"),
        ("The sheriff, a Republican named Ada Bright, laughed.", "sheriff"),
        ("The baker is called Ada Bright.", "baker"),
        ("Its managing director is Ada Bright.", "managing director"),
        ("The dockers’ leader is Ada Bright.", "leader"),
        ("Ada Bright, who is chair of governors, laughed.", "chair of governors"),
        ("Ada Bright is also the mayor.", "mayor"),
        ("Ada Bright, aged 43, a nurse, laughed.", "nurse"),
        ("Ada Bright laughed. She has been harbour master since May.", "harbour master"),
        ("Ada Bright laughed. She became mayor in May.", "mayor"),
        ("Ada Bright laughed. As mayor, she opened it.", "mayor"),
        ("Ada Bright will not hear of it. The manager has banned the word.", "manager"),
        ("A rebel commander who goes by the name Ada Bright laughed.", "rebel commander"),
        ("The interim pastor, the Rev. Ada Bright, laughed.", "interim pastor"),
        ("The founder. Ada Bright heard of it in a queue.", "founder"),
        ("Ada Bright, a citizen, born in Penmoor, is the only licensed roofer in town.", "licensed roofer"),
        ("Ada Bright kept goal for 15 seasons and is now the club’s president.", "president"),
        ("PC Ada Bright laughed.", "PC"),
        ("Ada Bright, a GP in Penmoor, laughed.", "GP"),
        ("Ada Bright, chair of the parish council, laughed.", "chair"),
        ("Ada Bright, a member of the parish council, laughed.", "member of the parish council"),
    ],
)
def test_a_role_is_read_wherever_the_article_states_it(introduction: str, role: str) -> None:
    assert stated(introduction + LATER)[0] == role


@pytest.mark.parametrize(
    ("introduction", "organization"),
    [
        ("Ada Bright, chair of the Arden Trust, laughed.", "Arden Trust"),
        ("Ada Bright, a professor in public law at the University of Arden, laughed.", "University of Arden"),
        ("Ada Bright, chair, Arden Trust, laughed.", "Arden Trust"),
        ("Ada Bright, for the Moderates, laughed.", "Moderates"),
        ("Ada Bright (Arden Trust) laughed.", "Arden Trust"),
        ("Ada Bright, who runs Patient Voice Arden, laughed.", "Patient Voice Arden"),
        ("The Arden Trust agreed. Its director, Ada Bright, laughed.", "Arden Trust"),
        ("Arden Foods lost money. “Oh,” said the chairman, Ada Bright.", "Arden Foods"),
        ("The Maritime Museum is shut. The curator, Ada Bright, laughed.", "Maritime Museum"),
        ("The Maritime Safety Board met. A board spokeswoman, Ada Bright, laughed.", "Maritime Safety Board"),
        ("The city council’s chief engineer, Ada Bright, laughed.", "city council"),
        ("The owner, Arden First’s Ada Bright, laughed.", "Arden First"),
        ("Ada Bright, director of the Arden Institute in Penmoor, laughed.", "Arden Institute"),
        ("Ada Bright, director of the Center for Norse Studies, laughed.", "Center for Norse Studies"),
        ("For the county council, Ada Bright laughed.", "county council"),
        ("For the Moderates, Ada Bright laughed.", "Moderates"),
        ("Tom Vane won. The director of the Vane campaign, Ada Bright, laughed.", "Vane campaign"),
        ("Ada Bright, a partner at Fenwick Stiles who sells barley, laughed.", "Fenwick Stiles"),
        ("Ada Bright, critic of the Sunday Herald, laughed.", "Sunday Herald"),
        ("Ada Bright, who runs the small companies fund at Arden Capital, laughed.", "Arden Capital"),
        ("Ada Bright, whose firm Arden Wealth sold it, laughed.", "Arden Wealth"),
        ("It is not so at Arden Partners, where portfolio manager Ada Bright laughed.", "Arden Partners"),
        ("Ada Bright, Tom’s sister and for six years a director of Arden Foods, laughed.", "Arden Foods"),
        ("Ada Bright, chair of the parish council, laughed. Arden County Council met.", "parish council"),
        ("Arden General Hospital is full. Ada Bright, a nurse at the hospital, laughed.", "Arden General Hospital"),
        ("Arden General Hospital is full. Ada Bright, who works at the hospital, laughed.", "Arden General Hospital"),
        ("The Arden Fund spent it on a dinner. The charity’s founder, Ada Bright, laughed.", "Arden Fund"),
        ("Vantair is shut, like all Vantair flights. The airline’s chief executive, Ada Bright, laughed.", "Vantair"),
        ("Administrators from Arden Hale came. The joint administrator, Ada Bright, laughed.", "Arden Hale"),
        ("The Tarrow Water Authority lost. The executive director, Ada Bright, laughed.", "Tarrow Water Authority"),
        ("Tarrow Rovers lost. Ada Bright, the Rovers chairman, laughed.", "Tarrow Rovers"),
        ("Ada Bright, an activist with the campaign group Arden Now, laughed.", "Arden Now"),
        ("Ada Bright, an adviser to the family-owned Arden Bank, laughed.", "Arden Bank"),
        ("Thieves came to St Olave’s at Penmoor. The vicar, Ada Bright, laughed.", "St Olave’s"),
        ("The bishop, Ada Bright, laughed. The Diocese of Penmoor did not.", "Diocese of Penmoor"),
    ],
)
def test_an_organization_is_the_one_named_with_the_role_or_the_one_spoken_of(
    introduction: str, organization: str
) -> None:
    assert stated(introduction + LATER)[1] == organization


@pytest.mark.parametrize(
    "introduction",
    [
        "Ada Bright, who leads the Moderates, laughed.",  # a verb is no role
        "Ada Bright, a neighbour, laughed.",
        "Ada Bright is not a nurse.",
        "Ada Bright laughed. The new mayor did not.",
        "Prof Ada Bright laughed.",
        "Captain Ada Bright laughed.",
        "Ada Bright, the most aggressive of all, laughed.",
        "Ada Bright, campaigning 40 miles away, laughed.",
        "Ada Bright, a 57-year-old, laughed.",
        "Ada Bright is the threat of the season.",
        "In the town, Ada Bright laughed.",
        "We campaigned alongside Ada Bright.",
    ],
)
def test_noun_that_is_not_a_role_gives_no_role(introduction: str) -> None:
    assert stated(introduction + LATER)[0] is None


@pytest.mark.parametrize(
    "introduction",
    [
        "Tom Hay’s agent, Ada Bright, laughed. Tom Hay won.",  # a person is no organization
        "Senator Ada Bright of Penmoor laughed.",
        "Rep. Ada Bright (D-Penmoor) laughed.",
        "Ada Bright, an Arden-based lawyer, laughed.",
        "Mayor Ada Bright, a former director of Arden Foods, laughed.",
        "Tom Hay won. Ada Bright, a lawyer for Tom Hay, laughed.",
        "Ada Bright, a spokeswoman for Senator Tom Hay, laughed.",
        "Ada Bright, who beat Arden Rovers, laughed.",
        "Ada Bright, 46, of Kelp Street, laughed.",
        "Ada Bright, an heir to the late Tom Hay, laughed.",
        "Ada Bright, a school bus driver, laughed. Arden High School did not.",
        "Arden Foods is shut. The county’s director of public health, Ada Bright, laughed.",
        "Arden Foods is shut. The president of music at Fulmar, Ada Bright, laughed.",
        "Ole Vane won. Mr Vane sang. Vane’s chief strategist, Ada Bright, laughed.",
    ],
)
def test_person_place_and_former_employer_are_not_the_organization(introduction: str) -> None:
    assert stated(introduction + LATER)[1] is None


def test_description_outranks_title_and_former_role_ranks_last() -> None:
    assert stated("Captain Ada Bright, the harbour master, laughed." + LATER)[0] == "harbour master"
    assert stated("Judge Ada Bright, a former prosecutor, laughed." + LATER)[0] == "Judge"


def test_second_paragraph_names_person_described_in_first() -> None:
    rows = read(
        "The chief executive of Arden Foods has apologised to 61 families.\n\n“That was wrong of us,” said Ada Bright."
    )

    assert [(row.speaker_role, row.speaker_organization) for row in rows] == [("chief executive", "Arden Foods")]


@pytest.mark.parametrize(
    "evidence",
    [
        "Executives at Larkfield were asked.",
        "Larkfield’s former chief executive was asked.",
        "Larkfield’s shareholders were asked.",
        "Some Larkfield employees were asked.",
        "Larkfield, the streaming service, was asked.",
        "The captain of Larkfield was asked.",
    ],
)
def test_plain_name_with_officers_is_the_organization_spoken_of(evidence: str) -> None:
    text = f"They are sorry at Larkfield. {evidence} The regional director, Ada Bright, laughed."
    assert stated(text + LATER)[1] == "Larkfield"


def test_plain_name_without_officer_is_not_an_organization() -> None:
    assert stated("They are sorry at Larkfield. The regional director, Ada Bright, laughed." + LATER)[1] is None


def test_first_paragraph_describes_person_named_in_second() -> None:
    rows = read("A young farmer has accused his neighbours of spite.\n\nTom Vane wants a shed. “I do,” said Vane.")

    assert (rows[-1].speaker_name, rows[-1].speaker_role) == ("Tom Vane", "young farmer")


def test_statement_about_pronoun_applies_to_its_referent() -> None:
    rows = read("Everybody knows Ada Bright. She is the district nurse. “I’ll read you a week,” said Bright.")

    assert (rows[-1].speaker_name, rows[-1].speaker_role) == ("Ada Bright", "district nurse")


@pytest.mark.parametrize(
    "text",
    [
        "Mr Vane(",
        "The council’s",
        "Said a spokeswoman",
        "Ada Bright, the finance director of music",
        "Ada Bright, who works at the",
        "Ada Bright, whose firm",
        "Ada Bright, a Republican and the",
    ],
)
def test_a_text_may_end_in_the_middle_of_a_statement(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("introduction", "role", "organization"),
    [
        ("Army Chief of Staff General Ada Bright laughed.", "Chief of Staff", "Army"),
        ("NWA Global News Director Ada Bright laughed.", "Global News Director", "NWA"),
        ("Senate Democratic Leader Ada Bright laughed.", "Democratic Leader", "Senate"),
        ("Senate Majority Leader Ada Bright laughed.", "Majority Leader", "Senate"),
        ("Union of Dock and General Workers leader Ada Bright laughed.", "leader", "Union of Dock and General Workers"),
        ("Northern Wire Editor-in-Chief Ada Bright laughed.", "Editor-in-Chief", "Northern Wire"),
        ("Rear Admiral Ada Bright, head of the coastguard, laughed.", "head", "coastguard"),
        ("Ada Bright, a trans woman and a carpenter, laughed.", "carpenter", None),
    ],
)
def test_role_is_cut_at_the_organization_in_front_of_it(introduction: str, role: str, organization: str | None) -> None:
    assert stated(introduction + LATER) == (role, organization)


@pytest.mark.parametrize(
    "introduction",
    ["Ada Bright, who resigned as transport minister in May, laughed.", "Ada Bright has stepped down as chairman."],
)
def test_role_that_somebody_has_left_is_a_former_one(introduction: str) -> None:
    assert (stated(introduction + LATER)[0] or "").startswith("former ")


@pytest.mark.parametrize(
    "introduction",
    [
        "Officers who were to guard Ada Bright had failed.",
        "Women like Ada Bright do not fit the picture of the wealthy lady with a partner.",
        "Nothing the minister said was new, and Ada Bright laughed.",
    ],
)
def test_verb_simile_and_neighbour_give_no_role(introduction: str) -> None:
    assert stated(introduction + LATER)[0] is None


def test_university_of_a_neighbour_is_not_the_researcher_s() -> None:
    text = "A study by Teri Alder of Fallow State University is out. The researcher Dr Ada Bright laughed."

    assert stated(text + LATER) == ("researcher", None)
