"""Names of one article in another language than English: which stand in full, and which a shorter one may mean."""

from __future__ import annotations

from quotations.languages.chunks import Chunks, Phrase
from quotations.languages.grammars import Grammar

_NAMESAKES = 8


class Names:
    """The names of people in an article, read before anybody is identified: a full name may come late."""

    def __init__(self, chunks: Chunks, grammar: Grammar) -> None:
        self._chunks = chunks
        self._grammar = grammar
        self._by_end: dict[str, list[str]] = {}
        for phrase in chunks.phrases:
            if phrase.kind == "person" and phrase.name is not None:
                self._note(self.words_of(phrase.name))
        tags, words = chunks.tags, chunks.words
        self._inside = {words[at] for at in range(1, len(tags)) if tags[at] == "N" and tags[at - 1] not in ".¶:*-"}

    def _note(self, words: list[str]) -> None:
        name = " ".join(words)
        for end in {words[0].lower(), words[-1].lower()} if len(words) > 1 else ():
            names = self._by_end.setdefault(end, [])
            if len(names) < _NAMESAKES and name not in names:
                names.append(name)

    def words_of(self, span: tuple[int, int]) -> list[str]:
        """Return a name without titles and article."""
        tags = self._chunks.tags
        first = span[0]
        while first < span[1] and tags[first] in "Td":
            first += 1
        return self._chunks.written(first, span[1]).split() if first < span[1] else []

    def ending_with(self, word: str) -> list[str]:
        """Return the full names that begin or end with a word."""
        return self._by_end.get(word.lower(), [])

    def is_common(self, phrase: Phrase, name: str) -> bool:
        """Return whether a single word with a capital is not a name.

        It has the capital from its sentence, or because it is a noun.
        """
        if self.ending_with(name):
            return False
        if self._grammar.noun_capitals:
            return self._chunks.tags[phrase.first] != "T"
        opens = phrase.is_subject and self._chunks.sentences[phrase.sentence] == phrase.chunk
        return opens and name not in self._inside
