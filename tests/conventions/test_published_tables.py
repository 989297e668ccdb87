"""What is published is declared: keys, references, times, and every change of them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

from orchestration.descriptions import mart_declarations
from serving.publication import PublishedTable
from tests.published_schema import CHANGELOG, SCHEMA, describe_tables, document, fingerprint

#: Columns that carry the name of another table's key without every value being found there, and why.
NOT_REFERENCES = {
    ("extractions", "site"): "a list that failed before its site had a document",
    ("rejected_documents", "site"): "a document may be rejected before its site is known",
    (
        "rejected_documents",
        "extraction_id",
    ): "a load that was cut off may hold the rejection and not the ledger row of its list",
}


@pytest.fixture(scope="module")
def tables(manifest: Mapping[str, Any]) -> dict[str, PublishedTable]:
    return mart_declarations(manifest)


@pytest.fixture(scope="module")
def described(manifest: Mapping[str, Any]) -> str:
    return describe_tables(manifest)


def test_every_mart_has_one_key_and_its_columns_are_required(tables: dict[str, PublishedTable]) -> None:
    # `mart_declarations` refuses a mart that has no grain test, or several.
    nullable = [
        (table, column)
        for table, declared in tables.items()
        for column in declared.primary_key
        if not declared.columns[column].is_required
    ]
    assert nullable == []


def test_a_column_named_like_another_tables_key_refers_to_it(tables: dict[str, PublishedTable]) -> None:
    keys = {declared.primary_key[0]: table for table, declared in tables.items() if len(declared.primary_key) == 1}
    # `word_counts` has the articles' key for its own.
    keys["article_id"] = "articles"
    unsaid = [
        (table, name)
        for table, declared in tables.items()
        for name, column in declared.columns.items()
        if keys.get(name, table) != table
        and not any(reference.startswith(f"{keys[name]}({name})") for reference in column.references)
    ]
    assert sorted(unsaid) == sorted(NOT_REFERENCES)


def test_every_reference_leads_to_a_key(tables: dict[str, PublishedTable]) -> None:
    targets = {
        reference.split(" ")[0]
        for declared in tables.values()
        for column in declared.columns.values()
        for reference in column.references
    }
    assert targets <= {f"{table}({', '.join(declared.primary_key)})" for table, declared in tables.items()}


def test_every_time_is_published_without_a_zone(described: str) -> None:
    columns = re.findall(r"^\| (\w+) \| ([^|]+) \|", described, flags=re.MULTILINE)
    times = {type_ for name, type_ in columns if name.endswith("_at")}
    assert times == {"timestamp"}
    assert [name for name, type_ in columns if "zone" in type_ or type_ == "timestamptz"] == []


def test_a_change_of_the_tables_has_an_entry_in_the_changelog(described: str) -> None:
    newest = re.search(r"^## .*\(shape ([0-9a-f]{8})\)$", CHANGELOG.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert newest is not None
    assert (newest[1], SCHEMA.read_text(encoding="utf-8")) == (fingerprint(described), document(described)), (
        "The published tables changed: run `make table-schema`, and say what changed in a new entry at the head of "
        "docs/tables/CHANGELOG.md, as that command tells."
    )
