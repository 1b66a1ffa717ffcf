# SPDX-License-Identifier: EUPL-1.2
"""Mail messages: their headers and text as a page, and their attachments as documents of their own."""

import email
import email.policy
import html
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any, Final

from oxmsg import Message

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
    except (ValueError, KeyError, TypeError, AttributeError, IndexError, LookupError, OSError, AssertionError):
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
    headers = tuple((dutch, " ".join(str(message[name]).split())) for name, dutch in _HEADERS if message[name])
    text = message.get_body(("plain",))
    rich = message.get_body(("html",))
    if text is not None and _content(text).strip():
        body = plain_text(_content(text))
    else:
        body = "" if rich is None else clean_html(_content(rich))
    both = text is not None and rich is not None and words_of_html(_content(rich)) - words_of(_content(text))
    notes = (
        ["Het bericht heeft ook een opgemaakte versie met meer tekst; de platte tekst is afgebeeld."] if both else []
    )
    return Letter(
        headers=headers,
        body=body,
        attachments=tuple(_parts(message)),
        thread=_thread(message),
        notes=tuple(notes),
    )


def _content(part: Any) -> str:
    """Text of a part; a charset that is wrong or unknown is read as far as it goes."""
    try:
        return str(part.get_content())
    except (LookupError, UnicodeError, KeyError):
        return str((part.get_payload(decode=True) or b"").decode("utf-8", "replace"))


def _parts(message: EmailMessage) -> Iterator[Attachment]:
    for number, part in enumerate(message.iter_attachments(), start=1):
        inner: Any = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(inner, list) and inner:
            yield Attachment(name=part.get_filename() or f"bericht-{number}.eml", data=inner[0].as_bytes())
            continue
        content = part.get_payload(decode=True)
        if isinstance(content, bytes):
            yield Attachment(name=part.get_filename() or f"bijlage-{number}", data=content)


def _thread(message: EmailMessage) -> str:
    """First message of the conversation (RFC 5322, 3.6.4)."""
    for name in ("References", "In-Reply-To", "Message-ID"):
        found = re.findall(r"<[^<>\s]+>", str(message[name] or ""))
        if found:
            return str(found[0])
    return ""


def _msg(data: bytes) -> Letter:
    message = Message.load(io.BytesIO(data))
    given = {
        "From": message.sender or "",
        "To": "; ".join(_recipient(one) for one in message.recipients),
        "Date": message.sent_date.strftime("%d-%m-%Y %H:%M %Z") if message.sent_date else "",
        "Subject": message.subject or "",
    }
    attachments = [
        Attachment(name=part.file_name or f"bijlage-{number}", data=part.file_bytes or b"")
        for number, part in enumerate(message.attachments, start=1)
        if part.attached_by_value and part.file_bytes
    ]
    lost = len(list(message.attachments)) - len(attachments)
    notes = []
    if lost:
        notes.append(
            f"Het bericht heeft bijlagen ({lost}) die zelf een bericht of object zijn en niet zijn meegenomen."
        )
    if not message.body and not message.html_body:
        notes.append("Het bericht heeft geen leesbare tekst; die kan alleen in RTF zijn bewaard.")
    return Letter(
        headers=tuple((dutch, " ".join(given[name].split())) for name, dutch in _HEADERS if given.get(name)),
        body=plain_text(message.body) if message.body else clean_html(message.html_body or ""),
        attachments=tuple(attachments),
        notes=tuple(notes),
    )


def _recipient(one: Any) -> str:
    name, address = str(one.name or ""), str(one.email_address or "")
    return f"{name} <{address}>" if name and address and name != address else name or address
