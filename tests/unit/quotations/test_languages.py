"""Sentences of invented news in six languages; who says what was written down before the engine read them."""

import time

import pytest

from quotations import Article, Quotation, find_quotations

Row = tuple[str | None, str | None, str | None]  # kind or speech, name, type


def read(text: str, language: str | None) -> list[Quotation]:
    return find_quotations(Article(text, (), language))


def rows(text: str, language: str | None) -> list[Row]:
    return [
        (
            one.quote_kind if one.speech_type in {"direct", "mixed", None} else one.speech_type,
            one.speaker_name,
            one.speaker_type,
        )
        for one in read(text, language)
    ]


FRENCH: list[tuple[str, list[Row]]] = [
    (
        "« La digue tiendra », affirme Jeanne Ravine, présidente de l’association Sel.",
        [("full", "Jeanne Ravine", "person")],
    ),
    (
        "La maire, Odile Barrault, a visité le port lundi. « Nous paierons », a-t-elle promis.",
        [("full", "Odile Barrault", "person")],
    ),
    (
        "« On ferme à midi », prévient Marc Délier. « Personne n’attendra. »",
        [("full", "Marc Délier", "person")],
    ),
    (
        "« On ferme à midi, prévient Marc Délier. Personne n’attendra. »",
        [("full", "Marc Délier", "person")],
    ),
    (
        "« L’eau monte », dit Marc Délier.\n\n« Elle montera encore. »",
        [("full", "Marc Délier", "person"), ("continued", "Marc Délier", "person")],
    ),
    ("« C’est fini », soupire un pêcheur du quai nord.", [("full", None, "anonymous")]),
    (
        "Marc Délier, 52 ans, a parlé d’un projet « sans queue ni tête ». M. Délier ne reviendra pas.",
        [("partial", "Marc Délier", "person")],
    ),
    ("Selon la préfecture, trois ponts resteront fermés jusqu’à lundi.", [("indirect", "préfecture", "organization")]),
    (
        "Odile Barrault a indiqué que le budget serait voté en mars.",
        [("indirect", "Odile Barrault", "person")],
    ),
    ("Le groupe Filon n’a pas souhaité commenter.", [("declined", "groupe Filon", "organization")]),
    (
        "— Vous partez ? demande la directrice, Anne Lescot.\n\n— Demain, répond le chauffeur.",
        [("full", "Anne Lescot", "person"), ("full", None, "anonymous")],
    ),
    ("Le film « Les Dunes » sort mercredi.", [("not_a_quotation", None, None)]),
    (
        "« Il m’a dit « jamais plus » et il est parti », raconte Odile Barrault.",
        [("full", "Odile Barrault", "person")],
    ),
]

GERMAN: list[tuple[str, list[Row]]] = [
    ("„Das Dach ist dicht“, sagte Karl Weiß am Montag.", [("full", "Karl Weiß", "person")]),
    (
        "„Wir warten nicht“, erklärte der Sprecher der Hafenbehörde, Karl Weiß, am Montag.",
        [("full", "Karl Weiß", "person")],
    ),
    (
        "Bürgermeisterin Anna Röder lehnte den Plan ab. „Das kostet zu viel“, sagte sie.",
        [("full", "Anna Röder", "person")],
    ),
    ("»Niemand hat uns gefragt«, klagte eine Anwohnerin.", [("full", None, "anonymous")]),
    (
        "Karl Weiß leitet die Werft. „Der Kran bleibt“, so Weiß.",
        [("full", "Karl Weiß", "person")],
    ),
    ("Karl Weiß sagte: „Wir bauen weiter.“", [("full", "Karl Weiß", "person")]),
    ("Karl Weiß nannte den Plan „völlig verrückt“.", [("partial", "Karl Weiß", "person")]),
    (
        "„Es war laut“, sagte Anna Röder. „Dann wurde es still.“",
        [("full", "Anna Röder", "person")],
    ),
    ("Laut Polizei wurde niemand verletzt.", [("indirect", "Polizei", "organization")]),
    ("Karl Weiß betonte, dass der Hafen offen bleibe.", [("indirect", "Karl Weiß", "person")]),
    ("Die Reederei Holm wollte sich dazu nicht äußern.", [("declined", "Reederei Holm", "organization")]),
    ("Der Roman „Die Flut“ erscheint im Herbst.", [("not_a_quotation", None, None)]),
    ("»Er sagte ›nein‹ und ging«, berichtete Anna Röder.", [("full", "Anna Röder", "person")]),
]

SPANISH: list[tuple[str, list[Row]]] = [
    ("«El puente está cerrado», dijo Ana Robles.", [("full", "Ana Robles", "person")]),
    ("—No lo sé —dijo Ana Robles—. Volveremos.", [("full", "Ana Robles", "person")]),
    (
        "La alcaldesa de Puerto Sal, Ana Robles, visitó el mercado. “Hay que esperar”, explicó ella.",
        [("full", "Ana Robles", "person")],
    ),
    ("“Nadie nos avisó”, lamentó un vecino.", [("full", None, "anonymous")]),
    ("Según el ministerio, la obra terminará en mayo.", [("indirect", "ministerio", "organization")]),
    ("Ana Robles afirmó que la obra terminará en mayo.", [("indirect", "Ana Robles", "person")]),
    ("Luis Prado declaró: «No habrá despidos».", [("full", "Luis Prado", "person")]),
    (
        "«El agua sube», advirtió Luis Prado, portavoz de la cofradía. «Nadie duerme».",
        [("full", "Luis Prado", "person")],
    ),
    ("Luis Prado calificó el plan de “disparate”.", [("partial", "Luis Prado", "person")]),
    ("El ayuntamiento no quiso hacer comentarios.", [("declined", "ayuntamiento", "organization")]),
    (
        "Luis Prado y Ana Robles discutieron. «Es tarde», respondió Prado.",
        [("full", "Luis Prado", "person")],
    ),
    ("La novela «La marea» ganó el premio.", [("not_a_quotation", None, None)]),
]

PORTUGUESE: list[tuple[str, list[Row]]] = [
    ("“A ponte está fechada”, disse Rita Moura.", [("full", "Rita Moura", "person")]),
    ("— Não sei — disse Rita Moura. — Voltaremos amanhã.", [("full", "Rita Moura", "person")]),
    (
        "A prefeita de Porto Velho, Rita Moura, visitou a feira. “É preciso esperar”, afirmou ela.",
        [("full", "Rita Moura", "person")],
    ),
    ("«Ninguém nos avisou», lamentou um morador.", [("full", None, "anonymous")]),
    ("Segundo a polícia, três pessoas foram detidas.", [("indirect", "polícia", "organization")]),
    ("Rita Moura garantiu que a obra termina em maio.", [("indirect", "Rita Moura", "person")]),
    ("Paulo da Silva respondeu: “Não haverá cortes.”", [("full", "Paulo da Silva", "person")]),
    (
        "“A água sobe”, alertou Paulo da Silva, porta-voz da cooperativa. “Ninguém dorme.”",
        [("full", "Paulo da Silva", "person")],
    ),
    ("Paulo da Silva chamou o plano de “disparate”.", [("partial", "Paulo da Silva", "person")]),
    ("A câmara não quis comentar.", [("declined", "câmara", "organization")]),
    ("Paulo da Silva saiu cedo. “É tarde”, explicou Silva.", [("full", "Paulo da Silva", "person")]),
    ("O romance “A maré” ganhou o prêmio.", [("not_a_quotation", None, None)]),
]

ITALIAN: list[tuple[str, list[Row]]] = [
    ("«Il ponte è chiuso», ha detto Marta Ricci.", [("full", "Marta Ricci", "person")]),
    ("– Non lo so – disse Marta Ricci. – Torneremo domani.", [("full", "Marta Ricci", "person")]),
    (
        "La sindaca di Porto Sale, Marta Ricci, ha visitato il mercato. “Bisogna aspettare”, ha spiegato lei.",
        [("full", "Marta Ricci", "person")],
    ),
    ("«Nessuno ci ha avvisati», lamenta un residente.", [("full", None, "anonymous")]),
    ("Secondo la procura, i documenti sono falsi da anni.", [("indirect", "procura", "organization")]),
    ("Marta Ricci ha annunciato che il cantiere chiuderà a maggio.", [("indirect", "Marta Ricci", "person")]),
    ("Paolo De Santis ha risposto: «Non ci saranno tagli».", [("full", "Paolo De Santis", "person")]),
    (
        "«L’acqua sale», avverte Paolo De Santis, portavoce della cooperativa. «Nessuno dorme».",
        [("full", "Paolo De Santis", "person")],
    ),
    ("Paolo De Santis ha definito il piano «una follia».", [("partial", "Paolo De Santis", "person")]),
    ("Il comune non ha voluto commentare.", [("declined", "comune", "organization")]),
    ("Paolo De Santis è partito. «È tardi», ha aggiunto De Santis.", [("full", "Paolo De Santis", "person")]),
    ("Il romanzo «La marea» ha vinto il premio.", [("not_a_quotation", None, None)]),
]

ARABIC: list[tuple[str, list[Row]]] = [
    ("«الجسر مغلق»، قال محمد الخطيب.", [("full", "محمد الخطيب", "person")]),
    ("وقال محمد الخطيب: «سنعود غدا».", [("full", "محمد الخطيب", "person")]),
    ("قال وزير الصحة أحمد سالم إن «الوضع تحت السيطرة».", [("partial", "أحمد سالم", "person")]),
    ("قالت ليلى منصور، مديرة المدرسة: “لن نغلق الأبواب”.", [("full", "ليلى منصور", "person")]),
    ("وأضافت الوزارة أن العمل سيبدأ في الشهر المقبل.", [("indirect", "الوزارة", "organization")]),
    ("قال شاهد: «لم نسمع شيئا».", [("full", None, "anonymous")]),
    ("قال محمد الخطيب إن الأعمال ستنتهي في مايو.", [("indirect", "محمد الخطيب", "person")]),
    (
        "قال محمد الخطيب: «سنعود». وأضاف الخطيب: «لن ننتظر».",
        [("full", "محمد الخطيب", "person"), ("full", "محمد الخطيب", "person")],
    ),
    ("رفضت الشركة التعليق.", [("declined", "الشركة", "organization")]),
    ("\u200fقال السيد كمال درويش: \u200f«لا جديد»\u200f.", [("full", "كمال درويش", "person")]),
    ("وصدرت رواية «الموج» هذا الأسبوع.", [("not_a_quotation", None, None)]),
    ("وقال المتحدث باسم الشرطة خالد عمر للصحفيين: «انتهى البحث».", [("full", "خالد عمر", "person")]),
]


def cases() -> list[tuple[str, str, list[Row]]]:
    tongues = {"fr": FRENCH, "de": GERMAN, "es": SPANISH, "pt": PORTUGUESE, "it": ITALIAN, "ar": ARABIC}
    return [(language, text, expected) for language, pairs in tongues.items() for text, expected in pairs]


@pytest.mark.parametrize(("language", "text", "expected"), cases())
def test_a_speaker_is_read_in_the_way_of_the_language(language: str, text: str, expected: list[Row]) -> None:
    assert rows(text, language) == expected


OTHERS = [
    ("hr", "„Most je zatvoren“, rekao je Ivan Horvat."),
    ("nl", "“De brug is dicht”, zei Jan de Vries."),
    ("pl", "„Most jest zamknięty”, powiedział Jan Kowalski."),
    ("tr", "“Köprü kapalı” dedi Ayşe Demir."),
    ("ru", "«Мост закрыт», сказал Иван Петров."),
    ("sv", "”Bron är stängd”, sade Ada Holm."),
    (None, "“The bridge is shut,” said Ada Holt."),
]


@pytest.mark.parametrize(("language", "text"), OTHERS)
def test_language_without_rules_has_marks_but_no_speakers(language: str | None, text: str) -> None:
    found = read(text, language)

    assert [(one.quote_kind, one.speaker_type, one.speaker_name, one.cue) for one in found] == [
        ("full", "unknown", None, None)
    ]


def test_dashes_do_not_open_speech_in_language_without_rules() -> None:
    assert read("— Ne znam, rekla je Ana.\n\n— Ni ja.", "hr") == []


def test_list_with_dashes_is_not_dialogue() -> None:
    assert read("Le marché propose :\n\n— des pommes, des poires\n\n— du pain", "fr") == []


def test_line_next_to_attributed_line_is_dialogue_without_speaker() -> None:
    text = "—¿Vendrás? —preguntó Ana Robles.\n\n—Mañana."

    assert rows(text, "es") == [("full", "Ana Robles", "person"), ("full", None, "unknown")]
    assert [one.quote_text for one in read(text, "es")] == ["¿Vendrás?", "Mañana."]


def test_attribution_between_dashes_is_not_part_of_the_quotation() -> None:
    (found,) = read("—No lo sé —dijo Ana Robles—. Volveremos.", "es")

    assert found.quote_text == "No lo sé Volveremos."
    assert (found.cue, found.speaker_text, len(found.spans)) == ("dijo", "Ana Robles", 2)


def test_attribution_within_marks_is_not_part_of_the_quotation() -> None:
    (found,) = read("« Il pleut, dit la maire, Odile Barrault, et il pleuvra. »", "fr")

    assert found.quote_text == "« Il pleut, et il pleuvra. »"
    assert found.speaker_name == "Odile Barrault"


def test_spans_around_one_cue_are_one_quotation() -> None:
    (found,) = read("„Wir sind“, sagte Anna Weiß, „am Ende.“", "de")

    assert found.quote_text == "„Wir sind“ „am Ende.“"


@pytest.mark.parametrize(
    ("language", "text", "role", "organization"),
    [
        ("fr", "« Non », dit Jeanne Ravine, présidente de l’association Sel.", "présidente", "association Sel"),
        ("fr", "« Non », dit le maire de Morlieu, Luc Ravine.", "maire", "Morlieu"),
        ("de", "„Nein“, sagte der Sprecher der Hafenbehörde, Karl Weiß.", "Sprecher", "Hafenbehörde"),
        ("es", "«No», dijo Luis Prado, portavoz de la cofradía.", "portavoz", "cofradía"),
        ("pt", "“Não”, disse a prefeita de Vila Nova, Rita Moura.", "prefeita", "Vila Nova"),
        ("it", "«No», ha detto Marta Ricci, sindaca di Porto Sale.", "sindaca", "Porto Sale"),
        ("ar", "«لا»، قال وزير الصحة أحمد سالم.", "وزير الصحة", None),
    ],
)
def test_role_and_organization_are_read_beside_the_name(
    language: str, text: str, role: str, organization: str | None
) -> None:
    (found,) = read(text, language)

    assert (found.speaker_role, found.speaker_organization) == (role, organization)


def test_role_resolves_to_its_last_holder() -> None:
    text = "La directrice, Anne Lescot, est arrivée tôt. Le vigile dormait. « Debout », a crié la directrice."

    assert rows(text, "fr") == [("full", "Anne Lescot", "person")]


def test_role_with_indefinite_article_is_another_person() -> None:
    text = "La directrice, Anne Lescot, est arrivée tôt. « Debout », a crié une directrice."

    assert rows(text, "fr") == [("full", None, "anonymous")]


def test_pronoun_agrees_with_evidence_in_the_text() -> None:
    text = "Mme Claude Aubry a reçu M. Dominique Perrin. « Il pleut », a-t-elle dit. « Oui », a-t-il répondu."

    assert rows(text, "fr") == [("full", "Claude Aubry", "person"), ("full", "Dominique Perrin", "person")]


def test_name_alone_has_no_agreement() -> None:
    assert rows("Marie Aubry est venue seule. « Il pleut », a-t-il dit.", "fr") == [("full", "Marie Aubry", "person")]


def test_dropped_subject_is_the_last_speaker() -> None:
    text = "“Llueve”, dijo Ana Robles en el puerto. Su barco no sale hoy. “Es igual”, añadió."

    assert rows(text, "es") == [("full", "Ana Robles", "person"), ("full", "Ana Robles", "person")]


def test_words_within_a_declined_comment_are_part_of_it() -> None:
    assert rows("La mairie n’a pas souhaité commenter « un dossier en cours ».", "fr") == [
        ("declined", "mairie", "organization")
    ]


def test_subject_of_outer_report_is_the_speaker() -> None:
    text = "Ada Roux assure que la mairie a promis une aide « rapide »."

    assert rows(text, "fr") == [("partial", "Ada Roux", "person")]


def test_report_without_source_is_ignored() -> None:
    assert read("Il est dit que le pont sera fermé.", "fr") == []


def test_title_distinguishes_two_namesakes() -> None:
    text = "Mme Ada Roux et M. Luc Roux ont parlé du toit. « Jamais », a dit Mme Roux."

    assert rows(text, "fr") == [("full", "Ada Roux", "person")]


@pytest.mark.parametrize("language", ["fr", "de", "es", "pt", "it", "ar", "hr"])
def test_a_text_of_many_scripts_is_read_without_error(language: str) -> None:
    text = (
        "«Да», said Ада. “نعم”، قال محمد الخطيب: «لا». \u202b— 「はい」 dijo él—\u202c «É, disse »Ja« \u200f„ok‘ — ‹a›"
    )

    for one in read(text, language):
        assert one.quote_text == " ".join(text[start:end] for start, end in one.spans)


@pytest.mark.parametrize("language", ["fr", "de", "es", "ar"])
@pytest.mark.parametrize(
    "unit",
    ["dit Jean que elle ", "M. Holt elle ", "« oui », ", "— non, dit-il\n", "n’a pas répondu ", "según dijo él; "],
)
def test_cost_of_long_text_is_linear(language: str, unit: str) -> None:
    text = unit * (120_000 // len(unit))

    def seconds(part: str) -> float:
        start = time.process_time()
        read(part, language)
        return time.process_time() - start

    read(text[:1000], language)
    half, whole = seconds(text[: len(text) // 2]), seconds(text)

    assert whole < 3 * half + 0.3


def test_spans_beyond_the_limit_are_recorded_without_a_speaker() -> None:
    found = read("« Oui », dit Ada Holt.\n" * 2_001, "fr")

    assert {one.method for one in found[:-1]} == {"fr after"}
    assert (found[-1].method, found[-1].speaker_type) == ("beyond limit", "unknown")
