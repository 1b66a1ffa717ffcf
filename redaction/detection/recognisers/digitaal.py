# SPDX-License-Identifier: EUPL-1.2
"""Traces of people in machines: user names in paths, social media, IP and MAC addresses."""

import ipaddress
import re
from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.word_lists import word_set
from schemas.findings import Kind, Role

_PATHS: Final = Pattern(
    r"(?:[A-Z]:[\\/](?:Users|Gebruikers|Documents and Settings)[\\/]|/(?:home|Users)/|\\\\[\w.$-]+\\(?:home|users"
    r"|profiles|profielen)\$?\\)"
    r"(?P<user>[^\\/\s:*?\"<>|]{2,40})",
    ignore_case=True,
)
_LABELLED: Final = Pattern(
    r"(?<!\p{L})(?:gebruikersnaam|gebruikers?[ -]?id|inlog(?:naam|code)|loginnaam|accountnaam|username|user[ -]?(?:id"
    r"|name)|user|login"
    r"|account|gebruiker|profiel|owner|author|personeelscode)(?:[ ]?[:=][ ]?|[ ]+(?:is|van|met|onder)?[ ]?[\"'“‘]?)"
    r"(?P<user>[\p{L}\d][\w.\\@-]{1,40})",
    ignore_case=True,
)
_BY: Final = Pattern(
    r"(?<!\p{L})(?:(?:in|aan|uit)gelogd[ ](?:als|met|onder)|aangemeld[ ]als|(?:gewijzigd|aangemaakt|opgeslagen"
    r"|bewerkt|geopend|gescand"
    r"|geprint|afgedrukt|ge[uü]pload|toegewezen|vergrendeld)[ ](?:door|aan))[ ]?:?[ ]?(?P<user>[a-z][\w.-]{2,30})",
    ignore_case=True,
)
_DOMAIN_USER: Final = Pattern(r"(?<![\w\\/:.])[A-Za-z][\w-]{1,20}\\(?P<user>[A-Za-z][\w.-]{2,30})(?![\w\\])")
_LETTERS_DIGITS: Final = re.compile(r"(?<![\w@./\\-])(?P<user>(?P<letters>[a-z]{4,20})\d{1,4})(?![\w@/\\-]|\.\w)")
_CODED: Final = re.compile(r"[A-Za-z][A-Za-z._-]*\d{1,6}[A-Za-z]?|[a-z]+[._][a-z.]+")
_NOT_USERS: Final = frozenset(
    {"public", "default", "all", "administrator", "admin", "root", "shared", "guest", "system"}
)
_PROFILES: Final = Pattern(
    r"(?:https?://)?(?:\w{1,3}\.)?(?:linkedin\.com/in|facebook\.com|twitter\.com|x\.com|instagram\.com|tiktok\.com"
    r"|threads\.net|youtube\.com)"
    r"/(?P<user>@?[\p{L}\d][\w.%-]{1,60})",
    ignore_case=True,
)
_HANDLE: Final = Pattern(r"(?<![\w.@/-])@(?P<user>[A-Za-z_](?:[A-Za-z0-9_]|[.](?=\w)){2,29})(?![\w@])")
_OFFICIAL: Final = Pattern(
    r"gemeente|politie|rijksoverheid|provincie|waterschap|raad|stad|nieuws|omgevingsdienst|ggd|brandweer|kvk|fc|media"
    r"|company|share|pages|groups|watch|hashtag"
)
_IPV4: Final = Pattern(r"(?<![\w.,-])(?:\d{1,3}\.){3}\d{1,3}(?![\w,]|\.\d)")
_IPV6: Final = Pattern(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){3,7}[0-9A-Fa-f]{0,4}(?![\w:])")
_IP_LABEL: Final = Pattern(r"\b(?:ip|ip-?adres|ip-?nummer|host|remote|client|received|x-originating)\b")
_MAC: Final = Pattern(
    r"(?<![\w:-])(?:[0-9A-Fa-f]{2}(?P<sep>[:-])(?:[0-9A-Fa-f]{2}(?P=sep)){4}[0-9A-Fa-f]{2}"
    r"|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4})(?![\w:-])"
)


class GebruikersnaamRecogniser:
    """The user's part of a path, or a value behind a label for a user name."""

    name = "gebruikersnaam"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        seen: set[int] = set()
        for match, why in self._matches(reading):
            user = match["user"].rstrip(".")
            if match.start("user") in seen or user.lower() in _NOT_USERS:
                continue
            seen.add(match.start("user"))
            yield Candidate(
                kind=Kind.GEBRUIKERSNAAM, start=match.start("user"), end=match.start("user") + len(user), score=0.93,
                recogniser=self.name, why=why,
            )  # fmt: skip

    def _matches(self, reading: Reading) -> Iterator[tuple["re.Match[str]", str]]:
        if "\\" in reading.text or "/" in reading.text:
            yield from ((match, "Gebruikersnaam in een bestandspad.") for match in _PATHS.finditer(reading.text))
        if "\\" in reading.text:
            for match in _DOMAIN_USER.finditer(reading.text):
                if _CODED.fullmatch(match["user"]) or reading.gazetteer.is_last(match["user"]):
                    yield match, "Gebruikersnaam achter de naam van een netwerk."
        yield from ((match, "Heeft de vorm van een gebruikersnaam.") for match in self._coded(reading))
        for pattern in (_LABELLED, _BY):
            for match in pattern.finditer(reading.text):
                told = pattern is _LABELLED and any(
                    sign in reading.text[match.start() : match.start("user")] for sign in ":="
                )
                user = match["user"].rstrip(".")
                if told and "@" not in user and not reading.common(user):
                    yield match, "Achter een aanduiding als gebruikersnaam."
                elif _CODED.fullmatch(user) or self._odd(reading, user):
                    yield match, "Achter een woord voor inloggen of bewerken, in de vorm van een gebruikersnaam."

    @staticmethod
    def _coded(reading: Reading) -> Iterator["re.Match[str]"]:
        """Letters and two to four digits that make no word, near a word for computers."""
        near = word_set("login_words")
        for match in _LETTERS_DIGITS.finditer(reading.text):
            letters = match["letters"].lower()
            if letters in reading.gazetteer.words or letters in word_set("numbered_names"):
                continue
            around = reading.before(match.start(), 120) + " " + reading.after(match.end(), 40)
            if any(word in near for word in re.split(r"\W+", around)):
                yield match

    @staticmethod
    def _odd(reading: Reading, user: str) -> bool:
        """Small letters that make no Dutch word, such as ``jdevries``."""
        plain = user.lower() in reading.gazetteer.words or reading.gazetteer.is_first(user)
        return user.isascii() and user.islower() and len(user) > 4 and not plain and reading.gazetteer.is_last(user[1:])


class SocialMediaRecogniser:
    """Profiles by address, and names that begin with @."""

    name = "social_media"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if "@" not in reading.text and ".com/" not in reading.lower and ".net/" not in reading.lower:
            return
        for match in _PROFILES.finditer(reading.text):
            yield self._candidate(match["user"], match.start(), match.end(), "Adres van een profiel op sociale media.")
        for match in _HANDLE.finditer(reading.text):
            yield self._candidate(match["user"], match.start(), match.end(), "Naam op sociale media (begint met @).")

    def _candidate(self, user: str, start: int, end: int, why: str) -> Candidate:
        official = _OFFICIAL.search(user.lower()) is not None
        return Candidate(
            kind=Kind.SOCIAL_MEDIA, start=start, end=end, score=0.9, recogniser=self.name,
            role=Role.BEDRIJF if official else Role.ONBEKEND,
            why="Account van een organisatie." if official else why,
        )  # fmt: skip


class IpRecogniser:
    """IPv4 and IPv6. Four small numbers with dots are more often a version or a section."""

    name = "ip_adres"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        if not reading.has_digits:
            return
        for match in (*_IPV4.finditer(reading.text), *_IPV6.finditer(reading.text)):
            try:
                address = ipaddress.ip_address(match.group())
            except ValueError:
                continue
            labelled = _IP_LABEL.search(reading.before(match.start(), 60)) is not None
            small = address.version == 4 and all(int(part) < 30 for part in match.group().split("."))
            if address.is_loopback or address.is_unspecified or (small and not labelled):
                continue
            yield Candidate(
                kind=Kind.IP_ADRES, start=match.start(), end=match.end(), score=0.97 if labelled else 0.8,
                recogniser=self.name, why="IP-adres" + (", zo aangeduid." if labelled else "."),
            )  # fmt: skip


class MacRecogniser:
    """The address of a network card."""

    name = "mac_adres"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        for match in _MAC.finditer(reading.text):
            yield Candidate(
                kind=Kind.MAC_ADRES, start=match.start(), end=match.end(), score=0.95, recogniser=self.name,
                why="Adres van een netwerkkaart (MAC).",
            )  # fmt: skip
