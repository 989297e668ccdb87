"""The dbt models: staging, intermediate and marts as assets, their tests as checks."""

from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets

from orchestration.build_inputs import read_build_inputs, read_sites
from orchestration.dagster_dbt_internals import asset_events, selection_arguments
from orchestration.dbt_build import DbtBuildError, run_dbt
from orchestration.dbt_logs import make_log_directory
from orchestration.defs.catalog import BUILD_CODE, DBT_TARGET, MANIFEST, model_version, table_metadata
from orchestration.home import DBT_PROJECT
from orchestration.resource import PipelineResource
from serving.status import identify_copy, read_status, write_status

_SCHEMAS = ("staging", "intermediate", "marts")


class Models(dg.Config):
    """How to build the models.

    Attributes:
        full_refresh: Build incremental models from nothing.
    """

    full_refresh: bool = False


class _Translator(DagsterDbtTranslator):
    def get_code_version(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        unique_id = dbt_resource_props["unique_id"]
        return model_version(unique_id) if unique_id in MANIFEST["nodes"] else None  # a source has its own asset


# Sources keep dbt's own keys, [source, table], which are those of the raw and enriched assets.
_translator = _Translator(settings=DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))


@dbt_assets(manifest=MANIFEST, dagster_dbt_translator=_translator, name="models")
def models(context: dg.AssetExecutionContext, config: Models, pipeline: PipelineResource) -> Iterator[Any]:
    """Build and test the models that were asked for, in one dbt command; a refresh that found nothing builds nothing.

    What is not built has no event: the copy, and its tests, are those of the build before.
    """
    selection = selection_arguments(context, MANIFEST, _translator)
    # dbt's unit tests prove the SQL, not the data: `make test` runs them. Exposures are counted, but nothing to build.
    left_out = ("--exclude-resource-type", "unit_test", "--exclude-resource-type", "exposure")
    run = pipeline.run
    published = run.home.published
    with run.lock.held():
        inputs = read_build_inputs(run.warehouse, code=BUILD_CODE)
        status = read_status(published).looked(read_sites(run.warehouse))
        if context.job_name == "refresh" and status.is_made_from(inputs, identify_copy(published)):
            write_status(published, status)
            context.log.info(f"Nothing has changed since the build of {status.published_at}: nothing is built.")
            return
        write_status(published, status.begun(None if context.is_subset else inputs))
        run.progress.stage("building the models")
        log = make_log_directory(run.home.dbt_logs, context.run.run_id)
        command = ["build", *left_out, "--no-write-json", "--log-path", str(log), *selection]
        if config.full_refresh:
            command.append("--full-refresh")
        build = run_dbt(command, project=DBT_PROJECT, target=DBT_TARGET, progress=run.progress)
        # Without a result dbt may have failed to open the warehouse: its own message is the one to show.
        tables = table_metadata(run.warehouse, _SCHEMAS) if build.results else {}
    warnings = []
    for result in build.results:
        for event in asset_events(result, context, MANIFEST, _translator):
            if isinstance(event, dg.Output):
                relation = result["data"]["node_info"]["node_relation"]
                facts = tables[dg.AssetKey([relation["schema"], relation["alias"]])]
                yield event.with_metadata({**event.metadata, **facts})
            else:
                if isinstance(event, dg.AssetCheckResult) and not event.passed:
                    warnings.append(_as_warning(event))
                yield event
    status = read_status(published).warned(warnings)
    try:
        build.raise_on_failure()
    except DbtBuildError as failure:
        file = log / "dbt.log"
        write_status(published, status.failed(str(failure)))
        raise dg.Failure(
            description=f"{failure}\ndbt's log: {file}",
            metadata={"dbt_log": dg.MetadataValue.path(str(file))},
            allow_retries=False,
        ) from failure
    write_status(published, status)


def _as_warning(check: dg.AssetCheckResult) -> dict[str, str]:
    """Return a check that did not pass, as `status.json` keeps it."""
    asset = "/".join(check.asset_key.path) if check.asset_key else ""
    return {"asset": asset, "check": str(check.check_name), "description": check.description or ""}
