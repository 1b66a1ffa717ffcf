# SPDX-License-Identifier: EUPL-1.2
"""The package's own sentences for training: a small grammar of municipal prose, filled with invented data."""

import hashlib
import re
import tomllib
from collections.abc import Mapping, Sequence
from importlib.resources import files
from random import Random
from typing import Final

from redaction.detection.evaluation.generators import Numbers
from redaction.detection.training.names import NameMaker, draw_form, write_name
from redaction.detection.training.records import ORGANISATION, PERSON, PLACE, Labelled, Mark
from redaction.detection.training.tables import Tables

_SLOT: Final = re.compile(r"\{([A-Za-z0-9]+)(?::([a-z0-9]+))?\}")
_FORMS: Final = {
    "vol": "full", "vl": "initials", "an": "surname", "vn": "first", "om": "reversed", "om2": "reversed_first",
    "kap": "caps", "klein": "lower",
}  # fmt: skip
_JOINTS: Final = ("\n", "\n\n", " ", " ", "\n")
_TABLE_SHARE: Final = 0.12
_CAPITALS_SHARE: Final = 0.04
_DEV_SHARE: Final = 8
"""One frame in so many is kept apart to choose the best state on."""


class CarrierTexts:
    """Fills the frames of ``carriers.toml``.

    Args:
        names: draws the people.
        places: Dutch places.
        frames: sentences with slots.
        lists: what the lower-case slots draw from.
        things: patterns of bodies (``org``) and streets (``street``), which are often named after people.
        words: words of running Dutch text in small letters, none of them part of a name.
    """

    def __init__(
        self,
        names: NameMaker,
        places: Sequence[str],
        frames: Sequence[str],
        lists: Mapping[str, Sequence[str]],
        things: Mapping[str, Sequence[str]],
        words: Sequence[str],
    ) -> None:
        self._names = names
        self._places = places
        self._frames = tuple(frame for frame in frames if not _is_dev(frame))
        self._dev_frames = tuple(frame for frame in frames if _is_dev(frame))
        self._lists = lists
        self._things = things
        self._words = words
        self._tables = Tables(names, places, words)

    @classmethod
    def load(cls, names: NameMaker, places: Sequence[str], words: Sequence[str]) -> "CarrierTexts":
        """The carriers of the package."""
        text = files("redaction.detection.training").joinpath("carriers.toml").read_text(encoding="utf-8")
        grammar = tomllib.loads(text)
        return cls(names, places, grammar["frames"], grammar["lists"], grammar["things"], words)

    def draw(self, random: Random, count: int, *, dev: bool = False) -> list[Labelled]:
        """So many new texts of one to four frames each; ``dev`` takes the frames that training never shows."""
        frames = self._dev_frames if dev else self._frames
        return [
            self._tables.draw(random) if random.random() < _TABLE_SHARE else self._text(random, frames)
            for _ in range(count)
        ]

    def _text(self, random: Random, frames: Sequence[str]) -> Labelled:
        parts: list[str] = []
        marks: list[Mark] = []
        length = 0
        for number in range(random.choice((1, 1, 2, 3, 4))):
            if number:
                parts.append(random.choice(_JOINTS))
                length += len(parts[-1])
            length = self._expand(random, random.choice(frames), parts, marks, length)
        return Labelled(text="".join(parts), marks=tuple(marks))

    def _expand(self, random: Random, pattern: str, parts: list[str], marks: list[Mark], length: int) -> int:
        position = 0
        for slot in _SLOT.finditer(pattern):
            parts.append(pattern[position : slot.start()])
            length += len(parts[-1])
            position = slot.end()
            name, form = slot[1], slot[2] or ""
            if name.lower() in self._lists and name not in ("P", "X"):
                length = self._from_list(random, name, parts, marks, length)
                continue
            value, label = self._terminal(random, name, form)
            parts.append(value)
            if label:
                marks.append(Mark(start=length, end=length + len(value), label=label))
            length += len(value)
        parts.append(pattern[position:])
        return length + len(parts[-1])

    def _from_list(self, random: Random, name: str, parts: list[str], marks: list[Mark], length: int) -> int:
        entry = random.choice(self._lists[name.lower()])
        if name[0].islower():
            return self._expand(random, entry, parts, marks, length)
        inner: list[str] = []
        start, before = length, len(marks)
        length = self._expand(random, entry, inner, marks, length)
        text = "".join(inner)
        changed = text.upper() if name.isupper() and len(name) > 1 else text[:1].upper() + text[1:]
        if len(changed) != len(text):
            del marks[before:]
            changed, length = name, start + len(name)
        parts.append(changed)
        return length

    def _terminal(self, random: Random, name: str, form: str) -> tuple[str, str]:
        numbers = Numbers(random)
        match name:
            case "P":
                return self._person(random, form), PERSON
            case "X":
                return self._person(random, form), ""
            case "w":
                return random.choice(self._words), ""
            case "W":
                return random.choice(self._words).capitalize(), ""
            case "LOC":
                return random.choice(self._places), PLACE
            case "STR":
                return self._thing(random, "street"), PLACE
            case "ORG":
                return self._thing(random, "org"), ORGANISATION
            case "D":
                return numbers.date(1940, 2026), ""
            case "T":
                return random.choice((numbers.mobile(), numbers.telephone())), ""
            case "E":
                local = re.sub(r"\W", "", self._person(random, "an").lower())
                return f"{local}@{numbers.mail_host()}", ""
            case "N":
                return str(random.randint(1, 2100)), ""
            case "B":
                return numbers.bsn(), ""
            case "I":
                return numbers.iban(), ""
            case "Z":
                return numbers.case_number(), ""
            case "K":
                return numbers.plate(), ""
            case "A":
                return numbers.amount(), ""
            case _:
                raise ValueError(f"no such slot in the training carriers: {name}")

    def _person(self, random: Random, form: str) -> str:
        name = write_name(self._names.person(random), _FORMS[form] if form else draw_form(random))
        return name.upper() if random.random() < _CAPITALS_SHARE else name

    def _thing(self, random: Random, kind: str) -> str:
        def part(slot: "re.Match[str]") -> str:
            return random.choice(self._places) if slot[1] == "LOC" else self._person(random, slot[1])

        return _SLOT.sub(part, random.choice(self._things[kind]))


def _is_dev(frame: str) -> bool:
    return hashlib.sha256(frame.encode()).digest()[0] % _DEV_SHARE == 0
