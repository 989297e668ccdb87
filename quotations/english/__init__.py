"""English: every quoted span judged, its speaker found, and what is reported without marks.

Read upwards: `words` classes tokens and finds mentions; `grammar` finds cues, their subjects, and which of them a
quoted span hangs on; `reports` and `people` find indirect speech and who a mention is; `judging` decides by trained
weights; `reader` goes through an article with all of them.
"""
