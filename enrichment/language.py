"""The language of a document: what its page says, else what its words say."""

from __future__ import annotations

from functools import cache
from typing import Any

import regex
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from enrichment.documents import graph_nodes, one_or_many

#: Below this many letters a guess is a coin toss: names and titles have no language of their own.
MINIMUM_LETTERS = 60
#: The least share of the probability that the best guess must have.
MINIMUM_PROBABILITY = 0.9
_LOOKED_AT = 4000  # characters; more change no guess

_TAG = regex.compile(r"^\s*([A-Za-z]{2,3})(?:[-_]|\s*$)")
_LETTER = regex.compile(r"\p{L}")
_PAGES = ("Article", "NewsArticle", "BlogPosting", "WebPage")


@cache
def _identifier() -> LanguageIdentifier:
    """Load the model once, and only when a document does not say its language."""
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def primary_subtag(tag: object) -> str | None:
    """Return the language of a tag such as `en-US` or `fr_FR`; None when it is none."""
    match = _TAG.match(tag) if isinstance(tag, str) else None
    return match[1].lower() if match else None


def find_language(head: dict[str, Any] | None, text: str) -> tuple[str | None, str]:
    """Return a document's language and where that is from: graph, og_locale, detected or unknown."""
    for language in _graph_languages(head):
        return language, "graph"
    stated = primary_subtag((head or {}).get("og_locale"))
    if stated:
        return stated, "og_locale"
    sample = text[:_LOOKED_AT]
    if len(_LETTER.findall(sample)) < MINIMUM_LETTERS:
        return None, "unknown"
    language, probability = _identifier().classify(sample)
    if probability < MINIMUM_PROBABILITY:
        return None, "unknown"
    return str(language), "detected"


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
