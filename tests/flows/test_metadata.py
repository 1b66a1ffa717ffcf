# SPDX-License-Identifier: EUPL-1.2
"""What stands beside a document says no more than the document itself."""

import pytest

from flows.engine import PublicText
from flows.metadata import without_secrets


@pytest.mark.parametrize(
    ("title", "secrets", "left", "removed"),
    [
        ("Brief aan Yara Voorbeeld", ("Yara Voorbeeld",), "Brief aan [gelakt]", 1),
        ("Brief aan yara  voorbeeld", ("Yara Voorbeeld",), "Brief aan [gelakt]", 1),
        ("Voorbeeld en Voorbeeld", ("Voorbeeld",), "[gelakt] en [gelakt]", 2),
        ("Besluit Yara Voorbeeld", ("Voorbeeld", "Yara Voorbeeld"), "Besluit [gelakt]", 1),
        ("Besluit Voorbeeldstraat 3", ("Voorbeeld",), "Besluit Voorbeeldstraat 3", 0),
        ("Besluit (dossier 12.3)", ("12.3",), "Besluit (dossier [gelakt])", 1),
        ("Besluit", (), "Besluit", 0),
    ],
)
def test_what_was_redacted_is_not_in_the_title(title: str, secrets: tuple[str, ...], left: str, removed: int) -> None:
    assert without_secrets(PublicText(text=title, removed=0), secrets) == PublicText(text=left, removed=removed)
