# SPDX-License-Identifier: EUPL-1.2
"""The spaCy pipeline that marks persons, places and organisations: the carried one, or another by configuration.

Label sets differ between pipelines. A pipeline whose labels are not known is refused at start: it would find nobody and
nobody would notice. A folder may bring its own mapping in its ``meta.json``:
``"lakstraat": {"labels": {"PERSOON": "PER", "PLAATS": "LOC", "DATUM": ""}}``; an empty value means: not used.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np

from redaction.detection.reading import ModelSpan
from schemas.errors import ServiceMissing, WrongUse

PERSON: Final = "PER"
LABELS: Final[Mapping[str, str]] = {
    "PER": "PER", "PERSON": "PER", "LOC": "LOC", "GPE": "LOC", "FAC": "LOC", "ORG": "ORG", "NORP": "", "MISC": "",
    "PRODUCT": "", "EVENT": "", "WORK_OF_ART": "", "LAW": "ORG", "LANGUAGE": "", "DATE": "", "TIME": "", "PERCENT": "",
    "MONEY": "", "QUANTITY": "", "ORDINAL": "", "CARDINAL": "",
}  # fmt: skip
"""Label of a pipeline to PER, LOC or ORG; an empty value is a label that detection has no use for."""
_NEEDED: Final = frozenset({"tok2vec", "transformer", "curated_transformer", "ner"})
_BATCH: Final = 64
_FACTORS: Final = np.array(
    [0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0x27D4EB2F165667C5], dtype=np.uint64
)
"""Odd numbers that mix what is known of a word into one number."""


@dataclass(frozen=True, slots=True, eq=False)
class Pipeline:
    """A loaded pipeline with the meaning of its labels. ``version`` names it in every outcome."""

    version: str
    longest: int
    _nlp: Any = field(repr=False)
    _labels: Mapping[str, str]

    def spans(self, texts: Sequence[str]) -> Iterator[tuple[ModelSpan, ...]]:
        """What the model marks in each text, in order."""
        for doc in self._nlp.pipe(texts, batch_size=_BATCH):
            yield tuple(
                ModelSpan(self._labels[entity.label_], entity.start_char, entity.end_char)
                for entity in doc.ents
                if self._labels.get(entity.label_)
            )


def carried_model() -> Path:
    """Folder of the Dutch model that the package carries."""
    return Path(str(files("redaction.detection") / "model" / "nl_lakstraat"))


def load_pipeline(model: Path | None = None) -> Pipeline:
    """Load a pipeline.

    Args:
        model: folder of a spaCy pipeline, or the name of an installed one (``nl_core_news_lg``); None is the carried
            one.

    Raises:
        ServiceMissing: there is no such folder or installed pipeline, or it does not load here.
        WrongUse: it marks no names, or its labels are not known.
    """
    import spacy

    chosen = carried_model() if model is None else model
    if not chosen.is_dir() and not spacy.util.is_package(str(chosen)):
        raise ServiceMissing(
            "The language model of detection is not there.",
            advice="Set detection.model to the folder of a spaCy pipeline or the name of an installed one, or leave it"
            " out to use the Dutch model that the package carries.",
        )
    try:
        nlp = spacy.load(chosen if chosen.is_dir() else str(chosen))
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise ServiceMissing(
            "The language model of detection does not load.",
            advice="Its folder is not whole, or it was made for another version of spaCy; make it anew with"
            " `lakstraat train`, or install the version that it asks for.",
        ) from error
    nlp.select_pipes(enable=[name for name in nlp.pipe_names if name in _NEEDED])
    labels = _meaning(nlp)
    each_word_once(nlp)
    return Pipeline(f"{nlp.meta['lang']}_{nlp.meta['name']}-{nlp.meta['version']}", nlp.max_length, nlp, labels)


def each_word_once(nlp: Any) -> bool:
    """Let the model work out what words are by themselves once for each different word of a batch.

    The first layers of spaCy's HashEmbedCNN look at one word at a time, and running text repeats its words. What comes
    out is the same.

    Returns:
        False where the pipeline is not made that way; it is then left as it is.
    """
    from thinc.api import Model, chain, noop, with_array

    model = nlp.get_pipe("ner").model
    for part in model.walk():
        for embedding, mixing in pairwise(part.layers):
            if "hashembed" in embedding.name and mixing.name.startswith("with_array(maxout>>layernorm"):
                word: Any = chain(embedding.layers[0], mixing.layers[0])
                once: Any = Model("each_word_once", _once, layers=[word], dims={"nO": word.maybe_get_dim("nO")})
                model.replace_node(embedding, with_array(once))
                model.replace_node(mixing, with_array(noop()))
                return True
    return False


def _once(model: Any, words: Any, is_train: bool) -> Any:
    """Thinc's forward step: the layer's answer for each row, worked out for different rows only."""
    layer = model.layers[0]
    if is_train or len(words) < 2:
        return layer(words, is_train)
    mixed = (words.astype(np.uint64) * np.resize(_FACTORS, words.shape[1])).sum(axis=1, dtype=np.uint64)
    _, first, where = np.unique(mixed, return_index=True, return_inverse=True)
    different = words[first]
    if not np.array_equal(different[where], words):
        return layer(words, is_train)
    return layer.predict(different)[where], _untrained


def _untrained(_: Any) -> Any:
    raise RuntimeError("this step is for reading, not for training")


def _meaning(nlp: Any) -> Mapping[str, str]:
    own = nlp.meta.get("lakstraat", {}).get("labels", {})
    known = {**LABELS, **{str(label): str(meaning) for label, meaning in own.items()}}
    if not set(known.values()) <= {"PER", "LOC", "ORG", ""}:
        raise WrongUse("The label mapping of the language model names something else than PER, LOC or ORG.")
    given = set(nlp.get_pipe("ner").labels) if "ner" in nlp.pipe_names else set()
    unknown = sorted(given - set(known))
    if unknown or not any(known[label] == PERSON for label in given):
        raise WrongUse(
            "The language model marks names with labels that are not known: " + (", ".join(unknown) or "none") + ".",
            advice='Write a mapping into meta.json of the model: "lakstraat": {"labels": {"PERSOON": "PER"}}.',
        )
    return known
