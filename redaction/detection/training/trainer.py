# SPDX-License-Identifier: EUPL-1.2
"""The training run: a small convolutional tok2vec with a transition parser for names, on the processor alone."""

import hashlib
import importlib.metadata
import platform
import random as chance
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from redaction.detection.training.corpus import TrainingCorpus
from redaction.detection.training.records import PERSON, UNRESOLVED, Labelled

DEFAULT_SEED: Final = 20_260_401
DEFAULT_STEPS: Final = 7_000
MODEL_NAME: Final = "lakstraat"
_BATCH_WORDS: Final = 900
_CHECK_EVERY: Final = 250
_DROPOUT: Final = 0.2
_LICENCE_NOTE: Final = """# Licence of this model

This folder (not the program around it) is published under Creative Commons Attribution-ShareAlike 4.0 International
(CC BY-SA 4.0, https://creativecommons.org/licenses/by-sa/4.0/). It was made from:

- WikiANN (PAN-X) Dutch: text of Wikipedia authors, CC BY-SA 3.0; annotation Pan et al. 2017, splits Rahimi et al. 2019.
- UD_Dutch-LassySmall and UD_Dutch-Alpino, CC BY-SA 4.0: Gosse Bouma and Gertjan van Noord. Changes: names were derived
  from part-of-speech and flat relations, types were added.
- Europeana Newspapers NER corpora, Dutch part (KB, National Library of the Netherlands), CC0 1.0.
- Synthetic municipal texts and own carrier sentences, CC0 1.0; names from Faker (MIT licence) and own lists (CC0 1.0).

Changes in all of them: persons were replaced by invented ones of many origins, letters and casing were altered.
`meta.json` names the digests of the data files, the seed and the versions.
"""
_CONFIG: Final = {
    "moves": None,
    "update_with_oracle_cut_size": 100,
    "model": {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "ner",
        "extra_state_tokens": False,
        "hidden_width": 96,
        "maxout_pieces": 2,
        "use_upper": True,
        "tok2vec": {
            "@architectures": "spacy.HashEmbedCNN.v2",
            "width": 128,
            "depth": 4,
            "embed_size": 4000,
            "window_size": 1,
            "maxout_pieces": 3,
            "subword_features": True,
            "pretrained_vectors": None,
        },
    },
}


@dataclass(frozen=True, kw_only=True, slots=True)
class TrainingOutcome:
    """What a training run gives: where the model is, and how it scored on texts that it did not learn from.

    Attributes:
        output: folder that ``spacy.load`` opens.
        steps: number of batches learnt.
        best_step: the batch after which the stored state was taken.
        person_f: F1 of whole person names on the dev texts, 0 to 1.
        seconds: wall time.
    """

    output: Path
    steps: int
    best_step: int
    person_f: float
    seconds: float


def train(
    data: Path,
    output: Path,
    *,
    seed: int = DEFAULT_SEED,
    steps: int = DEFAULT_STEPS,
    progress: Callable[[int, int, float], None] | None = None,
) -> TrainingOutcome:
    """Make the Dutch model and write it to a folder.

    The same data, seed, steps and library versions give the same model: nothing depends on the clock. The data's
    digests, the seed and the versions are written into the model's ``meta.json``.

    Args:
        data: folder with the training files (``*.train.jsonl.gz``, ``*.dev.jsonl.gz`` and the list of names).
        output: folder to write; it is made, and an older model in it is replaced.
        seed: start of all chance.
        steps: number of batches to learn from.
        progress: called at every check with steps done, steps in all, and the score so far.

    Returns:
        Where the model is and how it scored.

    Raises:
        InputRefused: the data folder misses a file or one is not readable.
    """
    import spacy
    from thinc.api import fix_random_seed

    started = time.monotonic()
    fix_random_seed(seed)
    corpus = TrainingCorpus(data)
    random = chance.Random(seed)
    dev = corpus.dev(chance.Random(seed + 1))
    nlp = spacy.blank("nl")
    ner: Any = nlp.add_pipe("ner", config=_CONFIG)
    for label in ("PER", "LOC", "ORG"):
        ner.add_label(label)
    first = [_example(nlp, text) for text in corpus.round(chance.Random(seed))[:500]]
    optimizer = nlp.initialize(lambda: first)
    optimizer.learn_rate = 0.001
    best = (-1.0, 0, b"", {})  # type: tuple[float, int, bytes, dict[str, float]]
    batches = _batches(nlp, corpus, random)
    for step in range(1, steps + 1):
        optimizer.learn_rate = _rate(step, steps)
        nlp.update(next(batches), sgd=optimizer, drop=_DROPOUT)
        if step % _CHECK_EVERY == 0 or step == steps:
            with nlp.use_params(optimizer.averages):
                scores = _score(nlp, dev)
                if scores["weighted"] > best[0]:
                    best = (scores["weighted"], step, nlp.to_bytes(exclude=["vocab"]), scores)
            if progress is not None:
                progress(step, steps, scores["per_f"])
    nlp.from_bytes(best[2], exclude=["vocab"])
    nlp.meta.update(_meta(corpus, seed=seed, steps=steps, best_step=best[1], scores=best[3]))
    _write(nlp, output)
    return TrainingOutcome(
        output=output,
        steps=steps,
        best_step=best[1],
        person_f=best[3]["per_f"],
        seconds=time.monotonic() - started,
    )


def _rate(step: int, steps: int) -> float:
    """Learning rate: a short warm-up, then down in a straight line to a tenth."""
    warm = min(1.0, step / 200)
    return 0.001 * warm * (1 - 0.9 * step / steps)


def _batches(nlp: Any, corpus: TrainingCorpus, random: chance.Random) -> Iterator[list[Any]]:
    """Batches without end, about the same number of words each."""
    batch: list[Any] = []
    words = 0
    while True:
        for text in corpus.round(random):
            example = _example(nlp, text)
            batch.append(example)
            words += len(example.reference)
            if words >= _BATCH_WORDS:
                yield batch
                batch, words = [], 0


def _example(nlp: Any, text: Labelled) -> Any:
    """A spaCy example; a name of unresolved type is missing, which neither rewards nor punishes."""
    from spacy.tokens import Span
    from spacy.training import Example
    from spacy.util import filter_spans

    doc = nlp.make_doc(text.text)
    spans = []
    for mark in text.marks:
        start, end = mark.start, mark.end
        while start < end and text.text[start].isspace():
            start += 1
        while end > start and text.text[end - 1].isspace():
            end -= 1
        if start < end:
            span = doc.char_span(start, end, label=mark.label, alignment_mode="expand")
            if span is not None:
                spans.append(span)
    spans = filter_spans(spans)
    named = [span for span in spans if span.label_ != UNRESOLVED]
    missing = [span for span in spans if span.label_ == UNRESOLVED]
    reference = doc.copy()
    reference.set_ents(
        [Span(reference, span.start, span.end, label=span.label_) for span in named],
        missing=[reference[span.start : span.end] for span in missing],
        default="outside",
    )
    return Example(nlp.make_doc(text.text), reference)


def _score(nlp: Any, dev: Sequence[Labelled]) -> dict[str, float]:
    """Whole-name scores per label on the dev texts, and the figure that the best state is chosen by."""
    examples = [_example(nlp, text) for text in dev]
    for example, doc in zip(examples, nlp.pipe([text.text for text in dev], batch_size=64), strict=True):
        example.predicted = doc
    scores = nlp.get_pipe("ner").score(examples)
    per_type = scores["ents_per_type"]
    person = per_type.get(PERSON, {"p": 0.0, "r": 0.0, "f": 0.0})
    others = [per_type.get(label, {"f": 0.0})["f"] for label in ("LOC", "ORG")]
    # A missed person leaks and a wrong one costs a look, so recall of people weighs most.
    weighted = 0.6 * person["r"] + 0.3 * person["p"] + 0.1 * sum(others) / 2
    return {
        "weighted": round(weighted, 4),
        "per_p": round(person["p"], 4),
        "per_r": round(person["r"], 4),
        "per_f": round(person["f"], 4),
        "loc_f": round(others[0], 4),
        "org_f": round(others[1], 4),
    }


def _meta(
    corpus: TrainingCorpus, *, seed: int, steps: int, best_step: int, scores: dict[str, float]
) -> dict[str, object]:
    versions = {name: importlib.metadata.version(name) for name in ("spacy", "thinc", "numpy")}
    own = files("redaction.detection.training")
    parts = {
        name: hashlib.sha256(own.joinpath(name).read_bytes()).hexdigest()
        for name in sorted(part.name for part in own.iterdir() if part.name.endswith(".toml"))
    }
    return {
        "lang": "nl",
        "name": MODEL_NAME,
        "version": "0.1.0",
        "description": "Names of persons, places and organisations in Dutch municipal documents",
        "author": "Lakstraat",
        "license": "CC BY-SA 4.0",
        "performance": scores,
        "lakstraat": {
            "seed": seed,
            "steps": steps,
            "best_step": best_step,
            "versions": {**versions, "python": platform.python_version()},
            "data_sha256": corpus.digests(),
            "carriers_sha256": parts,
        },
    }


def _write(nlp: Any, output: Path) -> None:
    """Write the pipeline without its vocabulary: the layers work on hashes, and words of training need not travel."""
    output.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(output, exclude=["vocab"])
    (output / "LICENSE.md").write_text(_LICENCE_NOTE, encoding="utf-8")
