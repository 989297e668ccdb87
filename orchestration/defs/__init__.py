"""The definitions, a file for each layer.

No `from __future__ import annotations` here: Dagster reads the types of its functions when it decorates them.
"""
