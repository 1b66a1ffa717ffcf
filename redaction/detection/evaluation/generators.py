# SPDX-License-Identifier: EUPL-1.2
"""Invented numbers, addresses and bodies in the forms that Dutch documents use. None belongs to anybody we know."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip
_BANKS: Final = ("INGB", "RABO", "ABNA", "SNSB", "TRIO", "KNAB", "BUNQ", "ASNB")
_PLATE_LETTERS: Final = "BDFGHJKLNPRSTVXZ"
_PLATES: Final = ("LL-000-L", "L-000-LL", "00-LLL-0", "0-LLL-00", "LLL-00-L", "00-LL-LL", "LL-LL-00", "00-00-LL")
_POSTCODE_LETTERS: Final = "ABCDEGHJKLMNPRSTVWXZ"
_MAIL_HOSTS: Final = ("gmail.com", "hotmail.com", "ziggo.nl", "kpnmail.nl", "outlook.com", "live.nl", "planet.nl")
_AREAS: Final = ("053", "074", "010", "020", "0570", "0344", "0591", "0222")
_STREET_STEMS: Final = (
    "Vlierbes", "Brouwers", "Tuinders", "Weverij", "Sint Jans", "Klaproos", "Ooievaar", "Steenoven", "Binnen",
    "Hazelaar", "Overtoom", "Grutto", "Zaagmolen", "Ambacht", "Tichel", "Gildemeester", "Koperslager", "Veerman",
    "Kanaal", "Bolwerk",
)  # fmt: skip
_STREET_ENDS: Final = ("straat", "laan", "weg", "plein", "kade", "hof", "dreef", "pad", "singel", "dijk")
NAMED_STREETS: Final = (
    "Aletta Jacobsstraat", "Johan Cruijfflaan", "Pieter Zeemanweg", "Marga Klompéplein", "Van Heutszstraat",
    "Dirk Boutslaan", "Jan Tooropkade", "Willem Drosthof", "Mina Krusemanlaan", "Eise Eisingaweg",
    "Bosboom Toussaintstraat", "Prinses Irenelaan", "Burgemeester De Monchyplein", "Albert Schweitzerdreef",
    "Henriëtte Roland Holststraat", "Piet Heinkade", "Karel Doormanweg", "Rosa Manushof", "Suze Groenewegplein",
    "Tjalling Haismastraat",
)  # fmt: skip
BODIES: Final = (
    "Bouwbedrijf Van Wijnen-Oost B.V.", "Schildersbedrijf De Haan", "Hoveniersbedrijf Groenrijk BV",
    "Kuiper & Zonen", "Rijwielhandel Dekker", "Notariskantoor Van Buren", "Adviesbureau Rho",
    "Aannemersbedrijf Van Dam B.V.", "Apotheek De Linde", "Installatietechniek Bos", "Stichting Sam&",
    "Garage Willemsen", "Drukkerij Wilco", "Woningstichting Domijn", "Taxi Veldhuis", "Loonbedrijf Gebr. Mulder",
    "Bakker Bart", "Kwantum", "Heerink Advocaten", "Café De Kater", "Zorgboerderij Het Klaver", "Bureau Berenschot",
    "Dura Vermeer", "Van der Valk Hotel", "Blokker",
)  # fmt: skip
_TOWNS: Final = (
    "Enschede", "Hengelo", "Losser", "Zutphen", "Winterswijk", "Harlingen", "Meppel", "Heerlen", "Vlissingen",
    "Katwijk", "Den Helder", "Sneek", "Weert", "Veenendaal", "Tiel", "Assen", "Purmerend", "Spijkenisse", "Goes",
    "Drachten",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Things:
    """Streets, bodies and towns from which is drawn; streets are half made of stem and end, half named."""

    street_stems: Sequence[str]
    street_ends: Sequence[str]
    named_streets: Sequence[str]
    bodies: Sequence[str]
    towns: Sequence[str]


FIRST_THINGS: Final = Things(
    street_stems=_STREET_STEMS,
    street_ends=_STREET_ENDS,
    named_streets=NAMED_STREETS,
    bodies=BODIES,
    towns=_TOWNS,
)


class Numbers:
    """Draws numbers and names of things; the same seed gives the same ones."""

    def __init__(self, random: Random, things: Things = FIRST_THINGS) -> None:
        self._random = random
        self._things = things

    def digits(self, count: int) -> str:
        """So many digits, the first not zero."""
        return str(self._random.randint(1, 9)) + "".join(self._random.choices("0123456789", k=count - 1))

    def eleven_test(self) -> str:
        """Nine digits that pass the eleven-test of BSN and RSIN (9, 8, ... 2 and -1, sum divisible by 11)."""
        while True:
            start = self.digits(8)
            rest = sum((9 - place) * int(digit) for place, digit in enumerate(start)) % 11
            if rest < 10:
                return f"{start}{rest}"

    def bsn(self) -> str:
        """A BSN as documents write it."""
        plain = self.eleven_test()
        dotted = f"{plain[:4]}.{plain[4:6]}.{plain[6:]}"
        spaced = f"{plain[:3]} {plain[3:6]} {plain[6:]}"
        return self._random.choice((plain, plain, dotted, spaced))

    def iban(self) -> str:
        """A Dutch IBAN with a right check number (ISO 13616, mod 97), plain or in groups of four."""
        bank = self._random.choice(_BANKS)
        account = f"{self._random.randint(10**8, 10**9 - 1):010d}"
        as_number = "".join(str(int(sign, 36)) for sign in f"{bank}{account}NL00")
        plain = f"NL{98 - int(as_number) % 97:02d}{bank}{account}"
        grouped = " ".join(plain[at : at + 4] for at in range(0, len(plain), 4))
        return self._random.choice((plain, grouped))

    def mistyped_bsn(self) -> str:
        """A BSN with one digit wrong: nine digits that do not pass the eleven-test."""
        return self._mistyped(self.eleven_test())

    def mistyped_iban(self) -> str:
        """An IBAN with one digit of the account wrong: the check number no longer fits."""
        return self._mistyped(self.iban())

    def _mistyped(self, number: str) -> str:
        return number[:-1] + str((int(number[-1]) + self._random.randint(1, 9)) % 10)

    def mobile(self) -> str:
        """A mobile telephone number."""
        n = self.digits(8)
        forms = (
            f"06-{n}",
            f"06{n}",
            f"06 {n[:2]} {n[2:4]} {n[4:6]} {n[6:]}",
            f"+31 6 {n}",
            f"+316{n}",
            f"06 - {n[:4]} {n[4:]}",
        )
        return self._random.choice(forms)

    def telephone(self) -> str:
        """A number of a fixed line."""
        area = self._random.choice(_AREAS)
        n = self.digits(10 - len(area))
        forms = (f"{area}-{n}", f"({area}) {n[:3]} {n[3:]}", f"{area} {n[:3]} {n[3:]}", f"+31 {area[1:]} {n}")
        return self._random.choice(forms)

    def plate(self) -> str:
        """A Dutch licence plate of one of the current series."""
        letters, numbers = (
            iter(self._random.choices(_PLATE_LETTERS, k=8)),
            iter(self._random.choices("0123456789", k=8)),
        )
        picture = self._random.choice(_PLATES)
        return "".join(next(letters) if sign == "L" else next(numbers) if sign == "0" else sign for sign in picture)

    def date(self, first_year: int, last_year: int) -> str:
        """A date in one of the usual forms."""
        day, month = self._random.randint(1, 28), self._random.randint(1, 12)
        year = self._random.randint(first_year, last_year)
        forms = (
            f"{day} {MONTHS[month - 1]} {year}",
            f"{day:02d}-{month:02d}-{year}",
            f"{day}-{month}-{year}",
            f"{day:02d}/{month:02d}/{year}",
        )
        return self._random.choice(forms)

    def street(self) -> str:
        """A street, plain or named after a person."""
        if self._random.random() < 0.5:
            return self._random.choice(self._things.named_streets)
        return self._random.choice(self._things.street_stems) + self._random.choice(self._things.street_ends)

    def house_number(self) -> str:
        """A house number, now and then with an addition."""
        addition = self._random.choice(("", "", "", "", "a", "B", "-2", " II", " bis", "-hs"))
        return f"{self._random.randint(1, 320)}{addition}"

    def address(self) -> str:
        """Street and house number."""
        return f"{self.street()} {self.house_number()}"

    def postcode(self) -> str:
        """Four digits and two letters, with or without a space."""
        letters = "".join(self._random.choices(_POSTCODE_LETTERS, k=2))
        return f"{self._random.randint(1011, 9999)}{self._random.choice((' ', ' ', ''))}{letters}"

    def town(self) -> str:
        """A Dutch town."""
        return self._random.choice(self._things.towns)

    def body(self) -> str:
        """A company or institution, often named after a person."""
        return self._random.choice(self._things.bodies)

    def amount(self) -> str:
        """An amount of money."""
        euros, cents = self._random.randint(10, 9999), self._random.randint(0, 99)
        grouped = f"{euros:,}".replace(",", ".")
        return self._random.choice((f"€ {grouped},{cents:02d}", f"€{euros},{cents:02d}", f"{grouped} euro"))

    def case_number(self) -> str:
        """A case number of the municipality; some have nine digits, as a BSN has."""
        year = self._random.randint(2019, 2026)
        forms = (
            f"Z-{year % 100}-{self.digits(6)}",
            f"Z{self.digits(6)}",
            f"{year}/{self.digits(5)}",
            f"OV-{year}-{self.digits(4)}",
            f"ZK{self.digits(9)}",
        )
        return self._random.choice(forms)

    def document_number(self) -> str:
        """A number of a Dutch passport or identity card: two letters, six letters or digits, a digit; never an O."""
        letters = self._random.choices("BDFGHJKLMNPRSTVWXZ", k=2)
        middle = self._random.choices("0123456789BCDFGHJKLMNPRSTVWXZ", k=6)
        return f"N{letters[1]}{''.join(middle)}{self._random.randint(0, 9)}"

    def btw_id(self) -> str:
        """A BTW-id of a one-man business since 2020: its check digits make the whole 97-proof, as an IBAN's."""
        base = self.eleven_test()
        as_number = "".join(str(int(sign, 36)) for sign in f"NL{base}B00")
        return f"NL{base}B{98 - int(as_number) % 97:02d}"

    def cadastral(self) -> str:
        """Municipality, section and parcel of the land registry."""
        return f"{self.town()} {self._random.choice('ABCDEFGHKLM')} {self._random.randint(100, 9999)}"

    def mail_host(self) -> str:
        """A host where citizens have their mail."""
        return self._random.choice(_MAIL_HOSTS)

    def ip_address(self) -> str:
        """An IPv4 address outside the private ranges."""
        return f"{self._random.choice((62, 77, 84, 145, 213))}." + ".".join(
            str(self._random.randint(1, 254)) for _ in range(3)
        )

    def mac_address(self) -> str:
        """A MAC address with colons."""
        return ":".join(f"{self._random.randint(0, 255):02X}" for _ in range(6))
