"""Dagster's real web server answers its own UI and nobody else's page."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from orchestration.home import PROJECT_ROOT, Home

LAUNCH = "mutation { wipeAssets(assetPartitionRanges: []) { __typename } }"
QUERY = json.dumps({"query": "{ version }"})
JSON = {"Content-Type": "application/json"}


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The web server's port. Its code location answers nobody: none of this is about the code."""
    folder = tmp_path_factory.mktemp("webserver")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("PRESSGRAPH_HOME", "PRESSGRAPH_WAREHOUSE", "DAGSTER_HOME", "DBT_TARGET_PATH", "DBT_LOG_PATH"):
            patch.setenv(name, "")  # create_directories() sets them; put back at the end
        Home(folder / "home").create_directories()
        location = {"grpc_server": {"socket": str(folder / "nobody.sock"), "location_name": "nobody"}}
        (folder / "workspace.yaml").write_text(json.dumps({"load_from": [location]}))
        number = free_port()
        command = [sys.executable, "-m", "orchestration.webserver", str(number), str(folder / "workspace.yaml")]
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen(command, cwd=PROJECT_ROOT, env=dict(os.environ), stdout=log, stderr=log) as process,
        ):
            deadline = time.monotonic() + 90
            while socket.socket().connect_ex(("127.0.0.1", number)) != 0:
                assert process.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < deadline, "the web server does not listen"
                time.sleep(0.1)
            yield number
            process.terminate()
            assert process.wait(10) is not None


class _Http10(http.client.HTTPConnection):
    """Speaks HTTP/1.0, which needs no Host."""

    _http_vsn = 10
    _http_vsn_str = "HTTP/1.0"


def ask(
    port: int,
    method: str,
    path: str,
    headers: dict[str, str],
    *,
    body: str | None = None,
    kind: type[http.client.HTTPConnection] = http.client.HTTPConnection,
) -> tuple[int, str]:
    """Status and body of one request whose headers are exactly these."""
    connection = kind("127.0.0.1", port, timeout=30)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        connection.putheader(name, value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body.encode() if body is not None else None)
    response = connection.getresponse()
    answer = response.status, response.read().decode()
    connection.close()
    return answer


def test_ui_of_each_loopback_name_works(port: int) -> None:
    for name in (f"localhost:{port}", f"127.0.0.1:{port}", f"[::1]:{port}", f"LOCALHOST:{port}"):
        status, page = ask(port, "GET", "/", {"Host": name, "Sec-Fetch-Site": "none", "Accept": "text/html"})
        assert (status, "<html" in page.lower()) == (200, True), name
        own = {
            "Host": name,
            "Origin": f"http://{name}",
            "Referer": f"http://{name}/runs",
            "Sec-Fetch-Site": "same-origin",
        }
        status, answer = ask(port, "POST", "/graphql", {**own, **JSON}, body=QUERY)
        assert (status, "version" in json.loads(answer)["data"]) == (200, True), name
    script = next(iter((Path(_package()) / "webapp/build/_next/static").rglob("*.js")))
    path = "/" + script.relative_to(Path(_package()) / "webapp/build").as_posix()
    assert ask(port, "GET", quote(path), {"Host": f"localhost:{port}", "Sec-Fetch-Site": "same-origin"})[0] == 200


def _package() -> str:
    import dagster_webserver

    return str(Path(dagster_webserver.__file__).parent)


def test_program_of_this_machine_may_ask(port: int) -> None:
    assert ask(port, "POST", "/graphql", {"Host": f"127.0.0.1:{port}", **JSON}, body=QUERY)[0] == 200


@pytest.mark.parametrize(
    "host",
    [
        "rebound.example:{port}",
        "rebound.example",
        "localhost.rebound.example:{port}",
        "127.0.0.1.rebound.example:{port}",
        "localhost:{other}",
        "127.0.0.1:{other}",
        "localhost",
        "0.0.0.0:{port}",
        "192.168.1.10:{port}",
        "user@localhost:{port}",
        "",
    ],
)
def test_foreign_host_is_refused(port: int, host: str) -> None:
    name = host.format(port=port, other=port + 1)
    # By the guard with a sentence; a Host that breaks the grammar, by the HTTP parser before it.
    status, said = ask(port, "GET", "/", {"Host": name})
    assert status in ({400, 403} if "@" in name or not name else {403})
    assert "<html" not in said.lower()
    assert ask(port, "POST", "/graphql", {"Host": name, **JSON}, body=QUERY)[0] in {400, 403}


def test_missing_host_is_refused(port: int) -> None:
    assert ask(port, "POST", "/graphql", JSON, body=QUERY, kind=_Http10)[0] == 403
    assert ask(port, "POST", "/graphql", JSON, body=QUERY)[0] in {400, 403}


@pytest.mark.parametrize(
    "foreign",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": ""},
        {"Origin": "http://localhost:{other}"},
        {"Origin": "http://127.0.0.1:{port}"},  # Host says localhost
        {"Origin": "https://localhost:{port}"},
        {"Origin": "http://localhost:{port}.evil.example"},
        {"Referer": "https://evil.example/page"},
        {"Referer": "http://localhost:{other}/"},
        {"Referer": "http://["},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:{port}"},
    ],
    ids=str,
)
def test_request_of_another_page_is_refused_with_a_sentence(port: int, foreign: dict[str, str]) -> None:
    headers = {name: value.format(port=port, other=port + 1) for name, value in foreign.items()}
    for method, path in (("POST", "/graphql"), ("POST", "/report_asset_materialization/raw/posts"), ("GET", "/")):
        body = QUERY if method == "POST" else None
        status, said = ask(port, method, path, {"Host": f"localhost:{port}", **JSON, **headers}, body=body)
        assert (status, "Another web page sent this request" in said) == (403, True), (method, path)


@pytest.mark.parametrize("path", ["/graphql", "/graphql/", "/%67raphql"])
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT"])
def test_mutation_other_than_by_post_is_refused(port: int, path: str, method: str) -> None:
    address = f"{path}?query={quote(LAUNCH)}"
    assert ask(port, method, address, {"Host": f"localhost:{port}"})[0] == 403


def test_graphiql_page_opens_and_runs_nothing(port: int) -> None:
    headers = {"Host": f"localhost:{port}", "Accept": "text/html"}
    status, page = ask(port, "GET", f"/graphql?query={quote(LAUNCH)}", headers)
    assert (status, "GraphiQL" in page, "__typename" in page) == (200, True, False)


HANDSHAKE = {
    "Connection": "Upgrade",
    "Upgrade": "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Protocol": "graphql-ws",
}


def _handshake(port: int, headers: dict[str, str]) -> str:
    """First line of the answer to a websocket handshake."""
    lines = [f"{name}: {value}" for name, value in {**HANDSHAKE, **headers}.items()]
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall("\r\n".join(["GET /graphql HTTP/1.1", *lines, "", ""]).encode())
        return connection.recv(4096).decode().splitlines()[0]


def test_subscriptions_of_the_ui_are_accepted_and_those_of_other_pages_refused(port: int) -> None:
    own = f"localhost:{port}"
    assert " 101 " in _handshake(port, {"Host": own, "Origin": f"http://{own}"})
    for headers in (
        {"Host": own, "Origin": "https://evil.example"},
        {"Host": own, "Origin": "null"},
        {"Host": own, "Origin": f"http://localhost:{port + 1}"},
        {"Host": f"rebound.example:{port}", "Origin": f"http://rebound.example:{port}"},
    ):
        assert " 403 " in _handshake(port, headers), headers
