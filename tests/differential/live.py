"""What a site answers now: its lists page by page in full, and what became of the documents that it showed before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import httpx

from tests.differential.naive_reader import Answer

#: By status, where WordPress hides a document that it still has, and where it has none.
_REMOVALS = {401: "unpublished", 403: "unpublished", 404: "purged"}


class Watcher:
    """Remembers the last answer for every document of a site's lists."""

    def __init__(self, site: str, url: str, lists: Iterable[str]) -> None:
        """Watch `lists` (`rest_base`) of the site at `url`."""
        self._site = site
        self._root = f"{url}/wp-json/wp/v2"
        self._lists = list(lists)
        self._answers: dict[tuple[str, int], Answer] = {}

    def look(self, *, without: Iterable[int] = ()) -> list[Answer]:
        """Read every list anew.

        Args:
            without: Posts that break the lists they stand in: they keep their last answer.
        """
        left_out = list(without)
        with httpx.Client(timeout=60, trust_env=False) as client:
            for rest_base in self._lists:
                shown = self._list(client, rest_base, left_out)
                if shown is None:  # the site offers it no longer, which says nothing about its documents
                    continue
                self._answers |= shown
                for key, answer in self._answers.items():
                    if key[0] == rest_base and key not in shown and key[1] not in left_out:
                        status = client.get(f"{self._root}/{rest_base}/{key[1]}").status_code
                        self._answers[key] = replace(answer, removal_kind=_REMOVALS[status])
        return list(self._answers.values())

    def _list(self, client: httpx.Client, rest_base: str, left_out: list[int]) -> dict[tuple[str, int], Answer] | None:
        found: dict[tuple[str, int], Answer] = {}
        page = pages = 1
        while page <= pages:
            wanted = {"per_page": 100, "page": page, "orderby": "id", "order": "asc"}
            if left_out and rest_base == "posts":
                wanted["exclude"] = ",".join(map(str, left_out))
            answer = client.get(f"{self._root}/{rest_base}", params=wanted)
            if answer.status_code == 404:
                return None
            answer.raise_for_status()
            pages = int(answer.headers["X-WP-TotalPages"])
            found |= {(rest_base, row["id"]): Answer(self._site, rest_base, row) for row in answer.json()}
            page += 1
        return found
