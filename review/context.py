# SPDX-License-Identifier: EUPL-1.2
"""Words that can point at somebody without naming them, for the look at the whole before a document is finished."""

import re
from collections import defaultdict
from typing import Final

from review.ports import Desk, DeskDocument

_POINTING: Final = re.compile(
    r"buur(?:man|vrouw|pand|vrouwen|mannen)?|buren|omwonenden?|echtgeno(?:ot|te)|partner|(?:ex-)?(?:man|vrouw)|vader"
    r"|moeder|zoon|dochter|broer|zus|kind(?:eren)?|ouders?|weduwe|weduwnaar|huisarts|werkgever|werknemer|melder"
    r"|klager|klaagster|bezwaarmaker|bezwaarmaakster|aanvrager|aanvraagster|bewon(?:er|ster)s?|eigena(?:ar|resse)"
    r"|huurder|verhuurder|directeur|wijkagent|predikant|imam|voorzitter|secretaris",
    re.IGNORECASE,
)
_MOST: Final = 40


def context_words(desk: Desk, document: DeskDocument) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """Relational words and roles that stand in a document, with the pages (from 1) on which they stand."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for page in range(document.pages):
        for word in desk.words(document.key, page):
            bare = word.text.strip(".,;:()'\"")
            if _POINTING.fullmatch(bare):
                found[bare.lower()].add(page + 1)
    return tuple((word, tuple(sorted(pages))) for word, pages in sorted(found.items()))[:_MOST]
