# SPDX-License-Identifier: EUPL-1.2
"""The whole road for tests of documents: prepare, read, find terms, redact; and looks at what comes out."""

import io
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pypdfium2

from redaction.removal import prepare, redact
from redaction.removal.terms import find_terms
from redaction.textlayer import read_text_layer
from schemas.review import ReviewedFindings


def redacted(data: bytes, *terms: str) -> bytes:
    """The document without the terms."""
    prepared = prepare(data).data
    layer = read_text_layer(prepared)
    reviewed = ReviewedFindings(
        digest=layer.digest,
        redactions=find_terms(layer, terms, ground="5.1.2.e"),
        decisions=(),
        policy_version="test",
        model_version="test",
    )
    return redact(prepared, reviewed).data


def rendered(data: bytes, page: int = 0, scale: float = 150 / 72) -> npt.NDArray[Any]:
    """Pixels of a page by pdfium."""
    pdf = pypdfium2.PdfDocument(data)
    try:
        made: npt.NDArray[Any] = pdf[page].render(scale=scale).to_numpy().astype(np.int64)
        return made
    finally:
        pdf.close()


def opened(data: bytes) -> pikepdf.Pdf:
    """The document in pikepdf."""
    return pikepdf.open(io.BytesIO(data))
