"""The rules of the dbt project, held over its files and its manifest."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

PROJECT = Path(__file__).parents[2] / "dbt_project"
MODELS = sorted((PROJECT / "models").rglob("*.sql"))
MARTS = [path for path in MODELS if path.parent.name == "marts"]
STAGING = sorted((PROJECT / "models" / "staging").rglob("stg_*.sql"))

NAMES = {
    "staging": r"stg_(?:raw|enriched|editorial)__[a-z_]+s|base_[a-z_]+s",
    "intermediate": r"int_[a-z]+(_[a-z]+)+",
    "marts": r"[a-z]+(_[a-z]+)*",
}

#: What each layer may read. Of staging, only a base model is read by staging; a mart never reads a mart, so that none
#: waits for another.
MAY_READ = {
    "staging": {"sources", "staging"},
    "intermediate": {"staging", "intermediate"},
    "marts": {"staging", "intermediate"},
}

#: Ending or beginning of a column's name, and the type it promises.
TYPES = {
    r"_at$": "timestamp with time zone",
    r"_local$": "timestamp",
    r"_date$": "date",
    r"^(is|has)_": "boolean",
    r"_count$": "bigint",
    r"_(share|seconds|mean|score)$": "double",
}

#: What a mart may say of JSON: the name of the one column that holds it is all.
JSON_WORDS = r"json|->>|->|one_or_many|text_list|id_list|rendered_text|reference_id|name_of"


@pytest.fixture(scope="module")
def nodes(manifest: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every node of the manifest by its unique id."""
    return manifest["nodes"] | manifest["sources"]


@pytest.fixture(scope="module")
def models(nodes: dict[str, dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Every model by name."""
    return {node["name"]: node for node in nodes.values() if node["resource_type"] == "model"}


def layer_of(node: dict[str, Any]) -> str:
    """The folder of a model, or the kind of what is none."""
    return "sources" if node["resource_type"] == "source" else node["fqn"][1]


def names(paths: list[Path]) -> list[str]:
    """Test ids."""
    return [path.stem for path in paths]


@pytest.mark.parametrize("path", MODELS, ids=names(MODELS))
def test_a_model_is_described_in_one_file_beside_it(path: Path) -> None:
    described = yaml.safe_load(path.with_suffix(".yml").read_text(encoding="utf-8"))
    assert [model["name"] for model in described["models"]] == [path.stem]


def test_no_file_describes_a_model_that_is_not_there() -> None:
    described = {
        path
        for folder in NAMES
        for path in (PROJECT / "models" / folder).rglob("*.yml")
        if not path.name.startswith("_")  # the tables of a source
    }
    assert described == {path.with_suffix(".yml") for path in MODELS}


@pytest.mark.parametrize("path", MODELS, ids=names(MODELS))
def test_a_model_is_named_for_its_layer(path: Path) -> None:
    layer = path.relative_to(PROJECT / "models").parts[0]
    assert re.fullmatch(NAMES[layer], path.stem)


@pytest.mark.parametrize("path", STAGING, ids=names(STAGING))
def test_a_staging_model_reads_the_source_in_its_name_and_stands_in_its_folder(
    path: Path, models: dict[str, dict[str, Any]]
) -> None:
    source = path.stem.removeprefix("stg_").split("__")[0]
    assert path.parent.name == source
    read = {tuple(parent.split(".")[:3:2]) for parent in models[path.stem]["depends_on"]["nodes"]}
    assert {name for kind, name in read if kind == "source"} == {source}
    assert all(name.startswith("base_") for kind, name in read if kind == "model")


@pytest.mark.parametrize("path", MODELS, ids=names(MODELS))
def test_a_description_says_what_one_row_is(path: Path, models: dict[str, dict[str, Any]]) -> None:
    assert models[path.stem]["description"].startswith("One row per ")


@pytest.mark.parametrize("path", MODELS, ids=names(MODELS))
def test_data_goes_one_way(path: Path, nodes: dict[str, dict[str, Any]], models: dict[str, dict[str, Any]]) -> None:
    model = models[path.stem]
    read = {layer_of(nodes[parent]) for parent in model["depends_on"]["nodes"]}
    assert read <= MAY_READ[layer_of(model)]


@pytest.mark.parametrize("path", MODELS, ids=names(MODELS))
def test_what_a_model_reads_it_imports_once_at_its_head(path: Path) -> None:
    sql = path.read_text(encoding="utf-8")
    read = re.findall(r"(?:ref|source)\('[^)]+\)", sql)
    assert len(read) == len(set(read))
    imports = re.findall(r"^ {4}(?:select \* )?from \{\{ (?:ref|source)\(", sql, flags=re.MULTILINE)
    assert len(imports) == len(read)


@pytest.mark.parametrize("path", MODELS, ids=names(MODELS))
def test_the_last_select_lists_its_columns(path: Path) -> None:
    sql = path.read_text(encoding="utf-8")
    last = sql[sql.rindex("\nselect") :]
    assert not re.search(r"^select \*|^ {4}\*", last.strip("\n"), flags=re.MULTILINE)


@pytest.mark.parametrize("path", MODELS, ids=names(MODELS))
def test_a_list_of_columns_ends_with_a_comma(path: Path) -> None:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.lstrip().startswith("--")]
    before_from = [above for above, line in pairwise(lines) if re.match(r" *from ", line)]
    bare = [line for line in before_from if not re.search(r",$|\}\}$|^ *with|^ *select |\($", line)]
    assert not bare, "the last column before `from` takes a comma too"


@pytest.mark.parametrize("path", MARTS, ids=names(MARTS))
def test_a_mart_is_contracted_and_every_column_of_it_described(path: Path, models: dict[str, dict[str, Any]]) -> None:
    mart = models[path.stem]
    assert mart["config"]["contract"]["enforced"]
    assert mart["columns"]
    assert [
        name for name, column in mart["columns"].items() if not (column["description"] and column["data_type"])
    ] == []


@pytest.mark.parametrize("path", MARTS, ids=names(MARTS))
def test_a_column_is_of_the_type_that_its_name_promises(path: Path, models: dict[str, dict[str, Any]]) -> None:
    broken = [
        (name, column["data_type"])
        for name, column in models[path.stem]["columns"].items()
        for pattern, type_ in TYPES.items()
        if re.search(pattern, name) and column["data_type"] != type_
    ]
    assert not broken


@pytest.mark.parametrize("path", MARTS, ids=names(MARTS))
def test_a_mart_never_reads_json(path: Path) -> None:
    assert not re.search(JSON_WORDS, path.read_text(encoding="utf-8"))


def test_numbers_dates_and_booleans_of_a_document_are_typed_with_bounds() -> None:
    structures = (PROJECT / "macros" / "json" / "structures.sql").read_text(encoding="utf-8")
    declared = set(re.findall(r'"[^"]+": "([^"]+)"', structures))
    assert declared == {"VARCHAR", "JSON"}
    assert [path.name for path in MODELS if re.search(r"parse_json\([^)]*'\{", path.read_text(encoding="utf-8"))] == []
