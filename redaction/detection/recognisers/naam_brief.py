# SPDX-License-Identifier: EUPL-1.2
"""Names in the fixed places of letters and mails: salutation, signature, mail header, quoted sender, chat line."""

import re
from collections.abc import Iterator
from typing import Final

from redaction.detection.candidates import Candidate
from redaction.detection.patterns import Pattern
from redaction.detection.reading import Reading
from redaction.detection.recognisers.name_candidates import listed_names, name_candidate
from redaction.detection.recognisers.name_grammar import Name, name_at, skip_titles
from redaction.detection.recognisers.name_words import name_words
from redaction.detection.recognisers.word_lists import word_set
from redaction.detection.tokens import INITIAL, LINE, WORD

_GREETING: Final = Pattern(
    r"(?<!\p{L})(?:(?:zeer[ ])?(?:wel)?(?:edel)?ge?achte|beste|dag|hallo|hoi|hi|hey|lieve|liefste|goede?[ ]?(?:morgen"
    r"|middag|avond|dag)"
    r"|waarde|ha|dear|hello|amice|salam|selam|merhaba|cher|chère)(?!\p{L})[ ,]{0,2}"
)
_CLOSING: Final = Pattern(
    r"(?:(?:met[ ])?(?:zeer[ ])?(?:vriendelijke|hartelijke|warme|beste|lieve|collegiale|sportieve|zonnige|oprechte"
    r"|m[.]?v[.]?)[ ]"
    r"(?:groet|groeten|groetjes)|groet(?:en|jes)?|mvg|m\.v\.g\.?|gr\.?|grtz?|hoogachtend"
    r"|met (?:de meeste )?hoogachting|met achting"
    r"|getekend|was getekend|w\.g\.|voor akkoord|voor gezien|akkoord|namens (?:dezen?|het college[^\n]{0,50}|de raad"
    r"|de burgemeester"
    r"|burgemeester en wethouders)|tot (?:dan|ziens|snel|gauw|morgen)|(?:alvast )?(?:hartelijk )?(?:dank|bedankt)"
    r"|fijn(?:e)? (?:weekend"
    r"|dag|avond)|liefs|best regards|kind regards|regards|met respect|ondertekening|de burgemeester|de secretaris|xx?"
    r"|hgr"
    r"|de voorzitter|de griffier|de aanvrager|de indiener|aldus (?:naar waarheid )?(?:ingevuld|opgemaakt"
    r"|verklaard))(?!\p{L})"
    r"(?:[ ]van)?[ ]{0,2}[,.!:;]{0,2}"
)
_HEADER: Final = Pattern(
    r"[ >]*(?:van|from|aan|to|cc|bcc|kopie(?: aan)?|afzender|verzonden door|reply-to|namens|organisator"
    r"|vereiste deelnemers"
    r"|optionele deelnemers|genodigden|t\.a\.v\.|ter attentie van|ter attentie|p/a|attn\.?)[ ]{0,2}:?[ ]{0,3}(?=\S)"
)
_HEADER_STARTS: Final = (
    "van",
    "fro",
    "aan",
    "to",
    "cc",
    "bcc",
    "kop",
    "afz",
    "ver",
    "rep",
    "nam",
    "org",
    "opt",
    "gen",
    "t.a",
    "ter",
    "p/a",
    "att",
)
_ATTENTION: Final = Pattern(r"(?<=[^\n] )t\.a\.v\.[ ](?=\S)")
_COLON_FREE: Final = frozenset({"t.a.v.", "ter attentie van", "p/a", "attn", "attn."})
_WROTE: Final = Pattern(r"(?<!\p{L})(?:schreef|heeft|wrote)(?!\p{L})[ :]{0,2}")
_LINE_SPEAKER: Final = Pattern(
    r"(?m)^[ >]*(?:\[[^\]\n]{3,25}\][ ]?|\d{1,2}[:.]\d\d(?:[:.]\d\d)?[ ]?(?:uur)?[ ]?[-–:]?[ ]?)?(?=\p{L}[^\n:]{1,40}:)"
)
_LINES_BELOW: Final = 6
_WHY_GREETING: Final = "Naam in de aanhef."
_WHY_CLOSING: Final = "Naam onder een afsluiting of ondertekening."
_WHY_HEADER: Final = "Naam in de kop van een bericht."
_WHY_SPEAKER: Final = "Naam van wie in een gesprek of lijst aan het woord is."


class AanhefRecogniser:
    """The names behind "Beste", "Geachte mevrouw" and the like."""

    name = "naam_aanhef"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        for number in reading.tokens_in(word_set("greeting_starts")):
            match = _GREETING.match(reading.lower, reading.tokens[number].start)
            if match is None:
                continue
            index = reading.token_at(match.end())
            if index >= len(reading.tokens) or reading.tokens[index].start != match.end():
                continue
            written = reading.text[match.start()]
            begins = reading.starts_sentence(match.start())
            small = written.islower() and begins
            if not begins and not written.isupper():
                continue
            for name in listed_names(reading, index, sure=True, small=small):
                known = name.first or name.last or name.initials or name.prefixed
                ends = self._ends(reading, name)
                if not ends and not known:
                    break
                if name.plain and not known and (name.words > 1 or (name.plain == name.words and not ends)):
                    break
                score = 0.95 if ends and (known or not name.plain) else 0.75
                yield name_candidate(
                    reading, name.start, name.end, score=score, recogniser=self.name, why=_WHY_GREETING
                )

    @staticmethod
    def _ends(reading: Reading, name: Name) -> bool:
        tokens = reading.tokens
        if name.after >= len(tokens):
            return True
        return (
            tokens[name.after].sort == LINE or tokens[name.after].text in ",!.;:&/-" or tokens[name.after].lower == "en"
        )


class OndertekeningRecogniser:
    """The names on the lines below a closing phrase, and right behind it."""

    name = "naam_ondertekening"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        seen: set[int] = set()
        for number in reading.tokens_in(word_set("closing_starts")):
            token = reading.tokens[number]
            if not reading.starts_sentence(token.start):
                continue
            match = _CLOSING.match(reading.lower, token.start)
            if match is None:
                continue
            _, line_end = reading.line_of(match.start())
            alone = not reading.text[match.end() : line_end].strip()
            small = reading.text[match.start()].islower()
            begin = match.end() if not alone else line_end
            for candidate in self._below(reading, begin, small=small, same_line=not alone):
                if candidate.start not in seen:
                    seen.add(candidate.start)
                    yield candidate

    def _below(self, reading: Reading, offset: int, *, small: bool, same_line: bool) -> Iterator[Candidate]:
        """Names on the lines from an offset on; the first line that holds one ends the search."""
        tokens, index = reading.tokens, reading.token_at(offset)
        for _ in range(1 if same_line else _LINES_BELOW):
            while index < len(tokens) and (tokens[index].sort == LINE or tokens[index].text in ">-*_"):
                index += 1
            if index >= len(tokens):
                return
            end = index
            while end < len(tokens) and tokens[end].sort != LINE:
                end += 1
            if end - index > 14:
                return
            found = list(self._on_line(reading, index, end, small=small, strict=same_line))
            yield from found
            if found:
                return
            index = end

    def _on_line(self, reading: Reading, index: int, end: int, *, small: bool, strict: bool) -> Iterator[Candidate]:
        tokens = reading.tokens
        at = index
        while at < end:
            name = name_at(reading, at, sure=True, small=small)
            if name is None:
                if strict or (tokens[at].sort == WORD and name_words().is_body(tokens[at].lower)):
                    return
                at += 1
                continue
            known = name.first or name.last or name.initials or name.prefixed
            fills = at == index and name.after >= end
            plain = name.plain == name.words and not name.initials
            if (known and not plain) or (fills and (not name.plain or known)):
                score = 0.95 if fills or name.initials else 0.85
                yield name_candidate(reading, name.start, name.end, score=score, recogniser=self.name, why=_WHY_CLOSING)
            elif strict:
                return
            at = max(name.after, at + 1)


class BerichtkopRecogniser:
    """Senders and receivers of mails, in whatever order their names are written, and who wrote a quoted mail."""

    name = "naam_berichtkop"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        for match in self._headers(reading):
            if ":" not in match.group() and match.group().strip() not in _COLON_FREE:
                continue
            _, line_end = reading.line_of(match.end())
            yield from self._parties(reading, match.end(), line_end)
        for match in _WROTE.finditer(reading.lower):
            index = reading.token_at(match.end())
            name = name_at(reading, index)
            if name is not None and (name.words > 1 or name.first or name.initials):
                yield name_candidate(reading, name.start, name.end, score=0.8, recogniser=self.name, why=_WHY_HEADER)

    @staticmethod
    def _headers(reading: Reading) -> Iterator["re.Match[str]"]:
        for begin in reading.line_starts:
            if reading.lower[begin : begin + 12].lstrip(" >").startswith(_HEADER_STARTS):
                match = _HEADER.match(reading.lower, begin)
                if match:
                    yield match
        if "t.a.v." in reading.lower:
            yield from _ATTENTION.finditer(reading.lower)

    def _parties(self, reading: Reading, start: int, end: int) -> Iterator[Candidate]:
        begin = start
        for offset in range(start, end + 1):
            if offset < end and reading.text[offset] not in ';<>[]()"|':
                continue
            yield from self._party(reading, begin, offset)
            begin = offset + 1

    def _party(self, reading: Reading, start: int, end: int) -> Iterator[Candidate]:
        text = reading.text[start:end]
        if "@" in text or not text.strip(" ,'"):
            return
        index, words = reading.token_at(start), name_words()
        stop = reading.token_at(end)
        tokens = reading.tokens[index:stop]
        for number, token in enumerate(tokens):
            if words.is_body(token.lower) or token.lower in words.things:
                if not number or tokens[0].sort != INITIAL:
                    return
                stop = index + number
                break
        small = text == text.lower()
        at, last_end = index, None
        while at < stop:
            name = name_at(reading, at, sure=True, small=small)
            if name is None or name.start >= end:
                at += 1
                continue
            known = name.first or name.last or name.initials or name.prefixed
            if known or name.plain < name.words or (name.words == 1 and stop - index == 1):
                score = 0.95 if known or not name.plain else 0.7
                last_end = name.end
                yield name_candidate(
                    reading, name.start, min(name.end, end), score=score, recogniser=self.name, why=_WHY_HEADER
                )
            at = max(name.after, at + 1)
            if last_end is not None and at < stop and tokens[at - index].sort == INITIAL:
                # "Jansen, P. van der": what is behind the comma belongs to it.
                behind = at
                while behind < stop and (
                    reading.tokens[behind].sort == INITIAL or reading.tokens[behind].lower in words.prefixes
                ):
                    behind += 1
                yield name_candidate(
                    reading, reading.tokens[at].start, reading.tokens[behind - 1].end, score=0.85,
                    recogniser=self.name, why=_WHY_HEADER,
                )  # fmt: skip
                at = behind


class SprekerRecogniser:
    """``[10:32] Fatima: ...`` and ``De Vries: ...``: whose words follow."""

    name = "naam_spreker"

    def find(self, reading: Reading) -> Iterator[Candidate]:
        """See Recogniser.find."""
        tokens = reading.tokens
        for match in _LINE_SPEAKER.finditer(reading.text):
            index = reading.token_at(match.end())
            timed = bool(match.group().strip(" >"))
            name = name_at(reading, index, sure=timed)
            if name is None or name.after >= len(tokens):
                continue
            if skip_titles(reading, index) != index or tokens[name.after].text not in ":(":
                continue
            known = name.first or name.last or name.initials
            if name.plain and not known:
                continue
            if name.words == 1 and not timed and not (name.first or name.last):
                continue
            if name.words == name.plain and not name.prefixed and not timed:
                continue
            yield name_candidate(
                reading, name.start, name.end, score=0.88 if known else 0.75, recogniser=self.name, why=_WHY_SPEAKER
            )
