# SPDX-License-Identifier: EUPL-1.2
"""Prefect's own server on this machine, for as long as a run lasts.

Prefect can start one by itself, but waits twenty seconds for it at most, picks its port by chance, and leaves it behind
when the run is killed. This one is waited for as long as it lives, and ends when the process that started it does,
however that ends: it reads from a pipe that closes with its parent.
"""

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from schemas.errors import ServiceMissing

_HOST: Final = "127.0.0.1"
_STOP_S: Final = 15.0


class LocalServer:
    """A server process that was started; ``wait`` gives its address when it answers.

    Args:
        home: folder of its database and its log.
        environment: variables for it, beside those of this process.
    """

    def __init__(self, home: Path, environment: Mapping[str, str]) -> None:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.log = home / "server.log"
        self.port = _free_port()
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "flows.local_server", str(self.port)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env={**os.environ, **environment, "PREFECT_UI_ENABLED": "false", "PREFECT__SERVER_EPHEMERAL": "1"},
                start_new_session=True,  # ctrl-C is for the run, which then stops the server in its own time
            )

    @property
    def api_url(self) -> str:
        """Address of its API."""
        return f"http://{_HOST}:{self.port}/api"

    def wait(self, seconds: float) -> str:
        """Wait until it answers. Gives the address of its API.

        Raises:
            ServiceMissing: it ended, or does not answer in time.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self._process.poll() is not None:
                break
            if answers(f"{self.api_url}/health"):
                return self.api_url
            time.sleep(0.1)
        raise ServiceMissing("Prefect's local server did not start.", advice=f"See {self.log} for the cause.")

    def stop(self) -> None:
        """End it."""
        if self._process.stdin:
            self._process.stdin.close()
        try:
            self._process.wait(_STOP_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


@contextmanager
def local_server(home: Path, environment: Mapping[str, str]) -> Iterator[LocalServer]:
    """Start a server, and end it afterwards."""
    server = LocalServer(home, environment)
    try:
        yield server
    finally:
        server.stop()


def _free_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def answers(url: str) -> bool:
    """True when a server says that it is well."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return False


def serve(port: int) -> None:
    """Be the server until the pipe closes."""
    import uvicorn
    from prefect.server.api.server import create_app

    server = uvicorn.Server(uvicorn.Config(create_app(), host=_HOST, port=port, log_level="error", lifespan="on"))

    def end_with_parent() -> None:
        # Not sys.stdin: at the end of the process its lock would be held by this thread.
        while os.read(0, 1024):
            pass
        server.should_exit = True
        time.sleep(_STOP_S)
        os._exit(1)  # it did not end by itself; its database is made for that

    threading.Thread(target=end_with_parent, daemon=True).start()
    server.run()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
