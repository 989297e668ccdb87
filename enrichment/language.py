"""The language of a document: by the script of its text, then by the text, then by what its page declares.

WordPress's default locale is English and sites in every language leave it so. Hence a declaration decides only between
languages that the text leaves open: a text of a few words, or in one of several languages that are close kin.
"""

from __future__ import annotations

from collections import Counter
from copy import copy
from functools import cache
from typing import Any

import regex
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from enrichment.documents import graph_nodes, one_or_many

#: Languages by the script they are written in; every other language counts as written in Latin letters.
#: Where one stands alone the script decides. The model is asked only for those it knows.
_WRITTEN_IN = {
    script: languages.split()
    for script, languages in {
        "Arabic": "ar azb ckb fa pnb ps sd sdh skr ug ur",
        "Armenian": "hy",
        "Bengali": "as bn",
        "Cyrillic": "ba be bg ce cv kk ky mk mn os ru sah sr tg tt uk uz",
        "Devanagari": "bho gom hi mai mr ne sa",
        "Ethiopic": "am ti",
        "Georgian": "ka",
        "Greek": "el",
        "Gujarati": "gu",
        "Gurmukhi": "pa",
        "Han": "ja yue zh",
        "Hangul": "ko",
        "Hebrew": "he yi",
        "Kana": "ja",  # with Han between: see `_find_script`
        "Kannada": "kn",
        "Khmer": "km",
        "Lao": "lo",
        "Malayalam": "ml",
        "Myanmar": "my",
        "Oriya": "or",
        "Sinhala": "si",
        "Tamil": "ta",
        "Telugu": "te",
        "Thaana": "dv",
        "Thai": "th",
        "Tibetan": "bo dz",
    }.items()
}
_NOT_LATIN = frozenset(language for languages in _WRITTEN_IN.values() for language in languages) - {"sr", "uz"}

#: Languages that the model does not know, by letters or words that the others of their script do not use.
_TELLTALES = {
    "ckb": regex.compile(r"[ێڵڕ]"),
    "dz": regex.compile(r"ཨིན"),
    "mn": regex.compile(r"\b(?:байна|байсан|болон|гэж|гэсэн|нь|юм|энэ)\b"),
    "sd": regex.compile(r"[ٻڀٺڌڄڃڳڱ]"),
    "ti": regex.compile(r"\b(?:ኣ\w+|እዩ|ናይ|ካብ|ድማ)\b"),
    "yi": regex.compile(r"[װױײ]|\b(?:און|איז|דער|פון|פֿון|מיט|האט|האָט|נישט|אויף)\b"),
}
#: Words per telltale, at most. Each is far more frequent in its own language; a name or a quotation does not reach it.
_WORDS_PER_TELLTALE = 20

#: How many letters of an alphabet one sign is worth, so that `OpenAI 发布新模型` is not in Latin.
_WORTH = {"Han": 3, "Kana": 3, "Hangul": 2}
#: The share of the letters that a text's script must have. Below it the text is in two languages.
_DOMINANT_SHARE = 2 / 3
#: The share of the signs that tells Japanese from Chinese: Japanese prose is about half kana, Chinese has none.
_KANA_SHARE = 0.1

#: Below this many Latin letters a guess is a coin toss: names and titles have no language of their own.
MINIMUM_LETTERS = 60
#: The same for the other scripts, of which each has few languages.
MINIMUM_OTHER_LETTERS = 20
#: The least share of the probability that the best guess must have.
MINIMUM_PROBABILITY = 0.9
#: How much less probable than the best guess a declared language may be, where the text leaves several open.
_PLAUSIBLE_SHARE = 0.1
#: Characters that are looked at, from three places of a text; the second look only where the first tells too little.
_FIRST_LOOK, _SECOND_LOOK = 600, 3600

#: Codes that ISO 639-1 replaced, as old sites still declare them.
_REPLACED = {"in": "id", "iw": "he", "ji": "yi", "jw": "jv", "mo": "ro"}
#: Languages that the text is not asked to tell from the one beside them: a document keeps the declared code.
_TOLD_AS = {"ary": "ar", "arz": "ar", "fil": "tl", "grc": "el", "nb": "no"}
#: The model's label for what is in no language.
_NO_LANGUAGE = "zxx"

_LATIN = regex.compile(r"\p{Latin}+")
_OTHER = regex.compile(r"[^\P{L}\p{Latin}]+")
_OTHER_SCRIPT = regex.compile(
    r"(?P<Kana>[\p{Hiragana}\p{Katakana}]+)|"
    + "|".join(rf"(?P<{script}>\p{{{script}}}+)" for script in _WRITTEN_IN if script != "Kana")
    + "|."
)
_ADDRESS = regex.compile(r"https?://\S+")
_WORD = regex.compile(r"\w+")
_TAG = regex.compile(r"^\s*([A-Za-z]{2,3})(?:[-_]|\s*$)")
_PAGES = ("Article", "NewsArticle", "BlogPosting", "WebPage")


@cache
def _load_identifier(script: str = "Latin") -> LanguageIdentifier:
    """Return the model for the languages of a script; loaded (0.4 s) only when a text must be looked at."""
    if script == "Latin":  # most of its languages are: a smaller copy of its tables would gain nothing
        return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier = copy(_load_identifier())  # shares the tables, which `set_languages` replaces and never changes
    identifier.set_languages(set(_WRITTEN_IN[script]) & set(identifier.labels))
    return identifier


def primary_subtag(tag: object) -> str | None:
    """Return the language of a tag such as `en-US` or `fr_FR`; None when it is not a language tag."""
    match = _TAG.match(tag) if isinstance(tag, str) else None
    if match is None:
        return None
    language = match[1].lower()
    return _REPLACED.get(language, language)


def find_script(text: str) -> str | None:
    """Return the script that most letters of a text are in, `Kana` for Japanese; `none` without letters.

    None where two scripts share the text, or the script is one that no language here is written in.
    """
    script, letters = _find_script(_sample(text, _FIRST_LOOK))
    return script if letters else "none"


def find_language(head: dict[str, Any] | None, text: str, lang: object = None) -> tuple[str | None, str]:
    """Return a document's language, None when unsure, and what decided.

    `script`: only one language is written so; `detected`: the text; `lang`, `graph`, `og_locale`: what the document's
    own `lang` or its head declares, where the text may be in the declared language and in others, or has no letters;
    `unknown`: nothing.
    """
    declared, source = _declared_language(head, lang)
    sample = _sample(text, _FIRST_LOOK)
    script, letters = _find_script(sample)
    if script is None:
        return (declared, source) if declared and not letters else (None, "unknown")
    language = _only_language(script, sample)
    if language:
        return _coded(language, declared), "script"
    guesses = _rank(script, sample)
    if len(text) > _FIRST_LOOK and next(iter(guesses.values())) < MINIMUM_PROBABILITY:
        guesses = _rank(script, _sample(text, _SECOND_LOOK))
    language, probability = next(iter(guesses.items()))
    minimum = MINIMUM_LETTERS if script == "Latin" else MINIMUM_OTHER_LETTERS
    if letters >= minimum and probability >= MINIMUM_PROBABILITY and language != _NO_LANGUAGE:
        return _coded(language, declared), "detected"
    if declared and _is_written_in(declared, script):
        share = guesses.get(_TOLD_AS.get(declared, declared))
        # A language that the model does not know is nobody's default: it was chosen.
        if share is None or share >= _PLAUSIBLE_SHARE * probability:
            return declared, source
    return None, "unknown"


def _sample(text: str, size: int) -> str:
    """Return a text, or the beginning, middle and end of a long one, without addresses."""
    if len(text) > size:
        part = size // 3
        middle = (len(text) - part) // 2
        text = f"{text[:part]} {text[middle : middle + part]} {text[-part:]}"
    return _ADDRESS.sub(" ", text)


def _find_script(sample: str) -> tuple[str | None, int]:
    """Return the script that most letters are of, None when two share the text, and the number of letters, weighted.

    Japanese is written in two: kana between Han makes all of it `Kana`.
    """
    counts = Counter(Latin=sum(map(len, _LATIN.findall(sample))))
    for run in _OTHER_SCRIPT.finditer("".join(_OTHER.findall(sample))):
        script = run.lastgroup or "Other"
        counts[script] += len(run[0]) * _WORTH.get(script, 1)
    if counts["Kana"] >= _KANA_SHARE * (counts["Kana"] + counts["Han"]) > 0:
        counts["Kana"] += counts.pop("Han", 0)
    letters = counts.total()
    if not letters:
        return None, 0
    script, count = counts.most_common(1)[0]
    return (script if script != "Other" and count >= _DOMINANT_SHARE * letters else None), letters


def _only_language(script: str, sample: str) -> str | None:
    """Return the language that a script, or a telltale in it, leaves no choice of."""
    languages = _WRITTEN_IN.get(script, ())
    for language in languages:
        telltale = _TELLTALES.get(language)
        if telltale and len(telltale.findall(sample)) * _WORDS_PER_TELLTALE > len(_WORD.findall(sample)):
            return language
    others = [language for language in languages if language not in _TELLTALES]
    return others[0] if len(others) == 1 else None


def _rank(script: str, sample: str) -> dict[str, float]:
    """Return the probability of each language of a script, best first."""
    return dict(_load_identifier(script).rank(sample))


def _is_written_in(language: str, script: str) -> bool:
    language = _TOLD_AS.get(language, language)
    return language not in _NOT_LATIN if script == "Latin" else language in _WRITTEN_IN[script]


def _coded(language: str, declared: str | None) -> str:
    """Return a language by the code that the page gives it."""
    return declared if declared and _TOLD_AS.get(declared) == language else language


def _declared_language(head: dict[str, Any] | None, lang: object) -> tuple[str | None, str]:
    if own := primary_subtag(lang):
        return own, "lang"
    for language in _graph_languages(head):
        return language, "graph"
    return primary_subtag((head or {}).get("og_locale")), "og_locale"


def _graph_languages(head: dict[str, Any] | None) -> list[str]:
    """Return the languages the graph states, the article's and the page's own before other nodes'."""
    own: list[str] = []
    others: list[str] = []
    for node in graph_nodes(head):
        language = next(filter(None, map(primary_subtag, one_or_many(node.get("inLanguage")))), None)
        if language:
            is_own = any(kind in _PAGES for kind in one_or_many(node.get("@type")))
            (own if is_own else others).append(language)
    return own + others
