# SPDX-License-Identifier: EUPL-1.2
"""Messages and ZIPs: every part is offered, each with its own place in the account."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.families import Families
from archive.folder import FolderSource
from archive.intake import take_in
from archive.source import Offered, open_source
from archive.store import WorkingStore
from schemas.documents import ArchivedDocument, Refused
from schemas.errors import RefusalReason
from tests.archive.offers import pdf_bytes, sidecar
from tests.shared_material import shared


def message(*attachments: tuple[str, bytes]) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "Stukken"
    mail.set_content("Zie de bijlagen.")
    for name, data in attachments:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail.as_bytes()


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, data in files.items():
            target.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def offers(folder: Path) -> dict[str, Offered]:
    return {one.path_in_source: one for one in open_source(str(folder))}


def test_attachments_are_documents_of_the_family_of_their_message(tmp_path: Path) -> None:
    (tmp_path / "post.eml").write_bytes(message(("Jan Voorbeeld.pdf", pdf_bytes()), ("los.txt", b"Een notitie.\n")))
    found = offers(tmp_path)
    assert list(found) == ["post.eml", "post.eml/1.pdf", "post.eml/2.txt"]
    assert len({one.id for one in found.values()}) == 3
    assert {one.family for one in found.values()} == {found["post.eml"].id}
    assert found["post.eml/1.pdf"].fetch() == pdf_bytes()


def test_an_attachment_has_the_metadata_of_its_message_under_a_name_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "post.eml").write_bytes(message(("naam.pdf", pdf_bytes())))
    (tmp_path / "in" / "post.eml.mdto.xml").write_bytes(sidecar())
    taken = take_in(offers(tmp_path / "in")["post.eml/1.pdf"], WorkingStore(tmp_path / "werk"))
    assert isinstance(taken, ArchivedDocument)
    assert taken.metadata.naam == "Besluit op aanvraag (bijlage 1)"
    assert [one.kenmerk for one in taken.metadata.identificaties] == ["Z2026-000147-D01-1"]
    assert [one.kenmerk for one in taken.metadata.is_onderdeel_van] == ["Z2026-000147-D01"]


def test_a_zip_is_a_dossier_and_no_document(tmp_path: Path) -> None:
    (tmp_path / "zaak.zip").write_bytes(
        packed(map__brief_pdf=pdf_bytes(), map__brief_pdf_mdto_xml=sidecar(), besluit_pdf=pdf_bytes(), map___DS=b"x")
    )
    found = offers(tmp_path)
    assert list(found) == ["zaak.zip/besluit.pdf", "zaak.zip/map/brief.pdf"]
    assert found["zaak.zip/map/brief.pdf"].part == 0
    taken = take_in(found["zaak.zip/map/brief.pdf"], WorkingStore(tmp_path / "werk"))
    assert isinstance(taken, ArchivedDocument)
    assert taken.metadata.naam == "Besluit op aanvraag"


def test_what_is_inside_what_is_inside_is_offered_too(tmp_path: Path) -> None:
    inner = message(("diep.pdf", pdf_bytes()))
    (tmp_path / "zaak.zip").write_bytes(packed(post_eml=inner))
    assert list(offers(tmp_path)) == ["zaak.zip/post.eml", "zaak.zip/post.eml/1.pdf"]


@pytest.mark.shared
def test_a_message_in_a_message_of_outlook_is_a_document_of_the_family(tmp_path: Path) -> None:
    (tmp_path / "post.msg").write_bytes((shared("corpus", "files") / "msg__testmsg-att-msg.msg").read_bytes())
    found = offers(tmp_path)
    assert list(found) == ["post.msg", "post.msg/1.eml", "post.msg/2.pdf"]
    assert {one.family for one in found.values()} == {found["post.msg"].id}
    assert b"Test Attachment" in found["post.msg/1.eml"].fetch()


def test_nesting_has_an_end(tmp_path: Path) -> None:
    data = pdf_bytes()
    for _ in range(6):
        data = packed(in_zip=data)
    (tmp_path / "a.zip").write_bytes(data)
    (path,) = offers(tmp_path)
    assert path.count("/") == 3


@pytest.mark.parametrize("data", [b"PK\x03\x04 stuk", packed(), b"geen zip"])
def test_a_wrapper_that_holds_nothing_is_refused_as_itself(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.zip").write_bytes(data)
    (offered,) = Families(FolderSource(tmp_path / "in"))
    if data != b"geen zip":
        refused = take_in(offered, WorkingStore(tmp_path / "werk"))
        assert isinstance(refused, Refused)
        assert refused.reason is RefusalReason.UNSUPPORTED_FORMAT


def test_a_member_that_leaves_its_folder_is_not_read(tmp_path: Path) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr("../buiten.pdf", pdf_bytes())
        target.writestr("binnen.pdf", pdf_bytes())
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    assert list(offers(tmp_path)) == ["a.zip/binnen.pdf"]


def test_a_member_with_a_password_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    data = bytearray(packed(brief_pdf=pdf_bytes()))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    (tmp_path / "in" / "a.zip").write_bytes(bytes(data))
    (offered,) = Families(FolderSource(tmp_path / "in"))
    refused = take_in(offered, WorkingStore(tmp_path / "werk"))
    assert isinstance(refused, Refused)
    assert refused.reason is RefusalReason.PASSWORD_NEEDED


@pytest.mark.parametrize("beside", [(), (sidecar(),)], ids=["without metadata", "with metadata"])
def test_a_message_and_its_attachments_are_one_dossier_of_which_the_message_is_the_whole(
    tmp_path: Path, beside: tuple[bytes, ...]
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "post.eml").write_bytes(message(("naam.pdf", pdf_bytes())))
    for content in beside:
        (tmp_path / "in" / "post.eml.mdto.xml").write_bytes(content)
    store = WorkingStore(tmp_path / "werk")
    whole, part = (take_in(one, store) for one in offers(tmp_path / "in").values())
    assert isinstance(whole, ArchivedDocument) and isinstance(part, ArchivedDocument)
    assert whole.dossier == part.dossier is not None
    assert bool(whole.metadata.bevat_onderdeel) == bool(beside) == (whole.dossier != whole.id)
    if beside:
        assert whole.metadata.bevat_onderdeel == part.metadata.identificaties
