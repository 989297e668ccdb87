"""The published copy, from the marts."""

import hashlib
from collections.abc import Iterator

import dagster as dg

from orchestration.defs.cadence import FRESHNESS
from orchestration.defs.catalog import MANIFEST, database_metadata
from orchestration.defs.models import models
from orchestration.descriptions import mart_declarations
from orchestration.resource import PipelineResource
from serving.publication import STORAGE_VERSION, publish

_marts = [key for key in models.keys if key.path[0] == "marts"]
_declared = mart_declarations(MANIFEST)
# Tables, columns, keys, descriptions, and the storage version of the file: what a reader of the copy relies on.
_layout = hashlib.sha256(f"{STORAGE_VERSION} {sorted(_declared.items())}".encode()).hexdigest()[:16]


@dg.multi_asset(
    name="published",
    specs=[
        dg.AssetSpec(
            ["published", "database"],
            deps=_marts,
            group_name="published",
            kinds={"duckdb"},
            code_version=_layout,
            freshness_policy=FRESHNESS,
            description="The file that people and BI tools open: every mart, swapped in atomically.",
        ),
        dg.AssetSpec(
            ["published", "parquet"],
            deps=_marts,
            group_name="published",
            kinds={"parquet"},
            code_version=_layout,
            freshness_policy=FRESHNESS,
            description="The same tables as Parquet files, a folder per build behind the link `current`.",
        ),
    ],
)
def published(pipeline: PipelineResource) -> Iterator[dg.MaterializeResult]:
    """Build the copy beside the current one and swap it in."""
    run = pipeline.run
    run.progress.stage("publishing")
    with run.lock.held():
        publication = publish(run.warehouse, run.home.published, _declared)
    tables = database_metadata(publication.database)
    yield dg.MaterializeResult(
        asset_key=["published", "database"],
        metadata={**tables, "path": dg.MetadataValue.path(str(publication.database))},
    )
    yield dg.MaterializeResult(
        asset_key=["published", "parquet"],
        metadata={**tables, "path": dg.MetadataValue.path(str(publication.parquet))},
    )
