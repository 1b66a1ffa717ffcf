# SPDX-License-Identifier: EUPL-1.2
"""What a batch is asked to do, and the digest of everything that could change what becomes of a document."""

import difflib
import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from archive.source import open_source
from flows.ledger.values import BatchPlan
from flows.settings import DefaultsSettings, RuleSettings, Settings
from publication.diwoo import organisation_of
from publication.house_rules import CategoryDefaults, CategoryRule, HouseRules
from schemas.errors import WrongUse
from schemas.publication import Waarde
from schemas.values import informatiecategorie, value_list


def plan_of(settings: Settings) -> BatchPlan:
    """The plan of a batch from the settings.

    Raises:
        WrongUse: archive or site is not set, the archive is not there, or the address, a category, rule or default is
            not possible.
    """
    from flows.steps.destinations import further_places
    from publication.site import SiteFolder

    if settings.archive is None:
        raise WrongUse("No archive is named.", advice="Give --archive PATH_OR_URI, or set archive in the settings.")
    others = further_places(settings)
    if settings.site is None and not others:
        raise WrongUse("No site is named.", advice="Give --site DIR, or set site in the settings.")
    site = None if settings.site is None else settings.site.expanduser().resolve()
    if site is not None:
        SiteFolder(site, settings.base_url)  # refuses an address that a harvester could not use, before any work
    house_rules_of(settings)  # refuses a value that is in no list
    return BatchPlan(
        source=open_source(settings.archive).uri,
        config=config_digest(settings, site),
        approve=settings.approve,
        site="" if site is None else str(site),
        others=others,
        base_url=settings.base_url,
        category=category_uri(settings.category),
    )


def category_uri(text: str | None) -> str | None:
    """URI of a Woo category given as URI, code, number or label.

    Raises:
        WrongUse: it is not on the list.
    """
    if text is None:
        return None
    try:
        return informatiecategorie(text).uri
    except KeyError:
        raise WrongUse(
            "This information category is not on the list.",
            advice="Give its URI, code (c_3baef532) or number (014); see the DiWoo value list informatiecategorieën.",
        ) from None


def house_rules_of(settings: Settings) -> HouseRules:
    """The rules for categories and the defaults of each, from the settings.

    Raises:
        WrongUse: a value is in no list, or a category has its defaults twice.
    """
    defaults = [(category_uri(one.category) or "", _defaults(one)) for one in settings.defaults]
    if len({uri for uri, _ in defaults}) != len(defaults):
        raise WrongUse("A category has its defaults twice in the settings.", advice="Put them together in one.")
    return HouseRules(rules=tuple(_rule(one) for one in settings.rules), defaults=dict(defaults))


def _rule(given: RuleSettings) -> CategoryRule:
    return CategoryRule(
        category=informatiecategorie(category_uri(given.category) or "").waarde,
        path=given.path,
        classification=given.classification,
        document_type=None if given.document_type is None else _listed("documentsoortlijst", given.document_type),
    )


def _defaults(given: DefaultsSettings) -> CategoryDefaults:
    return CategoryDefaults(
        documentsoorten=() if given.documentsoort is None else (_listed("documentsoortlijst", given.documentsoort),),
        themas=tuple(_listed("themalijst", one) for one in given.themas),
        trefwoorden=given.trefwoorden,
        language=None if given.language is None else _listed("taallijst", given.language),
        verantwoordelijke=None if given.verantwoordelijke is None else organisation_of(given.verantwoordelijke),
        opsteller=None if given.opsteller is None else organisation_of(given.opsteller),
    )


def _listed(name: str, text: str) -> Waarde:
    """A value of a list, by label or URI."""
    wanted = text.strip().casefold()
    for entry in value_list(name):
        if wanted in (entry.label.casefold(), entry.uri.casefold()):
            return entry.waarde
    close = difflib.get_close_matches(wanted, [one.label for one in value_list(name)], n=1)
    raise WrongUse(
        f"{text} is not on the {name} (rules or defaults in the settings).",
        advice=f"Did you mean {close[0]}?" if close else "Give its label or URI.",
    )


def config_digest(settings: Settings, site: Path | None) -> str:
    """Digest of all that decides over an outcome apart from the document itself.

    Two runs with the same digest over the same bytes need not do the work twice. Limits are not in it: a document
    that was blocked by one gets a new chance in the next batch anyway. Nor are further places: what is public goes
    there as well without being judged again.
    """
    parts = {
        "program": version("lakstraat"),
        "model": _content(settings.detection.model),
        "policy": _content(settings.detection.policy),
        "approve": settings.approve.value,
        "category": category_uri(settings.category),
        "rules": [one.model_dump() for one in settings.rules],
        "defaults": [one.model_dump() for one in settings.defaults],
        "publisher": settings.organisation.publisher,
        "site": "" if site is None else str(site),
        "base_url": settings.base_url,
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _content(path: Path | None) -> str:
    """Digest of a file, or of the files in a folder with their names; empty for what the package carries."""
    if path is None:
        return ""
    if not path.exists():
        raise WrongUse(f"{path} is not there.", advice="Correct detection.model or detection.policy in the settings.")
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if file.is_file())
    whole = hashlib.sha256()
    for file in files:
        whole.update(str(file.relative_to(path)).encode() + b"\0")
        whole.update(hashlib.sha256(file.read_bytes()).digest())
    return whole.hexdigest()
