"""Documents from files: one JSON object, a list, a line each; compressed or not; a folder or a glob of them."""

from ingestion.files.extract import extract_files
from ingestion.files.sources import SUFFIXES, find_files

__all__ = ["SUFFIXES", "extract_files", "find_files"]
