"""Checks over the ledger: completeness of lists, failures, age, rejections."""

from collections.abc import Iterator

import dagster as dg

from orchestration.defs.raw import RAW_KEYS
from orchestration.ledger_checks import Finding, check_ledger
from orchestration.resource import PipelineResource

_EXTRACTIONS = RAW_KEYS["extractions"]

_SPECS = [
    dg.AssetCheckSpec(
        "lists_are_complete",
        asset=_EXTRACTIONS,
        description="Lists that the last extraction read to the end showed as many documents as their source states.",
    ),
    dg.AssetCheckSpec(
        "no_extraction_failed", asset=_EXTRACTIONS, description="The last extraction of each site and list succeeded."
    ),
    dg.AssetCheckSpec(
        "sites_are_fresh",
        asset=_EXTRACTIONS,
        description="Each live site was read to the end within the last day and a half.",
    ),
    dg.AssetCheckSpec(
        "clocks_agree",
        asset=_EXTRACTIONS,
        description="This machine's clock did not run back, and agrees within five minutes with those of the sites.",
    ),
    dg.AssetCheckSpec(
        "no_document_is_rejected",
        asset=RAW_KEYS["rejected_documents"],
        description="No document was rejected by the last extraction.",
    ),
]


@dg.multi_asset_check(name="raw_checks", specs=_SPECS)
def raw_checks(pipeline: PipelineResource) -> Iterator[dg.AssetCheckResult]:
    """Check raw against its ledger."""
    run = pipeline.run
    run.progress.stage("checking the ledger")
    with run.lock.held():
        findings = check_ledger(run.warehouse)
    for spec in _SPECS:
        yield _as_result(spec, findings[spec.name])


def _as_result(spec: dg.AssetCheckSpec, found: list[Finding]) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        asset_key=spec.asset_key,
        check_name=spec.name,
        passed=not found,
        # What these find concerns one list; the others' documents are good and are published.
        severity=dg.AssetCheckSeverity.WARN,
        description="; ".join(str(finding) for finding in found[:20]) or None,
        metadata={"finding_count": len(found)},
    )
