"""The word classes of English, and patterns of grammar written in their names.

Every token has one letter, its class. A sentence then is a string of letters, and a pattern of grammar a regular
expression over that string. Patterns are written with names and compiled to letters once, at import:

    compile_pattern("<det|poss>? <noun|name>+ <said>")    re.compile("[dh]?[nN]+V")

`<a|b>` is any of these classes, `<^a|b>` any other; punctuation stands for itself, inside a class too; `{part}` is a
part that is given by name; white space only parts. All else is the syntax of `re`.
"""

from __future__ import annotations

import re

CLASSES = {
    "det": "d",  # a, the, this, some
    "poss": "h",  # my, his
    "he_she": "p",
    "pronoun": "q",  # I, it, they
    "object": "m",  # him, us
    "who": "w",
    "that": "s",
    "subordinator": "y",  # when, as, which
    "of": "o",
    "to": "t",
    "prep": "i",
    "conj": "c",  # and, but
    "aux": "x",  # is, has, would
    "adverb": "j",
    "number": "0",
    "according": "Q",
    "said": "V",  # a verb of speaking: said, says
    "say": "B",  # its base form
    "saying": "G",
    "reported": "v",  # a verb that reports or describes: denied, praises
    "report": "u",
    "reporting": "g",
    "thought": "k",  # a verb of thought, its base form too
    "thinking": "l",
    "verb": "a",  # any other verb that a list holds
    "participle": "e",  # any other word in -ed
    "claim": "F",  # in frames alone: a noun of speaking
    "person_noun": "r",  # nurse, spokesman
    "org_noun": "z",  # council, company
    "document": "f",  # report, letter
    "noun": "n",  # any other word in lower case
    "name": "N",
    "initial": "I",
    "acronym": "A",
    "calendar": "C",  # Monday, May
    "nationality": "J",  # a party too
    "title": "T",  # Mr, Sir
    "role": "R",  # a person noun with a capital
    "org": "O",  # an organization noun with a capital
    "place": "P",
    "particle": "L",  # van, de
    "suffix": "X",  # Jr, MP
    "genitive": "S",  # ’s
}
GROUPS = {
    "proper": "name|acronym|org|place",
    "speaker_noun": "person_noun|org_noun|document",
    "cue": "said|reported|thought|say|report|saying",
    "finite": "aux|said|reported|thought|verb|participle",
}
_CLASS = re.compile(r"(?<!\?P)<(\^?)([^<>=!]+)>")
_PART = re.compile(r"\{([a-z_]+)\}")
_PUNCTUATION = re.compile(r"[^\w\s]+")


class UnknownClassError(ValueError):
    """A pattern names a class that there is none of: correct the name, or add the class."""


def letters(names: str) -> str:
    """Return the letters of classes, groups and punctuation that are joined by `|`, in their order.

    Raises:
        UnknownClassError: there is no class of a name.
    """
    return "".join([_letters_of(name) for name in names.split("|")])


def _letters_of(name: str) -> str:
    if name in GROUPS:
        return letters(GROUPS[name])
    if name not in CLASSES and _PUNCTUATION.fullmatch(name) is None:
        msg = f"there is no class of words {name!r}"
        raise UnknownClassError(msg)
    return CLASSES.get(name, name)


def translate(source: str, **parts: str) -> str:
    """Return a pattern in names as one in letters."""

    def one_class(match: re.Match[str]) -> str:
        found = letters(match[2])
        return found if len(found) == 1 and not match[1] else f"[{match[1]}{found}]"

    source = _PART.sub(lambda match: parts[match[1]], source)
    return _CLASS.sub(one_class, "".join(source.split()))


def compile_pattern(source: str, **parts: str) -> re.Pattern[str]:
    """Compile a pattern that is written in the names of classes, with what its `{parts}` stand for."""
    return re.compile(translate(source, **parts))
