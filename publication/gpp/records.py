# SPDX-License-Identifier: EUPL-1.2
"""What a DiWoo record becomes in the publicatiebank."""

from collections.abc import Mapping
from typing import Any, Final

from publication.gpp.client import GppAddress, GppClient
from schemas.errors import WrongUse
from schemas.publication import DiwooRecord, PublicationPackage, Waarde
from schemas.values.codes import SoortHandeling

SOURCE: Final = "lakstraat"
"""Our ``bron`` of a kenmerk."""
DESCRIPTION: Final = ("officieleTitel", "omschrijving", "creatiedatum", "kenmerken")
"""Fields of a document that may change while its file stays."""
_KENMERK_LENGTH: Final = 40
_TITLE_LENGTH: Final = 255


class References:
    """Categories and organisations of the publicatiebank, by the URI of their list. Asked for once."""

    def __init__(self, client: GppClient) -> None:
        self._client = client
        self._categories: dict[str, str] = {}
        self._organisations: dict[str, str] = {}

    def category(self, value: Waarde) -> str:
        """Its identifier there.

        Raises:
            WrongUse: the publicatiebank does not have it.
        """
        if value.uri not in self._categories:
            found = [
                one
                for one in self._client.all("informatiecategorieen", "naslag", identifier=value.uri)
                if one.get("identifier") == value.uri
            ]
            if not found:
                raise WrongUse(
                    f"The publicatiebank has no category {value.label}.", advice="Add it there, or choose another."
                )
            self._categories[value.uri] = found[0]["uuid"]
        return self._categories[value.uri]

    def organisation(self, value: Waarde) -> str:
        """Its identifier there.

        Raises:
            WrongUse: the publicatiebank does not have it, or it is not active there.
        """
        if value.uri not in self._organisations:
            found = [
                one
                for one in self._client.all("organisaties", "naslag", identifier=value.uri, isActief="alle")
                if one.get("identifier") == value.uri
            ]
            if not found or not found[0].get("isActief"):
                known = "is not active in" if found else "is not known to"
                raise WrongUse(
                    f"The publisher {value.label} {known} the publicatiebank.",
                    advice="Make the organisation active in the admin of the publicatiebank.",
                )
            self._organisations[value.uri] = found[0]["uuid"]
        return self._organisations[value.uri]


def publication_body(package: PublicationPackage, references: References, address: GppAddress) -> dict[str, Any]:
    """The fields of a publication; every reference is checked before the first call that writes."""
    record = package.record
    publisher = references.organisation(record.publisher)
    body: dict[str, Any] = {
        "officieleTitel": _short(record.officiele_titel),
        "omschrijving": _description(record),
        "informatieCategorieen": [references.category(one) for one in record.informatiecategorieen],
        "publisher": publisher,
        "verantwoordelijke": publisher,
        "kenmerken": _kenmerken(package),
    }
    if address.owner:
        body["eigenaar"] = {"identifier": address.owner, "weergaveNaam": address.owner_name or address.owner}
    if address.owner_group:
        name = address.owner_group_name or address.owner_group
        body["eigenaarGroep"] = {"identifier": address.owner_group, "weergaveNaam": name}
    return body


def document_body(package: PublicationPackage, publication: str) -> dict[str, Any]:
    """The fields of a document."""
    record = package.record
    acts = {one.soort_handeling.uri: one.at_time for one in record.documenthandelingen}
    created = record.creatiedatum or min(acts.values()).date()
    received = acts.get(SoortHandeling.ONTVANGST.value)
    signed = acts.get(SoortHandeling.ONDERTEKENING.value)
    return {
        "publicatie": publication,
        "officieleTitel": _short(record.officiele_titel),
        "omschrijving": _description(record),
        "creatiedatum": created.isoformat(),
        "ontvangstdatum": received.isoformat() if received else None,
        "datumOndertekend": signed.isoformat() if signed else None,
        "bestandsnaam": package.file_name,
        "bestandsformaat": "application/pdf",
        "bestandsomvang": len(package.document.data),
        "aanleveringBestand": "ontvangen",
        "identifier": identifier_of(package),
        "kenmerken": _kenmerken(package),
    }


def identifier_of(package: PublicationPackage) -> str:
    """Names a document with this very content: by it we find again what an earlier run began."""
    return f"{SOURCE}:{package.id}:{package.document.digest[:16]}"


def is_ours(known: Mapping[str, Any], id: str) -> bool:
    """Whether one and the same kenmerk has our number and our bron: the filter of the server mixes them."""
    return any(one.get("kenmerk") == id and one.get("bron") == SOURCE for one in known.get("kenmerken") or ())


def _kenmerken(package: PublicationPackage) -> list[dict[str, str]]:
    """Our own number first; those of the archive as far as they fit. All of them are public."""
    others = [one for one in package.record.identifiers if len(one) <= _KENMERK_LENGTH and one != package.id]
    bron = next((values[0] for key, values in package.record.extra_metadata if key == "identificatieBron"), SOURCE)
    return [
        {"kenmerk": package.id, "bron": SOURCE},
        *({"kenmerk": one, "bron": bron[:_KENMERK_LENGTH]} for one in others),
    ]


def _description(record: DiwooRecord) -> str:
    return "\n\n".join(record.omschrijvingen)


def _short(title: str) -> str:
    return title if len(title) <= _TITLE_LENGTH else f"{title[: _TITLE_LENGTH - 1]}…"
