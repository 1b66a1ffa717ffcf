# SPDX-License-Identifier: EUPL-1.2
"""A server that speaks S3 over HTTP on this machine, as a process of its own, and the settings that lead to it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def settings_for(address: str) -> dict[str, str]:
    """Variables by which an operator names the server."""
    return {
        "AWS_ENDPOINT_URL_S3": address,
        "AWS_ACCESS_KEY_ID": "proef",
        "AWS_SECRET_ACCESS_KEY": "proef",
        "AWS_DEFAULT_REGION": "eu-west-1",
    }


class S3Process:
    """The server, which can be killed and started again at the same address. What it held is gone then."""

    def __init__(self) -> None:
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and wait until it listens."""
        process = subprocess.Popen(
            [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(self.port)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "PYTHONWARNINGS": "ignore"},
        )
        self._process = process
        deadline = time.monotonic() + 60
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
                return
            except OSError:
                assert process.poll() is None, "the S3 server stopped"
                assert time.monotonic() < deadline, "the S3 server did not start"
                time.sleep(0.1)

    def kill(self) -> None:
        """End it without a word (SIGKILL)."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask it to end."""
        self._end(signal.SIGTERM)

    def _end(self, word: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(word)
            self._process.wait(20)
            self._process = None


@contextmanager
def s3_server() -> Iterator[str]:
    """Its address, for as long as this lasts."""
    server = S3Process()
    try:
        server.start()
        yield server.address
    finally:
        server.stop()
