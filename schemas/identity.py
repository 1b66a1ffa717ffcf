# SPDX-License-Identifier: EUPL-1.2
"""Names that are types: what identifies a document, its bytes and a batch."""

import hashlib
import re
from typing import NewType

DocumentId = NewType("DocumentId", str)
"""Our own identifier of a document, 32 hexadecimal digits, for example ``3f0a5e0c9d2b4c718a52c4c0f2b10a7e``."""

Digest = NewType("Digest", str)
"""SHA-256 of bytes in lower-case hexadecimal, 64 digits."""

BatchId = NewType("BatchId", str)
"""Identifier of one batch, for example ``b-20261124-1f3a9c``."""

_DIGEST = re.compile(r"[0-9a-f]{64}")


def digest_of(data: bytes) -> Digest:
    """SHA-256 of bytes as a Digest."""
    return Digest(hashlib.sha256(data).hexdigest())


def parse_digest(text: str) -> Digest:
    """Check that a text is a Digest.

    Raises:
        ValueError: the text is not 64 lower-case hexadecimal digits.
    """
    if not _DIGEST.fullmatch(text):
        raise ValueError("not a SHA-256 digest in lower-case hexadecimal")
    return Digest(text)
