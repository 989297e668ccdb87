"""Languages other than English: their marks, and speakers by the commonest patterns, from `rules/<language>.toml`.

One grammar reads them all, as a cascade. Words become letters (`word_classes`), phrases of letters become chunks
(`grammars`, `chunks`), names and pronouns become people (`names`, `entities`), and who says a quoted span is one of a
few patterns over chunks (`attribution`): “...”, said Holt; Holt said: “...”; Holt: “...”; according to Holt, “...”; or
what goes on where somebody spoke before (`drafting`). Dashes are read by `dialogue`, what has no marks by `reports`.

A language without rules has marks only, and nobody is named: an English rule on a Croatian text would be a guess.
"""

from quotations.languages.drafting import read_other, resolve_pronouns

__all__ = ["read_other", "resolve_pronouns"]
