"""The published copy, from the marts."""

from collections.abc import Iterator

import dagster as dg

from orchestration.defs.models import manifest, models
from orchestration.descriptions import mart_declarations
from orchestration.resource import PipelineResource
from serving.publication import publish

_marts = [key for key in models.keys if key.path[0] == "marts"]


@dg.multi_asset(
    name="published",
    specs=[
        dg.AssetSpec(
            ["published", "database"],
            deps=_marts,
            group_name="published",
            kinds={"duckdb"},
            description="The file people and BI tools open: every mart, swapped in whole.",
        ),
        dg.AssetSpec(
            ["published", "parquet"],
            deps=_marts,
            group_name="published",
            kinds={"parquet"},
            description="The same tables as Parquet files, a folder per build behind the link `current`.",
        ),
    ],
)
def published(pipeline: PipelineResource) -> Iterator[dg.MaterializeResult]:
    """Build the copy beside the current one and swap it in."""
    run = pipeline.run
    run.progress.stage("publishing")
    with run.lock.held():
        publication = publish(run.warehouse, run.home.published, mart_declarations(manifest))
    rows = {"tables": len(publication.row_counts), "dagster/row_count": sum(publication.row_counts.values())}
    yield dg.MaterializeResult(
        asset_key=["published", "database"],
        metadata={**rows, "path": dg.MetadataValue.path(str(publication.database))},
    )
    yield dg.MaterializeResult(
        asset_key=["published", "parquet"],
        metadata={**rows, "path": dg.MetadataValue.path(str(publication.parquet))},
    )
