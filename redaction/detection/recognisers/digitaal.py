# SPDX-License-Identifier: EUPL-1.2
"""Traces of people in machines: user names in paths, social media, IP and MAC addresses."""

import ipaddress
from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from schemas.findings import Kind, Role

_PATHS: Final = Pattern(
    r"(?:[A-Z]:[\\/](?:Users|Gebruikers|Documents and Settings)[\\/]|/(?:home|Users)/|\\\\[\w.$-]+\\(?:home|users|profiles|profielen)\$?\\)"
    r"(?P<user>[^\\/\s:*?\"<>|]{2,40})",
    ignore_case=True,
)
_LABELLED: Final = Pattern(
    r"(?<!\p{L})(?:gebruikersnaam|inlognaam|loginnaam|accountnaam|username|user[ -]?id|user|login|account)[ ]?[:=][ ]?(?P<user>[\p{L}\d][\w.\\@-]{1,40})",
    ignore_case=True,
)
_NOT_USERS: Final = frozenset(
    {"public", "default", "all", "administrator", "admin", "root", "shared", "guest", "system"}
)
_PROFILES: Final = Pattern(
    r"(?:https?://)?(?:\w{1,3}\.)?(?:linkedin\.com/in|facebook\.com|twitter\.com|x\.com|instagram\.com|tiktok\.com|threads\.net|youtube\.com)"
    r"/(?P<user>@?[\p{L}\d][\w.%-]{1,60})",
    ignore_case=True,
)
_HANDLE: Final = Pattern(r"(?<![\w.@/-])@(?P<user>[A-Za-z_](?:[A-Za-z0-9_]|[.](?=\w)){2,29})(?![\w@])")
_OFFICIAL: Final = Pattern(
    r"gemeente|politie|rijksoverheid|provincie|waterschap|raad|stad|nieuws|omgevingsdienst|ggd|brandweer|kvk|fc|media|company|share|pages|groups|watch|hashtag"
)
_IPV4: Final = Pattern(r"(?<![\w.,-])(?:\d{1,3}\.){3}\d{1,3}(?![\w,]|\.\d)")
_IPV6: Final = Pattern(r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){3,7}[0-9A-Fa-f]{0,4}(?![\w:])")
_IP_LABEL: Final = Pattern(r"\b(?:ip|ip-?adres|ip-?nummer|host|remote|client|received|x-originating)\b")
_MAC: Final = Pattern(
    r"(?<![\w:-])(?:[0-9A-Fa-f]{2}(?P<sep>[:-])(?:[0-9A-Fa-f]{2}(?P=sep)){4}[0-9A-Fa-f]{2}|(?:[0-9a-f]{4}\.){2}[0-9a-f]{4})(?![\w:-])"
)


class GebruikersnaamRecogniser:
    """The user's part of a path, or a value behind a label for a user name."""

    name = "gebruikersnaam"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        for pattern, why in (
            (_PATHS, "Gebruikersnaam in een bestandspad."),
            (_LABELLED, "Achter een aanduiding als gebruikersnaam."),
        ):
            for match in pattern.finditer(reading.text):
                if match["user"].lower() not in _NOT_USERS:
                    yield Candidate(
                        kind=Kind.GEBRUIKERSNAAM, start=match.start("user"), end=match.end("user"), score=0.93,
                        recogniser=self.name, why=why,
                    )  # fmt: skip


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
