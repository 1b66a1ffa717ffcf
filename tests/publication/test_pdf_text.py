# SPDX-License-Identifier: EUPL-1.2
import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from publication.pdf_text import NotReadable, page_texts, same_document


def _pdf(*pages: str) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, invariant=True)
    for text in pages:
        canvas.drawString(72, 720, text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def test_the_text_of_each_page_is_read() -> None:
    assert page_texts(_pdf("een", "twee")) == ["een", "twee"]
    with pytest.raises(NotReadable):
        page_texts(b"%PDF-1.4 weg")


def test_what_was_rewritten_is_the_same_document_and_what_says_something_else_is_not() -> None:
    sent = _pdf("een", "twee")
    assert same_document(sent, sent + b"\n% herschreven\n")
    for other in (_pdf("een"), _pdf("een", "drie"), _pdf("een", "twee", ""), b"%PDF-1.4 weg", b""):
        assert not same_document(sent, other)
