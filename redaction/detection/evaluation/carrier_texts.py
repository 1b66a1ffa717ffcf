# SPDX-License-Identifier: EUPL-1.2
"""Evaluation texts: hand-written carriers of municipal prose, filled with invented data, with the truth kept beside it.

A carrier marks what varies with slots ``{slot:form:person}`` and what must stay, literally, with ``[[...]]``:

- ``b`` a citizen, ``m`` an employee (both must be found), ``o`` an official in public function (must stay);
  forms: vol, vl, vlb, an, vn, om, om2, kap, klein, see ``_FORMS``; a person key repeats the same person;
- ``mail``, ``user``, ``social``, ``inits`` take a person key; ``gez``, ``straf`` and ``rel`` take the words that
  tell of health, a crime or kinship; the other slots are in ``_MUST``, ``_STAY`` and ``_NEUTRAL``.

Carriers come in series. Once the misses of a series are known to who writes rules, it measures development, and only
a newer series says how detection does on what it has not seen.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from random import Random
from typing import Any, Final

from redaction.detection.evaluation.generators import FIRST_THINGS, Numbers, Things
from redaction.detection.training.names import NameMaker, PersonName, write_name
from schemas.findings import Kind


class Duty(StrEnum):
    """What detection should do with a planted stretch."""

    FIND = "find"
    STAY = "stay"
    NEUTRAL = "neutral"
    """Neither: a town, or an address that a document is about. It is counted nowhere."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Planted:
    """A stretch of an evaluation text of which the truth is known; half-open, in code points.

    Attributes:
        kind: kind of data; None for what must stay and is no person.
        group: origin group of a person's name, empty otherwise.
        form: form of a person's name, or what a near-miss is.
    """

    start: int
    end: int
    duty: Duty
    kind: Kind | None = None
    group: str = ""
    form: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationText:
    """One filled carrier."""

    id: str
    document_kind: str
    text: str
    planted: tuple[Planted, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """Carriers that were written together, with people and things of their own.

    Attributes:
        key: how the command calls it; carriers after the first series begin their id with it.
        title: what the tables call it: since when its misses are known.
        carriers: folder of the package with its texts.
        names: file of the package with its people.
        things: file with its streets, bodies and towns; None for those of ``generators``.
        misread: how a reading machine damages its pages: what stands where a letter stood.
    """

    key: str
    title: str
    carriers: str
    names: str
    things: str | None
    misread: Mapping[str, str]


_MISREAD: Final = dict(zip("loeiOIath01", "10cl0lofbOl", strict=True))
_MISREAD_OTHERWISE: Final = dict(zip("ecu58BSgmi1nr0", "cev8S35qnjIuvD", strict=True))
_MISREAD_THIRD: Final = dict(zip("hlaefv36gDj2", "b1octy86qOiZ", strict=True))
FIRST: Final = Series(
    key="eerste",
    title="eerste reeks (ontwikkeling)",
    carriers="carriers",
    names="names.toml",
    things=None,
    misread=_MISREAD,
)
SECOND: Final = Series(
    key="tweede",
    title="tweede reeks (ongezien tot 2026-11-25)",
    carriers="carriers_tweede",
    names="names_tweede.toml",
    things="things_tweede.toml",
    misread=_MISREAD_OTHERWISE,
)
THIRD: Final = Series(
    key="derde",
    title="derde reeks (ongezien)",
    carriers="carriers_derde",
    names="names_derde.toml",
    things="things_derde.toml",
    misread=_MISREAD_THIRD,
)
SERIES: Final = (FIRST, SECOND, THIRD)


GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Nederlands": ("nl",),
    "Fries": ("fy",),
    "Turks": ("tr",),
    "Marokkaans/Arabisch": ("ma", "sy"),
    "Surinaams/Hindostaans": ("sr",),
    "Pools": ("pl",),
    "Chinees": ("zh",),
    "Engels/overig": ("en", "hoa", "afg", "ua", "ant"),
}
_FORMS: Final = {
    "vol": "full", "vl": "initials", "vlb": "initials_bare", "an": "surname", "vn": "first", "om": "reversed",
    "om2": "reversed_first", "kap": "caps", "klein": "lower", "vls": "initials_spaced", "vi": "full_initial",
    "ankap": "surname_caps",
}  # fmt: skip
_LOWERED_FORMS: Final = {"anl": "surname", "vnl": "first"}
_STAYING_PEOPLE: Final = "o"
_PEOPLE: Final = ("b", "m", _STAYING_PEOPLE)
_MUST: Final[Mapping[str, tuple[Kind, Callable[[Numbers], str]]]] = {
    "bsn": (Kind.BSN, Numbers.bsn),
    "iban": (Kind.IBAN, Numbers.iban),
    "mob": (Kind.TELEFOON, Numbers.mobile),
    "tel": (Kind.TELEFOON, Numbers.telephone),
    "kent": (Kind.KENTEKEN, Numbers.plate),
    "gebd": (Kind.GEBOORTEDATUM, lambda numbers: numbers.date(1936, 2019)),
    "adres": (Kind.ADRES, Numbers.address),
    "pc": (Kind.ADRES, Numbers.postcode),
    "pchn": (Kind.POSTCODE_HUISNUMMER, lambda numbers: f"{numbers.postcode()} {numbers.house_number()}"),
    "vnr": (Kind.V_NUMMER, lambda numbers: numbers.digits(10)),
    "anr": (Kind.A_NUMMER, lambda numbers: numbers.digits(10)),
    "paspoort": (Kind.DOCUMENTNUMMER, Numbers.document_number),
    "rijbewijs": (Kind.RIJBEWIJSNUMMER, lambda numbers: numbers.digits(10)),
    "big": (Kind.BIG_NUMMER, lambda numbers: numbers.digits(11)),
    "ip": (Kind.IP_ADRES, Numbers.ip_address),
    "mac": (Kind.MAC_ADRES, Numbers.mac_address),
    "btw1": (Kind.BTW_ID, Numbers.btw_id),
    "kvk1": (Kind.KVK_NUMMER, lambda numbers: numbers.digits(8)),
    "bsnx": (Kind.BSN, Numbers.mistyped_bsn),
    "ibanx": (Kind.IBAN, Numbers.mistyped_iban),
}
_WORDS: Final[Mapping[str, Kind]] = {
    "gez": Kind.GEZONDHEID,
    "straf": Kind.STRAFRECHTELIJK,
    "rel": Kind.RELATIE,
}
_STAY: Final[Mapping[str, Callable[[Numbers], str]]] = {
    "zaak": Numbers.case_number,
    "bedrag": Numbers.amount,
    "datum": lambda numbers: numbers.date(2020, 2026),
    "straat": Numbers.street,
    "bedrijf": Numbers.body,
    "gemeente": Numbers.town,
    "ean": lambda numbers: f"8716{numbers.digits(14)}",
    "kvkb": lambda numbers: numbers.digits(8),
}
# Written in the text, but neither duty: a town tells little, and the address that a permit is about is a person's call.
_NEUTRAL: Final[Mapping[str, Callable[[Numbers], str]]] = {
    "plaats": Numbers.town,
    "object": Numbers.address,
    "kad": Numbers.cadastral,
    "gemeentedomein": lambda numbers: f"{numbers.town().lower().replace(' ', '')}.nl",
    "getal4": lambda numbers: numbers.digits(4),
    "getal6": lambda numbers: numbers.digits(6),
    "getal8": lambda numbers: numbers.digits(8),
    "kvk": lambda numbers: numbers.digits(8),
    "ref9": Numbers.eleven_test,
}
_TOKEN: Final = re.compile(r"\{([^{}]+)\}|(\[\[)|(\]\])")
_SCANNED_KINDS: Final = frozenset({"scan", "gelezen pagina"})


def carrier_names(series: Series = FIRST) -> NameMaker:
    """People for evaluation, from names that no training text and no list of the data folder holds."""
    lists = _table(series.names)
    return NameMaker({origin: (parts["first"], parts["last"]) for origin, parts in lists.items()}, invent=False)


def read_carriers(series: Series = FIRST) -> tuple[tuple[str, str, str], ...]:
    """Every carrier of a series as (id, document kind, text with slots)."""
    folder = files("redaction.detection.evaluation").joinpath(series.carriers)
    before = "" if series is FIRST else f"{series.key}-"
    result: list[tuple[str, str, str]] = []
    for name in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".toml")):
        table = tomllib.loads(folder.joinpath(name).read_text(encoding="utf-8"))
        kind = str(table["kind"])
        texts = enumerate(table["texts"], start=1)
        result.extend((f"{before}{kind}-{number:02d}", kind, text) for number, text in texts)
    return tuple(result)


def evaluation_texts(series: Series = FIRST, *, seed: int = 1, rounds: int = 8) -> tuple[EvaluationText, ...]:
    """Every carrier filled ``rounds`` times, each round with the next origin group for its first person.

    Args:
        series: which carriers, people and things.
        seed: start of all chance.
        rounds: how often each carrier is filled; with 8 every carrier meets every group.
    """
    names, groups = carrier_names(series), tuple(GROUPS)
    things = FIRST_THINGS if series.things is None else Things(**_table(series.things))
    texts: list[EvaluationText] = []
    for number, (name, kind, carrier) in enumerate(read_carriers(series)):
        for turn in range(rounds):
            random = Random(f"{seed}/{name}/{turn}")
            filler = _Filler(random, names, groups, Numbers(random, things), start=number + turn)
            text, planted = filler.fill(carrier.strip("\n"))
            if kind in _SCANNED_KINDS:
                text = _scanned(text, series.misread, random)
            texts.append(EvaluationText(id=f"{name}/{turn}", document_kind=kind, text=text, planted=tuple(planted)))
    return tuple(texts)


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files("redaction.detection.evaluation").joinpath(name).read_text(encoding="utf-8"))


class _Filler:
    """Fills one carrier; people follow each other through the origin groups."""

    def __init__(
        self, random: Random, names: NameMaker, groups: Sequence[str], numbers: Numbers, *, start: int
    ) -> None:
        self._random = random
        self._numbers = numbers
        self._names = names
        self._groups = groups
        self._next_group = start
        self._people: dict[str, tuple[PersonName, str]] = {}

    def fill(self, carrier: str) -> tuple[str, list[Planted]]:
        """The text and what is planted in it, in order."""
        parts: list[str] = []
        planted: list[Planted] = []
        length, position, stays_from = 0, 0, 0
        for token in _TOKEN.finditer(carrier):
            parts.append(carrier[position : token.start()])
            length += len(parts[-1])
            position = token.end()
            if token[2]:
                stays_from = length
            elif token[3]:
                planted.append(Planted(start=stays_from, end=length, duty=Duty.STAY, form="letterlijk"))
            else:
                value, found = self._slot(token[1], length)
                parts.append(value)
                length += len(value)
                planted.extend(found)
        return "".join(parts) + carrier[position:], sorted(planted, key=lambda item: (item.start, item.end))

    def _slot(self, slot: str, at: int) -> tuple[str, Iterator[Planted]]:
        name, _, rest = slot.partition(":")
        if name in _PEOPLE:
            form, _, key = rest.partition(":")
            return self._person(name, form, key, at)
        if name in _MUST:
            kind, draw = _MUST[name]
            return self._found(draw(self._numbers), kind, at)
        if name in _WORDS:
            return self._found(rest, _WORDS[name], at)
        if name in ("mail", "user", "social", "inits"):
            return self._derived(name, rest, at)
        if name in _STAY:
            value = _STAY[name](self._numbers)
            return value, iter((Planted(start=at, end=at + len(value), duty=Duty.STAY, form=name),))
        value = _NEUTRAL[name](self._numbers)
        return value, iter((Planted(start=at, end=at + len(value), duty=Duty.NEUTRAL, form=name),))

    def _person(self, role: str, form: str, key: str, at: int) -> tuple[str, Iterator[Planted]]:
        person, group = self._known(key)
        lowered = _LOWERED_FORMS.get(form)
        value = write_name(person, _FORMS[form]) if lowered is None else write_name(person, lowered).lower()
        duty = Duty.STAY if role == _STAYING_PEOPLE else Duty.FIND
        form = "bestuurder" if role == _STAYING_PEOPLE else form
        planted = Planted(start=at, end=at + len(value), duty=duty, kind=Kind.NAAM, group=group, form=form)
        return value, iter((planted,))

    def _known(self, key: str) -> tuple[PersonName, str]:
        if key and key in self._people:
            return self._people[key]
        group = self._groups[self._next_group % len(self._groups)]
        self._next_group += 1
        drawn = self._names.person(self._random, self._random.choice(GROUPS[group])), group
        if key:
            self._people[key] = drawn
        return drawn

    def _derived(self, name: str, key: str, at: int) -> tuple[str, Iterator[Planted]]:
        person, _ = self._known(key)
        local = f"{ascii_letters(person.first)}.{ascii_letters(person.surname)}"
        match name:
            case "mail":
                return self._found(f"{local}@{self._numbers.mail_host()}", Kind.EMAIL, at)
            case "user":
                return self._found(
                    f"{local[0]}{ascii_letters(person.last)}{self._numbers.digits(2)}", Kind.GEBRUIKERSNAAM, at
                )
            case "social":
                return self._found(f"@{local.replace('.', '_')}", Kind.SOCIAL_MEDIA, at)
            case _:
                value = "".join(f"{letter}." for letter in person.initials)
                return value, iter((Planted(start=at, end=at + len(value), duty=Duty.NEUTRAL, form=name),))

    @staticmethod
    def _found(value: str, kind: Kind, at: int) -> tuple[str, Iterator[Planted]]:
        return value, iter((Planted(start=at, end=at + len(value), duty=Duty.FIND, kind=kind),))


def ascii_letters(name: str) -> str:
    """A name as in an e-mail address: small letters a to z only."""
    plain = name.translate(str.maketrans("ıłŁøØđß", "ilLoOds"))
    return re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", plain).lower())


def _scanned(text: str, misread: Mapping[str, str], random: Random) -> str:
    """The text as a machine reads it: about one sign in 25 wrong, some lines broken; offsets stay."""
    letters = [misread.get(letter, letter) if random.random() < 1 / 25 else letter for letter in text]
    for place, letter in enumerate(letters):
        if letter == " " and random.random() < 1 / 60:
            letters[place] = "\n"
    return "".join(letters)
