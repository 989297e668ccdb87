"""The published copy, from the marts."""

from collections.abc import Iterator

import dagster as dg

from orchestration.defs.catalog import COPY_LAYOUT, COPY_TABLES, database_metadata
from orchestration.defs.models import models
from orchestration.resource import PipelineResource
from orchestration.run_history import BUILT_TAG
from serving.publication import publish
from serving.status import identify_copy, read_status, write_status

_marts = [key for key in models.keys if key.path[0] == "marts"]


@dg.multi_asset(
    name="published",
    specs=[
        dg.AssetSpec(
            ["published", "database"],
            deps=_marts,
            group_name="published",
            kinds={"duckdb"},
            code_version=COPY_LAYOUT,
            description="The file that people and BI tools open: every mart, swapped in atomically.",
        ),
        dg.AssetSpec(
            ["published", "parquet"],
            deps=_marts,
            group_name="published",
            kinds={"parquet"},
            code_version=COPY_LAYOUT,
            description="The same tables as Parquet files, a folder per build behind the link `current`.",
        ),
    ],
)
def published(context: dg.AssetExecutionContext, pipeline: PipelineResource) -> Iterator[dg.MaterializeResult]:
    """Build the copy beside the current one and swap it in."""
    run = pipeline.run
    run.progress.stage("publishing")
    with run.lock.held():
        publication = publish(run.warehouse, run.home.published, COPY_TABLES)
        status = read_status(run.home.published).swapped(identify_copy(run.home.published))
        write_status(run.home.published, status)
    context.instance.add_run_tags(context.run.run_id, {BUILT_TAG: "true"})
    tables = database_metadata(publication.database)
    yield dg.MaterializeResult(
        asset_key=["published", "database"],
        metadata={**tables, "path": dg.MetadataValue.path(str(publication.database))},
    )
    yield dg.MaterializeResult(
        asset_key=["published", "parquet"],
        metadata={**tables, "path": dg.MetadataValue.path(str(publication.parquet))},
    )
