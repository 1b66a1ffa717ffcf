# SPDX-License-Identifier: EUPL-1.2
"""Where tests find the project's reference material (official XSDs, awkward documents, Dutch text)."""

import os
from pathlib import Path

import pytest

_VARIABLE = "LAKSTRAAT_SHARED"


def shared(*parts: str) -> Path:
    """Path inside the reference material.

    The environment variable LAKSTRAAT_SHARED names the folder; otherwise it is ``shared`` beside the checkout.
    A test that needs it is skipped, loudly, where it is absent.
    """
    named = os.environ.get(_VARIABLE)
    root = Path(named) if named else Path(__file__).resolve().parents[2] / "shared"
    path = root.joinpath(*parts)
    if not path.exists():
        pytest.skip(f"REFERENCE MATERIAL ABSENT: {'/'.join(parts)} (set {_VARIABLE} to its folder)")
    return path
