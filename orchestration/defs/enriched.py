"""Enriched: what SQL cannot read well, computed once per document and version."""

from collections.abc import Iterator

import dagster as dg

from enrichment.schemas import TABLES
from enrichment.version import ENRICHMENT_VERSION
from orchestration.defs.cadence import FRESHNESS
from orchestration.defs.catalog import describe_table, table_metadata
from orchestration.defs.raw import RAW_KEYS
from orchestration.enriching import enrich_warehouse
from orchestration.extract_load import carry_over
from orchestration.resource import PipelineResource

_READS = [RAW_KEYS[table] for table in ("posts", "terms", "users", "media", "comments")]


class EnrichmentConfig(dg.Config):
    """How to enrich.

    Attributes:
        from_nothing: Enrich every document again, not only those not yet enriched at this version.
    """

    from_nothing: bool = False


@dg.multi_asset(
    name="enriched",
    specs=[
        dg.AssetSpec(
            ["enriched", table],
            deps=_READS,
            group_name="enriched",
            kinds={"polars", "duckdb"},
            description=describe_table("enriched", table),
            code_version=ENRICHMENT_VERSION,
            freshness_policy=FRESHNESS,
        )
        for table in TABLES
    ],
)
def enriched(config: EnrichmentConfig, pipeline: PipelineResource) -> Iterator[dg.MaterializeResult]:
    """Enrich what is not enriched yet."""
    run = pipeline.run
    run.progress.stage("reading the texts")
    with run.lock.held():
        carry_over(run)  # a rebuild reads raw and extracts nothing
        counts = enrich_warehouse(run.warehouse, from_nothing=config.from_nothing, progress=run.progress)
        tables = table_metadata(run.warehouse, ["enriched"])
    for table in TABLES:
        yield dg.MaterializeResult(
            asset_key=["enriched", table],
            metadata={
                **tables[dg.AssetKey(["enriched", table])],
                "new_rows": counts.rows.get(table, 0),
                "enrichment_version": ENRICHMENT_VERSION,
            },
        )
