"""Invented articles in five languages: what they quote, and from whom, one sentence after another."""

import pytest

from quotations import Article, find_quotations

GERMAN = """\
Nach dem Brand in der Lagerhalle am Nordkai haben die Behörden Ermittlungen aufgenommen. „Wir wissen noch nicht,
wie das Feuer entstand“, sagte Polizeisprecherin Ute Kern am Dienstag. Verletzt wurde niemand.

Der Eigentümer der Halle, Unternehmer Bernd Haller, zeigte sich erschüttert. „Dreißig Jahre Arbeit sind weg“,
sagte er der „Küstenpost“. Haller kündigte an, die Halle wieder aufzubauen. „Aber nicht hier.“

Nach Angaben der Feuerwehr waren 80 Einsatzkräfte vor Ort. Ein Feuerwehrmann sprach von einem „Wunder“. Die
Versicherung wollte sich auf Anfrage nicht äußern.

Oberbürgermeisterin Silke Brandt (parteilos) warnte vor voreiligen Schlüssen: „Jetzt zählt die Ruhe.“ Sie
betonte, dass die Stadt helfen werde. „Das sind wir den Leuten schuldig“, so Brandt weiter.

Das Buch „Feuer am Meer“ von Jens Petersen erzählt von einem ähnlichen Brand.
"""

SPANISH = """\
El Ayuntamiento de Costa Blanca aprobó ayer el nuevo puerto. “Es una buena noticia”, afirmó el alcalde, Julián
Ortega, al término del pleno. “Hemos esperado diez años”, añadió.

La portavoz de la oposición, Carmen Ruiz, no comparte el entusiasmo. “Nadie ha leído el informe”, denunció. Ruiz
acusó al alcalde de “esconder” los costes.

Los pescadores, por su parte, temen perder su espacio. “Nos echan”, resume Manuel Soto, de 61 años, mientras
recoge las redes. “Mi padre ya lo decía”.

Según la memoria del proyecto, las obras costarán 12 millones. Fuentes de la constructora aseguran que el plazo
se cumplirá. La empresa no respondió a las preguntas de este diario.

—¿Y si llueve? —preguntó un vecino.

—Pues nos mojaremos —contestó Ortega.
"""

ITALIAN = """\
È crollato nella notte il ponte pedonale sul torrente. «Poteva essere una strage», ha detto il sindaco di
Valmora, Piero Conti, arrivato sul posto all’alba. «Per fortuna non passava nessuno», ha aggiunto.

La procura ha aperto un fascicolo. «Stiamo valutando ogni ipotesi», spiega la procuratrice Elena Sarti. Secondo
i vigili del fuoco, il cedimento è dovuto alla piena.

Un residente racconta di aver sentito «un boato». «Sembrava un tuono», dice la moglie. L’azienda che ha
costruito il ponte non ha risposto alle richieste di commento.

Conti ha annunciato che il ponte sarà ricostruito entro l’anno. «Lo dobbiamo ai bambini», ha concluso il
sindaco.
"""

PORTUGUESE = """\
A chuva destruiu três casas em Vila Clara. “Perdemos tudo”, disse Marta Nunes, professora, ao lado do que restou
da cozinha. “Só ficou o retrato da minha avó.”

O prefeito Caio Barros decretou emergência. Segundo ele, a prefeitura vai pagar o aluguel das famílias. “Ninguém
vai dormir na rua”, prometeu. A oposição criticou a demora e chamou o plano de “remendo”.

De acordo com a Defesa Civil, há risco de novos deslizamentos. Um bombeiro, que pediu para não ser identificado,
afirmou que faltam equipamentos. Procurada, a secretaria não comentou.

— Volto amanhã — disse Nunes. — A casa é minha.
"""

ARABIC = """\
أعلنت بلدية المدينة إغلاق الجسر القديم. وقال رئيس البلدية سامي حداد: «السلامة أولا». وأضاف حداد أن الأعمال
ستستمر ستة أشهر.

وقالت المهندسة ريم الأسعد لوكالة الأنباء إن الجسر «لم يعد آمنا». وأوضحت أن الشقوق ظهرت قبل عام.

من جهته، أكد صياد يعمل قرب الجسر أن الإغلاق سيضر بالجميع. «لا أحد سألنا»، قال الصياد.

ولم ترد وزارة النقل على طلب للتعليق. وبحسب الوزارة، تبلغ كلفة المشروع مليوني دولار.
"""

EXPECTED = [
    (
        "de",
        GERMAN,
        [
            ("full", "Ute Kern"),
            ("full", "Bernd Haller"),
            ("not_a_quotation", None),
            ("full", "Bernd Haller"),
            ("indirect", "Feuerwehr"),
            ("partial", None),
            ("declined", "Versicherung"),
            ("full", "Silke Brandt"),
            ("indirect", "Silke Brandt"),
            ("full", "Silke Brandt"),
            ("not_a_quotation", None),
        ],
    ),
    (
        "es",
        SPANISH,
        [
            ("full", "Julián Ortega"),
            ("full", "Julián Ortega"),
            ("full", "Carmen Ruiz"),
            ("partial", "Carmen Ruiz"),
            ("full", "Manuel Soto"),
            ("indirect", None),
            ("indirect", None),
            ("declined", "empresa"),
            ("full", None),
            ("full", "Julián Ortega"),
        ],
    ),
    (
        "it",
        ITALIAN,
        [
            ("full", "Piero Conti"),
            ("full", "Piero Conti"),
            ("full", "Elena Sarti"),
            ("indirect", None),
            ("partial", None),
            ("full", None),
            ("declined", "azienda"),
            ("indirect", "Piero Conti"),
            ("full", "Piero Conti"),
        ],
    ),
    (
        "pt",
        PORTUGUESE,
        [
            ("full", "Marta Nunes"),
            ("indirect", "Caio Barros"),
            ("full", "Caio Barros"),
            ("partial", "oposição"),
            ("indirect", "Defesa Civil"),
            ("indirect", None),
            ("declined", "secretaria"),
            ("full", "Marta Nunes"),
        ],
    ),
    (
        "ar",
        ARABIC,
        [
            ("full", "سامي حداد"),
            ("indirect", "سامي حداد"),
            ("partial", "ريم الأسعد"),
            ("indirect", "ريم الأسعد"),
            ("indirect", None),
            ("full", None),
            ("declined", "وزارة النقل"),
            ("indirect", "الوزارة"),
        ],
    ),
]


@pytest.mark.parametrize(("language", "text", "expected"), EXPECTED)
def test_an_article_gives_its_quotations_in_text_order(
    language: str, text: str, expected: list[tuple[str, str | None]]
) -> None:
    paragraphs = [" ".join(lines.split()) for lines in text.split("\n\n")]
    found = find_quotations(Article("\n\n".join(paragraphs), (), language))
    kinds = [one.speech_type if one.speech_type in {"indirect", "declined"} else one.quote_kind for one in found]

    assert [(kind, one.speaker_name) for kind, one in zip(kinds, found, strict=True)] == expected
