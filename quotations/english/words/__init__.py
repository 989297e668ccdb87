"""Words and phrases: classes, tokens, mentions, noun phrases."""
