# SPDX-License-Identifier: EUPL-1.2
"""Documents that are alike, as an officer sees them from one of them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from schemas.likeness import AlikeGroup, Likeness

_SAME: Final = frozenset({Likeness.IDENTICAL, Likeness.SAME_TEXT})


class Resemblance(StrEnum):
    """How another document is like the one in front of somebody. Names of texts of the screens."""

    SAME = "gelijk"
    HERE = "staat_hierin"
    THERE = "staat_daarin"
    NEAR = "lijkt"


def seen_from(group: AlikeGroup, key: int) -> Mapping[int, Resemblance]:
    """How every other document of a group is like one of it, the most alike first."""
    first = {one.document: one.other for one in group.others if one.kind in _SAME}
    text = {other: first.get(other, other) for other in group.documents}
    seen: dict[int, Resemblance] = {}
    links = {(text[one.document], text[one.other]): one.kind for one in group.others if one.kind not in _SAME}
    for other in group.documents:
        if other == key:
            continue
        if text[other] == text[key]:
            seen[other] = Resemblance.SAME
        elif links.get((text[other], text[key])) is Likeness.CONTAINED:
            seen[other] = Resemblance.HERE
        elif links.get((text[key], text[other])) is Likeness.CONTAINED:
            seen[other] = Resemblance.THERE
        else:
            seen[other] = Resemblance.NEAR
    order = list(Resemblance)
    return dict(sorted(seen.items(), key=lambda one: (order.index(one[1]), one[0])))
