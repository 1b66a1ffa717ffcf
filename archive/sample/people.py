# SPDX-License-Identifier: EUPL-1.2
"""Invented people and the numbers that belong to them. Numbers pass their checks and belong to nobody by design."""

import json
import random
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from typing import Final, NamedTuple

MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
_PREFIXES: Final = ("van der ", "van ", "de ", "ten ", "da ", "El ", "Ait ", "Al ")
_ABROAD: Final = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "đ": "d"})


class Names(NamedTuple):
    """The carried lists."""

    origins: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    burgemeester: str
    wethouders: tuple[str, ...]
    gemeentesecretaris: str
    griffier: str
    streets: tuple[str, ...]
    person_streets: tuple[str, ...]
    companies: tuple[str, ...]


@cache
def names() -> Names:
    """The carried lists of names, streets and companies."""
    raw = json.loads((files("archive.sample") / "names.json").read_text(encoding="utf-8"))
    officials = raw["officials"]
    return Names(
        origins={key: (tuple(value["first"]), tuple(value["last"])) for key, value in raw["origins"].items()},
        burgemeester=officials["burgemeester"],
        wethouders=tuple(officials["wethouders"]),
        gemeentesecretaris=officials["gemeentesecretaris"],
        griffier=officials["griffier"],
        streets=tuple(raw["streets"]),
        person_streets=tuple(raw["person_streets"]),
        companies=tuple(raw["companies"]),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Person:
    """Somebody who does not exist."""

    first: str
    last: str
    title: str
    bsn: str
    iban: str
    mobile: str
    email: str
    plate: str
    born: date
    street: str
    number: str
    postcode: str
    v_number: str

    @property
    def full(self) -> str:
        """First name and surname."""
        return f"{self.first} {self.last}"

    @property
    def salutation(self) -> str:
        """How a letter begins, without the surname."""
        return "Geachte heer" if self.title == "de heer" else "Geachte mevrouw"

    @property
    def short_title(self) -> str:
        """The title as people abbreviate it."""
        return "dhr." if self.title == "de heer" else "mw."

    @property
    def their(self) -> str:
        """The possessive that goes with the title."""
        return "zijn" if self.title == "de heer" else "haar"

    @property
    def initial(self) -> str:
        """First letter of each part of the first name, each with a point."""
        return "".join(f"{part[0]}." for part in self.first.split("-"))

    @property
    def formal(self) -> str:
        """Initials and surname."""
        return f"{self.initial} {self.last}"

    @property
    def listed(self) -> str:
        """Surname first, as in a table: ``Velden, M. van der``."""
        for prefix in _PREFIXES:
            if self.last.startswith(prefix) and prefix[0].islower():
                return f"{self.last.removeprefix(prefix)}, {self.initial} {prefix.strip()}"
        return f"{self.last}, {self.initial}"

    @property
    def surname(self) -> str:
        """Surname as it stands after a title: the prefix gets its capital."""
        return self.last[0].upper() + self.last[1:]

    @property
    def address(self) -> str:
        """Street and house number."""
        return f"{self.street} {self.number}"

    @property
    def born_long(self) -> str:
        """Date of birth in words."""
        return long_date(self.born)

    @property
    def born_short(self) -> str:
        """Date of birth in figures."""
        return f"{self.born:%d-%m-%Y}"


class Population:
    """People and numbers drawn from one random source; a document never gets two people with a name in common.

    Args:
        rng: the document's own source, so that the same seed gives the same people.
        charset: Python codec that the document's font can show, None when it shows them all.
    """

    def __init__(self, rng: random.Random, charset: str | None = None) -> None:
        self._rng = rng
        self._charset = charset
        self._used: set[str] = set()

    def person(self, charset: str | None = None) -> Person:
        """Somebody new, whose name ``charset`` can show when it is given."""
        first, last, title = self._name(charset or self._charset)
        rng = self._rng
        ascii_last = plain_ascii(last).replace(" ", "").replace("-", "").lower()
        local = rng.choice(
            (
                f"{plain_ascii(first)[0].lower()}.{ascii_last}",
                f"{plain_ascii(first).lower()}{rng.randint(50, 99)}",
                ascii_last,
            )
        )
        return Person(
            first=first,
            last=last,
            title=title,
            bsn=bsn(rng),
            iban=iban(rng),
            mobile=mobile(rng),
            email=f"{local}@{rng.choice(('example.nl', 'example.com', 'mail.example.org'))}",
            plate=plate(rng),
            born=date(1941, 1, 1) + timedelta(days=rng.randint(0, 24000)),
            street=rng.choice(names().streets),
            number=f"{rng.randint(1, 289)}{rng.choice(('', '', '', 'a', '-12', 'bis'))}",
            postcode=f"75{rng.randint(11, 48)} {rng.choice('ABCDEGHJKLNPRSTVXZ')}{rng.choice('ABCDEGHJKLNPRSTVXZ')}",
            v_number=f"{rng.randint(20, 29)}{rng.randint(0, 10**8 - 1):08d}",
        )

    def _name(self, charset: str | None) -> tuple[str, str, str]:
        """First name, surname and title; women's and men's first names take turns in the lists."""
        lists = names().origins
        while True:
            first_names, last_names = lists[self._rng.choice(sorted(lists))]
            first, last = self._rng.choice(first_names), self._rng.choice(last_names)
            if any(_overlap(name, used) for name in (first, last) for used in self._used) or not _shown(
                first + last, charset
            ):
                continue
            self._used |= {first, last}
            return first, last, "mevrouw" if first_names.index(first) % 2 == 0 else "de heer"


def _overlap(name: str, other: str) -> bool:
    """Whether one name stands within the other, so that finding one in a text says nothing about the other."""
    shorter, longer = sorted((name.casefold(), other.casefold()), key=len)
    return shorter in longer


def _shown(text: str, charset: str | None) -> bool:
    try:
        text.encode(charset or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def plain_ascii(text: str) -> str:
    """A name in letters without marks, as in mail addresses and passports."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_ABROAD))
    return "".join(char for char in decomposed if char.isascii() and (char.isalnum() or char in " -"))


def bsn(rng: random.Random) -> str:
    """A number that passes the eleven-test (weights 9 to 2 and -1), in the 9xx range that is used for test data."""
    while True:
        digits = [9, *(rng.randint(0, 9) for _ in range(7))]
        last = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
        if last < 10:
            return "".join(map(str, [*digits, last]))


def iban(rng: random.Random) -> str:
    """An IBAN whose check digits are right (ISO 7064, mod 97) and whose account number no Dutch bank can have issued.

    Dutch ten-digit account numbers pass an eleven-test of their own; these do not.
    """
    while True:
        account = f"0{rng.randint(10**8, 10**9 - 1)}"
        if sum(weight * int(digit) for weight, digit in zip(range(10, 0, -1), account, strict=True)) % 11:
            break
    bank = rng.choice(("ABNA", "RABO", "INGB", "SNSB"))
    figures = "".join(str(int(char, 36)) for char in f"{bank}{account}NL00")
    return f"NL{98 - int(figures) % 97:02d}{bank}{account}"


def spaced_iban(number: str) -> str:
    """In groups of four, as on paper."""
    return " ".join(number[start : start + 4] for start in range(0, len(number), 4))


def mobile(rng: random.Random) -> str:
    """A mobile number in one of the ways in which people write them."""
    subscriber = f"{rng.choice('1245')}{rng.randint(0, 10**7 - 1):07d}"
    ways = ("06-{0}", "06 {1} {2} {3} {4}", "06 {0}", "+31 6 {0}", "+31(0)6 {1}{2} {3}{4}")
    pairs = [subscriber[start : start + 2] for start in range(0, 8, 2)]
    return rng.choice(ways).format(subscriber, *pairs)


def landline(rng: random.Random) -> str:
    """A number in Enschede (area code 053)."""
    return f"053 {rng.randint(430, 489)} {rng.randint(10, 99)} {rng.randint(10, 99)}"


def plate(rng: random.Random) -> str:
    """A Dutch licence plate of series 6 to 10."""
    letters = "".join(rng.choice("BDFGHJKLNPRSTVXZ") for _ in range(4))
    number = f"{rng.randint(1, 999):03d}"
    return rng.choice(
        (
            f"{number[:2]}-{letters[:2]}-{letters[2:]}",
            f"{number[:2]}-{letters[:3]}-{number[2]}",
            f"{number[2]}-{letters[:3]}-{number[:2]}",
            f"{letters[:2]}-{number}-{letters[2]}",
            f"{letters[0]}-{number}-{letters[1:3]}",
        )
    )


def long_date(day: date) -> str:
    """A date in Dutch words: ``14 maart 1968``."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
