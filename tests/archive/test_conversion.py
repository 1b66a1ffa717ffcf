# SPDX-License-Identifier: EUPL-1.2
"""Every format becomes a PDF with its words, and what the pages do not show is told."""

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image

from archive.conversion import Converted, convert
from archive.conversion.changes import accepted
from archive.conversion.mail import read_mail
from archive.conversion.office import Office, find_office
from archive.conversion.pages import clean_html, decoded
from archive.formats import FileFormat, format_of
from archive.intake import as_pdf
from schemas.errors import BlockReason, DocumentBlocked, InputRefused, RefusalReason
from tests.shared_material import shared

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


@pytest.fixture(scope="module")
def office() -> Office:
    found = find_office()
    if found is None:
        pytest.skip("LIBREOFFICE ABSENT: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui")
    return found


def text_of(pdf: bytes) -> str:
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(str(page.get_textpage().get_text_bounded()) for page in document)


def docx(body: str, **parts: str) -> bytes:
    """A Word document of as few parts as Word accepts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(
            "[Content_Types].xml",
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>',
        )
        packed.writestr(
            "_rels/.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
            'Target="word/document.xml"/></Relationships>',
        )
        packed.writestr("word/document.xml", f"<w:document {_W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


def run(text: str, tag: str = "t") -> str:
    return f'<w:r><w:{tag} xml:space="preserve">{text}</w:{tag}></w:r>'


CHANGED = docx(
    f"<w:p>{run('De aanvraag van ')}"
    f'<w:del w:id="1" w:author="Y. Voorbeeld">{run("Geheimenaar", "delText")}</w:del>'
    f'<w:ins w:id="2" w:author="Y. Voorbeeld">{run("de aanvrager")}</w:ins>{run(" is verleend.")}</w:p>'
    f'<w:p><w:pPr><w:rPr><w:del w:id="3" w:author="Y. Voorbeeld"/></w:rPr></w:pPr>'
    f'<w:del w:id="4" w:author="Y. Voorbeeld">{run("Weggehaald", "delText")}</w:del></w:p>'
)


def test_accepted_changes_leave_no_deleted_word_and_no_author() -> None:
    with zipfile.ZipFile(io.BytesIO(accepted(CHANGED, FileFormat.DOCX))) as packed:
        content = packed.read("word/document.xml").decode()
    assert "de aanvrager" in content
    assert not any(word in content for word in ("Geheimenaar", "Weggehaald", "Voorbeeld"))


@pytest.mark.server
def test_word_document_is_printed_as_if_its_changes_were_accepted(office: Office) -> None:
    made = as_pdf(CHANGED)
    text = text_of(made.pdf)
    assert "De aanvraag van de aanvrager is verleend." in " ".join(text.split())
    assert "Geheimenaar" not in text
    assert any("wijzigingen" in note for note in made.notes)


@pytest.mark.server
def test_hidden_sheets_and_comments_are_told_and_not_printed(office: Office) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "Zichtbaar bedrag"
    sheet["A1"].comment = Comment("Kanttekening", "Y. Voorbeeld")
    hidden = book.create_sheet("Verborgen")
    hidden["A1"] = "Onzichtbaarwoord"
    hidden.sheet_state = "hidden"
    out = io.BytesIO()
    book.save(out)
    made = as_pdf(out.getvalue())
    assert "Zichtbaar bedrag" in text_of(made.pdf)
    assert "Onzichtbaarwoord" not in text_of(made.pdf)
    assert {"werkbladen", "opmerkingen"} <= {word for note in made.notes for word in note.split()}


@pytest.mark.server
def test_the_same_document_gives_the_same_pdf_without_dates(office: Office) -> None:
    first, second = (as_pdf(docx(f"<w:p>{run('Twee keer hetzelfde')}</w:p>")) for _ in range(2))
    assert first.pdf == second.pdf
    with pikepdf.open(io.BytesIO(first.pdf)) as pdf:
        assert "/Info" not in pdf.trailer
        assert "/Metadata" not in pdf.Root


def letter(*, rich: str = "", attachment: bytes = b"") -> bytes:
    message = EmailMessage()
    message["From"] = "Şule Voorbeeld <s.voorbeeld@example.org>"
    message["To"] = "balie@example.org"
    message["Subject"] = "Vraag over een vergunning"
    message["Date"] = "Mon, 02 Mar 2026 09:15:00 +0100"
    message["References"] = "<eerste@example.org> <tweede@example.org>"
    message.set_content("Geachte heer,\n\nGraag antwoord.\n")
    if rich:
        message.add_alternative(rich, subtype="html")
    if attachment:
        message.add_attachment(attachment, maintype="application", subtype="pdf", filename="bijlage.pdf")
    return message.as_bytes()


def test_a_message_keeps_headers_text_attachments_and_thread() -> None:
    read = read_mail(letter(attachment=b"%PDF-1.7 inhoud"), FileFormat.EML)
    assert dict(read.headers)["Van"] == "Şule Voorbeeld <s.voorbeeld@example.org>"
    assert "Graag antwoord." in read.body
    assert [(one.name, one.data) for one in read.attachments] == [("bijlage.pdf", b"%PDF-1.7 inhoud")]
    assert read.thread == "<eerste@example.org>"
    assert "Voorbeeld" not in repr(read)


def test_a_rich_version_with_other_words_is_told() -> None:
    same = read_mail(letter(rich="<p>Geachte heer,</p><p>Graag <b>antwoord</b>.</p>"), FileFormat.EML)
    more = read_mail(letter(rich="<p>Geachte heer, graag antwoord. Vertrouwelijk naschrift.</p>"), FileFormat.EML)
    assert same.notes == ()
    assert len(more.notes) == 1


def test_a_picture_in_the_text_of_a_message_is_a_document_too() -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "Foto"
    message.set_content("Zie de foto.")
    message.add_alternative("<p>Zie de foto. <img src='cid:foto'></p>", subtype="html")
    _, rich = message.iter_parts()
    assert isinstance(rich, EmailMessage)
    rich.add_related(b"\x89PNG\r\n\x1a\n foto", "image", "png", cid="<foto>")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="los.pdf")
    read = read_mail(message.as_bytes(), FileFormat.EML)
    assert [one.data for one in read.attachments] == [b"\x89PNG\r\n\x1a\n foto", b"%PDF-1.7"]


@pytest.mark.server
def test_a_message_is_a_page(office: Office) -> None:
    made = convert(letter(attachment=b"%PDF-1.7"), FileFormat.EML)
    text = text_of(made.pdf)
    for part in ("Şule Voorbeeld", "Vraag over een vergunning", "Graag antwoord.", "bijlage.pdf"):
        assert part in text


def test_html_runs_fetches_and_hides_nothing() -> None:
    cleaned = clean_html(
        '<html><head><style>.x{display:none}</style></head><body onload="x()"><script>alert(1)</script>'
        '<p class="x" style="display:none">Verborgen zin</p><img src="https://example.org/volg.png">'
        '<a href="https://example.org">koppeling</a><!-- opmerking --><iframe src="x"></iframe></body></html>'
    )
    assert "Verborgen zin" in cleaned
    assert "koppeling" in cleaned
    for part in ("script", "alert", "style", "http", "onload", "opmerking", "iframe", "img"):
        assert part not in cleaned


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encoding_it_was_written_in(encoding: str) -> None:
    assert decoded("Café Müller, één euro €".encode(encoding)) == "Café Müller, één euro €"
    assert format_of("Geachte mevrouw Müller,\n\nDank u.".encode(encoding)) is FileFormat.TEXT


@pytest.mark.server
def test_text_is_a_page(office: Office) -> None:
    made = as_pdf("Notitie\n\nBesproken met <de wethouder> & co.\n".encode("cp1252"))
    assert "Besproken met <de wethouder> & co." in text_of(made.pdf)


def pictures(*modes: str) -> bytes:
    frames = [Image.new(mode, (300, 200), 0) for mode in modes]
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], dpi=(200, 200))
    return out.getvalue()


@pytest.mark.parametrize(
    "modes", [("1",), ("L", "1"), ("1", "RGB"), ("RGB", "CMYK", "L"), ("RGBA",), ("P",), ("I;16",)]
)
def test_each_frame_of_an_image_is_a_page_of_its_size(modes: tuple[str, ...]) -> None:
    made = as_pdf(pictures(*modes))
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert len(pdf.pages) == len(modes)
        assert [round(float(value)) for value in pdf.pages[0].mediabox] == [0, 0, 108, 72]


def test_a_bmp_is_known_also_where_its_header_tells_no_size() -> None:
    """LibreOffice writes such files."""
    out = io.BytesIO()
    Image.new("RGB", (30, 20), "blue").save(out, "BMP")
    written = out.getvalue()
    assert format_of(written[:2] + bytes(4) + written[6:]) is FileFormat.BMP
    assert format_of(b"BMW te koop, wit, 120.000 kilometer") is FileFormat.TEXT


def test_a_photo_is_upright_and_carries_no_position() -> None:
    image = Image.new("RGB", (40, 20), "blue")
    exif = Image.Exif()
    exif[0x0112] = 6
    exif.get_ifd(0x8825)[29] = "2026:03:02"
    out = io.BytesIO()
    image.save(out, "JPEG", exif=exif)
    made = convert(out.getvalue(), FileFormat.JPEG)
    assert b"2026:03:02" in out.getvalue()
    assert b"2026:03:02" not in made.pdf
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        _, _, width, height = (float(value) for value in pdf.pages[0].mediabox)
    assert height > width


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xff\xd8\xff\xe0 geen foto", RefusalReason.DAMAGED),
        (b"7z\xbc\xaf\x27\x1c inhoud", RefusalReason.UNSUPPORTED_FORMAT),
        (bytes(range(32)), RefusalReason.UNSUPPORTED_FORMAT),
        (docx("<w:p>")[:300], RefusalReason.UNSUPPORTED_FORMAT),
    ],
)
def test_what_is_no_document_is_refused(data: bytes, reason: RefusalReason) -> None:
    with pytest.raises(InputRefused) as caught:
        as_pdf(data)
    assert caught.value.reason is reason
    assert caught.value.advice


def test_a_document_that_unpacks_to_nonsense_is_refused() -> None:
    with pytest.raises(InputRefused) as caught:
        convert(docx("<w:p>niet gesloten"), FileFormat.DOCX)
    assert caught.value.reason is RefusalReason.DAMAGED


def test_a_program_that_hangs_is_ended_and_blocks_the_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\nsleep 60\n")
    program.chmod(0o700)
    monkeypatch.setattr("archive.conversion.office.SECONDS", 0.3)
    with pytest.raises(DocumentBlocked) as caught:
        Office(program=str(program)).to_pdf(b"x", "docx")
    assert caught.value.reason is BlockReason.TIME_LIMIT


def test_a_program_that_makes_nothing_refuses_the_document() -> None:
    with pytest.raises(InputRefused) as caught:
        Office(program="/bin/true").to_pdf(b"x", "docx")
    assert caught.value.reason is RefusalReason.DAMAGED


def test_a_pdf_is_left_as_it_is() -> None:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(out)
    assert as_pdf(out.getvalue()) == Converted(pdf=out.getvalue())


@pytest.mark.shared
@pytest.mark.parametrize("name", ["msg__msg-with-attachment.msg", "msg__fake-email-with-cc-and-bcc.msg"])
def test_messages_of_outlook_are_read(name: str) -> None:
    read = read_mail((shared("corpus", "files") / name).read_bytes(), FileFormat.MSG)
    assert {"Van", "Aan", "Datum", "Onderwerp"} <= dict(read.headers).keys()
    assert read.body


@pytest.mark.shared
def test_a_message_in_a_message_of_outlook_is_a_message() -> None:
    data = (shared("corpus", "files") / "msg__testmsg-att-msg.msg").read_bytes()
    outer = read_mail(data, FileFormat.MSG)
    assert outer.notes == ()
    inner, _ = outer.attachments
    assert format_of(inner.data) is FileFormat.EML
    read = read_mail(inner.data, FileFormat.EML)
    assert dict(read.headers).keys() == {"Van", "Aan", "Datum", "Onderwerp"}
    assert dict(read.headers)["Onderwerp"] == "Test Attachment" and "Blah" in read.body
    assert read_mail(data, FileFormat.MSG).attachments[0].data == inner.data, "the same message gives the same bytes"


@pytest.mark.parametrize(
    "receivers", ["Jan de Wit <jan@example.org>; Piet Smits", "wie dan ook", "\u00c9lodie \u00dcnal <e@example.org>"]
)
def test_no_receiver_is_lost_where_a_list_breaks_the_rules(receivers: str) -> None:
    data = f"From: a@example.org\nTo: {receivers}\nSubject: Vraag\nDate: 2 maart\n\nTekst\n".encode()
    assert dict(read_mail(data, FileFormat.EML).headers)["Aan"] == receivers
