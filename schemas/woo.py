# SPDX-License-Identifier: EUPL-1.2
"""Woo grounds: the codes, their short names, and how people write them."""

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from schemas.errors import WrongUse
from schemas.values.codes import Grond

_WRITTEN: Final = re.compile(r"(5)\.(1|2|4)(?:\.([125]))?\.?([a-i])?")


@dataclass(frozen=True, kw_only=True, slots=True)
class GrondDetails:
    """What the law says about a ground. ``soort`` is ``absoluut``, ``relatief`` or as the source words it."""

    grond: Grond
    artikel: str
    korte_naam: str
    soort: str


@cache
def gronden() -> dict[Grond, GrondDetails]:
    """Every ground with its article and short name."""
    rows = json.loads((files("schemas.values") / "data" / "weigeringsgronden.json").read_text(encoding="utf-8"))
    return {
        Grond(row["code"]): GrondDetails(
            grond=Grond(row["code"]), artikel=row["artikel"], korte_naam=row["korte_naam"], soort=row["soort"]
        )
        for row in rows
    }


def parse_grond(text: str) -> Grond:
    """A ground as people write it: ``5.1.2.e``, ``5.1.2e``, ``5.1.2 E``.

    Raises:
        WrongUse: it is not a ground of the Woo.
    """
    match = _WRITTEN.fullmatch(re.sub(r"\s+", "", text).lower())
    if match:
        code = ".".join(part for part in match.groups() if part)
        if code in set(Grond):
            return Grond(code)
    raise WrongUse(
        "Unknown Woo ground.", advice="Use a code such as 5.1.2.e; the list is in Woo chapter 5 (articles 5.1 and 5.2)."
    )
