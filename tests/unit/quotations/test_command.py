import subprocess
import sys

import orjson
import pytest


def run(*arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "quotations", *arguments]
    return subprocess.run(command, input=given, capture_output=True, check=False)


DOCUMENT = orjson.dumps({"doc_id": "a", "text": "“It leaked,” said Ada Bright. She fixed the “roof”."})


def test_a_line_in_is_a_line_out_and_empty_lines_are_passed_over() -> None:
    done = run(given=DOCUMENT + b"\n\n" + DOCUMENT)

    found = [orjson.loads(line) for line in done.stdout.splitlines()]
    assert (done.returncode, done.stderr, len(found)) == (0, b"", 2)
    assert found[0] == found[1]
    assert found[0]["doc_id"] == "a"
    assert [(quote["speaker_name"], quote["spans"]) for quote in found[0]["quotes"]] == [("Ada Bright", [[0, 12]])]
    assert [other["kind"] for other in found[0]["not_quotations"]] == ["not_a_quotation"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"{", "line 3: not valid JSON ("),
        (b"\xff", "line 3: not valid JSON ("),
        (b"[1]", "line 3: expected an object with doc_id and text, got list."),
        (b'{"text": "x"}', "line 3: `doc_id` must be a string or a number; it is missing."),
        (b'{"doc_id": 1, "text": null}', "line 3: `text` must be a string; got NoneType."),
        (
            b'{"doc_id": 1, "text": "", "language": "English"}',
            'line 3: `language` must be a code such as "en", or null;',
        ),
        (b'{"doc_id": 1, "text": "", "tag_names": "x"}', "line 3: `tag_names` must be a list of strings; got str."),
    ],
)
def test_invalid_line_is_named_and_earlier_output_is_written(line: bytes, message: str) -> None:
    done = run(given=DOCUMENT + b"\n\n" + line + b"\n" + DOCUMENT)

    assert done.returncode == 1
    assert done.stderr.decode().startswith(message)
    assert b"Traceback" not in done.stderr
    assert len(done.stdout.splitlines()) == 1


def test_help_describes_the_format_and_unknown_argument_is_refused() -> None:
    told, refused = run("--help"), run("articles.jsonl")

    assert told.returncode == 0
    assert b"doc_id" in told.stdout
    assert refused.returncode == 2
    assert b"articles.jsonl" in refused.stderr
