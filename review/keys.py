# SPDX-License-Identifier: EUPL-1.2
"""The keys of a document page: which sign does what, as somebody chose it, or off altogether (WCAG 2.1.4)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from review.journal import Journal
from schemas.errors import WrongUse

STANDARD: Final[Mapping[str, str]] = {
    "next": "j", "previous": "k", "redact": "a", "keep": "x", "ground": "g", "document": "d", "dossier": "D",
    "sure": "s", "word": "n", "box": "b", "adjust": "e", "note": "c", "ask": "q", "search": "/", "view": "p",
    "read": "m", "back": "[", "forward": "]", "help": "?",
}  # fmt: skip
_PREFERENCE: Final = "keys"


@dataclass(frozen=True, kw_only=True, slots=True)
class Keys:
    """What somebody's keys do.

    Attributes:
        on: keys of one sign work.
        by_name: the sign of each action.
    """

    on: bool = True
    by_name: Mapping[str, str] = field(default_factory=lambda: STANDARD)

    def __post_init__(self) -> None:
        if self.by_name.keys() != STANDARD.keys():
            raise WrongUse("A key is one letter or sign.", advice="Choose another key.")
        for key in self.by_name.values():
            if len(key) != 1 or not key.isprintable() or key.isspace() or key.isdigit():
                raise WrongUse("A key is one letter or sign.", advice="Choose another key.")
        if len(set(self.by_name.values())) < len(self.by_name):
            raise WrongUse("Two actions have the same key.", advice="Choose another key.")

    @property
    def as_json(self) -> str:
        """For the script of the page: action by sign."""
        return json.dumps({key: name for name, key in self.by_name.items()})

    def shown(self, name: str) -> str:
        """A key as it is printed on a button: a capital is shown with its arrow."""
        key = self.by_name[name]
        return f"⇧{key}" if key.isupper() else key.upper()


def keys_of(journal: Journal, actor: str) -> Keys:
    """The keys that somebody chose, or the standard ones; an action that is new since has its standard key."""
    kept = journal.preference(actor, _PREFERENCE)
    if kept is None:
        return Keys()
    given = json.loads(kept)
    chosen = {name: given["keys"].get(name, key) for name, key in STANDARD.items()}
    try:
        return Keys(on=given["on"], by_name=chosen)
    except WrongUse:
        return Keys(on=given["on"])


def keep_keys(journal: Journal, actor: str, keys: Keys) -> None:
    """Keep what somebody chooses."""
    journal.prefer(actor, _PREFERENCE, json.dumps({"on": keys.on, "keys": dict(keys.by_name)}))
