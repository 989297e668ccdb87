"""Clauses: cues, their subjects, and which of them a stretch hangs on."""
