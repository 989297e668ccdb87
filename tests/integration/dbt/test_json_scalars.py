"""What each typed column makes of each JSON value: a table, worked out by hand.

A value of another type than its column's is absent, never the nearest that it could be taken for: `true` is not id 1,
1.5 not id 2, `false` never a text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from dbt_warehouses import Dbt, Seen, add_seen, create, rows_of

from tests.integration.orchestration.hostile_documents import declared_structures

_DATE = "2026-02-03T13:03:49"

#: Every value, as JSON. What a column makes of one that its table does not name is its first entry.
VALUES = [
    "null", "true", "false", "0", "1", "-1", "1.5", "4.0", "1e300", "9223372036854775808", '"4"', '" 4 "', '"4.0"',
    '"1.5"', '"0x4"', '"true"', '"TRUE"', '"0"', '"1"', '""', '" "', '"Fell "', f'"{_DATE}"', '"2026-02-03"',
    "20260203", "[]", "{}", "[4]", '["4", null, true, 1.5, "x"]', '{"0": 4, "2": "6"}', '{"rendered": "R"}',
    '{"rendered": false}', '{"rendered": 4}', '{"name": "N", "@id": "#n"}', '{"name": false, "@id": false}',
    '{"other": "x"}', '{"id": 4, "name": "L"}', '[{"id": "4", "name": "L"}, {"id": true}]',
]  # fmt: skip

#: A text, or a number as text; without surrounding space.
TEXT: Mapping[str, Any] = {
    "": None, "0": "0", "1": "1", "-1": "-1", "1.5": "1.5", "4.0": "4.0", "1e300": "1e300",
    "9223372036854775808": "9223372036854775808", '"4"': "4", '" 4 "': "4", '"4.0"': "4.0", '"1.5"': "1.5",
    '"0x4"': "0x4", '"true"': "true", '"TRUE"': "TRUE", '"0"': "0", '"1"': "1", '"Fell "': "Fell", f'"{_DATE}"': _DATE,
    '"2026-02-03"': "2026-02-03", "20260203": "20260203",
}  # fmt: skip

#: A whole number above 0.
ID: Mapping[str, Any] = {"": None, "1": 1, "4.0": 4, '"4"': 4, '"4.0"': 4, '"1"': 1, "20260203": 20260203}

#: The same, or the whole thing of that id.
THING_ID: Mapping[str, Any] = {**ID, '{"id": 4, "name": "L"}': 4}

COUNT: Mapping[str, Any] = {**ID, "0": 0, '"0"': 0}

FLAG: Mapping[str, Any] = {"": False, "true": True, "1": True, '"true"': True, '"TRUE"': True, '"1"': True}

TIME: Mapping[str, Any] = {
    "": None,
    f'"{_DATE}"': datetime(2026, 2, 3, 13, 3, 49),  # noqa: DTZ001 - the site's own clock
    '"2026-02-03"': datetime(2026, 2, 3),  # noqa: DTZ001 - the site's own clock
}

INSTANT: Mapping[str, Any] = {value: moment and moment.replace(tzinfo=UTC) for value, moment in TIME.items()}

#: As kept, with surrounding space: what is in it is HTML. Numbers stand in `rendered` alone.
RENDERED: Mapping[str, Any] = {
    **{value: json.loads(value) for value in VALUES if value.startswith('"')},
    "": None, '{"rendered": "R"}': "R", '{"rendered": 4}': "4",
}  # fmt: skip

#: One or many; what is not an id is dropped.
IDS: Mapping[str, Any] = {
    "": [], **{value: [id_] for value, id_ in ID.items() if value},
    "[4]": [4], '["4", null, true, 1.5, "x"]': [4], '{"0": 4, "2": "6"}': [4, 6], '{"rendered": 4}': [4],
    '{"id": 4, "name": "L"}': [4], '[{"id": "4", "name": "L"}, {"id": true}]': [4],
}  # fmt: skip

#: An offset in hours from UTC, at most 14, in minutes.
MINUTES: Mapping[str, Any] = {
    "": None, "0": 0, "1": 60, "-1": -60, "1.5": 90, "4.0": 240, '"4"': 240, '" 4 "': 240, '"4.0"': 240, '"1.5"': 90,
    '"0"': 0, '"1"': 60,
}  # fmt: skip

#: The name of the first thing that is described, or its bare name.
NAME: Mapping[str, Any] = {
    "": None, '{"name": "N", "@id": "#n"}': "N", '{"id": 4, "name": "L"}': "L",
    '[{"id": "4", "name": "L"}, {"id": true}]': "L", '["4", null, true, 1.5, "x"]': "4",
    **{value: text for value, text in TEXT.items() if value.startswith('"')},
}  # fmt: skip

#: One or many; what is neither text nor number nor a thing with a name is dropped.
NAMES: Mapping[str, Any] = {
    "": [], **{value: [text] for value, text in TEXT.items() if value}, "[4]": ["4"],
    '["4", null, true, 1.5, "x"]': ["4", "1.5", "x"], '{"0": 4, "2": "6"}': ["4", "6"],
    '{"name": "N", "@id": "#n"}': ["N"], '{"id": 4, "name": "L"}': ["L"],
    '[{"id": "4", "name": "L"}, {"id": true}]': ["L"],
}  # fmt: skip

#: A blank name keeps its place.
PLACED: Mapping[str, Any] = {**NAMES, '""': [None], '" "': [None]}

REFERENCE: Mapping[str, Any] = {"": None, '{"name": "N", "@id": "#n"}': "#n"}


@dataclass(frozen=True)
class Typed:
    """A field of a document and the column that is made of it: the table of a model, and an expression over it."""

    kind: str
    path: tuple[str | int, ...]
    model: str
    column: str
    expected: Mapping[str, Any]


_POSTS, _HEAD = "staging.stg_raw__posts", ("yoast_head_json",)
_NODES, _NODE = "intermediate.int_schema_nodes_parsed", ("yoast_head_json", "schema", "@graph", 0)
_WRITER, _ACCOUNT, _TERM = ("coauthors", 0), ("_embedded", "author", 0), ("_embedded", "wp:term", 0, 0)

FIELDS = [
    *(Typed("post", (name,), _POSTS, column, TEXT) for name, column in [
        ("link", "url"), ("slug", "slug"), ("type", "post_type"), ("format", "post_format")]),
    *(Typed("post", (name,), _POSTS, column, RENDERED) for name, column in [("title", "title_html"), ("guid", "guid")]),
    *(Typed("post", (name,), _POSTS, column, TIME) for name, column in [
        ("date", "published_local"), ("modified", "modified_local")]),
    *(Typed("post", (name,), _POSTS, column, INSTANT) for name, column in [
        ("date_gmt", "published_at"), ("modified_gmt", "modified_at")]),
    *(Typed("post", path, _POSTS, column, FLAG) for path, column in [
        (("sticky",), "is_sticky"), (("content", "protected"), "is_protected")]),
    Typed("post", ("author",), _POSTS, "user_id", THING_ID),
    Typed("post", ("featured_media",), _POSTS, "featured_media_id", ID),
    Typed("post", ("categories",), _POSTS, "category_ids", IDS),
    Typed("post", ("tags",), _POSTS, "tag_ids", IDS),
    *(Typed("post", (*_HEAD, name), _POSTS, column, TEXT) for name, column in [
        ("title", "head_title"), ("description", "meta_description"), ("canonical", "canonical_url"),
        ("og_locale", "og_locale"), ("og_type", "og_type"), ("og_title", "og_title"),
        ("og_description", "og_description"), ("og_url", "og_url"), ("og_site_name", "og_site_name")]),
    *(Typed("post", (*_NODE, name), _NODES, column, expected) for name, column, expected in [
        ("name", "name", TEXT), ("url", "url", TEXT), ("@id", "nullif(node_id, '_:1')", TEXT),
        ("wordCount", "yoast_word_count", COUNT), ("commentCount", "comment_count", COUNT),
        ("author", "authors[1].name", NAME), ("author", "authors[1].node_id", REFERENCE),
        ("articleSection", "section_names", PLACED), ("keywords", "keywords", PLACED)]),
    Typed("post", (*_HEAD, "author"), _POSTS, "head_author_names", NAMES),
    *(Typed("post", path, _POSTS, column, expected) for path, column, expected in [
        ((*_WRITER, "user_id"), "co_authors[1].user_id", ID), ((*_WRITER, "slug"), "co_authors[1].slug", TEXT),
        ((*_WRITER, "display_name"), "co_authors[1].name", TEXT), ((*_WRITER, "name"), "co_authors[1].name", TEXT),
        ((*_ACCOUNT, "name"), "embedded_author_name", TEXT), ((*_TERM, "id"), "embedded_terms[1].wordpress_id", ID),
        ((*_TERM, "slug"), "embedded_terms[1].slug", TEXT), ((*_TERM, "name"), "embedded_terms[1].name", TEXT)]),
    *(Typed("term", (name,), "staging.stg_raw__terms", name, TEXT) for name in ("taxonomy", "slug", "name")),
    Typed("term", ("link",), "staging.stg_raw__terms", "url", TEXT),
    Typed("term", ("parent",), "staging.stg_raw__terms", "parent_wordpress_id", ID),
    *(Typed("user", (name,), "staging.stg_raw__users", column, TEXT) for name, column in [
        ("slug", "slug"), ("name", "name"), ("link", "url")]),
    *(Typed("root", (name,), "staging.stg_raw__sites", column, TEXT) for name, column in [
        ("name", "name"), ("home", "url"), ("url", "url"), ("timezone_string", "timezone")]),
    Typed("settings", ("timezone",), "staging.stg_raw__sites", "timezone", TEXT),
    Typed("root", ("gmt_offset",), "staging.stg_raw__sites", "utc_offset_minutes", MINUTES),
]  # fmt: skip

#: Keys of the structures that are no column of one value: lists, objects, and what is compared or not read.
NO_COLUMN = {
    "post_structure": {
        "class_list", "coauthors", "authors", "newspack_author_info", "_links", "_embedded", "yoast_head_json",
        "content", "rank_math_head", "aioseo_head", "aioseo_head_json",
    },
    "head_structure": {
        "robots", "og_image", "twitter_misc", "schema",
        "article_published_time", "article_modified_time", "twitter_card",
    },
    "node_structure": {"@type", "itemListElement"},
    "term_link_structure": {"taxonomy", "href"},
    "site_structure": {"article_types"},
}  # fmt: skip


def document_with(path: tuple[str | int, ...], value: Any) -> Any:
    """A document that says one thing."""
    for key in reversed(path):
        value = [value] if isinstance(key, int) else {key: value}
        if path[-1] == key and "@graph" in path:
            value = {"@type": "Article"} | value
    return value


@pytest.fixture(scope="module")
def warehouse(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One document for each field and value; its site is named after both."""
    path = tmp_path_factory.mktemp("scalars") / "warehouse.duckdb"
    create(path)
    rest_bases = {"post": "posts", "term": "categories", "user": "users"}
    add_seen(
        path,
        [
            Seen(
                f"{field}-{value}",
                rest_bases.get(typed.kind, typed.kind),
                1,
                document_with(typed.path, json.loads(text)),
            )
            for field, typed in enumerate(FIELDS)
            for value, text in enumerate(VALUES)
        ],
    )
    models = {typed.model.split(".")[1] for typed in FIELDS}
    selected = [argument for model in sorted(models) for argument in ("--select", f"+{model}")]
    dbt(path, "run", *selected).raise_on_failure()
    return path


@pytest.mark.parametrize("field", range(len(FIELDS)), ids=[f"{typed.kind}.{typed.path[-1]}" for typed in FIELDS])
def test_a_column_holds_what_its_json_value_says_and_else_nothing(warehouse: Path, field: int) -> None:
    typed = FIELDS[field]
    key = "split_part(version_id, '/', 2)" if typed.model == _NODES else "site"
    found = dict(rows_of(warehouse, f"select {key}, {typed.column} from {typed.model} where {key} like '{field}-%'"))
    assert {text: found[f"{field}-{value}"] for value, text in enumerate(VALUES)} == {
        text: typed.expected.get(text, typed.expected[""]) for text in VALUES
    }


def test_every_key_that_the_models_read_has_its_column_in_the_table() -> None:
    named = {key for typed in FIELDS for key in typed.path}
    for name, structure in declared_structures().items():
        assert structure.keys() - named <= NO_COLUMN.get(name, set()), name
