# SPDX-License-Identifier: EUPL-1.2
"""No document makes LibreOffice run a macro, fetch something, read a file of this machine, or take all of it."""

import contextlib
import io
import os
import resource
import signal
import subprocess
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from archive.conversion import convert, office
from archive.conversion.office import Office, find_office
from archive.conversion.pages import clean_html
from archive.formats import FileFormat, format_of
from schemas.errors import InputRefused
from tests.archive.office_files import flat, made_by_office, with_macro
from tests.local_http import serving

pytestmark = pytest.mark.server

_TRUSTING = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry">'
    '<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" '
    'oor:op="fuse"><value>0</value></prop></item></oor:items>'
)


@pytest.fixture
def program() -> Office:
    found = find_office()
    if found is None:
        pytest.skip("LIBREOFFICE ABSENT: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui")
    return found


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """Address of a server on this machine, and what was asked of it."""
    paths: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(404)
            self.end_headers()

        do_HEAD = do_OPTIONS = do_PROPFIND = do_GET

        def log_message(self, format: str, *args: object) -> None:
            pass

    with serving(Handler) as address:
        yield f"http://{address}", paths


def _picture(address: str) -> str:
    return (
        '<text:p>Zichtbaar<draw:frame svg:width="4cm" svg:height="4cm" text:anchor-type="as-char"><draw:image '
        f'xlink:href="{address}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad"/></draw:frame></text:p>'
    )


def _opened_as_anybody_would(program: Office, folder: Path, file: Path, until: Path) -> None:
    """Open a file in a LibreOffice that trusts everything, until something is there or a minute has passed."""
    user = folder / "trusting" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(_TRUSTING, encoding="utf-8")
    profile = f"-env:UserInstallation={user.parent.as_uri()}"
    process = subprocess.Popen(
        [program.program, "--headless", "--norestore", profile, str(file)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    end = time.monotonic() + 60
    while not until.exists() and time.monotonic() < end:
        time.sleep(0.1)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def test_a_macro_that_runs_when_the_document_is_opened_does_not_run_here(program: Office, tmp_path: Path) -> None:
    marker = tmp_path / "gelopen"
    data = with_macro(tmp_path, marker)
    (tmp_path / "macro.odt").write_bytes(data)
    _opened_as_anybody_would(program, tmp_path, tmp_path / "macro.odt", marker)
    assert marker.exists(), "the document has a macro that runs"
    marker.unlink()
    assert convert(data, format_of(data)).pdf.startswith(b"%PDF")
    assert not marker.exists()


def test_a_picture_elsewhere_is_not_fetched(program: Office, tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    data = made_by_office(tmp_path, "odt", flat("text", _picture(f"{address}/odt.png")))
    assert "/odt.png" in paths, "LibreOffice itself fetches it"
    as_word = made_by_office(tmp_path, "docx", flat("text", _picture(f"{address}/docx.png")))
    paths.clear()
    convert(data, FileFormat.ODT)
    convert(as_word, FileFormat.DOCX)
    program.to_pdf(f'<html><body><p>Zichtbaar</p><img src="{address}/html.png"></body></html>'.encode(), "html")
    assert paths == []


def test_a_formula_that_asks_the_web_does_not(program: Office, tmp_path: Path, asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    formula = f"of:=WEBSERVICE(&quot;{address}/formule&quot;)"
    sheet = (
        '<table:table table:name="Blad"><table:table-column/><table:table-row><table:table-cell '
        f'table:formula="{formula}" office:value-type="string"><text:p>Zichtbaar</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )
    for suffix, found in (("ods", FileFormat.ODS), ("xlsx", FileFormat.XLSX)):
        data = made_by_office(tmp_path, suffix, flat("spreadsheet", sheet))
        paths.clear()
        convert(data, found)
    assert paths == []


def test_a_file_of_this_machine_does_not_come_into_the_document(program: Office, tmp_path: Path) -> None:
    """A picture by its path would put whatever stands there on a public page."""
    secret = tmp_path / "geheim.png"
    Image.new("RGB", (40, 40), "red").save(secret)
    document = flat("text", _picture(secret.as_uri()))
    assert _pictures(made_by_office(tmp_path, "pdf", document)) == 1, "LibreOffice itself takes it in"
    assert _pictures(program.to_pdf(document.encode(), "fodt")) == 0


def _pictures(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return sum(str(one.get("/Subtype")) == "/Image" for one in pdf.objects if isinstance(one, pikepdf.Stream))


def test_mail_and_web_pages_have_no_address_left_to_fetch(asked: tuple[str, list[str]]) -> None:
    address, paths = asked
    body = (
        f'<p>Zichtbaar</p><img src="{address}/a.png"><svg><image href="{address}/b.png"/></svg>'
        f'<link rel="stylesheet" href="{address}/c.css"><style>p{{background:url({address}/d.png)}}</style>'
        f'<table background="{address}/e.png"><tr><td>cel</td></tr></table><object data="{address}/f"></object>'
    )
    assert address not in clean_html(body)
    mail = f"From: a@example.org\nTo: b@example.org\nSubject: x\nContent-Type: text/html\n\n{body}".encode()
    convert(mail, FileFormat.EML)
    convert(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), FileFormat.HTML)
    assert paths == []


def test_its_memory_has_a_limit(program: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """With too little to start in, it makes nothing: the limit is on the process that does the work."""
    monkeypatch.setattr(office, "MEMORY_BYTES", 64 * 1024**2)
    before = resource.getrlimit(resource.RLIMIT_AS)
    with pytest.raises(InputRefused):
        program.to_pdf(flat("text", "<text:p>Zichtbaar</text:p>").encode(), "fodt")
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_each_document_has_a_profile_of_its_own_that_is_gone_afterwards(
    program: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    program.to_pdf(flat("text", "<text:p>Zichtbaar</text:p>").encode(), "fodt")
    assert list(tmp_path.iterdir()) == []
