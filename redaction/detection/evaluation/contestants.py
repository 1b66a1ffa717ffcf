# SPDX-License-Identifier: EUPL-1.2
"""What is compared in one run: our detection, parts of it, and what others offer for Dutch."""

import importlib.util
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from redaction.detection.evaluation.scoring import Hit
from schemas.findings import Findings, Kind

Finder = Callable[[Sequence[str]], Iterable[Sequence[Hit]]]


class DetectsTexts(Protocol):
    """What evaluation needs of a detector."""

    def detect_many(self, texts: Sequence[str], /) -> Iterable[Findings]:
        """Findings of each text, in order."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Contestant:
    """One system and what it finds."""

    name: str
    find: Finder


# Both mark every date and every place: counted as found where a date of birth or an address stood, and as wrongly
# redacted where a date had to stay.
_PRESIDIO_KINDS: Final[Mapping[str, Kind]] = {
    "PERSON": Kind.NAAM,
    "EMAIL_ADDRESS": Kind.EMAIL,
    "IBAN_CODE": Kind.IBAN,
    "PHONE_NUMBER": Kind.TELEFOON,
    "IP_ADDRESS": Kind.IP_ADRES,
    "MAC_ADDRESS": Kind.MAC_ADRES,
    "URL": Kind.SOCIAL_MEDIA,
    "NRP": Kind.NAAM,
    "LOCATION": Kind.ADRES,
    "DATE_TIME": Kind.GEBOORTEDATUM,
}
_DEDUCE_KINDS: Final[Mapping[str, Kind]] = {
    "persoon": Kind.NAAM,
    "patient": Kind.NAAM,
    "bsn": Kind.BSN,
    "telefoonnummer": Kind.TELEFOON,
    "emailadres": Kind.EMAIL,
    "locatie": Kind.ADRES,
    "datum": Kind.GEBOORTEDATUM,
    "id": Kind.DOCUMENTNUMMER,
    "url": Kind.SOCIAL_MEDIA,
}


def own_detection(name: str, detector: DetectsTexts) -> Contestant:
    """Our detection as the pipeline uses it.

    Raises:
        RuntimeError: a text of the evaluation could not be analysed, so no figure can be given.
    """

    def find(texts: Sequence[str]) -> Iterable[Sequence[Hit]]:
        for findings in detector.detect_many(texts):
            if findings.not_analysed:
                raise RuntimeError("a text of the evaluation was not analysed")
            yield [
                Hit(
                    start=span.start,
                    end=span.end,
                    kind=finding.kind,
                    action=finding.action,
                    band=finding.band,
                    score=finding.score,
                )
                for finding in findings.findings
                for span in finding.spans
            ]

    return Contestant(name=name, find=find)


def bare_model(model: Path, *, label: str = "PER") -> Contestant:
    """The carried model alone: what it calls a person, nothing else."""

    def find(texts: Sequence[str]) -> Iterable[Sequence[Hit]]:
        for doc in load(model).pipe(texts, batch_size=64):
            yield [
                Hit(start=entity.start_char, end=entity.end_char, kind=Kind.NAAM)
                for entity in doc.ents
                if entity.label_ == label
            ]

    return Contestant(name="alleen het model", find=find)


def presidio_defaults(model: Path) -> Contestant:
    """Presidio as it comes for Dutch: its own recognisers and its name recogniser, on our model."""

    def find(texts: Sequence[str]) -> Iterable[Sequence[Hit]]:
        import tldextract.tldextract

        # Presidio's mail recogniser fetches a list of domains at its first address; its copy in the package will do.
        tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
        analyzer = _presidio(model)
        for text in texts:
            results = analyzer.analyze(text=text, language="nl")
            yield [
                Hit(start=result.start, end=result.end, kind=_PRESIDIO_KINDS[result.entity_type], score=result.score)
                for result in results
                if result.entity_type in _PRESIDIO_KINDS
            ]

    return Contestant(name="Presidio standaard", find=find)


def deduce_if_installed() -> Contestant | None:
    """``deduce`` (an extra, not a dependency): None where it is not installed."""
    if importlib.util.find_spec("deduce") is None:
        return None

    def find(texts: Sequence[str]) -> Iterable[Sequence[Hit]]:
        from deduce import Deduce

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            engine = Deduce()
            for text in texts:
                yield [
                    Hit(start=note.start_char, end=note.end_char, kind=_DEDUCE_KINDS[note.tag])
                    for note in engine.deidentify(text).annotations
                    if note.tag in _DEDUCE_KINDS
                ]

    return Contestant(name="deduce", find=find)


def load(model: Path) -> Any:
    """The spaCy pipeline in a folder."""
    import spacy

    return spacy.load(model)


def _presidio(model: Path) -> Any:
    from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    configuration = {
        "nlp_engine_name": "spacy",
        "models": [{"lang_code": "nl", "model_name": str(model)}],
        "ner_model_configuration": {
            "model_to_presidio_entity_mapping": {"PER": "PERSON", "LOC": "LOCATION", "ORG": "ORGANIZATION"},
            "labels_to_ignore": ["ORGANIZATION"],
        },
    }
    engine = NlpEngineProvider(nlp_configuration=configuration).create_engine()
    registry = RecognizerRegistry(supported_languages=["nl"])
    registry.load_predefined_recognizers(languages=["nl"], nlp_engine=engine)
    return AnalyzerEngine(nlp_engine=engine, registry=registry, supported_languages=["nl"])
