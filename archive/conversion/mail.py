# SPDX-License-Identifier: EUPL-1.2
"""Mail messages: their headers and text as a page, and their attachments as documents of their own."""

import email
import email.policy
import html
import io
import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email.errors import HeaderParseError
from email.header import Header, decode_header, make_header
from email.message import EmailMessage
from typing import Any, Final

from oxmsg import Message
from oxmsg.properties import Properties
from oxmsg.storage import Storage

from archive.conversion.pages import clean_html, page, plain_text, words_of, words_of_html
from archive.formats import FileFormat
from schemas.errors import InputRefused, RefusalReason

_HEADERS: Final = (
    ("From", "Van"),
    ("To", "Aan"),
    ("Cc", "Cc"),
    ("Bcc", "Bcc"),
    ("Date", "Datum"),
    ("Subject", "Onderwerp"),
)
_INNER_MESSAGE: Final = "__substg1.0_3701000D"
"""Name of the storage of a message that is an attachment (PidTagAttachDataObject, MS-OXMSG 2.2.2.1)."""
_INNER_HEADER: Final = 24
"""Bytes before the properties of such a message."""
_MOST_DEPTH: Final = 4
"""Messages in messages that are opened."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file that came with a message. Its name may name a person, so it stays out of logs and reprs."""

    name: str = field(repr=False)
    data: bytes = field(repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A message as values.

    Attributes:
        headers: Dutch name and text of each header that a print shows.
        body: the text as a fragment of clean HTML.
        thread: identifier that the messages of one conversation share, or nothing.
    """

    headers: tuple[tuple[str, str], ...] = field(repr=False)
    body: str = field(repr=False)
    attachments: tuple[Attachment, ...]
    thread: str = field(default="", repr=False)
    notes: tuple[str, ...] = ()


def read_mail(data: bytes, found: FileFormat) -> Letter:
    """Read an EML or MSG message.

    Raises:
        InputRefused: DAMAGED.
    """
    try:
        return _msg(data) if found is FileFormat.MSG else _eml(data)
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, LookupError, OSError, AssertionError,
            RecursionError, struct.error):  # fmt: skip
        raise InputRefused(
            RefusalReason.DAMAGED,
            "The message is damaged and does not open.",
            advice="Export it again, or print it to PDF.",
        ) from None


def mail_page(letter: Letter) -> str:
    """A message as a page of HTML without scripts, images or links."""
    rows = "".join(f"<b>{name}:</b> {html.escape(text)}<br>" for name, text in letter.headers)
    files = "".join(f"<li>{html.escape(attachment.name)}</li>" for attachment in letter.attachments)
    listed = f"<p><b>Bijlagen:</b></p><ul>{files}</ul>" if files else ""
    return page(f"<p>{rows}</p><hr>{letter.body}{listed}")


def _eml(data: bytes) -> Letter:
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise ValueError("not a message")
    headers = tuple((dutch, text) for name, dutch in _HEADERS if (text := _header(message, name)))
    plain = message.get_body(("plain",))
    rich = message.get_body(("html",))
    if plain is not None and _content(plain).strip():
        body = plain_text(_content(plain))
    else:
        body = "" if rich is None else clean_html(_content(rich))
    both = plain is not None and rich is not None and words_of_html(_content(rich)) - words_of(_content(plain))
    notes = (
        ["Het bericht heeft ook een opgemaakte versie met meer tekst; de platte tekst is afgebeeld."] if both else []
    )
    return Letter(
        headers=headers,
        body=body,
        attachments=tuple(_parts(message, [plain, rich])),
        thread=_thread({name: str(text) for name, text in message.raw_items()}),
        notes=tuple(notes),
    )


def _header(message: EmailMessage, name: str) -> str:
    """All of a header as it was written: an address list that is read by the rules loses what breaks them."""
    raw = next((str(value) for key, value in message.raw_items() if key.casefold() == name.casefold()), "")
    try:
        text = str(make_header(decode_header(raw)))
    except (LookupError, UnicodeError, HeaderParseError):
        text = raw
    return " ".join(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace").split())


def _content(part: Any) -> str:
    """Text of a part; a charset that is wrong or unknown is read as far as it goes."""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, KeyError):
        return str((part.get_payload(decode=True) or b"").decode("utf-8", "replace"))


def _parts(message: EmailMessage, shown: Sequence[Any]) -> Iterator[Attachment]:
    """Every part that is not shown as the text: files, messages, and the pictures that stand in the text."""
    for number, part in enumerate(_leaves(message, shown), start=1):
        inner: Any = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(inner, list) and inner:
            yield Attachment(name=part.get_filename() or f"bericht-{number}.eml", data=inner[0].as_bytes())
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Attachment(name=part.get_filename() or f"bijlage-{number}", data=content)


def _leaves(part: Any, shown: Sequence[Any]) -> Iterator[Any]:
    """Parts that hold something, in their order; what is within an attached message is a matter of that message."""
    if any(part is one for one in shown):
        return
    if part.get_content_maintype() == "multipart":
        for inner in part.iter_parts():
            yield from _leaves(inner, shown)
    else:
        yield part


def _thread(headers: Mapping[str, str]) -> str:
    """First message of the conversation (RFC 5322, 3.6.4)."""
    given = {name.casefold(): text for name, text in headers.items()}
    for name in ("references", "in-reply-to", "message-id"):
        found = re.findall(r"<[^<>\s]+>", given.get(name, ""))
        if found:
            return str(found[0])
    return ""


class _Outlook(Message):
    """A message with the storage that it is kept in, which holds the messages that are attached to it."""

    @property
    def storage(self) -> Storage:
        """Streams and storages of the message."""
        assert isinstance(self._storage, Storage)
        return self._storage


class _Inner(_Outlook):
    """A message in a message: its list of properties has a shorter header (MS-OXMSG, 2.4.1.2)."""

    @property
    def properties(self) -> Properties:
        """The properties of the message."""
        return Properties(self._storage, properties_header_offset=_INNER_HEADER)


def _msg(data: bytes) -> Letter:
    message = _Outlook.load(io.BytesIO(data))
    assert isinstance(message, _Outlook)
    return _letter(message, 1)


def _letter(message: _Outlook, depth: int) -> Letter:
    """A message with what is attached to it, messages among it.

    Args:
        message: the message.
        depth: 1 for a message by itself, 2 for one in a message, and so on.
    """
    attachments = []
    lost = 0
    notes = []
    for number, (part, kept) in enumerate(
        zip(message.attachments, message.storage.iter_attachment_storages(), strict=True), 1
    ):
        inner = next((one for one in kept.storages if one.name == _INNER_MESSAGE), None)
        if inner is not None and depth < _MOST_DEPTH:
            letter = _letter(_Inner(inner), depth + 1)
            attachments.append(Attachment(name=f"bericht-{number}.eml", data=_as_eml(letter, depth)))
            notes += [f"Bijgevoegd bericht {number}: {note}" for note in letter.notes]
        elif part.attached_by_value and part.file_bytes:
            attachments.append(Attachment(name=part.file_name or f"bijlage-{number}", data=part.file_bytes))
        else:
            lost += 1
    if lost:
        notes.append(f"Het bericht heeft bijlagen ({lost}) die geen bestand zijn en niet zijn meegenomen.")
    if not message.body and not message.html_body:
        notes.append("Het bericht heeft geen leesbare tekst; die kan alleen in RTF zijn bewaard.")
    given = {
        "From": message.sender or "",
        "To": "; ".join(_recipient(one) for one in message.recipients),
        "Date": message.sent_date.strftime("%d-%m-%Y %H:%M %Z") if message.sent_date else "",
        "Subject": message.subject or "",
    }
    return Letter(
        headers=tuple((dutch, " ".join(given[name].split())) for name, dutch in _HEADERS if given.get(name)),
        body=plain_text(message.body) if message.body else clean_html(message.html_body or ""),
        attachments=tuple(attachments),
        thread=_thread(message.message_headers),
        notes=tuple(notes),
    )


def _as_eml(letter: Letter, depth: int) -> bytes:
    """A message that was in another as a file of its own. The same message gives the same bytes."""
    names = {dutch: name for name, dutch in _HEADERS}
    headers = "".join(f"{names[dutch]}: {_written(text, names[dutch])}\n" for dutch, text in letter.headers)
    message = EmailMessage(policy=email.policy.default)
    message.set_content(page(letter.body), subtype="html", cte="base64")
    for attachment in letter.attachments:
        message.add_attachment(
            attachment.data, maintype="application", subtype="octet-stream", filename=attachment.name
        )
    if letter.attachments:
        message.set_boundary(f"==lakstraat-{depth}==")
    return headers.encode("ascii") + message.as_bytes()


def _written(text: str, name: str) -> str:
    """A header as it stands in a file; letters outside of ASCII, and what looks like a code for them, are encoded."""
    plain = text.isascii() and "=?" not in text
    return Header(text, "us-ascii" if plain else "utf-8", header_name=name).encode()


def _recipient(one: Any) -> str:
    name, address = str(one.name or ""), str(one.email_address or "")
    return f"{name} <{address}>" if name and address and name != address else name or address
