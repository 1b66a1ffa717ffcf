# SPDX-License-Identifier: EUPL-1.2
"""Names, places and plain Dutch words that recognisers look up.

``gazetteer.json.gz`` in this folder is made by ``build_gazetteer`` from the project's training data. Its first and
last names of 18 origins come from Faker (MIT) and own lists (CC0), its places from Faker (MIT); the plain words are
words that occur in small letters in UD Dutch LassySmall and Alpino (CC BY-SA 4.0, Gosse Bouma and Gertjan van Noord),
WikiANN (text of Wikipedia, CC BY-SA 3.0), the Europeana Newspapers corpus (CC0) and own carrier sentences (CC0). The
word list is shipped as CC BY-SA 4.0.

``spelling.json.gz`` is made by ``training.spelling`` from the word list of OpenTaal (BSD, ``spelling-license.txt``):
350 thousand words that Dutch writes in small letters, and 33 thousand that always have a capital.
"""

import gzip
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from schemas.errors import InputRefused, RefusalReason

_WORD: Final = re.compile(r"(?<![\w.@-])[^\W\d_]{2,}(?![\w@])")
_WORD_SOURCES: Final = (
    "ud-names-nl.train.jsonl.gz",
    "europeana-nl.train.jsonl.gz",
    "wikiann-nl.train.jsonl.gz",
    "synthetic-municipal.train.jsonl.gz",
)
_FILE: Final = "gazetteer.json.gz"
_SPELLING: Final = "spelling.json.gz"
_LEAST_PART: Final = 3
_LONG_ENOUGH: Final = 9
"""Letters from which a word may have a part of three; ``khalid`` is not made of ``kha`` and ``lid``."""
_OFTEN: Final = 25
_NEVER_NAMES: Final = frozenset(
    (
        "januari",
        "februari",
        "maart",
        "april",
        "mei",
        "juni",
        "juli",
        "augustus",
        "september",
        "oktober",
        "november",
        "december",
        "maandag",
        "dinsdag",
        "woensdag",
        "donderdag",
        "vrijdag",
        "zaterdag",
        "zondag",
    )
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Gazetteer:
    """Sets of words, all folded (see ``fold``) except those in small letters, which are as they were written.

    Attributes:
        first, last, places: names that are known.
        words: words that running text was seen to write in small letters; the models know them.
        spelled: every word that Dutch spelling writes in small letters.
        proper: words that Dutch spelling writes with a capital only, towns and streets left out.
    """

    first: frozenset[str] = field(repr=False)
    last: frozenset[str] = field(repr=False)
    places: frozenset[str] = field(repr=False)
    words: frozenset[str] = field(repr=False)
    spelled: frozenset[str] = field(default=frozenset(), repr=False)
    proper: frozenset[str] = field(default=frozenset(), repr=False)
    _first_told: dict[str, bool] = field(init=False, default_factory=dict, repr=False)
    _last_told: dict[str, bool] = field(init=False, default_factory=dict, repr=False)

    def is_first(self, word: str) -> bool:
        """True for a known first name, whatever its case and accents; each part of a double name counts."""
        told = self._first_told.get(word)
        if told is None:
            folded = fold(word)
            told = folded in self.first or ("-" in folded and all(part in self.first for part in folded.split("-")))
            self._first_told[word] = told
        return told

    def is_last(self, word: str) -> bool:
        """True for a known surname without its prefixes; each part of a double name counts."""
        told = self._last_told.get(word)
        if told is None:
            folded = fold(word)
            told = folded in self.last or ("-" in folded and any(part in self.last for part in folded.split("-")))
            self._last_told[word] = told
        return told

    def is_place(self, word: str) -> bool:
        """True for a Dutch town or village."""
        return fold(word) in self.places

    def is_spelled(self, word: str) -> bool:
        """True for a word that Dutch also writes in small letters, whether or not running text was seen to."""
        lower = word.lower()
        return lower in self.words or lower in self.spelled

    def is_made(self, word: str) -> bool:
        """True for a word in small letters that is made of two Dutch words, with or without an s between."""
        least = _LEAST_PART + (len(word) < _LONG_ENOUGH)
        return any(
            self._is_part(word[at:]) and (self._is_part(word[:at]) or self._is_part(word[:at].removesuffix("s")))
            for at in range(least, len(word) - least + 1)
        )

    def _is_part(self, word: str) -> bool:
        """True for a word that a longer one is made of; a short one must be common."""
        return word in self.words or (len(word) > _LEAST_PART and word in self.spelled)

    def is_proper(self, word: str) -> bool:
        """True for a word that Dutch spelling writes with a capital only: a person's name more often than not."""
        return fold(word) in self.proper

    def forget(self) -> None:
        """Words that were looked up are remembered to save work; from here on they are not."""
        self._first_told.clear()
        self._last_told.clear()


def fold(word: str) -> str:
    """A word in small letters without accents, so that ``ŞULE`` and ``Şule`` and ``Sule`` are one."""
    if word.isascii():
        return word.lower()
    decomposed = unicodedata.normalize(
        "NFKD", word.replace("’", "'").replace("ı", "i").replace("ł", "l").replace("Ł", "l")
    )
    return "".join(letter for letter in decomposed.lower() if not unicodedata.combining(letter))


@cache
def gazetteer() -> Gazetteer:
    """The lists that the package carries."""
    lists: dict[str, list[str]] = {}
    for name in (_FILE, _SPELLING):
        lists |= json.loads(gzip.decompress((files("redaction.detection") / name).read_bytes()))
    return Gazetteer(**{name: frozenset(words) for name, words in lists.items()})


def build_gazetteer(data: Path, target: Path) -> None:
    """Make the carried lists anew, byte for byte the same from the same data.

    Args:
        data: folder with the training data (``names-gazetteer.json.gz`` and the ``*.jsonl.gz`` sets).
        target: file to write.

    Raises:
        InputRefused: a source is not there.
    """
    names = json.loads(gzip.decompress(_read(data / "names-gazetteer.json.gz")))
    prefixes = {fold(prefix) for prefix in names["tussenvoegsels"]}
    first = {fold(part) for origin in names["origins"].values() for name in origin["first"] for part in name.split()}
    last = {
        fold(part) for origin in names["origins"].values() for name in origin["last"] for part in name.split()
    } - prefixes
    lists = {
        "first": sorted(name for name in first if len(name) > 1),
        "last": sorted(name for name in last if len(name) > 1),
        "places": sorted(fold(place) for place in names["cities"]),
        "words": sorted(_plain(_words(data), first) | _NEVER_NAMES),
    }
    packed = json.dumps(lists, ensure_ascii=False, separators=(",", ":")).encode()
    target.write_bytes(gzip.compress(packed, mtime=0))


def _words(data: Path) -> Counter[str]:
    """Words written in small letters outside names."""
    small: Counter[str] = Counter()
    for source in _WORD_SOURCES:
        for record in _records(data / source):
            # A text wholly in small letters says nothing about which words are names.
            if record["text"].islower():
                continue
            spans = [(span["start"], span["end"]) for span in record["spans"]]
            for match in _WORD.finditer(record["text"]):
                if match.group().islower() and not any(
                    begin < match.end() and match.start() < end for begin, end in spans
                ):
                    small[match.group()] += 1
    return small


def _plain(words: Counter[str], names: set[str]) -> set[str]:
    """Words that count as plain Dutch; a first name in a text without capitals is not made plain by that."""
    return {
        word
        for word, count in words.items()
        if (count >= _OFTEN if fold(word) in names else count > 1 or len(word) > 7)
    }


def _records(path: Path) -> Iterator[dict[str, Any]]:
    for line in gzip.decompress(_read(path)).decode().splitlines():
        yield json.loads(line)


def _read(path: Path) -> bytes:
    if not path.is_file():
        raise InputRefused(
            RefusalReason.DAMAGED,
            "A source of the gazetteer is not there.",
            advice="Give the folder with the training data (names-gazetteer.json.gz and the jsonl.gz sets).",
        )
    return path.read_bytes()
