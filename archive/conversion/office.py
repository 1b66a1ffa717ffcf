# SPDX-License-Identifier: EUPL-1.2
"""LibreOffice without a screen: a profile of its own, no macros, no network, and limits on time and memory."""

import os
import resource
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from schemas.errors import BlockReason, DocumentBlocked, InputRefused, RefusalReason

SECONDS: Final = 180.0
MEMORY_BYTES: Final = 4 * 1024**3
_SETTINGS: Final = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
{items}</oor:items>
"""
_ITEM: Final = '<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
_SECURITY: Final = "/org.openoffice.Office.Common/Security/Scripting"
_CLOSED: Final = (
    (_SECURITY, "MacroSecurityLevel", "3"),
    (_SECURITY, "DisableMacrosExecution", "true"),
    (_SECURITY, "BlockUntrustedRefererLinks", "true"),
    (_SECURITY, "DisableActiveContent", "true"),
    ("/org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("/org.openoffice.Office.Calc/Content/Update", "Link", "0"),
    ("/org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("/org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
)
"""Macros never run, links are never updated, and any request goes to a port of this machine where nobody listens."""
_READERS: Final = {
    "html": ("--infilter=HTML (StarWriter)", "--convert-to", "pdf:writer_pdf_Export"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Office:
    """An installed LibreOffice."""

    program: str

    def to_pdf(self, data: bytes, suffix: str) -> bytes:
        """Convert one document. The name of the file it came in is not used.

        Raises:
            InputRefused: DAMAGED or PASSWORD_NEEDED: LibreOffice makes no PDF of it.
            DocumentBlocked: TIME_LIMIT.
        """
        return self._converted(data, suffix, "pdf", _READERS.get(suffix, ("--convert-to", "pdf")))

    def to_open_document(self, data: bytes, suffix: str, target: str) -> bytes:
        """An older document as OpenDocument (``odt``, ``ods`` or ``odp``), in which its parts can be told apart.

        Raises:
            InputRefused, DocumentBlocked: as ``to_pdf``.
        """
        return self._converted(data, suffix, target, ("--convert-to", target))

    def _converted(self, data: bytes, suffix: str, target: str, arguments: tuple[str, ...]) -> bytes:
        with tempfile.TemporaryDirectory(prefix="lakstraat-") as folder:
            root = Path(folder)
            source = root / f"document.{suffix}"
            source.write_bytes(data)
            self._profile(root / "profile")
            self._run(root, source, arguments)
            made = source.with_suffix(f".{target}")
            if not made.is_file() or made.stat().st_size == 0:
                raise InputRefused(
                    RefusalReason.DAMAGED,
                    "LibreOffice makes no PDF of this document: it is damaged or protected.",
                    advice="Open it in the program it was made with and save it as PDF.",
                )
            return made.read_bytes()

    @staticmethod
    def _profile(folder: Path) -> None:
        user = folder / "user"
        user.mkdir(parents=True)
        items = "".join(_ITEM.format(path=path, name=name, value=value) for path, name, value in _CLOSED)
        (user / "registrymodifications.xcu").write_text(_SETTINGS.format(items=items), encoding="utf-8")

    def _run(self, root: Path, source: Path, arguments: tuple[str, ...]) -> None:
        command = [
            self.program, "--headless", "--invisible", "--nologo", "--norestore", "--nolockcheck", "--nodefault",
            f"-env:UserInstallation={(root / 'profile').as_uri()}", *arguments, "--outdir", str(root), str(source),
        ]  # fmt: skip
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_limit,
            env={"PATH": os.environ.get("PATH", ""), "HOME": str(root), "TMPDIR": str(root), "LANG": "nl_NL.UTF-8"},
        )
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            raise DocumentBlocked(BlockReason.TIME_LIMIT, "Converting the document to PDF took too long.") from None
        finally:
            # The program that we started begins others; all of them are one group.
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def find_office() -> Office | None:
    """LibreOffice, or None where it is not installed (Debian: libreoffice-writer-nogui libreoffice-calc-nogui)."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    return None if program is None else Office(program=program)


def _limit() -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MEMORY_BYTES if hard == resource.RLIM_INFINITY else min(MEMORY_BYTES, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
