"""Declarations of the marts in dbt's manifest, for the published copy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from serving.publication import PublishedColumn, PublishedTable

_Node = Mapping[str, Any]


class MartDeclarationError(Exception):
    """The yml of a mart does not say what its published table needs."""


def mart_declarations(manifest: Mapping[str, Any]) -> dict[str, PublishedTable]:
    """Return every mart of dbt's manifest with its descriptions, its key, what is required and what refers to what.

    All of it is said once, in the yml beside the model: the grain test names the key, a `not_null` constraint what is
    required, and the tests `relationships` and `related_where` the references.

    Raises:
        MartDeclarationError: A mart has no grain test, or several.
    """
    marts = {
        unique_id: node
        for unique_id, node in manifest["nodes"].items()
        if node["resource_type"] == "model" and node["schema"] == "marts"
    }
    tests: dict[str, list[_Node]] = {unique_id: [] for unique_id in marts}
    for node in manifest["nodes"].values():
        if node["resource_type"] == "test" and node.get("attached_node") in marts:
            tests[node["attached_node"]].append(node["test_metadata"])
    return {node["alias"]: _declaration(node, tests[unique_id]) for unique_id, node in marts.items()}


def _declaration(mart: _Node, tests: list[_Node]) -> PublishedTable:
    columns = {
        name: PublishedColumn(
            description=column["description"].strip(),
            is_required=any(constraint["type"] == "not_null" for constraint in column["constraints"]),
            references=sorted(_reference(test) for test in tests if _is_reference(test, name)),
        )
        for name, column in mart["columns"].items()
    }
    return PublishedTable(mart["description"].strip(), _primary_key(mart["name"], tests), columns)


def _primary_key(mart: str, tests: list[_Node]) -> list[str]:
    keys = [[test["kwargs"]["column_name"]] for test in tests if test["name"] == "unique"]
    keys += [test["kwargs"]["columns"] for test in tests if test["name"] == "unique_combination"]
    if len(keys) != 1:
        msg = (
            f"The mart {mart} has {len(keys)} grain tests (unique, unique_combination): exactly one in {mart}.yml "
            "names its key."
        )
        raise MartDeclarationError(msg)
    return keys[0]


def _is_reference(test: _Node, column: str) -> bool:
    return test["name"] in {"relationships", "related_where"} and test["kwargs"]["column_name"] == column


def _reference(test: _Node) -> str:
    """Such as `sections(section_id) where taxonomy = 'category'`; that a value is not null goes without saying."""
    arguments = test["kwargs"]
    table = re.fullmatch(r"ref\('(\w+)'\)", arguments["to"])
    if table is None:
        msg = f"A reference leads to a model, `ref('...')`, not to {arguments['to']}."
        raise MartDeclarationError(msg)
    conditions = arguments.get("condition", "").split(" and ")
    told = " and ".join(
        condition for condition in conditions if condition not in {"", f"{arguments['column_name']} is not null"}
    )
    return f"{table[1]}({arguments['field']})" + (f" where {told}" if told else "")
