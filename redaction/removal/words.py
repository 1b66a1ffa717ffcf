# SPDX-License-Identifier: EUPL-1.2
"""The words of a segment of which something goes: what stays, the gaps between, and the spaces."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import combining

from redaction.content.lines import WORD_GAP
from redaction.content.page import Run
from redaction.removal.segments import Mark, Segment, extent_of, stretch_of


@dataclass(slots=True, eq=False)
class Word:
    """Visible glyphs without a space between them, or a gap (``mark`` is set), or a space (``space`` is true)."""

    mark: Mark | None = None
    glyphs: list[tuple[Run, int]] = field(default_factory=list)
    width: float = 0.0
    space: bool = False

    @property
    def letters(self) -> bool:
        """True where it holds a letter or digit."""
        return any(any(c.isalnum() for c in run.texts[index]) for run, index in self.glyphs)


def words_of(segment: Segment, marks: Mapping[int, Mark]) -> list[Word]:
    """Words, gaps and spaces of a segment in order; gaps with no letter between them become one."""
    words: list[Word] = []
    previous_end: float | None = None
    for piece in segment.pieces:
        run = piece.run
        stretch = abs(stretch_of(run))
        gaps = frozenset(piece.gaps)
        for glyph in range(piece.first, piece.last):
            index = glyph - run.first
            start, end = extent_of(piece, glyph)
            apart = previous_end is not None and start - previous_end > WORD_GAP * piece.size
            if glyph in gaps if glyph > piece.first else apart:
                _add_space(words)
            previous_end = end
            mark = marks.get(glyph)
            if glyph == piece.first and mark is None and run.texts[index][:1].isalnum() and words and words[-1].mark:
                _add_space(words)  # a tab may have put it close behind, or far: the name decides which
            if mark is not None:
                _add_gap(words, mark)
            elif run.texts[index].isspace():
                _add_space(words)
            else:
                if not words or words[-1].space or words[-1].mark is not None:
                    words.append(Word())
                words[-1].glyphs.append((run, index))
                words[-1].width += advance_of(run, index) * abs(run.size) * stretch
    while words and words[-1].space:
        words.pop()
    return words


def _add_space(words: list[Word]) -> None:
    if words and not words[-1].space:
        words.append(Word(space=True))


def _add_gap(words: list[Word], mark: Mark) -> None:
    """A gap, or nothing where the gap before it has the same ground and only spaces and punctuation follow that."""
    place = len(words) - 1
    while place >= 0 and words[place].mark is None and not words[place].letters:
        place -= 1
    before = words[place].mark if place >= 0 else None
    if before is not None and before.ground == mark.ground:
        del words[place + 1 :]
    else:
        words.append(Word(mark=mark))


def advance_of(run: Run, index: int) -> float:
    """Advance of a glyph by its font alone, at size 1."""
    advances = run.font.decode(run.codes[index])[2]
    return abs(sum(advances))


def can_be_set(words: Sequence[Word]) -> bool:
    """False where the font does not say how wide a visible glyph is."""
    return all(
        advance_of(run, index) > 0.01 or all(combining(c) for c in run.texts[index])
        for word in words
        for run, index in word.glyphs
    )
