"""The language of a document: what its page states, unless the text is clearly in another; else what the text shows.

Yoast prints the site's language on every page, so a French paper's article in English calls itself French.
"""

from __future__ import annotations

from copy import copy
from functools import cache
from typing import Any

import regex
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from enrichment.documents import graph_nodes, one_or_many
from enrichment.words import WORDS_PER_MINUTE

#: Below this many letters a guess is a coin toss: names and titles have no language of their own.
MINIMUM_LETTERS = 60
#: The least share of the probability that the best guess must have.
MINIMUM_PROBABILITY = 0.9
_LOOKED_AT = 4000  # characters; more change no guess

#: Letters that it takes to contradict the page.
CONTRADICTING_LETTERS = 300
#: The probability that it takes, among all languages the model knows.
CONTRADICTING_PROBABILITY = 0.99
#: Only these may contradict or be contradicted: no two are close kin that a model could confuse (as `nb` and `no`).
_DISTINCT = sorted(WORDS_PER_MINUTE)
_GLANCED_AT = 1000  # characters

_TAG = regex.compile(r"^\s*([A-Za-z]{2,3})(?:[-_]|\s*$)")
_LETTER = regex.compile(r"\p{L}")
_PAGES = ("Article", "NewsArticle", "BlogPosting", "WebPage")


@cache
def _identifier() -> LanguageIdentifier:
    """Load the model (0.4 s) once, and only when a text must be looked at."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


@cache
def _quick_identifier() -> LanguageIdentifier:
    """Restrict the model to a few languages: six times as fast (0.4 ms a document), and most need no second look."""
    identifier = copy(_identifier())  # shares the tables, which `set_languages` replaces and never changes
    identifier.set_languages(_DISTINCT)
    return identifier


def primary_subtag(tag: object) -> str | None:
    """Return the language of a tag such as `en-US` or `fr_FR`; None when it is not a language tag."""
    match = _TAG.match(tag) if isinstance(tag, str) else None
    return match[1].lower() if match else None


def find_language(head: dict[str, Any] | None, text: str) -> tuple[str | None, str]:
    """Return a document's language and where that is from: graph, og_locale, detected or unknown."""
    stated, source = _stated_language(head)
    if stated and not _is_contradicted(stated, text):
        return stated, source
    sample = text[:_LOOKED_AT]
    if _count_letters(sample) < MINIMUM_LETTERS:
        return None, "unknown"
    language, probability = _identifier().classify(sample)
    if probability < MINIMUM_PROBABILITY:
        return None, "unknown"
    return str(language), "detected"


def _stated_language(head: dict[str, Any] | None) -> tuple[str | None, str]:
    for language in _graph_languages(head):
        return language, "graph"
    return primary_subtag((head or {}).get("og_locale")), "og_locale"


def _is_contradicted(stated: str, text: str) -> bool:
    """Say whether a text is plainly in another language than its page says."""
    sample = text[:_GLANCED_AT]
    if stated not in WORDS_PER_MINUTE or _count_letters(sample) < CONTRADICTING_LETTERS:
        return False
    if _quick_identifier().classify(sample)[0] == stated:
        return False
    language, probability = _identifier().classify(text[:_LOOKED_AT])
    return language != stated and language in WORDS_PER_MINUTE and probability >= CONTRADICTING_PROBABILITY


def _count_letters(text: str) -> int:
    return len(_LETTER.findall(text))


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
