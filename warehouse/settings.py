"""The settings that DuckDB gets wherever the project opens it: in Python, in dlt (handed our connection), in dbt.

dbt reads its connection from profiles.yml, which takes these settings from the variable `DBT_SETTINGS_VARIABLE`.
"""

from __future__ import annotations

import json
import os

#: The memory that one process of DuckDB may use, as DuckDB writes sizes (`2GB`). Beyond it queries spill to disk.
MEMORY_LIMIT_VARIABLE = "PRESSGRAPH_MEMORY_LIMIT"

#: Without a limit DuckDB takes four fifths of the machine's memory, however many processes do so.
DEFAULT_MEMORY_LIMIT = "2GB"

#: Holds the settings as JSON while dbt runs.
DBT_SETTINGS_VARIABLE = "PRESSGRAPH_DUCKDB_SETTINGS"


def duckdb_settings() -> dict[str, str | bool | int | float | list[str]]:
    """Return the settings of every connection, by DuckDB's names."""
    return {
        # An extension that is not built in fails at once and by name, instead of after a try to download it.
        "autoinstall_known_extensions": "false",
        "TimeZone": "UTC",
        "memory_limit": os.environ.get(MEMORY_LIMIT_VARIABLE) or DEFAULT_MEMORY_LIMIT,
    }


def hand_settings_to_dbt() -> None:
    """Put the settings into this process's environment, where profiles.yml finds them."""
    os.environ[DBT_SETTINGS_VARIABLE] = json.dumps(duckdb_settings())
