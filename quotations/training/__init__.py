"""Training of the engine's weights on annotated articles. The engine never imports it."""
