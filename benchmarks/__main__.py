"""Print every measurement in one table: `make bench`, or `python -m benchmarks raw_load enrichment` for some."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import Measurement


def available() -> list[str]:
    """Return the names of the benchmark modules in alphabetical order."""
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if not path.stem.startswith("__"))


def as_table(measurements: list[Measurement]) -> Table:
    """Return the measurements as one table."""
    table = Table(title="Pressgraph benchmarks: medians, each beside its floor in the same run")
    for heading in ("measured", "value", "floor", "ratio", "target"):
        table.add_column(heading, justify="left" if heading in {"measured", "target"} else "right")
    for row in measurements:
        table.add_row(
            row.name,
            f"{row.value:,.2f} {row.unit}",
            "" if row.floor is None else f"{row.floor:,.2f} {row.unit} ({row.floor_name})",
            "" if row.ratio is None else f"{row.ratio:.2f}x",
            row.target,
        )
    return table


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all of them."""
    console = Console()
    unknown = sorted(set(names) - set(available()))
    if unknown:
        console.print(f"No such benchmark: {', '.join(unknown)}. There are: {', '.join(available())}.")
        return 2
    measurements: list[Measurement] = []
    for name in names or available():
        console.print(f"measuring {name} ...")
        measurements += import_module(f"benchmarks.{name}").measure()
    console.print(as_table(measurements))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
