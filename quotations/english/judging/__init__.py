"""What the trained weights decide: whether a quoted span quotes somebody, whom, how surely, and why not."""
