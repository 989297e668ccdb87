"""The raw tables: documents as an extraction received them."""

from collections.abc import Iterator
from dataclasses import replace

import dagster as dg

from ingestion.envelope import RAW_TABLES
from ingestion.layout import LAYOUT
from ingestion.request import ExtractionRequest, new_extraction_id
from ingestion.snapshot import last_extraction_id
from orchestration.defs.cadence import FRESHNESS
from orchestration.defs.catalog import describe_table, table_metadata
from orchestration.extract_load import extract_and_load
from orchestration.home import default_sites_file
from orchestration.request import RequestError, parse_run_config, refuse_home_of_sample
from orchestration.resource import PipelineResource
from orchestration.run_context import COMMAND_LINE_TAG, RunContext
from orchestration.run_tags import describe_request

RAW_KEYS = {table: dg.AssetKey(["raw", table]) for table in RAW_TABLES}


#: Part of the descriptions of what can start a run.
ONE_SITE = """\
To read one site, open the launchpad of the job `refresh` or `sweep` and name the site as `sites.toml` does:

    ops: {raw: {config: {sites: [NAME]}}}

Such a run is found by its tag `pressgraph/site` and can be started again with "Re-execute"; a run of the command line
is repeated there (`pressgraph run --site NAME`)."""


# What a run of the UI or the daemon extracts; the command line asks through the resource instead. Whoever reaches the
# UI can write this, so it names only what this machine's owner has laid out. A `dg.Config` would not do: its texts may
# be `{"env": NAME}`, and a refusal would then show the value of any environment variable.
CONFIG_SCHEMA = {
    "sites": dg.Field(
        [dg.String],
        default_value=[],
        description="Names of sites of the sites file; none means all of them, unless there are files.",
    ),
    "files": dg.Field(
        [dg.String], default_value=[], description="Names of files in the home's `inbox` folder, relative to it."
    ),
    "mode": dg.Field(
        dg.String,
        default_value="refresh",
        description=(
            "`refresh` takes what is new since the last time; `sweep` compares every document's light fields with the "
            "site; `reread` reads all of them again in full."
        ),
    ),
    "document": dg.Field(
        dg.String,
        default_value="",
        description="With `reread`: address of the one document to read again, of a site of the sites file.",
    ),
}

_NO_ROW_IS_LOST = dg.AssetCheckSpec(
    "no_row_is_lost",
    asset=RAW_KEYS["extractions"],
    blocking=True,  # what is computed from a damaged raw must not replace the last good copy
    description="Raw held the rows that its ledger counts, before this extraction and after it.",
)


@dg.multi_asset(
    name="raw",
    specs=[
        dg.AssetSpec(
            key,
            group_name="raw",
            kinds={"dlt", "duckdb"},
            description=f"{describe_table('raw', table)}\n\n{ONE_SITE}",
            code_version=str(LAYOUT),
            freshness_policy=FRESHNESS,
        )
        for table, key in RAW_KEYS.items()
    ],
    check_specs=[_NO_ROW_IS_LOST],
    config_schema=CONFIG_SCHEMA,
)
def raw(
    context: dg.AssetExecutionContext, pipeline: PipelineResource
) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Read the sources and load what differs from what is known."""
    run = pipeline.run
    request = run.request or _numbered(_parse_config(context, run), run)
    context.instance.add_run_tags(context.run.run_id, describe_request(request))
    loaded = extract_and_load(request, run)
    if loaded.held_sites:
        context.log.warning(f"Left to another run, which is reading them: {', '.join(loaded.held_sites)}.")
    with run.lock.held():
        tables = table_metadata(run.warehouse, ["raw"])
    for table, key in RAW_KEYS.items():
        yield dg.MaterializeResult(
            asset_key=key,
            metadata={
                **tables[key],
                "new_rows": loaded.new_rows.get(table, 0),
                "extraction_id": request.extraction_id,
            },
        )
    yield dg.AssetCheckResult(
        asset_key=_NO_ROW_IS_LOST.asset_key,
        check_name=_NO_ROW_IS_LOST.name,
        passed=not loaded.lost,
        description="; ".join(map(str, loaded.lost)) or None,
        metadata={"list_count": len(loaded.lost)},
    )


def _parse_config(context: dg.AssetExecutionContext, run: RunContext) -> ExtractionRequest:
    """Return what the run's configuration asks for.

    Raises:
        dg.Failure: It asks for what only the command line may ask for, or the home is the sample's.
    """
    if COMMAND_LINE_TAG in context.run.tags:
        because = "this repeats a run of the command line, whose sources are not recorded: run it there"
        raise dg.Failure(description=f"Nothing was read: {because}.", allow_retries=False)
    config = context.op_execution_context.op_config
    try:
        refuse_home_of_sample(run.home)
        return parse_run_config(
            sites=config["sites"],
            files=config["files"],
            mode=config["mode"],
            sites_file=default_sites_file(),
            inbox=run.home.inbox,
            document=config["document"],
        )
    except RequestError as refusal:
        raise dg.Failure(description=f"Nothing was read: {refusal}.", allow_retries=False) from refusal


def _numbered(request: ExtractionRequest, run: RunContext) -> ExtractionRequest:
    """Return the request with an id that sorts after the last extraction's."""
    with run.lock.held():
        return replace(request, extraction_id=new_extraction_id(after=last_extraction_id(run.warehouse)))
