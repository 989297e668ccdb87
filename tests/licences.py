"""The licences of what a run needs, as the installed packages of `requirements.lock` state them.

`python -m tests.licences` writes `docs/licences.md`.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

_ROOT = Path(__file__).parents[1]
PAGE = _ROOT / "docs" / "licences.md"

_HEAD = """\
# Licences

Pressgraph is under the MIT licence (`LICENSE`). It needs these packages, none of which is part of it; each states its
licence itself, and of several the user may choose where the package says so. `python -m tests.licences` writes this
page from `requirements.lock`.

| package | version | licence |
|---|---|---|
"""


class LicenceUnknownError(Exception):
    """A package states no licence."""


def page() -> str:
    """Return the page: packages for other systems, which are not installed here, are named without a licence.

    Raises:
        LicenceUnknownError: Names the package.
    """
    lock = (_ROOT / "requirements.lock").read_text(encoding="utf-8")
    rows = [
        f"| {name} | {version} | {_licence(name)} |\n"
        for name, version in re.findall(r"^([A-Za-z0-9_.-]+)==([^ \\;]+)", lock, re.M)
    ]
    return _HEAD + "".join(rows)


def _licence(name: str) -> str:
    try:
        stated = metadata(name)
    except PackageNotFoundError:
        return "(of another system)"
    if expressions := stated.get_all("License-Expression"):
        return expressions[0]
    classifiers = [text for text in stated.get_all("Classifier") or [] if text.startswith("License ::")]
    # Their last parts; "OSI Approved" alone says nothing.
    named = [last for text in classifiers if (last := text.split(" :: ")[-1]) != "OSI Approved"]
    licence = " or ".join(named) or (stated.get_all("License") or [""])[0].split("\n")[0][:60]
    if not licence:
        raise LicenceUnknownError(f"{name} states no licence: look at its sources before it is depended on.")
    return licence


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"Wrote {PAGE.relative_to(_ROOT)}\n")
