"""The diagnosis of a site: findings, lists and estimates."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

import orjson


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a diagnosis.

    Attributes:
        code: Short and stable.
        level: `good`, `note` (works, worth knowing) or `problem` (something would be missing or fail).
        what: The observation.
        meaning: Its effect on the data, and what to do about it, if anything.
    """

    code: str
    level: str
    what: str
    meaning: str


@dataclass(frozen=True, slots=True)
class ListDiagnosis:
    """Diagnosis of one list.

    Attributes:
        rest_base: Its name.
        kind: Kind of its documents.
        status: `open`, `closed` or `broken`.
        document_count: As stated by the site; null if it is not.
        reason: Why it is not open.
    """

    rest_base: str
    kind: str
    status: str
    document_count: int | None = None
    reason: str | None = None


@dataclass(slots=True)
class Diagnosis:
    """Diagnosis of a site.

    Attributes:
        url: The URL given.
        root_url: Root of its API; null if none was found.
        name: The site's name.
        timezone: Its time zone, or its offset.
        wordpress_version: Null unless a page states it.
        yoast_version: Null unless a page states it.
        lists: Its lists.
        findings: The findings, problems first.
        estimated_seconds: For the first extraction, at the site's limits.
        estimated_bytes: The same, as transferred.
        failure_code: Code of the error that makes the site unreadable; null if it can be read.
    """

    url: str
    root_url: str | None = None
    name: str | None = None
    timezone: str | None = None
    wordpress_version: str | None = None
    yoast_version: str | None = None
    lists: list[ListDiagnosis] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    estimated_seconds: float | None = None
    estimated_bytes: int | None = None
    failure_code: str | None = None

    @property
    def is_readable(self) -> bool:
        """Whether an extraction could start."""
        return self.failure_code is None

    def to_json(self) -> str:
        """Serialize the diagnosis as an indented JSON object."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2).decode()

    def add(self, code: str, level: str, what: str, meaning: str) -> None:
        """Add a finding."""
        self.findings.append(Finding(code, level, what, meaning))
