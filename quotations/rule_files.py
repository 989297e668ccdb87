"""The rules of a language as typed tables: every file of `rules/` is checked against a schema when it is loaded.

A schema is a dataclass; a field without a default must be in the file, and a key that is not a field is refused. Types:

    frozenset[str]     a string of words parted by white space, read as a set
    tuple[str, ...]    the same, read in order
    tuple[X, Y]        an array of just these
    list[X]            an array
    dict[str, X]       a table with keys of its own; of `Literal` keys only those
    str, bool          as they stand
    another dataclass  a table with its own schema
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from difflib import get_close_matches
from importlib.resources import files
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeVar, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

RULES = files("quotations") / "rules"
Schema = TypeVar("Schema")


class RuleFileError(ValueError):
    """A file of rules lacks a key, has one too many, or one of the wrong type: correct that key in that file."""


def load_rules(path: Traversable, schema: type[Schema]) -> Schema:
    """Read a file of rules.

    Raises:
        RuleFileError: the file is not valid TOML, or does not fit the schema; the message names file and key.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        msg = f"{path.name} is not valid TOML: {error}"
        raise RuleFileError(msg) from error
    return _read_table(table, schema, path.name, "")


def compile_rule(expression: str, key: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a regular expression that is made of a rule.

    Raises:
        RuleFileError: it is not valid; the message names the key, which says its file as well.
    """
    try:
        return re.compile(expression, flags)
    except re.error as error:
        msg = f"{key} is not a valid regular expression: {error}"
        raise RuleFileError(msg) from error


def _read_table(table: Mapping[str, Any], schema: type[Schema], file: str, prefix: str) -> Schema:
    hints = get_type_hints(schema)
    unknown = sorted(table.keys() - hints.keys())
    if unknown:
        meant = get_close_matches(unknown[0], hints, 1)
        hint = f"; did you mean `{meant[0]}`?" if meant else ""
        msg = f"{file}: `{prefix}{unknown[0]}` is not a known key{hint}"
        raise RuleFileError(msg)
    values: dict[str, Any] = {}
    for field in fields(schema):  # pyright: ignore[reportArgumentType] a schema is a dataclass
        key = f"{prefix}{field.name}"
        if field.name in table:
            values[field.name] = _read_value(table[field.name], hints[field.name], file, key)
        elif field.default is MISSING and field.default_factory is MISSING:
            msg = f"{file}: `{key}` is missing"
            raise RuleFileError(msg)
    return schema(**values)


def _read_value(value: object, type_: Any, file: str, key: str) -> Any:
    origin, arguments = get_origin(type_), get_args(type_)
    if origin is UnionType:
        known = [one for one in arguments if one is not NoneType]
        fitting = [one for one in known if isinstance(value, get_origin(one) or one)]
        return _read_value(value, (fitting or known)[0], file, key)
    if is_dataclass(type_) and isinstance(type_, type):
        return _read_table(_expect(value, dict, "a table", file, key), type_, file, f"{key}.")
    if origin is dict:
        return _read_open_table(_expect(value, dict, "a table", file, key), arguments, file, key)
    if origin is list or (origin is tuple and arguments[-1] is not ...):
        return origin(_read_array(_expect(value, list, "an array", file, key), origin, arguments, file, key))
    if origin in {frozenset, tuple}:
        return origin(_expect(value, str, "a string of words", file, key).split())
    scalar, expected = (bool, "true or false") if type_ is bool else (str, "a string")
    return _expect(value, scalar, expected, file, key)


def _read_open_table(table: dict[str, Any], types: Sequence[Any], file: str, key: str) -> dict[str, Any]:
    known = get_args(types[0]) if get_origin(types[0]) is Literal else table
    for name in table:
        if name not in known:
            msg = f"{file}: `{key}.{name}` is not a known key; there are {', '.join(known)}"
            raise RuleFileError(msg)
    return {name: _read_value(one, types[1], file, f"{key}.{name}") for name, one in table.items()}


def _read_array(array: list[Any], origin: type, types: Sequence[Any], file: str, key: str) -> Iterator[Any]:
    if origin is tuple and len(array) != len(types):
        msg = f"{file}: `{key}` must be an array of {len(types)}, and has {len(array)}"
        raise RuleFileError(msg)
    for at, one in enumerate(array):
        yield _read_value(one, types[at] if origin is tuple else types[0], file, f"{key}[{at}]")


def _expect(value: Any, type_: type, expected: str, file: str, key: str) -> Any:
    if not isinstance(value, type_):
        msg = f"{file}: `{key}` must be {expected}, and is {type(value).__name__}"
        raise RuleFileError(msg)
    return value
