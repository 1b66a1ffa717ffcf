# SPDX-License-Identifier: EUPL-1.2
"""One archive from a folder, from S3 and from a Documenten API: the same outcomes, and the same redacted text."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import boto3
import pypdfium2
import pytest

from archive.mdto.metadata import WOO_LIST_NAME
from archive.mdto.model import Begrip
from archive.sample.archive import make_sample_archive
from archive.source import open_source
from flows.house import House, open_house
from flows.ledger.states import State
from flows.settings import Settings, load_settings
from flows.steps.accounting import account, batch_of, to_prepare, to_publish
from flows.steps.preparing import prepare_documents
from flows.steps.publishing import publish_documents
from flows.steps.pulling import pull
from flows.stored import get_value
from flows.workshop import open_workshop
from schemas.documents import ArchivedDocument
from schemas.values import of_category
from schemas.values.codes import Informatiecategorie
from tests.archive.offers import pdf_bytes, sidecar
from tests.archive.zgw_server import CLIENT, SECRET, ZgwServer, running
from tests.s3_server import s3_server, settings_for

pytestmark = [pytest.mark.server, pytest.mark.shared]

_DECISIONS = of_category(Informatiecategorie.BESCHIKKINGEN)
_TYPES = "https://oz.example/catalogi/api/v1/informatieobjecttypen"
_MEDIA = {"eml": "message/rfc822", "zip": "application/zip"}


@dataclass(frozen=True, kw_only=True)
class _Stored:
    """A document of the archive. ``name`` is its path in a folder; a Documenten API knows its number only."""

    number: int
    name: str
    data: bytes
    title: str
    category: str
    sidecars: Mapping[str, bytes]

    @property
    def identification(self) -> str:
        return f"S-{self.number}"


def _letter(archive: Path) -> bytes:
    return next(iter(sorted(archive.glob("brief/*.pdf")))).read_bytes()


def _mail(attached: bytes) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Y. Voorbeeld <y.voorbeeld@example.org>", "postbus@enschede.example"
    message["Date"], message["Subject"] = "Mon, 02 Mar 2026 09:00:00 +0100", "Bezwaar van mevrouw Y. Voorbeeld"
    message.set_content("Geachte heer, u kunt mij bereiken op 06-12345678.\n\nMet vriendelijke groet,\nY. Voorbeeld\n")
    message.add_attachment(attached, maintype="application", subtype="pdf", filename="Y. Voorbeeld.pdf")
    return message.as_bytes()


def _dossier(attached: bytes) -> bytes:
    files = {"brief.pdf": attached, "stuk.bin": b"\0\1\2", "op slot.pdf": pdf_bytes(user_password="x")}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return out.getvalue()


def _sidecar(title: str) -> bytes:
    told = Begrip(label=_DECISIONS.label, code=_DECISIONS.uri, lijst=WOO_LIST_NAME)
    return sidecar(naam=title, classificaties=(told,))


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> list[_Stored]:
    """Sample documents with people in them, a mail with an attachment, a ZIP, and what cannot be read."""
    folder = tmp_path_factory.mktemp("sample")
    make_sample_archive(folder, documents=4, seed=5)
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    found = []
    for number, told in enumerate(truth["documents"], start=1):
        path = folder / told["file"]
        files = [one for one in path.parent.iterdir() if one.name.startswith(path.stem) and one.suffix == ".xml"]
        found.append(
            _Stored(
                number=number,
                name=told["file"],
                data=path.read_bytes(),
                title=f"Stuk {number}",
                category=told["informatiecategorie"],
                sidecars={one.relative_to(folder).as_posix(): one.read_bytes() for one in files},
            )
        )
    others = {"post.eml": _mail(_letter(folder)), "zaak.zip": _dossier(_letter(folder)), "leeg.pdf": pdf_bytes()[:40]}
    for number, (name, data) in enumerate(others.items(), start=len(found) + 1):
        title = f"Stuk {number}"
        beside = {f"{name}.mdto.xml": _sidecar(title)}
        found.append(
            _Stored(number=number, name=name, data=data, title=title, category=_DECISIONS.uri, sidecars=beside)
        )
    return found


def _in_folder(stored: list[_Stored], folder: Path) -> None:
    for one in stored:
        for name, data in {one.name: one.data, **one.sidecars}.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)


def _in_bucket(stored: list[_Stored], bucket: str) -> None:
    client = boto3.client("s3")
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    for one in stored:
        for name, data in {one.name: one.data, **one.sidecars}.items():
            client.put_object(Bucket=bucket, Key=f"archief/{name}", Body=data)
    client.close()


def _in_api(stored: list[_Stored], server: ZgwServer) -> None:
    for one in stored:
        ending = one.name.rpartition(".")[2]
        server.put(
            one.identification,
            one.data,
            titel=one.title,
            vertrouwelijkheidaanduiding="openbaar",
            bestandsnaam=f"stuk.{ending}",
            formaat=_MEDIA.get(ending, "application/pdf"),
            informatieobjecttype=f"{_TYPES}/{one.category.rpartition('/')[2]}",
        )


def _settings(work: Path, archive: str) -> Settings:
    given = {
        "work_dir": str(work),
        "archive": archive,
        "site": str(work / "site"),
        "approve": "automatic",
        "work.processes": 1,
    }
    return load_settings(environment={}, overrides=given).settings


def _text(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\f".join(page.get_textpage().get_text_range() for page in document)


def _digest(pdf: bytes) -> str:
    return hashlib.sha256(_text(pdf).encode()).hexdigest()


def _run(work: Path, archive: str, named: Callable[[str], str]) -> dict[str, tuple[str, ...]]:
    """From archive to site; per document its outcome, category, and digests of its text before and after."""
    with open_house(_settings(work, archive)) as house, open_workshop(house.settings) as workshop:
        batch = batch_of(house, None)
        pull(house, batch)
        batch = house.ledger.batches.get(batch.id)
        prepare_documents(house, workshop, batch, to_prepare(house, batch))
        publish_documents(house, workshop, batch, to_publish(house, batch))
        outcomes = account(house, batch).outcomes
        paths = {one.id: named(one.path_in_source) for one in open_source(archive)}
        texts = _texts(house, {one.id: paths[one.id] for one in outcomes})
        return {
            paths[one.id]: (one.outcome.value, one.reason, str(one.pages), *texts.get(paths[one.id], ()))
            for one in outcomes
        }


def _texts(house: House, paths: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    found = {}
    for row in house.ledger.documents.in_batch(house.ledger.batches.all()[0].id, frozenset(State)):
        archived = get_value(house.store, row.digest, ArchivedDocument)
        digests = [_digest(house.store.get(one)) for one in (archived.digest, row.prepared, row.output) if one]
        part = re.search(r"\(bijlage \d+\)\Z", archived.metadata.naam or "")
        found[paths[row.id]] = (row.category or "", part[0] if part else "", *digests)
    return found


def test_the_way_in_makes_no_difference(stored: list[_Stored], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "archief").mkdir()
    _in_folder(stored, tmp_path / "archief")
    from_folder = _run(tmp_path / "een", str(tmp_path / "archief"), str)
    with s3_server() as address:
        for name, value in settings_for(address).items():
            monkeypatch.setenv(name, value)
        _in_bucket(stored, "gelijk")
        from_bucket = _run(tmp_path / "twee", "s3://gelijk/archief", str)
    names = {one.identification: one.name for one in stored}

    def named(path: str) -> str:
        _, identification, *inside = path.split("/")
        return "/".join([names[identification], *inside])

    types = tmp_path / "typen.toml"
    listed = {one.category for one in stored}
    lines = [f'"{_TYPES}/{category.rpartition("/")[2]}" = "{category}"' for category in sorted(listed)]
    types.write_text("\n".join(["[informatieobjecttypen]", *lines]), encoding="utf-8")
    with running() as api:
        _in_api(stored, api)
        monkeypatch.setenv("ZGW_CLIENT_ID", CLIENT)
        monkeypatch.setenv("ZGW_SECRET", SECRET)
        monkeypatch.setenv("ZGW_INFORMATIEOBJECTTYPEN", str(types))
        from_api = _run(tmp_path / "drie", api.uri, named)
        assert api.faults == []
    assert from_folder == from_bucket == from_api
    outcomes = {name: told[:2] for name, told in from_folder.items()}
    assert outcomes["post.eml"][0] == outcomes["post.eml/1.pdf"][0] == outcomes["zaak.zip/brief.pdf"][0] == "published"
    assert outcomes["zaak.zip/op slot.pdf"] == ("refused", "password_needed")
    assert outcomes["zaak.zip/stuk.bin"] == ("refused", "unsupported_format")
    assert outcomes["leeg.pdf"] == ("refused", "damaged")
    assert from_folder["post.eml/1.pdf"][4] == from_folder["zaak.zip/brief.pdf"][4] == "(bijlage 1)"
    *_, before, after = from_folder["post.eml"]
    assert before != after, "nothing was redacted in the mail"
