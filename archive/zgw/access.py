# SPDX-License-Identifier: EUPL-1.2
"""How a Documenten API may be read: who we are, what may be pulled, and which document type is which Woo category."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from archive.categories import category_tables
from schemas.errors import WrongUse

VERTROUWELIJKHEID: Final = (
    "openbaar", "beperkt_openbaar", "intern", "zaakvertrouwelijk", "vertrouwelijk", "confidentieel", "geheim",
    "zeer_geheim",
)  # fmt: skip
"""vertrouwelijkheidaanduiding of the Documenten API 1.4, from open to secret."""

_TABLE: Final = "informatieobjecttypen"
_DEFAULT_LEVEL: Final = "zaakvertrouwelijk"
_ADVICE: Final = (
    "Set ZGW_CLIENT_ID and ZGW_SECRET to those of a client that may read documents (scope documenten.lezen), "
    "ZGW_VERTROUWELIJKHEID to the highest level to pull, and ZGW_INFORMATIEOBJECTTYPEN to a TOML file."
)


@dataclass(frozen=True, kw_only=True, slots=True)
class ZgwAccess:
    """Access to one Documenten API.

    Attributes:
        highest: highest vertrouwelijkheidaanduiding that is pulled.
        categories: URI of the Woo category by URL of the informatieobjecttype.
    """

    client_id: str
    secret: str = field(repr=False)
    highest: str = _DEFAULT_LEVEL
    categories: Mapping[str, str | None] = field(default_factory=dict)

    def may_pull(self, level: str) -> bool:
        """Whether documents of a level may be pulled; a level that is empty or unknown may not."""
        return level in VERTROUWELIJKHEID and VERTROUWELIJKHEID.index(level) <= VERTROUWELIJKHEID.index(self.highest)


def access_from(environment: Mapping[str, str] | None = None) -> ZgwAccess:
    """Access as the environment gives it, so that no secret stands in a URI, a log or a ledger.

    The file of ZGW_INFORMATIEOBJECTTYPEN has one table, ``[informatieobjecttypen]``: the URL of each type and the
    Woo category of its documents (code, number or URI).

    Raises:
        WrongUse: something is missing, or is not possible.
    """
    variables = os.environ if environment is None else environment
    client_id, secret = variables.get("ZGW_CLIENT_ID", ""), variables.get("ZGW_SECRET", "")
    if not client_id or not secret:
        raise WrongUse("The Documenten API needs a client and its secret.", advice=_ADVICE)
    highest = variables.get("ZGW_VERTROUWELIJKHEID", _DEFAULT_LEVEL)
    if highest not in VERTROUWELIJKHEID:
        raise WrongUse(
            "ZGW_VERTROUWELIJKHEID is no vertrouwelijkheidaanduiding.",
            advice=f"One of: {', '.join(VERTROUWELIJKHEID)}.",
        )
    file = variables.get("ZGW_INFORMATIEOBJECTTYPEN")
    return ZgwAccess(
        client_id=client_id,
        secret=secret,
        highest=highest,
        categories=_categories(file) if file else {},
    )


def _categories(file: str) -> Mapping[str, str | None]:
    found = category_tables(Path(file), "ZGW_INFORMATIEOBJECTTYPEN", {_TABLE: str}, advice=_ADVICE)
    return found.get(_TABLE, {})
