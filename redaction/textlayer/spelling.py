# SPDX-License-Identifier: EUPL-1.2
"""Which letter each glyph shows, decided by all the words in which it was seen."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from statistics import median
from typing import Final

from redaction.content.fonts import UNKNOWN, Font
from redaction.content.shapes import contradicts, plain
from redaction.textlayer.sight import Glyph, Matched, Sighting

_HEARD: Final = 0.4
"""Confidence from which a word has a vote."""
_MAJORITY: Final = 0.7
"""Share of its votes that the letter of a glyph must have."""
_SURE: Final = 0.85
"""Confidence of one word that suffices where a glyph is seen once; any vote does in a word with more letters."""
_TELLING: Final = 4
"""Letters of a word whose other letters, all as they were decided, show that it was read well."""
_ALIKE: Final = frozenset("0OoIl1|!CcSsVvWwXxZzUuPpKk")
"""Letters that look like others: one word does not suffice for these, unless it is read with certainty."""
_CERTAIN: Final = 0.9
_SAME_SHAPE: Final = frozenset("cosuvwxz")
"""Small letters that are capitals when they are larger."""
_SMALL: Final = frozenset("aemnr")
_TALL: Final = frozenset("bdhklABDEFGHLMNRT")
_HEIGHT: Final = 0.06
"""Difference in height, as a part of the line, from which small and tall letters of a font can be told apart."""
_LONGEST: Final = 3
"""Letters of the longest ligature."""
_ROUNDS: Final = 3
_AGREED: Final = 0.8
"""Share of the letters from which what a font says is what the eye sees, but for single codes."""
_ENOUGH: Final = 3
"""Letters that must be compared to judge a font."""


def letters_of(sighting: Sighting, wanted: Iterable[Glyph]) -> dict[Glyph, str]:
    """The text of each glyph that could be decided; a glyph that shows nothing is a space."""
    wanted = frozenset(wanted)
    votes: dict[Glyph, Counter[str]] = defaultdict(Counter)
    words = [word for word in sighting.words if word.confidence >= _HEARD]
    for word in words:
        if len(word.glyphs) == len(word.text) and _fits(word):
            for glyph, known, letter in zip(word.glyphs, word.known, word.text, strict=True):
                if known is None:
                    votes[glyph][letter] += _weight(word)
    decided = _majority(votes)
    for _ in range(_ROUNDS):
        if not _fill(words, decided, votes):
            break
        decided = _majority(votes)
    sized = _by_size(decided, sighting.tops)
    result = _supported(words, decided | sized, frozenset(sized))
    result = {glyph: text for glyph, text in result.items() if glyph in wanted}
    result.update({glyph: " " for glyph in sighting.blank if glyph in wanted})
    return result


def _by_size(decided: Mapping[Glyph, str], tops: Mapping[Glyph, float]) -> dict[Glyph, str]:
    """Letters that are small or capital by their size alone, by the height of the other letters of their font."""
    heights: dict[tuple[Font, bool], list[float]] = defaultdict(list)
    for glyph, text in decided.items():
        if glyph in tops and (text in _SMALL or text in _TALL):
            heights[(glyph[0], text in _TALL)].append(tops[glyph])
    result: dict[Glyph, str] = {}
    for glyph, text in decided.items():
        small, tall = heights.get((glyph[0], False)), heights.get((glyph[0], True))
        if text.lower() not in _SAME_SHAPE or glyph not in tops or not small or not tall:
            continue
        middle = (median(small) + median(tall)) / 2
        if median(small) - median(tall) >= _HEIGHT:
            result[glyph] = text.upper() if tops[glyph] < middle else text.lower()
    return result


def judge(sighting: Sighting, font: Font, said: Mapping[bytes, str]) -> dict[bytes, str] | None:
    """What the eye says of a font in doubt: other texts for the codes that lie; None where it cannot tell.

    Args:
        sighting: what was seen.
        font: the font.
        said: what it says of the codes that are drawn.
    """
    texts = {(font, code): text for code, text in said.items()}
    letters = letters_of(sighting, texts)
    lies = {code: letters[font, code] for code in said if _lies(said[code], letters.get((font, code)))}
    share, compared = _agreement(sighting, texts)
    if compared < _ENOUGH:
        return None
    if share >= _AGREED:
        return lies
    told = all((font, code) in letters for code, text in said.items() if plain(text) or text == UNKNOWN)
    return {code: letters[font, code] for code in said if (font, code) in letters} if lies and told else None


def _lies(said: str, seen: str | None) -> bool:
    return seen is not None and said != UNKNOWN and contradicts(said, seen)


def _agreement(sighting: Sighting, texts: Mapping[Glyph, str]) -> tuple[float, int]:
    """Share of the letters of texts that the eye sees too, likeness aside, and how many were compared."""
    same = 0.0
    compared = 0
    for word in sighting.words:
        if word.confidence < _HEARD or not any(glyph in texts for glyph in word.glyphs):
            continue
        said = [known or texts.get(glyph, "") for glyph, known in zip(word.glyphs, word.known, strict=True)]
        letters, read = plain("".join(said)), plain(word.text)
        compared += len(letters)
        same += len(letters) * SequenceMatcher(None, letters, read, autojunk=False).ratio() if letters else 0
    return (same / compared if compared else 0.0), compared


def _weight(word: Matched) -> int:
    return round(100 * word.confidence)


def _fits(word: Matched) -> bool:
    """False where a letter that is known was read as another one."""
    return all(known is None or plain(known) == plain(read) for known, read in zip(word.known, word.text, strict=True))


def _majority(votes: Mapping[Glyph, Counter[str]]) -> dict[Glyph, str]:
    result: dict[Glyph, str] = {}
    for glyph, counts in votes.items():
        (text, most), *_ = counts.most_common(1)
        if most >= _MAJORITY * counts.total() or not any(letter.isalnum() for letter in "".join(counts)):
            result[glyph] = text
    return result


def _fill(words: Sequence[Matched], decided: Mapping[Glyph, str], votes: dict[Glyph, Counter[str]]) -> bool:
    """Votes from words in which one glyph is open and the letters around it are as decided: ligatures, rare letters."""
    more: dict[Glyph, Counter[str]] = defaultdict(Counter)
    for word in words:
        spelled = [known or decided.get(glyph) for glyph, known in zip(word.glyphs, word.known, strict=True)]
        open_places = [place for place, text in enumerate(spelled) if text is None]
        if len(open_places) != 1 or len(spelled) < 2:
            continue
        (place,) = open_places
        before = "".join(text for text in spelled[:place] if text)
        after = "".join(text for text in spelled[place + 1 :] if text)
        middle = word.text[len(before) : len(word.text) - len(after)]
        if 0 < len(middle) <= _LONGEST and word.text == before + middle + after:
            more[word.glyphs[place]][middle] += _weight(word)
    changed = False
    for glyph, counts in more.items():
        if votes.get(glyph) != counts:
            votes[glyph] = counts
            changed = True
    return changed


def _supported(words: Sequence[Matched], decided: Mapping[Glyph, str], sized: frozenset[Glyph]) -> dict[Glyph, str]:
    """Glyphs with words that, spelled with the decided letters, are what was read."""
    supports: dict[Glyph, list[Matched]] = defaultdict(list)
    for word in words:
        spelled = [known or decided.get(glyph) for glyph, known in zip(word.glyphs, word.known, strict=True)]
        if all(spelled) and "".join(text for text in spelled if text).casefold() == word.text.casefold():
            for glyph in set(word.glyphs):
                supports[glyph].append(word)
    kept: dict[Glyph, str] = {}
    for glyph, text in decided.items():
        found = supports.get(glyph, [])
        plain_letter = glyph in sized or text not in _ALIKE
        is_sign = text not in _ALIKE and not any(map(str.isalnum, text))
        if len(found) > 1 or is_sign or any(_suffices(word, plain_letter) for word in found):
            kept[glyph] = text
    return kept


def _suffices(word: Matched, plain_letter: bool) -> bool:
    """True where one word is enough to know a letter in it."""
    if not plain_letter:
        return word.confidence >= _CERTAIN
    return word.confidence >= _SURE or len(word.text) >= _TELLING
