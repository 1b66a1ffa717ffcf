# SPDX-License-Identifier: EUPL-1.2
"""Takes out what was decided and builds the new document: ``prepare`` first, then ``redact``."""

from redaction.removal.preparing import PreparedDocument, prepare
from redaction.removal.redacting import RedactionOptions, redact

__all__ = ["PreparedDocument", "RedactionOptions", "prepare", "redact"]
