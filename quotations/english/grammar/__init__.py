"""Clauses: cues, their subjects, and which of them a quoted span hangs on."""
