# SPDX-License-Identifier: EUPL-1.2
"""Presidio's AnalyzerEngine with our pipeline and our recognisers; the only module that knows Presidio's types.

Its registry holds our recognisers and nothing else. One result carries every candidate of a group of recognisers, so
that Presidio's removal of duplicates takes no voice away and costs nothing. A recogniser that runs out of time raises
through Presidio; a text is never half analysed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from presidio_analyzer import AnalyzerEngine, EntityRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

from redaction.detection.candidates import Candidate
from redaction.detection.gazetteer import Gazetteer, gazetteer
from redaction.detection.pipelines import Pipeline
from redaction.detection.reading import ModelSpan, Reading
from redaction.detection.recognisers import Recogniser

_LANGUAGE: Final = "nl"
_CANDIDATES: Final = "candidates"
_NAME: Final = "naam_"
_BREAK: Final = re.compile(r"\n[ ]*\n\s*")
_PART: Final = 4000
"""Characters after which a part without a blank line is cut at a line end."""


class Analysis:
    """Reads texts with one pipeline and one set of recognisers.

    Args:
        pipeline: the language model; None reads with the recognisers alone.
        recognisers: ours.
        names: the lists that recognisers look names up in; None is the carried ones.
    """

    def __init__(
        self, pipeline: Pipeline | None, recognisers: Sequence[Recogniser], *, names: Gazetteer | None = None
    ) -> None:
        self._names = gazetteer() if names is None else names
        self._pipeline = _PipelineEngine(pipeline, self._names)
        of_names = [each for each in recognisers if each.name.startswith(_NAME)]
        wrapped = [
            _Wrapped("lakstraat_namen", of_names),
            _Wrapped("lakstraat_gegevens", [each for each in recognisers if each not in of_names]),
        ]
        self._engine = _Engine(
            registry=RecognizerRegistry(recognizers=wrapped, supported_languages=[_LANGUAGE]),
            nlp_engine=self._pipeline,
            supported_languages=[_LANGUAGE],
            context_aware_enhancer=_NoEnhancer(),
        )

    def forget(self) -> None:
        """Words that were looked up are remembered to save work; from here on they are not."""
        self._names.forget()

    def readings(self, texts: Sequence[str]) -> Iterator[Reading]:
        """Each text with what the model says about it; a paragraph that returns in these texts is looked at once."""
        for _, artifacts in self._pipeline.process_batch(texts, _LANGUAGE):
            yield artifacts.reading

    def candidates(self, reading: Reading) -> tuple[Candidate, ...]:
        """Every proposal of every recogniser, in order of text.

        Raises:
            TimeoutError: a recogniser ran out of time.
        """
        results = self._engine.analyze(reading.text, _LANGUAGE, nlp_artifacts=_Artifacts(reading, self._pipeline))
        found: list[Candidate] = [each for result in results for each in result.recognition_metadata[_CANDIDATES]]
        return tuple(sorted(found, key=lambda each: (each.start, each.end, each.kind, each.recogniser)))


class _Artifacts(NlpArtifacts):  # type: ignore[misc, unused-ignore]
    """What Presidio hands to recognisers: ours look at the reading."""

    def __init__(self, reading: Reading, engine: "_PipelineEngine") -> None:
        # Presidio's own fields are for its recognisers and enhancers, of which none is used.
        self.reading = reading
        self.nlp_engine = engine
        self.language = _LANGUAGE


class _PipelineEngine(NlpEngine):  # type: ignore[misc, unused-ignore]
    """Our pipeline as Presidio's source of names."""

    def __init__(self, pipeline: Pipeline | None, names: Gazetteer) -> None:
        self._pipeline = pipeline
        self._names = names

    def load(self) -> None:
        """Nothing: the pipeline is loaded before."""

    def is_loaded(self) -> bool:
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        artifacts: NlpArtifacts = next(iter(self.process_batch([text], language)))[1]
        return artifacts

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 64, n_process: int = 1, **kwargs: Any
    ) -> Iterator[tuple[str, Any]]:
        """Artifacts of every text, in order; each different paragraph goes through the model once."""
        listed = list(texts)
        parts = [list(_parts(text)) for text in listed]
        different = list(
            dict.fromkeys(text[begin:end] for text, cut in zip(listed, parts, strict=True) for begin, end in cut)
        )
        marked = {} if self._pipeline is None else dict(zip(different, self._pipeline.spans(different), strict=True))
        for text, cut in zip(listed, parts, strict=True):
            entities = tuple(
                ModelSpan(span.label, begin + span.start, begin + span.end)
                for begin, end in cut
                for span in marked.get(text[begin:end], ())
            )
            yield text, _Artifacts(Reading(text, self._names, entities), self)

    def is_stopword(self, word: str, language: str) -> bool:
        return False

    def is_punct(self, word: str, language: str) -> bool:
        return False

    def get_supported_entities(self) -> list[str]:
        return []

    def get_supported_languages(self) -> list[str]:
        return [_LANGUAGE]


class _Wrapped(EntityRecognizer):  # type: ignore[misc, unused-ignore]
    """Recognisers of ours in Presidio's clothes, several in one: Presidio takes its time for each that it calls."""

    name: str

    def __init__(self, name: str, recognisers: Sequence[Recogniser]) -> None:
        self._recognisers = tuple(recognisers)
        super().__init__([each.name for each in recognisers], name=name, supported_language=_LANGUAGE)

    def load(self) -> None:
        """Nothing: expressions are compiled when a recogniser is made."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: Any) -> list[RecognizerResult]:
        reading = nlp_artifacts.reading
        found = [candidate for recogniser in self._recognisers for candidate in recogniser.find(reading)]
        if not found:
            return []
        metadata = {
            RecognizerResult.RECOGNIZER_NAME_KEY: self.name,
            RecognizerResult.RECOGNIZER_IDENTIFIER_KEY: self.id,
            _CANDIDATES: found,
        }
        return [RecognizerResult(self.name, 0, len(text), 1.0, recognition_metadata=metadata)]


class _Engine(AnalyzerEngine):  # type: ignore[misc, unused-ignore]
    """Presidio's engine without its walk over all results for each recogniser, at the end of which nothing changes."""

    def _enhance_using_context(
        self, text: str, raw_results: list[RecognizerResult], *rest: Any, **named: Any
    ) -> list[RecognizerResult]:
        return raw_results


class _NoEnhancer(ContextAwareEnhancer):  # type: ignore[misc, unused-ignore]
    """Leaves scores as they are: our recognisers look at their context themselves, at a fraction of the cost."""

    def __init__(self) -> None:
        super().__init__(0.0, 0.0, 0, 0)

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: Any,
        recognizers: list[EntityRecognizer],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        return raw_results


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Paragraphs: stretches between blank lines, none much longer than ``_PART``."""
    begin = 0
    for match in _BREAK.finditer(text):
        yield from _cut(text, begin, match.start())
        begin = match.end()
    yield from _cut(text, begin, len(text))


def _cut(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    while end - begin > _PART:
        at = text.rfind("\n", begin + 1, begin + _PART)
        at = at if at > begin else text.rfind(" ", begin + 1, begin + _PART)
        at = at if at > begin else begin + _PART
        yield begin, at
        begin = at
    if begin < end:
        yield begin, end
