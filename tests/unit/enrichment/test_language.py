"""The language of a document: script, then text, then what its page declares; null when unsure."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import orjson
import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from enrichment.articles import enrich_document
from enrichment.language import find_language, find_script
from tests.unit.enrichment.wordpress import captured, dump_lines, needs_captures

TEXTS: dict[str, str] = tomllib.loads((Path(__file__).parent / "language_texts.toml").read_text(encoding="utf-8"))
DEFAULT = "en_US"  # what WordPress declares unless somebody changes it

#: The script of each text's letters, by hand; the others are in Latin letters. Japanese has Han and kana.
SCRIPTS = {
    "Arabic": "ar fa ur",
    "Armenian": "hy",
    "Bengali": "bn",
    "Cyrillic": "be bg ru sr uk",
    "Devanagari": "hi mr ne",
    "Ethiopic": "am",
    "Georgian": "ka",
    "Greek": "el",
    "Han": "ja zh",
    "Hangul": "ko",
    "Hebrew": "he",
    "Khmer": "km",
    "Lao": "lo",
    "Myanmar": "my",
    "Tamil": "ta",
    "Telugu": "te",
    "Thai": "th",
}
SCRIPT_OF = {language: script for script, languages in SCRIPTS.items() for language in languages.split()}


def find(text: str, locale: str | None = None, lang: object = None) -> tuple[str | None, str]:
    """Return the language of a text on a page that declares a locale."""
    return find_language({"og_locale": locale} if locale else None, text, lang)


def language_of(content: str, **fields: object) -> tuple[str | None, str]:
    row = enrich_document("post", {"id": 7, "content": {"rendered": content}, **fields})
    return row["language"], row["language_source"]


def test_texts_are_in_the_languages_and_scripts_that_this_file_says() -> None:
    assert len(TEXTS) == 48
    for language, text in TEXTS.items():
        script = SCRIPT_OF.get(language, "Latin")
        letters = len(regex.findall(r"\p{L}", text))
        assert len(regex.findall(rf"(?=\p{{L}})\p{{{script}}}", text)) > 0.3 * letters, language


@pytest.mark.parametrize("locale", [None, DEFAULT])
def test_texts_of_fifty_words_are_known_whatever_the_page_declares(locale: str | None) -> None:
    found = {language: find(text, locale)[0] for language, text in TEXTS.items()}
    wrong = {language: answer for language, answer in found.items() if answer not in {language, None}}
    assert wrong == {}
    # Croatian and Bosnian cannot be told apart in so few words.
    assert [language for language, answer in found.items() if answer is None] == ["hr"]


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Tarrow", "Latin"), ("Новости дня", "Cyrillic"), ("OpenAI 发布新模型", "Han"), ("東京の朝", "Kana"),
        ("한국", "Hangul"),
        ("", "none"), ("2026 – 15:30!", "none"), ("https://tarrow.example/", "none"),
        ("Tarrow Новости", None), ("ᏣᎳᎩ", None),
    ],
)  # fmt: skip
def test_script_is_that_of_most_letters_and_null_if_two_share_the_text(text: str, script: str | None) -> None:
    assert find_script(text) == script
    row = enrich_document("post", {"id": 7, "title": {"rendered": text}, "content": {"rendered": "<p>10</p>"}})
    assert row["script"] == script


@pytest.mark.parametrize("words", [2, 5, 12])
def test_short_texts_are_never_in_a_language_of_another_script(words: int) -> None:
    for language, text in TEXTS.items():
        title = " ".join(text.split()[:words]) if " " in text[:40] else text[: 4 * words]
        for locale in (None, DEFAULT, "ru_RU", "th", "zh_CN"):
            answer = find(title, locale)[0]
            if answer is not None:
                script, own = SCRIPT_OF.get(answer, "Latin"), SCRIPT_OF.get(language, "Latin")
                assert script == own, (title, locale, answer)


@pytest.mark.parametrize("words", [5, 12])
def test_short_texts_keep_the_language_that_their_page_rightly_declares(words: int) -> None:
    for language, text in TEXTS.items():
        title = " ".join(text.split()[:words]) if " " in text[:40] else text[: 4 * words]
        assert find(title, language)[0] == language, title


SERBIAN_IN_LATIN = (
    "U luci je u ponedeljak ujutru bilo tiho kada su se prvi brodovi vratili sa severa. Marta Hil, koja ovde već "
    "trideset godina broji brodove, rekla je da će novi most promeniti život grada."
)


@pytest.mark.parametrize(
    ("text", "locale", "expected"),
    [
        # Kin that the text cannot tell apart: the page decides, if it declares one of them.
        (TEXTS["hr"], "hr", ("hr", "og_locale")),
        (TEXTS["hr"], "bs_BA", ("bs", "og_locale")),
        (SERBIAN_IN_LATIN, "sr_RS", ("sr", "og_locale")),
        (SERBIAN_IN_LATIN, DEFAULT, (None, "unknown")),
        ("Rådet mødes igen på fredag", "da_DK", ("da", "og_locale")),
        ("Rådet møtes igjen på fredag", "nb_NO", ("nb", "og_locale")),
        ("Rådet møtes igjen på fredag", None, (None, "unknown")),
        ("Kapal pertama kembali dari utara", "id_ID", ("id", "og_locale")),
        ("Kapal pertama kembali dari utara", "ms_MY", ("ms", "og_locale")),
        ("Kapal pertama kembali dari utara", DEFAULT, (None, "unknown")),
        ("Os pescadores da cidade protestam", "pt_BR", ("pt", "og_locale")),
        ("Os pescadores da cidade protestam", "gl_ES", ("gl", "og_locale")),
        ("नदी किनारे नया पुल", "hi_IN", ("hi", "og_locale")),
        ("नदी किनारे नया पुल", "mr", ("mr", "og_locale")),
        ("नदी किनारे नया पुल", DEFAULT, (None, "unknown")),
        ("محمد علی شاه", "fa_IR", ("fa", "og_locale")),
        ("محمد علی شاه", "ur", ("ur", "og_locale")),
        ("محمد علی شاه", DEFAULT, (None, "unknown")),
        ("Совет города", "bg_BG", ("bg", "og_locale")),
        ("東京五輪開催決定", "ja", ("ja", "og_locale")),
        ("東京五輪開催決定", DEFAULT, (None, "unknown")),
        # Text decides where it can.
        (TEXTS["da"], "nb_NO", ("da", "detected")),
        (TEXTS["en"], "fr_FR", ("en", "detected")),
        (TEXTS["uk"], "ru_RU", ("uk", "detected")),
        # A code that says the same more finely, or in its own way, is kept.
        (TEXTS["no"], "nb_NO", ("nb", "detected")),
        (TEXTS["he"], "iw_IL", ("he", "script")),
        # A name or a title rules out only what it cannot be.
        ("Angela Merkel", "de_DE", ("de", "og_locale")),
        ("Storm closes schools across county", DEFAULT, ("en", "og_locale")),
        ("Storm closes schools across county", "fr_FR", (None, "unknown")),
        ("Governo anuncia novo pacote fiscal", DEFAULT, (None, "unknown")),
        # Languages that the model does not know.
        ("דער נייער בריק וועט ענדערן דאָס לעבן פון דער שטאָט.", DEFAULT, ("yi", "script")),
        ("העיר תבנה גשר חדש", DEFAULT, ("he", "script")),
        ("ئەنجوومەن ڕۆژی هەینی جارێکی تر کۆدەبێتەوە و بڕیار دەدات.", DEFAULT, ("ckb", "script")),
        ("Шинэ гүүр хотын амьдралыг өөрчилнө гэж Марта хэлсэн байна.", DEFAULT, ("mn", "script")),
        ("ሓድሽ ድልድል ህይወት ከተማ ክቕይር እዩ። ቤት ምኽሪ ዓርቢ ኣብ ከተማ ክእከብ እዩ።", DEFAULT, ("ti", "script")),
        ("নতুন দলঙে চহৰখনৰ জীৱন সলনি কৰিব বুলি মাৰ্থাই কৈছে।", DEFAULT, ("as", "detected")),
        # Names and quotations in another script.
        (
            "The harbour master 王小明 said that the new bridge would be built by next summer.",
            "zh_CN",
            ("en", "detected"),
        ),
        (TEXTS["zh"] + " Marta Hill", DEFAULT, ("zh", "detected")),
        (TEXTS["ru"][:150] + TEXTS["en"][:150], DEFAULT, (None, "unknown")),
        (TEXTS["ru"][:150] + TEXTS["en"][:150], "ru_RU", (None, "unknown")),
        # No letters: nothing contradicts the page.
        ("12345 🚀", "th", ("th", "og_locale")),
        ("", None, (None, "unknown")),
    ],
)
def test_page_decides_only_what_the_text_leaves_open(
    text: str, locale: str | None, expected: tuple[str | None, str]
) -> None:
    assert find(text, locale) == expected


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {
                "lang": "?",
                "yoast_head_json": {
                    "og_locale": "de_DE",
                    "schema": {
                        "@graph": [
                            {"@type": "WebSite", "inLanguage": "en"},
                            {"@type": ["Article", "X"], "inLanguage": "pt-BR"},
                        ]
                    },
                },
            },
            ("pt", "graph"),
        ),
        ({"lang": "gl", "yoast_head_json": {"og_locale": "pt_PT"}}, ("gl", "lang")),
        ({"lang": ["gl"], "yoast_head_json": {"og_locale": "pt_PT", "schema": {"@graph": {}}}}, ("pt", "og_locale")),
        ({"yoast_head": '<meta property="og:locale" content="pt_BR" />'}, ("pt", "og_locale")),
        ({"yoast_head_json": {"og_locale": "ast_ES"}}, ("ast", "og_locale")),  # unknown to the model: it was chosen
        ({"yoast_head_json": {"og_locale": "?"}}, (None, "unknown")),
        ({}, (None, "unknown")),
    ],
)
def test_declared_language_is_the_documents_own_then_its_articles_then_its_pages(
    fields: dict[str, Any], expected: tuple[str | None, str]
) -> None:
    assert language_of("<p>Os pescadores da cidade protestam</p>", **fields) == expected


def test_title_shows_the_language_of_a_post_without_words() -> None:
    head = {"og_locale": DEFAULT}
    assert language_of("<p>🚀</p>", title={"rendered": "เรือลำแรกกลับมา"}, yoast_head_json=head) == ("th", "script")
    assert language_of("<p>🚀</p>", title={"rendered": "Boats are back"}, yoast_head_json=head) == ("en", "og_locale")


def test_code_and_addresses_show_no_language() -> None:
    code = "<pre>select count(*) from posts where x &lt; 5 and the_title is not null</pre>"
    address = "<p>https://example.com/watch/the-boats-are-back-from-the-north-this-morning</p>"
    assert language_of(code + address + "<p>Το λιμάνι ήταν ήσυχο.</p>") == ("el", "script")


def test_text_in_a_script_of_its_own_gets_no_english_readability() -> None:
    row = enrich_document(
        "post", {"content": {"rendered": f"<p>{TEXTS['th']}</p>"}, "yoast_head_json": {"og_locale": DEFAULT}}
    )
    assert row["word_counts"]["word_count"] > 50
    assert row["word_counts"]["readability_score"] is None


@given(st.text(max_size=700), st.sampled_from([None, "en_US", "he_IL", "ja", "xx", "zz-ZZ"]))
def test_any_text_has_a_language_with_its_reason_or_none(text: str, locale: str | None) -> None:
    language, source = find(text, locale)
    assert source in {"script", "detected", "og_locale", "unknown"}
    assert (language is None) == (source == "unknown")


_OTHER_LETTERS = regex.compile(
    r"[\p{Arabic}\p{Cyrillic}\p{Devanagari}\p{Greek}\p{Han}\p{Hangul}\p{Hebrew}\p{Hiragana}\p{Katakana}\p{Thai}]"
)


@needs_captures
def test_no_post_of_the_dump_is_english_in_another_script() -> None:
    languages: dict[str | None, int] = {}
    for line in dump_lines():
        row = enrich_document("post", orjson.loads(line))
        text = row["text"] or ""
        if len(_OTHER_LETTERS.findall(text)) > 0.5 * len(regex.findall(r"\p{L}", text)):
            languages[row["language"]] = languages.get(row["language"], 0) + 1
    assert sum(languages.values()) > 500
    assert set(languages) <= {"ar", "el", "he", "hi", "ja", "ko", "ru", "th", "uk", "zh", None}
    assert languages.get(None, 0) < 10


@needs_captures
@pytest.mark.parametrize("site", ["wp56_yoast158", "wp65_yoast225", "wp68_yoast266_hr", "wp71_yoast266"])
def test_captured_sites_have_no_language_of_another_script(site: str) -> None:
    for fields in captured(site):
        row = enrich_document("post", fields)
        words = (row["text"] or "") + (row["title_text"] or "")
        if row["language"] in {"ru", "uk"} and regex.search(r"\p{L}", words):
            assert regex.search(r"\p{Cyrillic}", words), words[:80]
