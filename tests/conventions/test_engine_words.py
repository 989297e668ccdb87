"""The models and the macros outside macros/engine/ say nothing that one engine alone says, or says in a way of its own.

The rules are textual: over the source, without comments and without the names of our own macros.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).parents[2] / "dbt_project"
MACROS = sorted((PROJECT / "macros").rglob("*.sql"))
ENGINE = [path for path in MACROS if path.parent.name == "engine"]
SPOKEN_OUTSIDE = [
    *sorted((PROJECT / "models").rglob("*.sql")),
    *sorted((PROJECT / "tests").rglob("*.sql")),
    *(path for path in MACROS if path not in ENGINE),
]

#: Words of DuckDB that another engine lacks, or gives another meaning.
WORDS = {
    "a cast": r"::",
    "a list of columns left out or replaced": r"\* *(?:exclude|replace)\b",
    "an item or a slice of a list": r"[\w)]\[\d+(?::\d*)?\]",
    "a lambda or a step into JSON": r"\blambda\b|->",
    "a query that begins with from": r"\(\s*from\b",
    "a function of lists": r"\b(?:list_(?!relations)\w+|len|list|array_agg|array_to_string|range|map_\w+) *\(",
    "a table from a list": r"\b(?:unnest|generate_series|generate_subscripts) *\(",
    "a function of records": r"\b(?:struct_\w+|row|unpivot) *\(",
    "a function of JSON": r"\b(?:json|json_\w+|from_json|to_json) *\(|\bas json\b",
    "a function of regular expressions": r"\b(?:regexp_\w+|string_split\w*)\b|\bsimilar to\b",
    "a function of texts": r"\b(?:strip_accents|starts_with|ends_with|chr|string_agg|format) *\(",
    "a hash or a random value": r"\b(?:sha256|md5|gen_random_uuid|random) *\(",
    "trim with a second argument": r"\b[lr]?trim\([^()]*,",
    "an aggregate that may take a null or any row": r"\b(?:any_value|arg_max|arg_min|first|last|mode|median) *\(",
    "a zone": r"\bat time zone\b|\btimestamptz\b|\bpg_timezone_names\b",
    "a function of times": r"\b(?:date_?diff|date_part|to_(?:minutes|hours|days)|strftime|strptime|epoch\w*) *\(",
    "a word of the calendar": r"\b(?:isodow|isoyear|week|weekofyear|dayname|monthname|dayofweek) *\(",
    "a type": r"\bvarchar\b|\bas timestamp\b|\bhugeint\b|\buinteger\b",
    "grouping or ordering by all": r"\b(?:group|order) by all\b",
    "a kind of join or recursion": r"\b(?:recursive|asof|semi join|anti join|positional join)\b",
}


def spoken(sql: str) -> str:
    """The source without comments and without names of our own macros, as far as they are called in Jinja."""
    sql = re.sub(r"\{#.*?#\}", "", sql, flags=re.DOTALL)
    sql = re.sub(r"(?m)(?<!')--(?!').*$", "", sql)
    ours = "|".join(sorted(_macro_names(), key=len, reverse=True))
    return re.sub(r"\{[{%].*?[%}]\}", lambda code: re.sub(rf"\b(?:{ours})\(", "(", code[0]), sql, flags=re.DOTALL)


def engine_words(sql: str) -> list[str]:
    """What is said that one engine alone says."""
    return [f"{what}: {found[0]}" for what, pattern in WORDS.items() for found in re.finditer(pattern, sql)]


def literals(sql: str) -> list[str]:
    """Lists and records in brackets and braces, outside of Jinja."""
    return re.findall(r"[\[{].{0,30}", re.sub(r"\{[{%].*?[%}]\}", "", sql, flags=re.DOTALL))


def unsaid_nulls(sql: str) -> list[str]:
    """Orders that do not say where nulls stand: engines differ."""
    return [item for order in _orders(sql) for item in order if not re.search(r"\bnulls (?:first|last)$", item)]


def bare_extremes(sql: str) -> list[str]:
    """`max_by` and `min_by` without a filter: engines differ in whether they take a null."""
    found = []
    for call in re.finditer(r"\b(?:max_by|min_by)\(", sql):
        end = call.end() + sum(map(len, _until_closed(sql[call.end() :]))) + 1
        if not re.match(r"\s*filter \(", sql[end:]):
            found.append(sql[call.start() : end])
    return found


def casts_of_texts(sql: str) -> list[str]:
    """`try_cast`, which has no bounds and reads other texts in other engines."""
    return re.findall(r"\btry_cast\(.{0,40}", sql)


def clock_readings(sql: str) -> list[str]:
    """Readings of the clock: rows would change with the day, and a run that finds nothing new builds nothing."""
    return re.findall(r"\b(?:current_date|current_timestamp|localtimestamp|now\(\)|today\(\)|getdate\(\))", sql)


RULES: dict[str, Callable[[str], list[str]]] = {
    "engine words": engine_words,
    "literals": literals,
    "nulls": unsaid_nulls,
    "extremes": bare_extremes,
    "casts": casts_of_texts,
    "clock": clock_readings,
}

#: What a rule passes over, and where.
EXEMPT = {
    ("literals", "structures.sql"),  # the notation of structures, which `parse_json` takes
    ("engine words", "html_entities.sql"),  # a table of names, `&lambda;` among them
    ("casts", "bounds.sql"),  # where texts are cast, with bounds
}

#: A seeded violation of each rule, and of each group of words.
VIOLATIONS = {
    "engine words": [
        "select random()",
        "select x::bigint",
        "select * exclude (a) from t",
        "select names[1]",
        "select name[10:]",
        "select {{ each('names', 'name', 'lambda x: x') }}",
        "select document->>'id'",
        "with a as (\n    from b\n)",
        "select list_sort(names)",
        "select len(names)",
        "select unnest(names) as name",
        "select list(name)",
        "select struct_pack(a := 1)",
        "select json_extract_string(document, '$.a')",
        "select cast(document as json)",
        "select regexp_matches(a, 'b')",
        "select strip_accents(name)",
        "select sha256(name)",
        "select trim(name, '-')",
        "select any_value(name)",
        "select arg_max(name, at)",
        "select last(name order by at nulls last)",
        "select at at time zone 'UTC'",
        "select timestamptz '2026-01-01'",
        "select date_diff('minute', a, b)",
        "select week(day)",
        "select cast(a as varchar)",
        "select a, count(*) from t group by all",
        "with recursive a as (select 1)",
    ],
    "literals": ["select ['posts'] as types", "select {'at': a} as pair"],
    "nulls": [
        "select row_number() over (partition by a order by b) as n",
        "select row_number() over (order by b desc nulls last, c) as n",
        "select sum(a) over (order by b rows between 6 preceding and current row) as n",
        "select min(a) over (order by b range between unbounded preceding and current row) as n",
    ],
    "extremes": ["select max_by(name, at) as name", "select min_by(coalesce(a, b), at) as name from t"],
    "casts": ["select try_cast(a as bigint)"],
    "clock": ["select current_date as day", "select a from t where at < now()"],
}

#: What no rule may take for a violation.
FAITHFUL = [
    "select {{ each('names', 'name', trimmed('name')) }} from t -- not len(names)",
    "select {{ json_text('a') }}, {{ length_of('names') }} {# list_sort(x) #}",
    "select max_by(a, b) filter (where a is not null) from t",
    "select row_number() over (order by f(a, b) desc nulls last, c nulls first)",
    "select sum(a) over (order by b nulls last rows between 6 preceding and current row), trim(a)",
    "select min(a) over (order by b nulls last range between unbounded preceding and current row)",
]


@pytest.mark.parametrize("path", SPOKEN_OUTSIDE, ids=lambda path: path.stem)
def test_no_word_of_one_engine_stands_outside_the_engine_macros(path: Path) -> None:
    sql = spoken(path.read_text(encoding="utf-8"))
    found = {name: broken for name, rule in RULES.items() if (name, path.name) not in EXEMPT and (broken := rule(sql))}
    assert found == {}


def test_no_word_of_one_engine_stands_in_the_arguments_of_a_test(manifest: dict[str, Any]) -> None:
    tests = [node for node in manifest["nodes"].values() if node["resource_type"] == "test"]
    said = {
        (node["name"], text)
        for node in tests
        for text in _texts((node["test_metadata"] or {}).get("kwargs", {}))
        if engine_words(text)
    }
    assert tests
    assert said == set()


@pytest.mark.parametrize(("rule", "sql"), [(rule, sql) for rule, seeded in VIOLATIONS.items() for sql in seeded])
def test_a_seeded_violation_breaks_its_rule(rule: str, sql: str) -> None:
    assert RULES[rule](spoken(sql))


def test_every_rule_and_every_group_of_words_has_a_seeded_violation() -> None:
    assert set(VIOLATIONS) == set(RULES)
    seeded = "\n".join(VIOLATIONS["engine words"])
    assert [what for what, pattern in WORDS.items() if not re.search(pattern, seeded)] == []


@pytest.mark.parametrize("sql", FAITHFUL)
def test_common_words_comments_and_our_own_macros_break_no_rule(sql: str) -> None:
    assert [broken for rule in RULES.values() for broken in rule(spoken(sql))] == []


@pytest.mark.parametrize("path", ENGINE, ids=lambda path: path.stem)
def test_an_engine_macro_is_dispatched_and_has_a_body_for_duckdb_and_an_error_for_others(path: Path) -> None:
    sql = path.read_text(encoding="utf-8")
    dispatched = re.findall(r"adapter\.dispatch\('(\w+)', 'pressgraph'\)", sql)
    bodies = re.findall(r"\{% macro duckdb__(\w+)\(", sql)
    refusals = re.findall(r"\{% macro default__(\w+)\([^)]*\) -%\}\s*\{\{ unspelled\('(\w+)'\) \}\}", sql)
    assert dispatched == bodies == [name for name, _ in refusals] == [said for _, said in refusals]


def _macro_names() -> set[str]:
    sources = [path.read_text(encoding="utf-8") for path in MACROS]
    return {name for sql in sources for name in re.findall(r"\{% macro (\w+)\(", sql)}


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _until_closed(sql: str) -> Iterator[str]:
    """Character by character, up to the parenthesis that closes what is open at the start."""
    depth = 0
    for character in sql:
        depth += (character in "([{") - (character in ")]}")
        if depth < 0:
            return
        yield character


def _orders(sql: str) -> Iterator[list[str]]:
    """The terms of every `order by` in parentheses."""
    for order in re.finditer(r"\border by\b", sql):
        terms, depth = [""], 0
        for character in _until_closed(re.split(r"\b(?:rows|range) between\b", sql[order.end() :])[0]):
            depth += (character in "([{") - (character in ")]}")
            if character == "," and depth == 0:
                terms.append("")
            else:
                terms[-1] += character
        yield [" ".join(term.split()) for term in terms]
