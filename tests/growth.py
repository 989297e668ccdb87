"""Inputs that grow with a number, each of a kind that has taken quadratic time in some reader of text, HTML or JSON."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")

#: The most that four times the input may take, as a multiple; quadratic is 16. The machine adds noise.
MOST_RATIO = 6.0
#: CPU seconds below which a measurement tells nothing.
_NOISE_SECONDS = 0.02
_TRIES = 3

_SAID = "“We are ready,” Mayor Ann Lee said on Monday. "
_POST = '{"id":1,"type":"post","link":"https://a.example/x","title":{"rendered":"t"},"content":{"rendered":"c"}}'

#: HTML of an article by kind.
ARTICLES: dict[str, Callable[[int], str]] = {
    # markup
    "nested divs": lambda n: "<div>" * n + "text",
    "nested bold": lambda n: "<b>" * n + "text",
    "nested preformatted": lambda n: "<pre>" * n + "a\n",
    "nested tables": lambda n: "<table><tr><td>" * n + "x",
    "nested lists": lambda n: "<ul><li>" * n + "a",
    "nested quotations": lambda n: "<blockquote>" * n + "a",
    "nested videos": lambda n: "<video>" * n,
    "formatting left open": lambda n: "<p>" + "".join(f"<font color={at}>" for at in range(n)) + "<p>x" * n,
    "formatting closed in another order": lambda n: "<b><i><u>x</b>" * n,
    "links left open": lambda n: "<a href=x>y" * n,
    "fonts in tables": lambda n: "<table><font>x" * n,
    "paragraphs left open": lambda n: "<p>a" * n,
    "rows": lambda n: "<table>" + "<tr><td>a</td><td>b</td></tr>" * n + "</table>",
    "line breaks": lambda n: "<p>" + "x<br>" * n,
    "double line breaks": lambda n: "<br>" * n,
    "entities": lambda n: "<p>" + "&#8220;a&#8221; " * n,
    "attributes": lambda n: "<p " + " ".join(f"a{at}=1" for at in range(n)) + ">x",
    "a long attribute": lambda n: "<p class='" + "a " * n + "'>x",
    "angle brackets": lambda n: "<" * n,
    "tags cut off": lambda n: "<a " * n,
    "attributes cut off": lambda n: '<a b="' * n,
    "comments cut off": lambda n: "<!--" * n,
    "end tags cut off": lambda n: "<pre>x</pr" * n,
    "scripts left open": lambda n: "<script>" * n,
    "links": lambda n: "<p>" + "<a href='https://a.example/x'>b</a> " * n,
    "images": lambda n: "<p>" + "<img src='https://a.example/x'>" * n,
    "embeds": lambda n: "<figure class=wp-block-embed><div>https://x.example/a</div></figure>" * n,
    "embedded posts": lambda n: (
        "<blockquote class=twitter-tweet><p>“a b”</p>&mdash; Ann (@ann) <a href=x>May</a></blockquote>" * n
    ),
    "brackets": lambda n: "<p>" + "[" * n,
    "a bracket of words": lambda n: "<p>[a_b " + "x " * n + "]",
    "a bracket with a sign": lambda n: "<p>[" + "a " * n + "=]",
    "blank lines": lambda n: "a\n\n" * n,
    "spaces": lambda n: "a\n" + " " * n + "x" + " \n" * n,
    # words
    "one word": lambda n: "<p>" + "a" * n,
    "one hyphenated word": lambda n: "<p>" + "a-" * n,
    "one number": lambda n: "<p>" + "1" * n,
    "apostrophes": lambda n: "<p>" + "a’" * n,
    "initials": lambda n: "<p>“Yes,” said " + "J. " * n + "Smith.",
    "combining marks": lambda n: "<p>a" + "\u0301" * n,
    "an address": lambda n: "<p>http://" + "a/" * n,
    "Chinese": lambda n: "<p>" + "我们说" * n,
    "names": lambda n: "<p>" + "Ann Lee and Bob Ray met. " * n,
    "a name of many words": lambda n: "<p>“Yes,” " + "Ann " * n + "said.",
    "capitals": lambda n: "<p>“YES,” " + "ANN " * n + "SAID.",
    # quotations
    "short quotations": lambda n: "<p>" + "“a” " * n,
    "straight marks": lambda n: "<p>" + '"' * n,
    "marks left open": lambda n: "<p>" + "“a " * n,
    "paragraphs with marks left open": lambda n: "<p>“a b c d</p>" * n,
    "single marks": lambda n: "<p>" + "‘a " * n,
    "guillemets": lambda n: "<p>" + "«a " * n,
    "quotations": lambda n: f"<p>{_SAID}</p>" * n,
    "quotations in one paragraph": lambda n: "<p>" + _SAID * n,
    "pull quotations": lambda n: (
        "<blockquote class=pullquote><p>We go home now</p></blockquote><p>“We go home now,” Ann Lee said.</p>" * n
    ),
    "reports": lambda n: "<p>" + "He said that he would go. " * n,
    "reports in a report": lambda n: "<p>Ann Lee said " + "that she said " * n,
    "roles": lambda n: "<p>“Yes,” said Ann Lee, " + "head of the office, " * n,
    "speakers of a speaker": lambda n: "<p>“Yes,” said Ann, " + "who said " * n,
    "turns": lambda n: "<p>Ann Lee: We go home.</p>" * n,
    "questions": lambda n: "<p><b>Why?</b></p><p>Because.</p>" * n,
    "dashes": lambda n: "<p>– Yes, Ann said.</p>" * n,
}

#: Texts whose quotations are read by the rules of other languages.
TEXTS: dict[str, Callable[[int], str]] = {
    "quotations": lambda n: "« Nous sommes prêts », a dit le maire Jean Dupont lundi. " * n,
    "short quotations": lambda n: "«a» " * n,
    "marks left open": lambda n: "« a " * n,
    "a name of many words": lambda n: "« Oui », a dit " + "Jean " * n + ".",
    "roles": lambda n: "« Oui », a dit " + "le maire de " * n + "Paris.",
    "reports": lambda n: "Jean Dupont a dit que oui. " * n,
    "turns": lambda n: "Jean Dupont: oui.\n\n" * n,
    "dashes": lambda n: "– Oui, dit Jean.\n\n" * n,
    "commas": lambda n: "Jean, " * n,
}

#: Bodies of responses, and contents of files.
BODIES: dict[str, Callable[[int], bytes]] = {
    "a list cut off": lambda n: f"[{','.join([_POST] * n)},{{".encode(),
    "a message before lists cut off": lambda n: b"<b>Warning</b>: " + b"[1," * 200 + b"1," * n,
    "a message before brackets": lambda n: b"<b>Warning</b>: " + b"[x " * n + b"[1]",
    "comments": lambda n: b"<!-- a -->" * n + b"[1]" + b"<!-- " * n,
    "control characters": lambda n: b'["' + b"\x01" * n + b'"]',
    "broken values in one line": lambda n: b"[" + b",".join([b'{"a":x}'] * n) + b"]",
    "broken lines": lambda n: b'{"a":x}\n' * n,
    "broken lines of a list": lambda n: b'[\n' + b'{"a":\n' * n,
    "opening lines": lambda n: b"{\n" * n,
    "brackets": lambda n: b"[" * n,
    "nested objects": lambda n: b'{"a":' * n,
    "a text left open": lambda n: b'{"a":"' + b"x\n" * n,
    "quotation marks": lambda n: b'"' * n,
    "backslashes": lambda n: b'{"a":"' + b"\\" * n,
    "commas": lambda n: b"[" + b"," * n,
    "blank lines": lambda n: b"\n" * n,
    "a number": lambda n: b'{"a":' + b"1" * n + b"}",
    "equal keys": lambda n: b"{" + b",".join([b'"a":1'] * n) + b"}",
    "ids": lambda n: _POST[:-1].encode() + b',"tags":[' + b",".join(b"%d" % at for at in range(n)) + b"]}",
}  # fmt: skip


def assert_linear(read: Callable[[T], object], make: Callable[[int], T], n: int) -> None:
    """Assert that four times the input takes at most six times the CPU time, in one of a few tries."""
    small, large = make(n), make(4 * n)
    ratios: list[float] = []
    for _ in range(_TRIES):
        ratio = _seconds(read, large) / max(_NOISE_SECONDS, _seconds(read, small))
        if ratio <= MOST_RATIO:
            return
        ratios.append(round(ratio, 1))
    raise AssertionError(f"four times the input took {ratios} times as long")


def _seconds(read: Callable[[T], object], given: T) -> float:
    gc.disable()
    try:
        began = time.process_time()
        read(given)
        return time.process_time() - began
    finally:
        gc.enable()
