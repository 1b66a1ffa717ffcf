# SPDX-License-Identifier: EUPL-1.2
"""Who is at work on a document: a name for this process, and whether the process behind a name still lives."""

import os
import socket
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

LEASE: Final = timedelta(minutes=15)
"""How long a claim holds when its process cannot be asked (another machine): longer than the limit of any step."""


def this_process() -> str:
    """Machine, process number and start time: a number that is used again is not taken for the old process."""
    return f"{socket.gethostname()}:{os.getpid()}:{_started(os.getpid())}"


def is_gone(holder: str | None, held_until: datetime | None, now: datetime) -> bool:
    """True when nobody is at work any more: the process on this machine is dead, or its time is over."""
    if holder is None or held_until is None:
        return True
    host, _, rest = holder.rpartition(":")
    host, _, number = host.rpartition(":")
    if host == socket.gethostname() and number.isdigit():
        return _started(int(number)) != rest
    return held_until <= now


def _started(number: int) -> str:
    """Start time of a process in clock ticks since boot, or ``-`` where it cannot be known (it does not live)."""
    try:
        stat = Path(f"/proc/{number}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return _alive_without_proc(number)
    after = stat.rpartition(")")[2].split()
    return "-" if after[0] == "Z" else after[19]  # field 22 of proc_pid_stat(5); a zombie does nothing


def _alive_without_proc(number: int) -> str:
    try:
        os.kill(number, 0)
    except OSError:
        return "-"
    return "0" if not Path("/proc").is_dir() else "-"
