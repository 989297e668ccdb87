"""What the yml beside a mart says becomes what is declared of the published table."""

from __future__ import annotations

from typing import Any

import pytest

from orchestration.descriptions import MartDeclarationError, mart_declarations
from serving.publication import PublishedColumn, PublishedTable


def _test(name: str, **arguments: Any) -> dict[str, Any]:
    return {
        "resource_type": "test",
        "attached_node": "model.articles",
        "test_metadata": {"name": name, "kwargs": arguments},
    }


def _manifest(*tests: dict[str, Any]) -> dict[str, Any]:
    """One mart with the columns `site` (required) and `author_id`, one staging model, and the tests."""
    columns = {
        "site": {"description": "The site.\n", "constraints": [{"type": "not_null"}]},
        "author_id": {"description": "The author.", "constraints": []},
    }
    mart = {"resource_type": "model", "schema": "marts", "name": "articles", "alias": "articles"}
    staging = mart | {"schema": "staging", "name": "stg_posts", "alias": "stg_posts"}
    described = {"description": "One row per article.\n", "columns": columns}
    nodes = {"model.articles": mart | described, "model.stg_posts": staging | described}
    return {"nodes": nodes | {f"test.{number}": test for number, test in enumerate(tests)}}


def test_the_grain_test_is_the_key_and_relationships_are_references() -> None:
    manifest = _manifest(
        _test("unique_combination", columns=["site", "author_id"]),
        _test("relationships", column_name="site", to="ref('sites')", field="site"),
        _test("holds", expression="true"),
    )
    assert mart_declarations(manifest) == {
        "articles": PublishedTable(
            "One row per article.",
            ["site", "author_id"],
            {
                "site": PublishedColumn("The site.", is_required=True, references=["sites(site)"]),
                "author_id": PublishedColumn("The author.", is_required=False, references=[]),
            },
        )
    }


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("author_id is not null", ""),
        ("author_id is not null and is_counted", " where is_counted"),
        ("taxonomy = 'category'", " where taxonomy = 'category'"),
    ],
)
def test_a_reference_says_when_it_holds(condition: str, said: str) -> None:
    related = _test("related_where", column_name="author_id", to="ref('authors')", field="author_id")
    related["test_metadata"]["kwargs"]["condition"] = condition
    declared = mart_declarations(_manifest(_test("unique", column_name="site"), related))["articles"]
    assert declared.columns["author_id"].references == [f"authors(author_id){said}"]


@pytest.mark.parametrize("columns", [[], ["site", "author_id"]])
def test_a_mart_without_a_grain_test_or_with_two_is_refused(columns: list[str]) -> None:
    tests = [_test("unique", column_name=column) for column in columns]
    with pytest.raises(MartDeclarationError, match=f"articles has {len(columns)} grain tests"):
        mart_declarations(_manifest(*tests))
