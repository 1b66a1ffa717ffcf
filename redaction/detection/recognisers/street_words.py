# SPDX-License-Identifier: EUPL-1.2
"""How Dutch streets end."""

import re
from typing import Final

STREET_SUFFIX: Final = (
    r"(?:straat|straatje|str\.?|laan|laantje|weg|wegje|plein|pad|paadje|dijk|kade|gracht|singel|hof|hofje|steeg|dreef"
    r"|park"
    r"|plantsoen|allee|boulevard|brink|markt|baan|ring|poort|wal|haven|brug|erf|burg|plaats|akker|akkers|hoek|hoeve"
    r"|veld"
    r"|velde|beek|berg|bos|bosch|donk|eind|einde|gaarde|horst|kamp|kolk|kwartier|land|loo|lust|maat|mate|made|oever"
    r"|oord"
    r"|polder|rode|schans|sluis|stede|terp|tuin|vaart|vliet|waard|weide|werf|wijk|zijde|zoom|stukken|es|esch|brook"
    r"|broek"
    r"|ven|meen|rug|rak|zand|laar|loop|stein|hout|heide|heem|kreek|wetering|tocht|dam|dal|spoor|bult|kroft|slag|hove"
    r"|hoven"
    r"|lanen|perk|gaard|bongerd|wende|veste|vest|dwarsstraat|campus)"
)
"""Ends of street names before a house number."""
_END: Final = re.compile(r"(?:s|se|s-)?(?:dwars|achter)?" + STREET_SUFFIX + r"$")
_ALSO_SURNAMES: Final = ("weg", "steeg", "dijk", "hof", "brink", "burg", "haven", "brug")
_CLEAR: Final = re.compile(
    r"[\w'’.-]*(?:straat|straatje|laan|laantje|weg|plein|pad|kade|gracht|singel|hofje|steeg|dreef|plantsoen|allee"
    r"|boulevard|dwarsstraat|wegje|paadje|dijk|markt|brug|park|haven|tunnel|rotonde|viaduct|brink|hof)"
)


def is_street_word(word: str) -> bool:
    """True for a word in small letters that ends as streets end, whether or not a house number follows."""
    return len(word) > 5 and _CLEAR.fullmatch(word) is not None


def may_be_surname(word: str) -> bool:
    """True for a word in small letters that ends as streets and surnames both do (Groeneweg, Hoogendijk, Kerkhof)."""
    return word.endswith(_ALSO_SURNAMES)


def street_stem(word: str) -> str:
    """What a street is named after: ``steen`` of ``steenstraat``, ``jacobs`` or ``jacob`` of ``jacobsgracht``."""
    return _END.sub("", word)
