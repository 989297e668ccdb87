"""`python -m quotations < documents.jsonl > quotations.jsonl`, one object a line.

In: `{"doc_id", "text"}`, and where known `language` ("en" unless given, null for unknown), `author_names`, `tag_names`.
Out: `{"doc_id", "quotes": [...], "not_quotations": [...]}` in the format that `score_quotes.py` reads. The first line
that holds no such document ends the run with exit code 1; what was read before it has been written.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

import orjson

from quotations.lines import LineUnreadableError, parse_line, read_document


def main(arguments: Sequence[str] | None = None) -> int:
    """Read documents from standard input and write their quotations to standard output."""
    parser = argparse.ArgumentParser(
        prog="python -m quotations",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.parse_args(arguments)
    for number, line in enumerate(sys.stdin.buffer, 1):
        if not line.strip():
            continue
        try:
            document = parse_line(line)
        except LineUnreadableError as error:
            sys.stderr.write(f"line {number}: {error}. Mend that line and run again.\n")
            return 1
        sys.stdout.buffer.write(orjson.dumps(read_document(document)) + b"\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
