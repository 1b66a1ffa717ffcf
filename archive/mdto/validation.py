# SPDX-License-Identifier: EUPL-1.2
"""XML from outside made safe and held against the official schemas. Errors name place and rule, never content."""

from collections.abc import Iterable
from functools import cache
from typing import Final, Protocol, cast

from lxml import etree

from schemas.errors import InputRefused, RefusalReason
from schemas.values import xsd_path

NAMESPACE: Final = "https://www.nationaalarchief.nl/mdto"
VERSIONS: Final = ("1.0.2", "1.0.1")
"""Newest first: a file that is valid against both counts as the newest, unless it says otherwise itself."""

_ADVICE: Final = "Have the sidecar made again by the archive system, or correct it at the place named."
_SCHEMA_LOCATION: Final = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_RULES: Final = {
    "SCHEMAV_ELEMENT_CONTENT": "an element is missing, unknown or not in the order of the standard",
    "SCHEMAV_CVC_ELT_1": "the root element is not MDTO",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_1": "the value does not have the form that the standard asks for",
    "SCHEMAV_CVC_DATATYPE_VALID_1_2_3": "the value does not have the form that the standard asks for",
    "SCHEMAV_CVC_MINLENGTH_VALID": "the value is empty",
    "SCHEMAV_CVC_PATTERN_VALID": "the value is empty or blank",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_1": "an element that must be empty has content",
    "SCHEMAV_CVC_COMPLEX_TYPE_2_3": "text stands where only elements may stand",
    "SCHEMAV_CVC_COMPLEX_TYPE_3_2_1": "an attribute is not allowed here",
    "SCHEMAV_CVC_TYPE_3_1_2": "elements stand where only text may stand",
}


class _Fault(Protocol):
    """What lxml's error log gives per fault; its type stubs leave this out."""

    @property
    def type_name(self) -> str: ...

    @property
    def path(self) -> str | None: ...


def broken(message: str) -> InputRefused:
    """The refusal of a sidecar that cannot be read as MDTO."""
    return InputRefused(RefusalReason.SIDECAR_BROKEN, message, advice=_ADVICE)


def read_valid(data: bytes) -> tuple[etree._Element, str]:
    """The root element of an MDTO file, and the version it is valid against.

    A document type declaration is refused: MDTO needs none, and it is the way in for entity attacks.

    Raises:
        InputRefused: SIDECAR_BROKEN; not XML, not MDTO, or not valid against 1.0.1 or 1.0.2.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    if b"<!DOCTYPE" in data:
        raise broken("The sidecar has a document type declaration (DOCTYPE), which MDTO does not use.")
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", None)
        raise broken("The sidecar is not well-formed XML" + (f" (line {line})." if line else ".")) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise broken("The sidecar has a document type declaration (DOCTYPE), which MDTO does not use.")
    if root.tag != f"{{{NAMESPACE}}}MDTO":
        raise broken(f"The sidecar is not MDTO: the root element is not MDTO of the namespace {NAMESPACE}.")
    return root, _version(root)


def _version(root: etree._Element) -> str:
    """The version it names in schemaLocation when it is valid against that, otherwise the newest that holds."""
    location = str(root.get(_SCHEMA_LOCATION, ""))
    for version in sorted(VERSIONS, key=lambda version: version not in location):
        if _schema(version).validate(root):
            return version
    newest = _schema(VERSIONS[0])
    newest.validate(root)
    raise broken(_fault(root, newest))


@cache
def _schema(version: str) -> etree.XMLSchema:
    path = xsd_path("mdto", f"MDTO-XML{version}.xsd")
    return etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))


def _fault(root: etree._Element, schema: etree.XMLSchema) -> str:
    """One sentence for the first fault. The library's own message quotes the value, so it is not used."""
    for entry in cast(Iterable[_Fault], schema.error_log):
        rule = _RULES.get(entry.type_name, f"schema rule {entry.type_name}")
        return f"The sidecar is not valid MDTO at {_place(root, entry.path)}: {rule}."
    return "The sidecar is not valid MDTO."


def _place(root: etree._Element, path: str | None) -> str:
    """Path of element names with positions. Names outside MDTO could be anything, so they are not repeated."""
    found = root.getroottree().xpath(path) if path else None
    if not isinstance(found, list) or not found or not isinstance(found[0], etree._Element):
        return "MDTO"
    steps: list[str] = []
    element: etree._Element | None = found[0]
    while element is not None:
        steps.append(_step(element))
        element = element.getparent()
    return "/".join(reversed(steps))


def _step(element: etree._Element) -> str:
    name = etree.QName(element)
    if name.namespace != NAMESPACE or name.localname not in _known_names():
        return "(unknown element)"
    same = [] if (parent := element.getparent()) is None else parent.findall(str(element.tag))
    return f"{name.localname}[{same.index(element) + 1}]" if len(same) > 1 else name.localname


@cache
def _known_names() -> frozenset[str]:
    """Every element name in the schemas."""
    names: set[str] = set()
    for version in VERSIONS:
        tree = etree.parse(str(xsd_path("mdto", f"MDTO-XML{version}.xsd")), etree.XMLParser(no_network=True))
        for element in tree.getroot().iter("{http://www.w3.org/2001/XMLSchema}element"):
            names.add(str(element.get("name")))
    return frozenset(names)
