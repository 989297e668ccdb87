"""Print the diagnosis of `pressgraph doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from ingestion.site_directory import SiteDirectory
from ingestion.wordpress import Diagnosis, diagnose
from orchestration.streams import with_usable_width
from serving.rendering import visible

if TYPE_CHECKING:
    from ingestion.sites import Site

_STYLES = {"problem": "red", "note": "yellow", "good": "green"}


def print_diagnosis(url: str, sites: Sequence[Site], *, as_json: bool, allow_private: bool) -> bool:
    """Examine a site and print what was found on stdout.

    Args:
        url: Any address of the site.
        sites: The configured sites; if the address belongs to one, it is examined with its settings.
        as_json: Print one JSON object.
        allow_private: Whether a site that is not configured may have a private address.

    Returns:
        Whether an extraction would begin.
    """
    name = SiteDirectory(sites).site_of(url)
    site = next((site for site in sites if site.name == name), None)
    diagnosis = diagnose(url, site=site, allow_private=allow_private)
    console = with_usable_width(Console(highlight=False))
    if as_json:
        console.out(diagnosis.to_json(), highlight=False)
    else:
        _print(console, diagnosis)
    return diagnosis.is_readable


def _print(console: Console, diagnosis: Diagnosis) -> None:
    if diagnosis.is_readable:
        console.print(Text(visible(f"{diagnosis.name or diagnosis.url}  {diagnosis.root_url}"), style="bold"))
        facts = {
            "Time zone": diagnosis.timezone,
            "WordPress": diagnosis.wordpress_version,
            "Yoast SEO": diagnosis.yoast_version,
            "First extraction": _estimate(diagnosis),
        }
        for name, fact in facts.items():
            console.print(Text(visible(f"{name:<17} {fact or 'not known'}")))
        _print_lists(console, diagnosis)
    for finding in diagnosis.findings:
        line = Text(f"{finding.level:<8}", style=_STYLES[finding.level])
        console.print(line.append(visible(f" {finding.what} {finding.meaning}"), style="default"), soft_wrap=True)


def _print_lists(console: Console, diagnosis: Diagnosis) -> None:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("list", "status", "documents", "reason"):
        table.add_column(heading, justify="right" if heading == "documents" else "left")
    for found in diagnosis.lists:
        count = "" if found.document_count is None else f"{found.document_count:,}"
        table.add_row(*(Text(visible(cell)) for cell in (found.rest_base, found.status, count, found.reason or "")))
    console.print(table)


def _estimate(diagnosis: Diagnosis) -> str | None:
    if diagnosis.estimated_seconds is None or diagnosis.estimated_bytes is None:
        return None
    return f"about {diagnosis.estimated_seconds / 60:.0f} min, {diagnosis.estimated_bytes / 1e6:,.1f} MB as it travels"
