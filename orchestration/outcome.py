"""The result of a run, from which the summary and the exit code are made."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check that did not pass.

    Attributes:
        asset: What was checked, as `layer/table`.
        name: The check's name.
        is_error: Whether it stops publication.
        description: What it found.
    """

    asset: str
    name: str
    is_error: bool
    description: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of a job.

    Attributes:
        failed_checks: Checks that did not pass, errors first.
        failure: What stopped the job before its end, for a reader; null where it reached its end.
        seconds: Wall-clock time of the whole run.
        kept_since: Time of the published copy, ISO 8601 in UTC, where nothing had changed and it stays; else null.
    """

    failed_checks: list[FailedCheck]
    failure: str | None
    seconds: float
    kept_since: str | None = None


@dataclass(frozen=True, slots=True)
class Concern:
    """One problem to report after a run; a serious one makes the exit code 1."""

    text: str
    is_serious: bool
