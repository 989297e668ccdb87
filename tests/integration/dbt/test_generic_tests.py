"""Each of the project's own generic tests passes on rows that are right and fails on rows that are wrong."""

from __future__ import annotations

import duckdb
import pytest
import yaml
from dbt_warehouses import PROJECT, Dbt

#: Test, its arguments, rows for which it passes, rows for which it fails: each a SQL select.
CASES: dict[str, tuple[dict[str, object], str, str]] = {
    "unique_combination": (
        {"columns": ["site", "day"]},
        "values ('a', 1), ('a', 2), ('b', 1)) as t(site, day",
        "values ('a', 1), ('a', 1)) as t(site, day",
    ),
    "unique_combination_null": (
        {"columns": ["site", "day"]},
        "values ('a', 1)) as t(site, day",
        "values ('a', 1), (null, 2)) as t(site, day",
    ),
    "unique_combination_nullable": (
        {"columns": ["site", "day"], "nullable": ["day"]},
        "values ('a', 1), ('a', null), ('b', null)) as t(site, day",
        "values ('a', null), ('a', null)) as t(site, day",
    ),
    "unique_combination_required": (
        {"columns": ["site", "day"], "nullable": ["day"]},
        "values ('a', null)) as t(site, day",
        "values (null, 1)) as t(site, day",
    ),
    "not_negative": (
        {"columns": ["words", "quotes"]},
        "values (0, 1), (null, 2)) as t(words, quotes",
        "values (0, 1), (3, -1)) as t(words, quotes",
    ),
    "not_blank": (
        {"columns": ["name"]},
        "values ('a')) as t(name",
        "values ('a'), ('  ')) as t(name",
    ),
    "between_zero_and_one": (
        {"column_name": "share"},
        "values (0.0::double), (1.0), (null)) as t(share",
        "values (0.5::double), (1.01)) as t(share",
    ),
    "between_zero_and_one_nan": (
        {"column_name": "share"},
        "values (0.0::double)) as t(share",
        "values ('nan'::double)) as t(share",
    ),
    "accepted_range": (
        {"column_name": "weekday", "minimum": 1, "maximum": 7},
        "values (1), (7), (null)) as t(weekday",
        "values (1), (8)) as t(weekday",
    ),
    "accepted_range_minimum": (
        {"column_name": "weekday", "minimum": 1},
        "values (1), (700)) as t(weekday",
        "values (0)) as t(weekday",
    ),
    "every_day": (
        {"column_name": "day", "by": "site"},
        "values ('a', date '2026-02-28'), ('a', date '2026-03-01'), ('b', date '2026-05-01')) as t(site, day",
        "values ('a', date '2026-02-27'), ('a', date '2026-03-01')) as t(site, day",
    ),
    "sequential": (
        {"column_name": "position", "by": "article"},
        "values ('a', 2), ('a', 1), ('b', 1)) as t(article, position",
        "values ('a', 1), ('a', 3)) as t(article, position",
    ),
    "sequential_repeated": (
        {"column_name": "position", "by": "article"},
        "values ('a', 1)) as t(article, position",
        "values ('a', 1), ('a', 1), ('a', 3)) as t(article, position",
    ),
    "related_where": (
        {"column_name": "person", "to": "ref('people')", "field": "id", "condition": "counted",
         "to_condition": "is_public"},
        "values (1, true), (9, false)) as t(person, counted",
        "values (1, true), (2, true)) as t(person, counted",
    ),
    "related_where_null": (
        {"column_name": "person", "to": "ref('people')", "field": "id"},
        "values (1)) as t(person",
        "values (null::int)) as t(person",
    ),
    "same_row_count": (
        {"other": "ref('people')", "condition": "counted"},
        "values (1, true), (1, true), (1, false)) as t(person, counted",
        "values (1, true)) as t(person, counted",
    ),
    "same_total": (
        {"total": "sum(number)", "other": "ref('people')", "other_total": "count(*)"},
        "values (2), (0)) as t(number",
        "values (2), (1)) as t(number",
    ),
    "holds": (
        {"expression": "first <= last"},
        "values (1, 2), (2, 2)) as t(first, last",
        "values (1, 2), (1, null)) as t(first, last",
    ),
}  # fmt: skip

VARIANTS = ("null", "nan", "minimum", "repeated", "nullable", "required")


def generic_name(case: str) -> str:
    """The generic test that a case is about."""
    name, _, variant = case.rpartition("_")
    return name if variant in VARIANTS else case


@pytest.fixture(scope="module")
def outcomes(dbt: Dbt, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Status by test name, of a project of two models per case: one with right rows, one with wrong."""
    project = tmp_path_factory.mktemp("generic_tests")
    (project / "models").mkdir()
    settings = {
        # The tests are made of the engine's macros, which are dispatched by the project's name.
        "name": "pressgraph", "version": "1.0.0", "profile": "pressgraph", "model-paths": ["models"],
        "macro-paths": [str(PROJECT / "tests" / "generic"), str(PROJECT / "macros" / "engine")],
        "flags": {"require_generic_test_arguments_property": True},
    }  # fmt: skip
    (project / "dbt_project.yml").write_text(yaml.safe_dump(settings))
    (project / "profiles.yml").write_text((PROJECT / "profiles.yml").read_text())
    (project / "models" / "people.sql").write_text("select * from (values (1, true), (2, false)) as t(id, is_public)\n")
    models = []
    for case, (arguments, *rows) in CASES.items():
        for kind, values in zip(("right", "wrong"), rows, strict=True):
            name = f"{case}_{kind}"
            (project / "models" / f"{name}.sql").write_text(f"from ({values})\n")
            arguments_ = {key: value for key, value in arguments.items() if key != "column_name"}
            test = {generic_name(case): {"name": f"test_{name}", "arguments": arguments_}}
            column = arguments.get("column_name")
            tested = {"data_tests": [test]} if column is None else {"columns": [{"name": column, "data_tests": [test]}]}
            models.append({"name": name} | tested)
    (project / "models" / "models.yml").write_text(yaml.safe_dump({"version": 2, "models": models}))
    warehouse = project / "warehouse.duckdb"
    duckdb.connect(str(warehouse)).close()
    run = dbt(warehouse, "build", project=project)
    assert run.exception is None
    return {
        result["data"]["node_info"]["node_name"]: result["data"]["status"]
        for result in run.results
        if result["data"]["node_info"]["node_name"].startswith("test_")
    }


def test_every_generic_test_has_a_case() -> None:
    ours = {path.stem for path in (PROJECT / "tests" / "generic").glob("*.sql")}
    assert ours == {generic_name(case) for case in CASES}


@pytest.mark.parametrize("case", CASES)
def test_right_rows_pass(outcomes: dict[str, str], case: str) -> None:
    assert outcomes[f"test_{case}_right"] == "pass"


@pytest.mark.parametrize("case", CASES)
def test_wrong_rows_fail(outcomes: dict[str, str], case: str) -> None:
    assert outcomes[f"test_{case}_wrong"] == "fail"
