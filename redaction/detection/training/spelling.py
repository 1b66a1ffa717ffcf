# SPDX-License-Identifier: EUPL-1.2
"""Makes the carried list of Dutch spelling (``gazetteer``) from a word list with one word a line.

``python -m redaction.detection.training.spelling LIST OUT.json.gz``. The carried one was made from the list of OpenTaal
(package ``wdutch`` 2.20.19 of Debian), which tells words that are written in small letters from those that never are.
"""

import gzip
import json
import re
import sys
from pathlib import Path
from typing import Final

from redaction.detection.gazetteer import fold, gazetteer
from redaction.detection.recognisers.street_words import is_street_word
from schemas.errors import InputRefused, RefusalReason

_SMALL: Final = re.compile(r"[^\W\d_]{2,}")
_LEAST_PROPER: Final = 3


def build_spelling(listed: Path, target: Path) -> tuple[int, int]:
    """Make the carried list anew, byte for byte the same from the same list.

    Args:
        listed: text file with one word a line.
        target: file to write.

    Returns:
        How many words in small letters it holds, and how many that always have a capital.

    Raises:
        InputRefused: the list is not there or is no text.
    """
    try:
        words = listed.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise InputRefused(RefusalReason.DAMAGED, "The word list cannot be read.") from error
    small = {word for word in words if word.islower() and _SMALL.fullmatch(word)}
    proper = {fold(word) for word in words if _is_proper(word)}
    lists = {"spelled": sorted(small), "proper": sorted(proper)}
    packed = json.dumps(lists, ensure_ascii=False, separators=(",", ":")).encode()
    target.write_bytes(gzip.compress(packed, mtime=0))
    return len(small), len(proper)


def _is_proper(word: str) -> bool:
    """A word with one capital, no town and no street: mostly a name of a person, a people or a thing."""
    return (
        len(word) >= _LEAST_PROPER
        and word[0].isupper()
        and word[1:].islower()
        and _SMALL.fullmatch(word) is not None
        and not gazetteer().is_place(word)
        and not is_street_word(word.lower())
    )


if __name__ == "__main__":
    print("{} words in small letters, {} with a capital".format(*build_spelling(*map(Path, sys.argv[1:3]))))  # noqa: T201
