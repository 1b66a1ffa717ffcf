# SPDX-License-Identifier: EUPL-1.2
"""What the model learns from: which files, how often, changed in which ways; drawn anew for every round."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

from redaction.detection.training.augment import change_case, damage, flatten, name_pronouns, swap_people
from redaction.detection.training.carriers import CarrierTexts
from redaction.detection.training.names import GAZETTEER, NameMaker, read_names
from redaction.detection.training.records import Labelled, digest_of, read_labelled


@dataclass(frozen=True, kw_only=True, slots=True)
class _Share:
    """How one file takes part.

    Attributes:
        rounds: how often each text is used per round, on average.
        swap: part of its people that is replaced by invented ones.
        same_form: part of the replacements that keep the old form.
    """

    name: str
    rounds: float
    swap: float
    same_form: float


_SHARES: Final = (
    _Share(name="wikiann-nl.train.jsonl.gz", rounds=0.7, swap=0.6, same_form=0.4),
    _Share(name="ud-names-nl.train.jsonl.gz", rounds=1.6, swap=0.6, same_form=0.4),
    _Share(name="europeana-nl.train.jsonl.gz", rounds=0.25, swap=0.6, same_form=0.4),
    # Every person: the file draws from full lists of names, so its own names would undo the held-out half.
    _Share(name="synthetic-municipal.train.jsonl.gz", rounds=0.25, swap=1.0, same_form=0.8),
)
_DEV: Final = ("synthetic-municipal.dev.jsonl.gz", "ud-names-nl.dev.jsonl.gz")
_CARRIER_TEXTS_PER_ROUND: Final = 12000
_DEV_TEXTS: Final = 300
_NOUN_SHARE: Final = 0.06
_RUNNING_TEXT: Final = "ud-names-nl.train.jsonl.gz"
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_PRONOUN_SHARE: Final = 0.5


class TrainingCorpus:
    """The texts of training, from the data folder and the package's own carriers.

    Raises:
        InputRefused: a data file is missing or not readable.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.names: NameMaker
        self.names, self._places = read_names(folder)
        self._files = tuple((share, read_labelled(folder / share.name)) for share in _SHARES)
        self._carriers = CarrierTexts.load(self.names, self._places, tuple(self._plain_words()))

    def digests(self) -> dict[str, str]:
        """SHA-256 per data file that was used."""
        used = [*(share.name for share in _SHARES), *_DEV, GAZETTEER]
        return {name: digest_of(self._folder / name) for name in sorted(used)}

    def round(self, random: Random) -> list[Labelled]:
        """One round of texts in random order, every one changed anew."""
        texts = list(self._from_files(random))
        texts.extend(self._changed(text, random) for text in self._carriers.draw(random, _CARRIER_TEXTS_PER_ROUND))
        random.shuffle(texts)
        return texts

    def dev_frames(self, random: Random, count: int) -> list[Labelled]:
        """So many texts of the package's own frames that training does not use, changed as training texts are."""
        return [self._changed(text, random) for text in self._carriers.draw(random, count, dev=True)]

    def dev(self, random: Random) -> list[Labelled]:
        """Texts to choose the best state on: from templates and files that training does not use."""
        texts = [
            swap_people(text, random, self.names, share=1.0, same_form=0.6)
            for name in _DEV
            for text in read_labelled(self._folder / name)[:_DEV_TEXTS]
        ]
        texts.extend(self._carriers.draw(random, _DEV_TEXTS, dev=True))
        return [damage(text, random, share=0.05) for text in texts]

    def _plain_words(self) -> Iterator[str]:
        """Words in small letters of the running text, as often as they occur; what is ever part of a name is not."""
        texts = [text for share, texts in self._files if share.name == _RUNNING_TEXT for text in texts]
        named = {
            word.lower()
            for text in texts
            for mark in text.marks
            for word in _WORD.findall(text.text[mark.start : mark.end])
        }
        for text in texts:
            yield from (word for word in _WORD.findall(text.text) if word.islower() and word not in named)

    def _from_files(self, random: Random) -> Iterator[Labelled]:
        for share, texts in self._files:
            for text in texts:
                times = int(share.rounds) + (random.random() < share.rounds % 1)
                for _ in range(times):
                    swapped = swap_people(text, random, self.names, share=share.swap, same_form=share.same_form)
                    named = name_pronouns(swapped, random, self.names, pronouns=_PRONOUN_SHARE, nouns=_NOUN_SHARE)
                    yield self._changed(named, random)

    def _changed(self, text: Labelled, random: Random) -> Labelled:
        text = flatten(text, random, share=0.1)
        text = change_case(text, random, upper=0.05, lower=0.03)
        return damage(text, random, share=0.06)
