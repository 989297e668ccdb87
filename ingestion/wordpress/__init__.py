"""WordPress sites over their REST API: complete, kept complete, and honest about what could not be read."""

from __future__ import annotations

from ingestion.wordpress.doctor import Diagnosis, Finding, ListDiagnosis, diagnose
from ingestion.wordpress.errors import AddressError, WordPressError
from ingestion.wordpress.extraction import extract_site
from ingestion.wordpress.side_by_side import extract_sites

__all__ = [
    "AddressError",
    "Diagnosis",
    "Finding",
    "ListDiagnosis",
    "WordPressError",
    "diagnose",
    "extract_site",
    "extract_sites",
]
