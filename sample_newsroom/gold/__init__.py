"""The gold standard at work: weights are trained on the annotated articles, and the engine is measured by them."""
