# SPDX-License-Identifier: EUPL-1.2
"""How iBabs may be read: which site, which lists and meetings, and where its documents may be downloaded from."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from archive.categories import category_tables
from schemas.errors import WrongUse

_ADVICE: Final = (
    "Set IBABS_SITENAME to the name of the site, IBABS_LIJSTEN to a TOML file with the lists to pull, "
    "IBABS_VERGADERINGEN_VANAF to a day (2026-01-31) to pull the documents of meetings too, and IBABS_DOWNLOADHOSTS "
    "to further machines that documents are downloaded from."
)
_TABLES: Final = {"lijsten": str.casefold, "vergadersoorten": str.casefold}
_DOWNLOAD_HOSTS: Final = ("ibabs.eu", "mijnbabs.nl")


@dataclass(frozen=True, kw_only=True, slots=True)
class IbabsAccess:
    """Access to one site of iBabs.

    Attributes:
        sitename: the site; who knows it and has an allowed address may read, so it is kept as a secret is.
        lists: Woo category (URI, or nothing) by name of the list; None for every list without a category.
        meeting_types: the same for the types of meetings.
        meetings_since: first day of which meetings are pulled; None for no meetings at all.
        download_hosts: hosts, and hosts under them, that documents may come from besides that of the service.
    """

    sitename: str = field(repr=False)
    lists: Mapping[str, str | None] | None = None
    meeting_types: Mapping[str, str | None] | None = None
    meetings_since: date | None = None
    download_hosts: tuple[str, ...] = _DOWNLOAD_HOSTS

    def may_download_from(self, host: str) -> bool:
        """Whether documents may come from a host."""
        return any(host == allowed or host.endswith(f".{allowed}") for allowed in self.download_hosts)


def chosen(names: Mapping[str, str | None] | None, name: str) -> bool:
    """Whether something is pulled by its name."""
    return names is None or name.casefold() in names


def category_of(names: Mapping[str, str | None] | None, name: str) -> str | None:
    """Woo category of what has this name, where the configuration says one."""
    return None if names is None else names.get(name.casefold())


def access_from(environment: Mapping[str, str] | None = None) -> IbabsAccess:
    """Access as the environment gives it, so that it stands in no URI, log or ledger.

    The file of IBABS_LIJSTEN has the tables ``[lijsten]`` and ``[vergadersoorten]``: each name and the Woo category
    of its documents (code, number or URI; empty for none). Without a table all of them are pulled.

    Raises:
        WrongUse: something is missing, or is not possible.
    """
    variables = os.environ if environment is None else environment
    sitename = variables.get("IBABS_SITENAME", "").strip()
    if not sitename:
        raise WrongUse("iBabs needs the name of a site.", advice=_ADVICE)
    file = variables.get("IBABS_LIJSTEN")
    tables = category_tables(Path(file), "IBABS_LIJSTEN", _TABLES, advice=_ADVICE) if file else {}
    more = (host.strip().lower() for host in variables.get("IBABS_DOWNLOADHOSTS", "").split(","))
    return IbabsAccess(
        sitename=sitename,
        lists=tables.get("lijsten"),
        meeting_types=tables.get("vergadersoorten"),
        meetings_since=_day(variables.get("IBABS_VERGADERINGEN_VANAF", "")),
        download_hosts=(*_DOWNLOAD_HOSTS, *(host for host in more if host)),
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise WrongUse("IBABS_VERGADERINGEN_VANAF is no day.", advice="Write it as 2026-01-31.") from None
