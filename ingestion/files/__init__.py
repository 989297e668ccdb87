"""Extract documents from files: a JSON object, a list, or one document per line; compressed or not."""

from ingestion.files.extract import extract_files
from ingestion.files.sources import SUFFIXES, find_files

__all__ = ["SUFFIXES", "extract_files", "find_files"]
