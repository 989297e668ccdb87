"""What the project uses of dagster-dbt that is not its public interface: here and in no other module.

Its public way to run dbt starts a process that imports dbt once more, 3 s of each run. What its command and its events
would be is taken from here instead.

No `from __future__ import annotations` here: Dagster reads types where it decorates.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator
from dagster_dbt.asset_utils import get_updated_cli_invocation_params_for_context
from dagster_dbt.core.dbt_cli_event import DbtCoreCliEventMessage


def selection_arguments(
    context: dg.AssetExecutionContext, manifest: Mapping[str, Any], translator: DagsterDbtTranslator
) -> Sequence[str]:
    """Return dbt's arguments that select the models and tests of a step."""
    return get_updated_cli_invocation_params_for_context(context, manifest, translator).selection_args


def asset_events(
    result: Mapping[str, Any],
    context: dg.AssetExecutionContext,
    manifest: Mapping[str, Any],
    translator: DagsterDbtTranslator,
) -> Iterator[Any]:
    """Yield Dagster's events for one result event of dbt."""
    yield from DbtCoreCliEventMessage(raw_event=dict(result), event_history_metadata={}).to_default_asset_events(
        manifest=manifest, dagster_dbt_translator=translator, context=context
    )
