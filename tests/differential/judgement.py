"""Judged columns: tables worked out by hand, and what no judgement may say."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from tests.differential.naive_reader import Answer, text_of

_JUDGED = tomllib.loads((Path(__file__).parent / "judged.toml").read_text(encoding="utf-8"))
# Languages of the dump by the script they are written in; a text in a script may also be of no known language.
_LANGUAGES = {
    "ARABIC": {"ar", "fa", "ur"},
    "CJK": {"ja", "zh"},
    "HIRAGANA": {"ja"},
    "KATAKANA": {"ja"},
    "CYRILLIC": {"be", "bg", "kk", "mk", "ru", "sr", "uk"},
    "DEVANAGARI": {"hi", "mr", "ne"},
    "GREEK": {"el"},
    "HANGUL": {"ko"},
    "HEBREW": {"he", "yi"},
    "THAI": {"th"},
}
# Code, captions and addresses are in English in every language.
_NOT_PROSE = re.compile(r"(?s)<(pre|code|table|figcaption)\b.*?</\1>")
_NOT_LATIN = frozenset().union(*_LANGUAGES.values()) - {"sr"}


def judged_of_sample() -> dict[str, dict[str, Any]]:
    """Article of the sample to column to value."""
    return _JUDGED["sample"]


def languages_of_dump() -> dict[str, dict[str, Any]]:
    """Article of the dump to its language."""
    return {
        f"dump/posts/{post_id}": {"language": language}
        for language, post_ids in _JUDGED["dump"].items()
        for post_id in post_ids
    }


def misjudged_scripts(answers: Iterable[Answer], languages: Mapping[str, str | None]) -> list[str]:
    """Articles whose language is not written in the script of their text: of three in four of its letters."""
    found = []
    for answer in answers:
        article_id = f"{answer.site}/{answer.rest_base}/{answer.document['id']}"
        language = languages[article_id]
        prose = text_of(_NOT_PROSE.sub(" ", answer.document["content"]["rendered"])) or ""
        text = re.sub(r"https?://\S+", " ", prose)
        scripts = Counter(unicodedata.name(letter, "?").split()[0] for letter in text if letter.isalpha())
        if language is None or not scripts:
            continue
        script, count = scripts.most_common(1)[0]
        if count < max(60, 0.75 * scripts.total()):  # too little to tell
            continue
        fits = language not in _NOT_LATIN if script == "LATIN" else language in _LANGUAGES.get(script, set())
        if not fits:
            found.append(f"{article_id}: {language}, written in {script}")
    return found
