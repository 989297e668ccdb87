"""The dbt models: staging, intermediate and marts as assets, their tests as checks."""

from collections.abc import Iterator
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, dbt_assets

from orchestration.dagster_dbt_internals import asset_events, selection_arguments
from orchestration.dbt_build import DbtBuildError, read_manifest, run_dbt
from orchestration.home import DBT_PROJECT, Home
from orchestration.resource import PipelineResource

_target = Home.from_environment().dbt_target
manifest = read_manifest(_target)


class Models(dg.Config):
    """How to build the models.

    Attributes:
        full_refresh: Build incremental models from nothing.
    """

    full_refresh: bool = False


# Sources keep dbt's own keys, [source, table], which are those of the raw and enriched assets.
_translator = DagsterDbtTranslator(settings=DagsterDbtTranslatorSettings(enable_source_tests_as_checks=True))


@dbt_assets(manifest=manifest, dagster_dbt_translator=_translator, name="models")
def models(context: dg.AssetExecutionContext, config: Models, pipeline: PipelineResource) -> Iterator[Any]:
    """Build and test the models that were asked for, in one dbt command."""
    selection = selection_arguments(context, manifest, _translator)
    # dbt's unit tests prove the SQL, not the data: `make test` runs them. Exposures are counted, but nothing to build.
    left_out = ("--exclude-resource-type", "unit_test", "--exclude-resource-type", "exposure")
    command = ["build", *left_out, "--no-write-json", *selection]
    if config.full_refresh:
        command.append("--full-refresh")
    run = pipeline.run
    run.progress.stage("building the models")
    with run.lock.held():
        build = run_dbt(command, project=DBT_PROJECT, target=_target, progress=run.progress)
    for result in build.results:
        yield from asset_events(result, context, manifest, _translator)
    try:
        build.raise_on_failure()
    except DbtBuildError as failure:
        raise dg.Failure(description=str(failure), allow_retries=False) from failure
