"""What sqlfluff takes for dbt's `adapter`: an engine's word is linted as a call of its name."""

from collections.abc import Callable


def dispatch(name: str, _package: str) -> Callable[..., str]:
    """A stand-in for the macro `name` of the engine: a query where the macro gives one, else a call."""

    def spell(*arguments: object) -> str:
        if name == "closure":
            return f"select * from {arguments[0]} cross join {arguments[1]}"
        if name in {"schema_graph_references", "zone_names"}:
            return "select 1 as stand_in"
        if name == "regex":
            return f"'{arguments[0]}'".replace("'", "''")[1:-1]
        return f"{name}({', '.join(map(str, arguments[:1]))})"

    return spell
