"""Extract WordPress sites through their REST API."""

from __future__ import annotations

from ingestion.wordpress.concurrent_sites import extract_sites
from ingestion.wordpress.diagnosis import Diagnosis, Finding, ListDiagnosis
from ingestion.wordpress.doctor import diagnose
from ingestion.wordpress.errors import AddressError, WordPressError
from ingestion.wordpress.site import extract_site

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
