"""Measurement of the engine on annotated articles. The engine never imports it."""
