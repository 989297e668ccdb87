import pytest

from quotations.english.reader import analyse
from quotations.english.reports.declined import find_refusals
from quotations.english.words.lexicon import english
from quotations.layout.marks import find_quoted_spans


def declined(text: str) -> list[tuple[str, str | None]]:
    """Clauses and their subjects, as written."""
    analysis, _ = analyse(text, find_quoted_spans(text), english())
    tokens = analysis.tokens
    return [
        (
            text[one.start : one.end],
            text[tokens.starts[one.subject.first] : tokens.ends[one.subject.end - 1]] if one.subject else None,
        )
        for one in find_refusals(analysis)
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
def test_refusal_to_act_is_not_a_declined_comment(sentence: str) -> None:
    assert declined(sentence) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "The gods answered no prayers.",
        "The phone rang unanswered in the empty house.",
        "The cancer did not respond to treatment.",
        "Marsh did not return the ball.",
        "The engine did not answer the helm.",
        "The army did not answer with force.",
        "The court turned down the request to delay the sale.",
        "The judge refused a request for bail.",
        "The request to widen the road was declined by the county.",
        "Calls for calm went unheeded.",
        "The question remains unanswered.",
        "The alarm call was not answered for nine minutes.",
        "Efforts to reach an agreement were unsuccessful.",
        "A verdict could not be reached.",
        "The village could not be reached by road.",
        "The figures were not immediately available.",
        "Asked to leave, he refused.",
        "Asked to dance, she shook her head.",
        "She shut the door on the cat.",
        "He hung up his coat.",
        "She left without a word.",
        "He would not give up.",
        "Vane would not say a word against him.",
        "The club would not name a new coach until June.",
        "The firm would not explain itself to children.",
        "Nobody would speak ill of the dead.",
        "No one answered the call to arms.",
        "No one responded to the alarm for an hour.",
        "There was no answer to the riddle.",
        "Rovers had no answer to his pace.",
        "The club refused to release the player.",
        "The winger dodged two tackles.",
        "The referee referred to his assistant.",
        "Nor did it rain.",
        "The minister cancelled the interview an hour before it was due.",
        "The officer invoked his right to silence.",
        "The source asked not to be named.",
        "A trader, who declined to be identified, stayed away.",
        "The clerk would not give the mayor her name.",
        "The cancer had not responded to two courses of drugs.",
        "The swimmer did not respond to CPR.",
        "The bank asked for it by letter, and she has not replied to them.",
        "Nobody answered the bell.",
        "The yard did not answer her letters.",
        "Her letters went unanswered.",
        "A number listed for Vane was disconnected.",
        "The council ignored emails from residents.",
        "Residents said the council had not replied to a letter.",
        "The court referred the question to a committee.",
        "We did not reply.",
        "The jurors cannot discuss the case.",
        "It is too soon to say whether the roof will hold.",
        "The committee would not only address the leak.",
        "Asked why she had not given a date, Holt named one.",
        "Asked by the usher to leave the room, Holt walked off.",
        "Asked about the loan, Holt smiled. “Ask the bank,” she said.",
        "Asked about the loan, Holt smiled and said it was late.",
        "Holt smiled and looked at the ceiling.",
        "The county chose not to expand the harbour.",
        "A trader who requested anonymity said sales had fallen.",
    ],
)
def test_not_every_refusal_is_of_words(sentence: str) -> None:
    assert declined(f"The bridge fell in May. {sentence}") == []


@pytest.mark.parametrize(
    ("sentence", "clause", "who"),
    [
        (
            "The council said that it does not comment on personnel matters.",
            "does not comment on personnel matters",
            "The council",
        ),
        (
            "A spokeswoman for the yard said she was unable to comment on ongoing litigation.",
            "was unable to comment on ongoing litigation",
            "A spokeswoman",
        ),
        (
            "The agency does not discuss pending investigations.",
            "does not discuss pending investigations",
            "The agency",
        ),
        (
            "The mayor refused to say whether he would stand again.",
            "refused to say whether he would stand again",
            "The mayor",
        ),
        ("Holt would not say when the bridge will open.", "would not say when the bridge will open", "Holt"),
        (
            "The trust declined to say whether Mr Bell, the finance director, had resigned.",
            "declined to say whether Mr Bell, the finance director, had resigned",
            "The trust",
        ),
        (
            "The firm did not answer questions about when and how the money was spent.",
            "did not answer questions about when and how the money was spent",
            "The firm",
        ),
        (
            "The yard did not reply to a question sent after noon.",
            "did not reply to a question sent after noon",
            "The yard",
        ),
        ("The yard would not discuss the sale and the price.", "would not discuss the sale and the price", "The yard"),
        (
            "The firm would not say, on Tuesday, whether it would pay.",
            "would not say, on Tuesday, whether it would pay",
            "The firm",
        ),
        (
            "The council declined, through its solicitor, to comment.",
            "declined, through its solicitor, to comment",
            "The council",
        ),
        ("Vane declined to comment as he left the hall.", "declined to comment", "Vane"),
        ("Vane declined to comment, citing privacy and safety.", "declined to comment", "Vane"),
        ("The chairman waved away questions about the loan.", "waved away questions about the loan", "The chairman"),
        ("The senator ducked the question twice.", "ducked the question twice", "The senator"),
        ("The candidate deflected questions about her taxes.", "deflected questions about her taxes", "The candidate"),
        ("Vane hung up on a reporter.", "hung up on a reporter", "Vane"),
        ("He closed the door on a reporter.", "closed the door on a reporter", "He"),
        ("The minister left the building without speaking.", "left the building without speaking", "The minister"),
        (
            "The premier ended the press conference without taking questions.",
            "ended the press conference without taking questions",
            "The premier",
        ),
        ("The bank referred a reporter to its website.", "referred a reporter to its website", "The bank"),
        ("A clerk referred calls to the county attorney.", "referred calls to the county attorney", "A clerk"),
        (
            "Mr Sands, reached by phone on Monday, declined to discuss the case.",
            "declined to discuss the case",
            "Mr Sands",
        ),
        (
            "Lena Marsh, who declined to comment for this article, runs the fund.",
            "declined to comment for this article",
            "who",
        ),
        ("The fund’s manager, Lena Marsh, did not reply to a letter.", "did not reply to a letter", "Lena Marsh"),
        ("Orr smiled, declining to name the buyer.", "declining to name the buyer", "Orr"),
        ("The firm did not get back to the Courier.", "did not get back to the Courier", "The firm"),
        ("The bank had yet to reply on Friday.", "had yet to reply on Friday", "The bank"),
        ("The club has stayed silent on the sale.", "has stayed silent on the sale", "The club"),
        ("The registrar asked not to be interviewed.", "asked not to be interviewed", "The registrar"),
        (
            "The singer has repeatedly declined requests for an interview.",
            "has repeatedly declined requests for an interview",
            "The singer",
        ),
        ("The family has nothing further to say.", "has nothing further to say", "The family"),
        ("The team neither confirmed nor denied the offer.", "neither confirmed nor denied the offer", "The team"),
        ("The board chose to say nothing.", "chose to say nothing", "The board"),
        ("Orr answered none of the questions.", "answered none of the questions", "Orr"),
        ("The authority saw no need to reply.", "saw no need to reply", "The authority"),
        (
            "The company would not make Ms Orr available for an interview.",
            "would not make Ms Orr available for an interview",
            "The company",
        ),
        ("She would say nothing about the trial.", "would say nothing about the trial", "She"),
        ("Bell isn’t saying.", "isn’t saying", "Bell"),
        ("There was no response from the embassy.", "There was no response from the embassy", "the embassy"),
        (
            "No response had been received from Vane at the time of writing.",
            "No response had been received from Vane at the time of writing",
            "Vane",
        ),
        ("Calls to the yard rang out.", "rang out", "the yard"),
        ("A call to the firm went straight to voicemail.", "went straight to voicemail", "the firm"),
        ("An email seeking comment from the district was not returned.", "was not returned", "the district"),
        ("Attempts to reach the family by phone were not successful.", "were not successful", "the family"),
        ("A request for an interview with Ms Orr was turned down.", "was turned down", "Ms Orr"),
        ("Nobody answered the phone at the club.", "answered the phone at the club", "Nobody"),
        ("None of the four firms answered emails from the Courier.", "answered emails from the Courier", "None"),
        ("Neither Vane nor Holt responded to requests for comment.", "responded to requests for comment", "Holt"),
        ("Not one of the nine councillors replied.", "replied", "Not one of the nine councillors"),
        ("Asked whether the roof was safe, Vane shrugged.", "shrugged", "Vane"),
        ("Asked for comment, the trust pointed to its website.", "pointed to its website", "the trust"),
        ("Asked about the leak, the council gave no reason.", "gave no reason", "the council"),
        ("Contacted by phone, Mr Sands hung up.", "hung up", "Mr Sands"),
        (
            "Holt declined in an interview to discuss the letters.",
            "declined in an interview to discuss the letters",
            "Holt",
        ),
        ("The agency declined to publicly detail its plans.", "declined to publicly detail its plans", "The agency"),
        ("The union refused to predict the result.", "refused to predict the result", "The union"),
        ("The yard would neither discuss nor explain it.", "would neither discuss nor explain it", "The yard"),
        ("Holt no longer answers emails.", "no longer answers emails", "Holt"),
        ("Holt never called back.", "never called back", "Holt"),
        ("Holt stopped replying when asked about it.", "stopped replying when asked about it", "Holt"),
        ("Holt was in no mood to talk.", "was in no mood to talk", "Holt"),
        ("Holt did not take a call on the subject.", "did not take a call on the subject", "Holt"),
        ("Holt brushed the question aside.", "brushed the question aside", "Holt"),
        ("The firm was tight-lipped about the price.", "was tight-lipped about the price", "The firm"),
        ("The firm answered none of them.", "answered none of them", "The firm"),
        ("Holt walked inside as reporters called to her.", "walked inside as reporters called to her", "Holt"),
        ("The trust said it could not discuss patients.", "could not discuss patients", "The trust"),
        (
            "The watchdog could not comment until the inquiry was over.",
            "could not comment until the inquiry was over",
            "The watchdog",
        ),
        ("A spokesman was not available.", "was not available", "A spokesman"),
        ("Questions sent to the firm were still unanswered on Friday.", "were still unanswered on Friday", "the firm"),
        ("Asked about the loan, Holt turned to greet a friend.", "turned to greet a friend", "Holt"),
        ("On whether the roof was safe, Holt said nothing.", "said nothing", "Holt"),
        ("Asked about it, Holt said that was a question for the bank.", "was a question for the bank", "Holt"),
        ("The firm, which was sent a list of questions, ignored them.", "ignored them", "The firm"),
        ("Holt promised to call back but did not.", "did not", "Holt"),
        ("Neither she nor the bank would comment.", "would comment", "she"),
        (
            "Neither the firm, Vane & Sons, nor the chairman, Ole Vane, answered messages.",
            "answered messages",
            "Ole Vane",
        ),
        ("Its regulator, the Audit Council, was unable to comment.", "was unable to comment", "Audit Council"),
        ("The lender, whose lawyers wrote, would not comment.", "would not comment", "The lender"),
        ("He left early when Holt, on the advice of a lawyer, refused to answer.", "refused to answer", "Holt"),
        ("Whether Lee Vane was told, Orr would not say.", "would not say", "Orr"),
        ("The yard has so far made no comment.", "made no comment", "The yard"),
    ],
)
def test_a_clause_of_declining_has_its_subject(sentence: str, clause: str, who: str) -> None:
    assert declined(f"The bridge fell in May. {sentence}") == [(clause, who)]


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
def test_unanswered_request_is_declined_by_its_addressee(sentence: str, clause: str, who: str) -> None:
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


def test_person_asked_may_decline_in_two_words() -> None:
    assert declined("Alderman Crake, invited to reply, did not.") == [("did not", "Alderman Crake")]
    assert declined("Asked whether the roof was safe, Holt declined.") == [("declined", "Holt")]
    assert declined("Asked about the loan, Holt changed the subject.") == [("changed the subject", "Holt")]
    assert declined("Vane asked for a chair, and Holt declined.") == []


def test_the_subject_is_that_of_the_main_clause() -> None:
    assert declined("Ole Vane, who left when she came, was away and could not be reached.")[0][1] in {"Ole Vane", "who"}


def test_a_question_may_stand_in_the_sentence_before() -> None:
    assert declined("A reporter asked about the loan. Holt looked at the ceiling.") == [
        ("looked at the ceiling", "Holt")
    ]
    assert declined("Was the roof safe? Holt changed the subject.") == [("changed the subject", "Holt")]
    assert declined("“Was the roof safe?” Holt looked at the ceiling.") == []
    assert declined("A reporter asked about the loan.\n\nHolt looked at the ceiling.") == []


def test_it_resolves_to_organization_in_previous_sentence() -> None:
    assert declined("Marl University has a roof. It did not answer emails.")[0][1] == "Marl University"
    assert declined("The buyer, Marl University, has a roof. Emails sent to it were not answered.")[0][1] == (
        "Marl University"
    )
    assert declined("Marl University has a roof.\n\nIt did not answer emails.")[0][1] is None


def test_declining_too_follows_on_a_refusal_before() -> None:
    assert declined("Vane would not comment, nor would Holt.") == [
        ("would not comment", "Vane"),
        ("would Holt", "Holt"),
    ]
    assert declined("Vane declined to comment. Holt also declined.")[1] == ("also declined", "Holt")
    assert declined("The roof leaked. Holt also declined.") == []
    assert declined("Vane would not comment. Nor did the rain stop.") == [("would not comment", "Vane")]


def test_a_long_clause_is_found_whole() -> None:
    clause = (
        "did not respond to emailed questions about the investments in companies"
        " that have lately moved their works to other countries and regions"
    )
    assert declined(f"The yard {clause}.") == [(clause, "The yard")]
