import pytest

from enrichment.blocks import read_html
from quotations import Article, Quotation, find_quotations


def read(html: str, language: str = "en", authors: tuple[str, ...] = ()) -> list[Quotation]:
    reading = read_html(html)
    return find_quotations(Article(reading.text, reading.blocks, language, authors))


def turns(rows: list[Quotation]) -> list[tuple[str, str, str | None]]:
    return [(row.quote_kind, row.quote_text, row.speaker_name) for row in rows if row.method == "dialogue"]


INTRO = "<p>Ada Bright, the harbour master, keeps goats. We met in her shed.</p>"


def test_interview_answers_are_attributed_to_person_in_introduction() -> None:
    rows = read(
        f"{INTRO}<p><strong>Why goats?</strong></p><p>I like them. They eat the rope.</p>"
        "<p>My father had nine.</p><p><strong>You sold the ferry.</strong></p><p>I did, and I would again.</p>"
        "<p><em>(She looks out.)</em></p><p>It was only a ferry, and I hated it.</p>"
        "<p><strong>What next?</strong></p><p>Sheep.</p><p>Bright retires in May.</p>"
    )

    assert turns(rows) == [
        ("block", "I like them. They eat the rope.", "Ada Bright"),
        ("continued", "My father had nine.", "Ada Bright"),
        ("block", "I did, and I would again.", "Ada Bright"),
        ("block", "It was only a ferry, and I hated it.", "Ada Bright"),
        ("block", "Sheep.", "Ada Bright"),
    ]
    assert {row.speaker_role for row in rows} == {"harbour master"}
    assert {row.speaker_text for row in rows} == {None}


def test_a_question_and_its_answer_may_be_lines_of_one_paragraph() -> None:
    rows = read(
        f"{INTRO}<p><b>Why goats?</b><br>I like them.</p><p><b>Why nine?</b><br>My father had ten.</p>"
        "<p><b>And sheep?</b><br>Never.</p>"
    )

    assert [text for _, text, _ in turns(rows)] == ["I like them.", "My father had ten.", "Never."]


def test_explainer_with_questions_is_not_an_interview() -> None:
    questions = ("Why is it closed?", "When will it open?", "Who pays?")
    answers = ("Because it cracked.", "In May, the council hopes.", "Ada Bright, who owns it.")
    pairs = zip(questions, answers, strict=True)

    assert read(INTRO + "".join(f"<p><b>{asked}</b></p><p>{told}</p>" for asked, told in pairs)) == []


def test_turns_under_labels_are_their_speakers_and_the_paper_is_not_quoted() -> None:
    rows = read(
        f"{INTRO}<p><b>Courier:</b> Why goats?</p><p><b>Bright:</b> I like them.</p>"
        "<p><b>Courier:</b> And sheep?</p><p><b>Bright:</b> No. “Never sheep,” my father said.</p>"
        "<p>And I still say it.</p><p>There was a silence.</p><p>Outside it rained.</p>"
    )

    assert turns(rows) == [
        ("block", "I like them.", "Ada Bright"),
        ("block", "No. “Never sheep,” my father said.", "Ada Bright"),
        ("continued", "And I still say it.", "Ada Bright"),
    ]
    assert [row.speaker_text for row in rows] == ["Bright", "Bright", None]


def test_the_author_who_asks_under_a_name_is_not_quoted() -> None:
    rows = read(
        f"{INTRO}<p>Ole Vane: Why goats?</p><p>Ada Bright: I like them.</p><p>Ole Vane: Still?</p>"
        "<p>Ada Bright: I do.</p>",
        authors=("Ole Vane",),
    )

    assert {name for _, _, name in turns(rows)} == {"Ada Bright"}


def test_answers_labelled_a_are_attributed_to_person_in_introduction() -> None:
    rows = read(f"{INTRO}<p>Q: Why goats?</p><p>A: I like them.</p><p>Q: Still?</p><p>A: I do.</p>")

    assert turns(rows) == [("block", "I like them.", "Ada Bright"), ("block", "I do.", "Ada Bright")]


def test_a_transcript_is_read_from_plain_text_and_from_inside_its_marks() -> None:
    text = (
        "The governor, Ada Bright, spoke to Newsnight.\n\nPartial transcript:\n\n"
        '"VANE: Did you sell the ferry?\n\n"BRIGHT: Well, I did.\n\n"VANE: Why?\n\n"BRIGHT: I hated it."'
    )

    assert turns(find_quotations(Article(text))) == [
        ("block", "Did you sell the ferry?", "Vane"),
        ("block", "Well, I did.", "Ada Bright"),
        ("block", "Why?", "Vane"),
        ("block", "I hated it.", "Ada Bright"),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ("Ada Bright: 1,769.", "Ole Vane: 1,501.", "Bright: 547.", "Vane: 46."),
        ("Date: 4 May.", "Where: The Lyric.", "Date: 5 May.", "Where: The Net Loft."),
        ("UPDATE: The bridge is open.", "Rovers: Bright; Vane.", "Eastmere: Holt; Moss."),
        ("Bright: I like goats.",),
    ],
)
def test_labels_without_speech_are_not_dialogue(lines: tuple[str, ...]) -> None:
    text = "\n\n".join(["Ada Bright met Ole Vane of the Tarrow Rovers.", *lines])

    assert turns(find_quotations(Article(text))) == []


def test_a_french_interview_is_read_alike() -> None:
    rows = read(
        "<p>Jeanne Ravine garde le phare.</p><p><b>Pourquoi le phare ?</b></p><p>Je l’aime.</p>"
        "<p><b>Et la nuit ?</b></p><p>J’ai peur, moi aussi.</p><p><b>Et demain ?</b></p><p>Demain je dors.</p>",
        "fr",
    )

    assert turns(rows) == [
        ("block", "Je l’aime.", "Jeanne Ravine"),
        ("block", "J’ai peur, moi aussi.", "Jeanne Ravine"),
        ("block", "Demain je dors.", "Jeanne Ravine"),
    ]


def test_block_quotation_is_one_span_and_its_citation_names_the_speaker() -> None:
    rows = read(
        "<p>A letter came.</p><blockquote><p>The roof “leaks” and nobody comes.</p><cite>Ada Bright</cite></blockquote>"
    )

    assert [(row.quote_kind, row.quote_text, row.speaker_name) for row in rows] == [
        ("block", "The roof “leaks” and nobody comes.", "Ada Bright")
    ]


def test_marks_in_headings_and_code_are_not_quotations() -> None:
    assert read("<h2>“Never again”</h2><pre><code>x = “no”</code></pre>") == []


def test_citation_of_a_work_is_not_a_person() -> None:
    rows = read(
        "<p>A report came.</p><blockquote><p>The roof leaks and nobody comes.</p>"
        "<cite>Value for Money in Parks, paragraph 4</cite></blockquote>"
    )

    assert [(row.speaker_text, row.speaker_name, row.speaker_type) for row in rows] == [
        ("Value for Money in Parks", None, "unknown")
    ]


def test_embed_with_only_an_address_is_not_a_quotation() -> None:
    wrapper = '<figure class="wp-block-embed"><div class="wp-block-embed__wrapper">{}</div></figure>'
    video = wrapper.format("https://www.youtube.com/watch?v=dQw4w9WgXcQ")
    post = wrapper.format("The pier was never safe to walk on. https://social.example/p/1")

    assert read(f"<p>Ada Bright sings.</p>{video}") == []
    assert [row.quote_kind for row in read(f"<p>Ada Bright writes:</p>{post}")] == ["embedded"]


VOICES = (
    ("Ada Bright", "nurse", "I never saw the like."),
    ("Ole Vane", "docker", "I stayed in, and so did my mother."),
    ("Pia Rudge", "student", "Ask me another."),
)


@pytest.mark.parametrize(
    "layout",
    [
        "<p>{name}, {role}: {words}</p>",
        "<p><strong>{name}, {role}:</strong> {words}</p>",
        "<p><b>{name}, {role}</b></p><p>{words}</p>",
        "<h3>{name}, {role}</h3><p>{words}</p>",
        "<p><b>{name}, {role}.</b> {words}</p>",
        "<p><b>{name}, {role}</b><br>{words}</p>",
        "<ul><li><b>{name}, {role}:</b> {words}</li></ul>",
    ],
)
def test_words_under_the_names_of_three_people_are_theirs(layout: str) -> None:
    html = "".join(layout.format(name=name, role=role, words=words) for name, role, words in VOICES)
    rows = read(f"<p>The Courier asked what people made of it.</p>{html}")

    assert turns(rows) == [("block", words, name) for name, _, words in VOICES]
    assert [row.speaker_role for row in rows if row.method == "dialogue"] == [role for _, role, _ in VOICES]


def test_list_of_names_and_facts_is_not_an_interview() -> None:
    told = ("was born in Dale.", "has nine goats.", "came third in 2019.")
    names = [name for name, _, _ in VOICES]

    assert read("".join(f"<p><b>{name}:</b> She {line}</p>" for name, line in zip(names, told, strict=True))) == []


def test_foot_of_embedded_post_names_the_speaker() -> None:
    rows = read(
        "<p>The mayor replied.</p><blockquote class='twitter-tweet'><p>It was late and it was cold.</p>"
        "&mdash; Ada Bright (@bright) <a href='https://x.example/1'>May 3, 2026</a></blockquote>"
    )

    assert [(row.quote_text, row.speaker_name) for row in rows] == [("It was late and it was cold.", "Ada Bright")]
