# SPDX-License-Identifier: EUPL-1.2
"""Takes newer value lists into use, unless they lack a value that is in use."""

from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

from flows.configuration import category_uri, house_rules_of
from flows.house import House
from flows.settings import Settings
from flows.stored import get_value
from publication.diwoo import PDF, publisher_of
from publication.house_rules import CategoryDefaults
from schemas.errors import WrongUse
from schemas.events import log_event
from schemas.publication import DiwooRecord, Documenthandeling, Waarde
from schemas.values.codes import Documentrelatie, Informatiecategorie, RedenVerwijderingVervanging, SoortHandeling
from schemas.values.refresh import Refreshed, read_lists, write_lists

_MOST_NAMED = 5


def refresh_lists(house: House, file: Path, *, only_look: bool = False) -> tuple[Refreshed, dict[str, str]]:
    """Compare a file with the lists in use, and take it into use.

    Args:
        house: an open house.
        file: the lists XSD of DiWoo, or a TOOI list as JSON.
        only_look: change nothing.

    Returns:
        The lists with what changes, and who uses the values that do.

    Raises:
        WrongUse: it is no such file, or a value that is in use is not in it.
    """
    refreshed = read_lists(file)
    used = dict(_used(house))
    dropped = refreshed.dropped(used)
    if dropped:
        named = "; ".join(f"{one.label} ({one.uri}), used by {used[one.uri]}" for one in dropped[:_MOST_NAMED])
        raise WrongUse(
            f"{len(dropped)} values in use are not in this file: {named}.",
            advice="Nothing was changed. Give a list with every value, or first publish without these.",
        )
    if refreshed.changes and not only_look:
        write_lists(house.settings.values_dir, refreshed)
        log_event("lists_refreshed", count=len(refreshed.changes))
    return refreshed, {one.uri: used[one.uri] for one in refreshed.changes if one.uri in used}


def _used(house: House) -> Iterator[tuple[str, str]]:
    """Values that must stay, each with who uses it; what the program cannot do without comes last, and wins."""
    for digest in house.ledger.records.public_records():
        yield from ((uri, "public documents") for uri in _uris(get_value(house.store, digest, DiwooRecord)))
    for uri in house.ledger.records.categories():
        yield uri, "documents in the ledger"
    yield from ((uri, "the settings") for uri in _of_settings(house.settings))
    for codes in (Informatiecategorie, SoortHandeling, Documentrelatie, RedenVerwijderingVervanging):
        yield from ((code.value, "the program") for code in codes)
    yield PDF, "the program"


def _of_settings(settings: Settings) -> Iterator[str]:
    yield publisher_of(settings.organisation).uri
    if settings.category is not None:
        yield category_uri(settings.category) or ""
    rules = house_rules_of(settings)
    for rule in rules.rules:
        yield from (rule.category.uri, *((rule.document_type.uri,) if rule.document_type else ()))
    for category, given in rules.defaults.items():
        yield from (category, *_uris(given))


def _uris(record: DiwooRecord | CategoryDefaults) -> Iterator[str]:
    """Every value of a list in a record."""
    for field in fields(record):
        value = getattr(record, field.name)
        for one in value if isinstance(value, tuple) else (value,):
            if isinstance(one, Documenthandeling):
                yield one.soort_handeling.uri
            elif isinstance(one, Waarde):
                yield one.uri
