"""What the trained weights decide: whether a stretch quotes somebody, whom, how surely, and why not."""
