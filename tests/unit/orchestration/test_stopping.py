"""A stop signal ends a command in time, whatever holds its main thread."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

_BEGIN = """
import sys, threading, time
from orchestration.stopping import STOP_SECONDS, end_stopped, is_stop_requested, stop_in_time
stop_in_time()
def ready(): print("ready", flush=True)
"""
#: What a main thread may be held by.
_HELD = {
    "a sleep": "ready(); time.sleep(60)",
    "a lock": "lock = threading.Lock(); lock.acquire(); ready(); lock.acquire()",
    "a thread that is joined": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "with ThreadPoolExecutor() as pool: held = pool.submit(time.sleep, 60); ready(); held.result()"
    ),
    "a loop that forgives": ("ready()\nwhile True:\n    try: time.sleep(60)\n    except KeyboardInterrupt: continue"),
}


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("held", _HELD)
def test_a_signal_ends_a_command_within_five_seconds(held: str, number: signal.Signals) -> None:
    program = f"{_BEGIN}\ntry:\n    exec({_HELD[held]!r})\nexcept KeyboardInterrupt:\n    end_stopped()"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONWARNINGS"}
    process = subprocess.Popen(
        [sys.executable, "-c", program],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        began = time.monotonic()
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()
    is_forced = held in {"a thread that is joined", "a loop that forgives"}
    assert time.monotonic() - began < (6 if is_forced else 2)
    assert (process.returncode, said) == (1, "Stopped. What was loaded stays; run again and it goes on from there.\n")


def test_a_query_under_way_is_stopped() -> None:
    query = "select count(*) from range(1000000) as a, range(1000000) as b where hash(a.range, b.range) = 7"
    program = (
        f"{_BEGIN}\nimport duckdb\nconnection = duckdb.connect(); ready()\n"
        f"try:\n    connection.execute({query!r})\n"
        "except BaseException as error:\n    assert is_stop_requested(); end_stopped()"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.3)
        process.send_signal(signal.SIGTERM)
        began = time.monotonic()
        _, said = process.communicate(timeout=30)
    finally:
        process.kill()
    assert time.monotonic() - began < 6
    assert (process.returncode, said) == (1, "Stopped. What was loaded stays; run again and it goes on from there.\n")
