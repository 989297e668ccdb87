"""Editorial: what the newsroom itself says of people, from files of the home."""

from collections.abc import Iterator

import dagster as dg

from orchestration.editorial import EDITORIAL_TABLES, EditorialFileInvalidError, load_editorial
from orchestration.resource import PipelineResource

_DESCRIPTIONS = {
    "person_aliases": "`person_aliases.csv` of the home: names that stand for a person known by another.",
    "person_takedowns": "`person_takedowns.csv` of the home: people whose names are withheld.",
}


@dg.multi_asset(
    name="editorial",
    specs=[
        dg.AssetSpec(
            ["editorial", table], group_name="editorial", kinds={"csv", "duckdb"}, description=_DESCRIPTIONS[table]
        )
        for table in EDITORIAL_TABLES
    ],
)
def editorial(pipeline: PipelineResource) -> Iterator[dg.MaterializeResult]:
    """Load the newsroom's own files."""
    run = pipeline.run
    with run.lock.held():
        try:
            counts = load_editorial(run.home.root, run.warehouse)
        except EditorialFileInvalidError as invalid:
            raise dg.Failure(description=str(invalid), allow_retries=False) from invalid
    for table, rows in counts.items():
        yield dg.MaterializeResult(asset_key=["editorial", table], metadata={"dagster/row_count": rows})
