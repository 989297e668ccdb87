"""Limits of request rate and concurrency."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime

import pytest

from ingestion.wordpress.rate_limits import BURST_SECONDS, RateLimit, RateLimits, retry_after_seconds, slots

NOW = datetime(2026, 2, 3, 13, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Tue, 03 Feb 2026 13:00:30 GMT", 30.0),
        ("Tue, 03 Feb 2026 12:00:00 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        (None, None),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after_seconds(value, now=NOW) == seconds


def test_concurrent_requests_do_not_exceed_the_limit() -> None:
    limit, running, most = RateLimit(1000, 2), 0, 0
    lock = threading.Lock()

    def request() -> None:
        nonlocal running, most
        with limit.slot():
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.01)
            with lock:
                running -= 1

    threads = [threading.Thread(target=request) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == 2


def test_requests_start_no_faster_than_the_rate_after_a_first_burst() -> None:
    limit = RateLimit(20, 1)
    began = time.monotonic()
    for _ in range(int(20 * BURST_SECONDS) + 11):
        with limit.slot():
            pass
    assert 0.45 < time.monotonic() - began < 2.0  # ten more than the burst: half a second


def test_a_pause_lasts_as_long_as_requested() -> None:
    limit = RateLimit(1000, 2)
    limit.pause_for(0.3)
    began = time.monotonic()
    with limit.slot():
        assert time.monotonic() - began >= 0.29


def test_hosts_at_one_address_share_a_limit_and_other_hosts_do_not() -> None:
    rate_limits = RateLimits()
    one = rate_limits.limits_for("one.example", "203.0.113.1", requests_per_second=4, max_connections=2)
    two = rate_limits.limits_for("two.example", "203.0.113.1", requests_per_second=4, max_connections=2)
    other = rate_limits.limits_for("other.example", "203.0.113.2", requests_per_second=4, max_connections=2)
    assert one[1] is two[1]
    assert one[0] is not two[0]
    assert other[1] is not one[1]
    again = rate_limits.limits_for("one.example", "203.0.113.1", requests_per_second=4, max_connections=2)
    assert again == one


def test_two_hosts_at_one_address_share_the_rate_of_one() -> None:
    rate_limits = RateLimits()
    limits_for = [
        rate_limits.limits_for(host, "203.0.113.1", requests_per_second=20, max_connections=8)
        for host in ("one.example", "two.example")
    ]
    began = time.monotonic()
    for number in range(int(20 * BURST_SECONDS) + 11):
        with slots(limits_for[number % 2]):
            pass
    assert time.monotonic() - began > 0.45
