# SPDX-License-Identifier: EUPL-1.2
"""Which documents are alike, from their sketches. The work grows with their number, not with that of their pairs."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from archive.duplicates.sketch import Sketch
from schemas.identity import Digest
from schemas.likeness import Alike, AlikeGroup, Likeness

_SURELY_NEAR: Final = 0.75
"""Shingles that two texts share, of all that either has (Jaccard), from which they are near whoever else has them."""
_NEAR: Final = 0.4
"""The same with each shingle counted by its weight, from which two texts are versions of one and not of one form."""
_LEAST: Final = 0.25
"""Shingles that two texts share, of all that either has, for which the weights are asked."""
_FEW: Final = 4
"""Texts that are versions or copies of one; a shingle that more of them have is that of a form, and counts for less."""
_CONTAINED: Final = 0.95
"""Part of the shingles of a text that stand in another from which it is quoted whole."""
_FEWEST: Final = 8
"""Shingles, or words of a whole text, from which a likeness says anything."""
_PROBES: Final = 32
"""Shingles of a text by which others that may be like it are looked up."""
_PROMISING: Final = 0.4
"""Part of those that such a text has."""
_COMPARED: Final = 8
"""Texts that one is compared with at most, the most promising first, and of those the longest."""


def groups_of(sketches: Mapping[int, Sketch], files: Mapping[int, Digest]) -> tuple[AlikeGroup, ...]:
    """Groups of two and more documents, in the order of their longest document.

    Args:
        sketches: by key of the document; made with one salt.
        files: digest of the pages of each document.
    """
    copies = list(_copies(sketches, files))
    copied = {one.document for one in copies}
    singles = sorted(sketches.keys() - copied, key=lambda key: (sketches[key].shingles, -key))
    links = [*copies, *_likes(singles, sketches)]
    return tuple(sorted(_joined(links, sketches), key=lambda group: group.longest))


def _copies(sketches: Mapping[int, Sketch], files: Mapping[int, Digest]) -> Iterator[Alike]:
    """Documents that are the same as one with a lower key."""
    by_file: dict[str, int] = {}
    by_text: dict[str, int] = {}
    for key in sorted(sketches):
        sketch = sketches[key]
        identical = by_file.setdefault(files[key], key)
        same = by_text.setdefault(sketch.text, key) if sketch.words >= _FEWEST else key
        if identical != key:
            yield Alike(document=key, kind=Likeness.IDENTICAL, other=identical, share=1.0)
        elif same != key:
            yield Alike(document=key, kind=Likeness.SAME_TEXT, other=same, share=1.0)


class _Shingles:
    """Which texts have which shingles.

    Args:
        sketches: of the texts, by length, the shortest first.
    """

    def __init__(self, sketches: Sequence[Sketch]) -> None:
        numbers = [sketch.numbers() for sketch in sketches]
        ends = np.cumsum([len(one) for one in numbers])
        _, shingle_of, having = np.unique(np.concatenate(numbers), return_inverse=True, return_counts=True)
        texts = np.repeat(np.arange(len(sketches)), [len(one) for one in numbers])
        self._sketches = sketches
        self._of_text = np.split(shingle_of, ends[:-1])
        self._texts = texts[np.argsort(shingle_of, kind="stable")]
        self._starts = np.concatenate(([0], np.cumsum(having)))
        self._having = having
        self._weights = np.minimum(1.0, _FEW / having)

    def promising(self, text: int) -> list[int]:
        """Texts, no shorter than this one, that share most of some of its shingles."""
        own = self._of_text[text]
        shared = own[self._having[own] > 1][:_PROBES] if len(own) >= _FEWEST else own[:0]
        if not len(shared):
            return []
        having = np.concatenate([self._texts[self._starts[one] : self._starts[one + 1]] for one in shared])
        counted = np.bincount(having, minlength=len(self._sketches))[text + 1 :]
        found = np.flatnonzero(counted >= max(_PROMISING * len(shared), 1))[::-1]
        best = found[np.argsort(-counted[found], kind="stable")][:_COMPARED]
        return [int(one) + text + 1 for one in best]

    def like(self, text: int, other: int) -> tuple[Likeness, float] | None:
        """How a text is like a longer one, and how much of it stands there."""
        halvings = max(self._sketches[text].halvings, self._sketches[other].halvings)
        own, its = self._kept(text, halvings), self._kept(other, halvings)
        if min(len(own), len(its)) < _FEWEST:
            return None
        common = own[its[np.searchsorted(its, own).clip(max=len(its) - 1)] == own]
        share = len(common) / len(own)
        if share >= _CONTAINED and len(its) > len(own):
            return Likeness.CONTAINED, share
        shared = len(common) / (len(own) + len(its) - len(common))
        if shared < _LEAST:
            return None
        if shared < _SURELY_NEAR:
            both, of_own, of_its = (float(self._weights[one].sum()) for one in (common, own, its))
            if both / (of_own + of_its - both) < _NEAR:
                return None
        return Likeness.NEAR, share

    def _kept(self, text: int, halvings: int) -> NDArray[np.intp]:
        return self._of_text[text][: len(self._sketches[text].numbers(halvings))]


def _likes(keys: Sequence[int], sketches: Mapping[int, Sketch]) -> Iterator[Alike]:
    """For each text the longer or equal one that it is most like. ``keys`` come by length, the shortest first."""
    if not keys:
        return
    shingles = _Shingles([sketches[key] for key in keys])
    for text, key in enumerate(keys):
        found = [(*like, other) for other in shingles.promising(text) if (like := shingles.like(text, other))]
        if found:
            # Of several that it stands in the longest; of several versions the nearest.
            kind, share, other = max(found, key=lambda one: (one[0] is Likeness.CONTAINED, round(one[1], 2), one[2]))
            yield Alike(document=key, kind=kind, other=keys[other], share=share)


def _joined(links: Iterable[Alike], sketches: Mapping[int, Sketch]) -> Iterator[AlikeGroup]:
    """The groups that the links make."""
    above: dict[int, int] = {}

    def root(key: int) -> int:
        while above.setdefault(key, key) != key:
            above[key] = above[above[key]]
            key = above[key]
        return key

    listed = list(links)
    for one in listed:
        above[root(one.document)] = root(one.other)
    members: defaultdict[int, list[Alike]] = defaultdict(list)
    for one in listed:
        members[root(one.document)].append(one)
    for found in members.values():
        (longest,) = {one.other for one in found} - {one.document for one in found}
        yield AlikeGroup(longest=longest, others=tuple(sorted(found, key=lambda one: one.document)))
