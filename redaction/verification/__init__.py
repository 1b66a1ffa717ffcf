# SPDX-License-Identifier: EUPL-1.2
"""The gate: ``verify`` for any PDF of anyone, ``certify`` for what we made. Other libraries than the removal uses."""

from redaction.verification.gate import certify, verify

__all__ = ["certify", "verify"]
