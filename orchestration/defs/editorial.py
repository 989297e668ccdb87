"""The editorial tables: data about people from files of the home."""

from collections.abc import Iterator

import dagster as dg

from orchestration.defs.cadence import FRESHNESS
from orchestration.defs.catalog import table_metadata
from orchestration.editorial import EDITORIAL_TABLES, EditorialFileInvalidError, load_editorial
from orchestration.resource import PipelineResource

_DESCRIPTIONS = {
    "person_aliases": "`person_aliases.csv` of the home: names that stand for a person known by another.",
    "person_takedowns": "`person_takedowns.csv` of the home: people whose names are withheld.",
}

#: Changes with the columns of the tables.
_VERSION = "1"


@dg.multi_asset(
    name="editorial",
    specs=[
        dg.AssetSpec(
            ["editorial", table],
            group_name="editorial",
            kinds={"csv", "duckdb"},
            description=_DESCRIPTIONS[table],
            code_version=_VERSION,
            freshness_policy=FRESHNESS,
        )
        for table in EDITORIAL_TABLES
    ],
)
def editorial(pipeline: PipelineResource) -> Iterator[dg.MaterializeResult]:
    """Load the newsroom's own files."""
    run = pipeline.run
    with run.lock.held():
        try:
            load_editorial(run.home.root, run.warehouse)
        except EditorialFileInvalidError as invalid:
            raise dg.Failure(description=str(invalid), allow_retries=False) from invalid
        tables = table_metadata(run.warehouse, ["editorial"])
    for table in EDITORIAL_TABLES:
        yield dg.MaterializeResult(asset_key=["editorial", table], metadata=tables[dg.AssetKey(["editorial", table])])
