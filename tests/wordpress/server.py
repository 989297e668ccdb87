"""A real WordPress on the loopback interface, from Debian's packages: started, changed and stopped by the tests."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

_HERE = Path(__file__).parent / "site"
_NEWEST = Path(__file__).parents[2] / "var" / "wordpress" / "usr" / "share" / "wordpress"
#: The newest package where `make newest-wordpress` has unpacked it, otherwise the installed one.
CORE = _NEWEST if _NEWEST.exists() else Path("/usr/share/wordpress")
PACKAGES = "wordpress nginx-light php-fpm php-cli php-mysql php-xml php-mbstring php-intl mariadb-server"


def missing() -> str | None:
    """Why the server cannot run here; null when it can."""
    programs = [name for name in ("php", "mariadbd", "mariadb", "mariadb-dump") if shutil.which(name) is None]
    if programs or not (CORE / "wp-load.php").exists():
        what = ", ".join(programs) or "WordPress"
        return f"{what} not installed; apt-get install --no-install-recommends {PACKAGES}"
    return None


@dataclass(frozen=True, slots=True)
class Request:
    """One request the site received."""

    at: float
    method: str
    is_authorized: bool
    uri: str
    user_agent: str


class WordPress:
    """One installation; `url` is its address."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.site = place / "site"
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._socket = place / "run" / "db.sock"
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._environment = {
            **os.environ,
            "TEST_WORDPRESS_PLACE": str(place),
            "TEST_WORDPRESS_SEED": str(_HERE / "seed.php"),
            "TEST_WORDPRESS_SOCKET": str(self._socket),
            "PHP_CLI_SERVER_WORKERS": "4",
        }

    def start(self) -> None:
        """Make the database and the site, and serve it."""
        self._start_database()
        self._copy_site()
        self._run(
            "wp_install('The Test Courier', 'editor', 'editor@example.test', true, '', 'editor-password');"
            "foreach (['timezone_string' => 'Europe/London', 'template' => 'plain', 'stylesheet' => 'plain',"
            " 'permalink_structure' => '/%year%/%monthnum%/%day%/%postname%/'] as $name => $value)"
            " update_option($name, $value); wp_delete_post(1, true); wp_delete_post(2, true); wp_delete_post(3, true);",
            install=True,
        )
        self._run("global $wp_rewrite; $wp_rewrite->init(); flush_rewrite_rules();")
        self._snapshot = subprocess.run(
            ["mariadb-dump", *self._client, "wordpress"], check=True, capture_output=True, timeout=60
        ).stdout
        self.serve()

    def serve(self) -> None:
        """Start serving requests, also again."""
        self._processes["web"] = subprocess.Popen(
            [
                *("php", "-d", "memory_limit=512M", "-d", "display_errors=0", "-d", "zlib.output_compression=On"),
                *("-d", "opcache.enable_cli=1", "-d", "variables_order=EGPCS"),
                *("-S", f"127.0.0.1:{self.port}", "-t", str(self.site), str(_HERE / "router.php")),
            ],
            env=self._environment,
            stdout=subprocess.DEVNULL,
            stderr=(self.place / "web.log").open("ab"),
            start_new_session=True,
        )
        _wait(lambda: _answers(self.url + "/wp-json/"), "the site")

    def go_away(self) -> None:
        """Stop serving, like a crashed server."""
        _end(self._processes.pop("web"))

    def stop(self) -> None:
        """End the processes that were started."""
        for process in reversed(list(self._processes.values())):
            _end(process)
        self._processes.clear()

    def reset(self) -> None:
        """Back to the freshly installed site: no content, no faults, no log."""
        (self.place / "faults.json").unlink(missing_ok=True)
        (self.site / ".maintenance").unlink(missing_ok=True)
        (self.place / "requests.log").write_text("")
        subprocess.run(["mariadb", *self._client, "wordpress"], input=self._snapshot, check=True, timeout=60)

    def php(self, code: str) -> Any:
        """Run PHP inside the site as its editor; the value it returns."""
        code = f"require '{_HERE}/seed.php'; echo json_encode((function () {{ global $wpdb; {code} }})());"
        return json.loads(self._run(code))

    def sql(self, query: str) -> list[list[str]]:
        """Rows of a query to the site's own database."""
        done = subprocess.run(
            ["mariadb", *self._client, "-N", "-B", "wordpress", "-e", query],
            check=True, capture_output=True, text=True, timeout=60,
        )  # fmt: skip
        return [line.split("\t") for line in done.stdout.splitlines()]

    def fault(self, *rules: dict[str, Any]) -> None:
        """Put faults in place, instead of the ones before; see `site/mu-plugins/faults.php`."""
        (self.place / "faults.json").write_text(json.dumps(list(rules)))

    def requests(self) -> list[Request]:
        """The requests received since the last reset or `forget_requests`."""
        lines = (self.place / "requests.log").read_text().splitlines()
        found = []
        for line in lines:
            at, method, authorization, rest = line.split(" ", 3)
            uri, agent = rest.split(" Pressgraph/", 1) if " Pressgraph/" in rest else (rest, "")
            found.append(Request(float(at), method, authorization == "authorized", uri, f"Pressgraph/{agent}"))
        return found

    def forget_requests(self) -> None:
        """Empty the log."""
        (self.place / "requests.log").write_text("")

    @property
    def _client(self) -> list[str]:
        return ["--no-defaults", "-uroot", f"--socket={self._socket}"]

    def _start_database(self) -> None:
        data, run = self.place / "db", self.place / "run"
        data.mkdir()
        run.mkdir()
        user = []
        if os.geteuid() == 0:  # the server refuses to run as root
            self.place.chmod(0o755)
            for folder in (data, run):
                shutil.chown(folder, "mysql", "mysql")
            user = ["--user=mysql"]
        with (self.place / "db.log").open("ab") as log:
            subprocess.run(
                [
                    *("mariadb-install-db", *user, f"--datadir={data}", "--skip-test-db"),
                    "--auth-root-authentication-method=normal",
                ],
                check=True,
                stdout=log,
                stderr=log,
                timeout=120,
            )
            self._processes["db"] = subprocess.Popen(
                [
                    *("mariadbd", "--no-defaults", *user, f"--datadir={data}", f"--socket={self._socket}"),
                    *("--skip-networking", "--skip-log-bin", "--innodb-flush-log-at-trx-commit=0"),
                    *("--innodb-buffer-pool-size=64M", "--character-set-server=utf8mb4"),
                ],
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        ping = ["mariadb-admin", *self._client, "ping"]
        _wait(lambda: subprocess.run(ping, capture_output=True, check=False).returncode == 0, "the database")
        statements = """
            create database wordpress character set utf8mb4;
            create user wordpress@localhost identified by 'wordpress';
            grant all on wordpress.* to wordpress@localhost;
        """
        subprocess.run(["mariadb", *self._client, "-e", statements], check=True, timeout=60)

    def _copy_site(self) -> None:
        ignored = shutil.ignore_patterns("wp-content", "wp-config.php")
        shutil.copytree(CORE, self.site, ignore=ignored, ignore_dangling_symlinks=True)
        for part, target in (("mu-plugins", "mu-plugins"), ("theme", "themes/plain")):
            shutil.copytree(_HERE / part, self.site / "wp-content" / target)
        (self.site / "wp-content" / "uploads").mkdir()
        shutil.copy(_HERE / "wp-config.php", self.site / "wp-config.php")

    def _run(self, code: str, *, install: bool = False) -> str:
        environment = {**self._environment, **({"TEST_WORDPRESS_INSTALL": "1"} if install else {})}
        done = subprocess.run(
            ["php", "-d", "memory_limit=512M", str(_HERE / "run.php"), str(self.site)],
            input=code, env=environment, check=False, capture_output=True, text=True, timeout=120,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(f"PHP ended with {done.returncode}: {done.stdout[-2000:]} {done.stderr[-2000:]}")
        return done.stdout


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=10, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def _wait(is_ready: Any, what: str) -> None:
    for _ in range(300):
        if is_ready():
            return
        time.sleep(0.1)
    raise RuntimeError(f"{what} did not start within 30 s")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and the workers it started (its own process group)."""
    os.killpg(process.pid, signal.SIGTERM)
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(20)
