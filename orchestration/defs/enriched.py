"""The enriched tables: results that SQL cannot compute well, once per document and version."""

from collections.abc import Iterator

import dagster as dg

from enrichment.schemas import TABLES
from enrichment.version import ENRICHMENT_VERSION
from ingestion.request import new_extraction_id
from orchestration.defs.cadence import FRESHNESS
from orchestration.defs.catalog import describe_table, table_metadata
from orchestration.defs.raw import RAW_KEYS
from orchestration.enriching import enrich_warehouse
from orchestration.extract_load import carry_over
from orchestration.failure_log import FailureLog
from orchestration.resource import PipelineResource
from orchestration.run_context import RunContext

#: Documents named one by one in the check.
_NAMED = 10

_READS = [RAW_KEYS[table] for table in ("posts", "terms", "users", "media", "comments")]


class EnrichmentConfig(dg.Config):
    """How to enrich.

    Attributes:
        from_nothing: Enrich every document again, not only those not yet enriched at this version.
    """

    from_nothing: bool = False


_EVERY_DOCUMENT_IS_ENRICHED = dg.AssetCheckSpec(
    "every_document_is_enriched",
    asset=["enriched", "texts"],
    description="No document failed in enrichment; failed documents are left out and retried by the next run.",
)

_EVERY_DOCUMENT_IS_READ_IN_FULL = dg.AssetCheckSpec(
    "every_document_is_read_in_full",
    asset=["enriched", "texts"],
    description="No document of this run exceeded a limit of length, nesting or number (docs/reliability.md).",
)


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
    check_specs=[_EVERY_DOCUMENT_IS_ENRICHED, _EVERY_DOCUMENT_IS_READ_IN_FULL],
)
def enriched(
    config: EnrichmentConfig, pipeline: PipelineResource
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
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
    yield _check(counts.failures, run)
    yield _check_limits(counts.partial)


def _check(failures: list[tuple[str, str]], run: RunContext) -> dg.AssetCheckResult:
    """Return the check that names the documents on which enrichment failed; their tracebacks go to a file."""
    # A rebuild has no extraction; its tracebacks sort by the time of an id all the same.
    log = FailureLog(run.home.logs, run.request.extraction_id if run.request else new_extraction_id())
    places = {log.keep("enrichment", traceback) for _, traceback in failures}
    said = [sentence for sentence, _ in failures[:_NAMED]]
    if len(failures) > _NAMED:
        said.append(f"And {len(failures) - _NAMED:,} more.")
    said += [f"The tracebacks are in {place}." for place in places if place]
    return dg.AssetCheckResult(
        asset_key=_EVERY_DOCUMENT_IS_ENRICHED.asset_key,
        check_name=_EVERY_DOCUMENT_IS_ENRICHED.name,
        passed=not failures,
        severity=dg.AssetCheckSeverity.WARN,
        description=" ".join(said) or None,
        metadata={"document_count": len(failures)},
    )


def _check_limits(partial: list[str]) -> dg.AssetCheckResult:
    """Return the check that names the documents of which a part was left unread."""
    said = f"Read only in part, for they exceed a limit: {', '.join(partial[:_NAMED])}"
    more = f", and {len(partial) - _NAMED:,} more" if len(partial) > _NAMED else ""
    return dg.AssetCheckResult(
        asset_key=_EVERY_DOCUMENT_IS_READ_IN_FULL.asset_key,
        check_name=_EVERY_DOCUMENT_IS_READ_IN_FULL.name,
        passed=not partial,
        severity=dg.AssetCheckSeverity.WARN,
        description=f"{said}{more}. `enriched.texts` marks them with is_read_in_part." if partial else None,
        metadata={"document_count": len(partial)},
    )
