# SPDX-License-Identifier: EUPL-1.2
"""What a batch is asked to do, and the digest of everything that could change what becomes of a document."""

import hashlib
import json
from importlib.metadata import version
from pathlib import Path

from archive.source import open_source
from flows.ledger.values import BatchPlan
from flows.settings import Settings
from schemas.errors import WrongUse
from schemas.values import informatiecategorie


def plan_of(settings: Settings) -> BatchPlan:
    """The plan of a batch from the settings.

    Raises:
        WrongUse: archive or site is not set, the archive is not there, or the address or category is not possible.
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
