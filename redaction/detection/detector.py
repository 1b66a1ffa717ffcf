# SPDX-License-Identifier: EUPL-1.2
"""Finds personal data in a document or a text: recognisers, the language model, persons, and the policy."""

import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from redaction.detection.identity_cards import identity_cards
from redaction.detection.legibility import unread_images, unreadable
from redaction.detection.merging import Proposal, merge
from redaction.detection.passages import Passage, passages_of, text_passage
from redaction.detection.patterns import forget_text
from redaction.detection.person_names import parse_name
from redaction.detection.persons import Read, link
from redaction.detection.pipelines import load_pipeline
from redaction.detection.policy import Policy, Verdict
from redaction.detection.reading import Reading
from redaction.detection.recognisers import Recogniser, all_recognisers
from redaction.detection.signatures import signature_places
from redaction.detection.weighing import weighed
from redaction.detection.word_features import forget_words
from redaction.detection.word_model import WordModelRecogniser
from schemas.errors import BlockReason
from schemas.findings import Finding, Findings, Kind, NotAnalysed, Role, Span
from schemas.geometry import Box
from schemas.identity import Digest, digest_of
from schemas.textlayer import PageText, TextLayer

if TYPE_CHECKING:
    pass

LONGEST: Final = 400_000
"""Characters of one page or text past which it is not analysed."""
_TEXTS_AT_ONCE: Final = 64
_SECONDS: Final = 240.0
"""Time for one document or text past which the rest counts as not analysed."""
_NO_MODEL: Final = "none"


class Detector:
    """Detection as it is configured; loading takes a second, so keep it. Holds nothing of what it read.

    Args:
        model: folder of a spaCy pipeline or name of an installed one; None is the Dutch model that the package carries.
        policy: TOML file; None is the policy that the package carries.
        use_model: False looks with the recognisers alone, to measure what the model adds. Never for publication.

    Raises:
        ServiceMissing: the model is not there or does not load.
        WrongUse: the model's labels are not known, or the policy is not valid.
    """

    def __init__(self, model: Path | None = None, policy: Path | None = None, *, use_model: bool = True) -> None:
        from redaction.detection.analysis import Analysis

        self._policy = Policy.default() if policy is None else Policy.load(policy)
        pipeline = load_pipeline(model) if use_model else None
        self.model_version = _NO_MODEL if pipeline is None else pipeline.version
        self._analysis: Analysis = Analysis(pipeline, detecting_recognisers())
        self._longest = LONGEST if pipeline is None else min(LONGEST, pipeline.longest)

    @property
    def policy_version(self) -> str:
        """Version of the policy that decides."""
        return self._policy.version

    def detect(
        self,
        layer: TextLayer,
        *,
        category: str | None = None,
        moment: date | None = None,
        known: Sequence[str] = (),
    ) -> Findings:
        """Everything that was found in a document, and what could not be analysed.

        Args:
            layer: text of the document.
            category: URI of its information category, if known; the policy may depend on it.
            moment: date of the document, for officials whose office began or ended; without it a date that the
                document itself gives at its beginning.
            known: whole names of persons whom other documents of the same dossier name; they are looked for here
                too, by surname, first name and mail address.
        """
        stopped = [found for page in layer.pages if (found := unreadable(page)) is not None]
        passages = passages_of(layer.pages)
        reads, refused = self._read(passages)
        stopped.extend(refused)
        pages = {page.number: page for page in layer.pages}
        findings = list(self._findings(reads, pages, category, moment, known))
        for page in layer.pages:
            try:
                findings.extend(self._seen(page, category))
            except TimeoutError:
                stopped.append(_timed_out(page.number))
        findings.sort(key=_place)
        self._forget()
        return self._outcome(layer.digest, findings, stopped)

    def detect_text(self, text: str, *, category: str | None = None) -> Findings:
        """Everything that was found in a loose text; its offsets are those of page 0."""
        return next(iter(self.detect_many([text], category=category)))

    def detect_many(self, texts: Iterable[str], *, category: str | None = None) -> Iterator[Findings]:
        """Findings of each text, in order. Each text is on its own: a person in one is not looked for in another."""
        waiting = iter(texts)
        while batch := list(islice(waiting, _TEXTS_AT_ONCE)):
            passages = [text_passage(text) for text in batch]
            readings = self._analysis.readings([each.read.text if self._fits(each) else "" for each in passages])
            for text, passage, reading in zip(batch, passages, readings, strict=True):
                digest = digest_of(text.encode("utf-8", "surrogatepass"))
                if not self._fits(passage):
                    yield self._outcome(digest, [], [_too_long(0)])
                    continue
                try:
                    reads = (Read(passage, reading, self._proposals(reading)),)
                    findings = sorted(self._findings(reads, {}, category, None), key=_place)
                except TimeoutError:
                    yield self._outcome(digest, [], [_timed_out(0)])
                    continue
                yield self._outcome(digest, findings, [])
            self._forget()

    def _proposals(self, reading: Reading) -> tuple[Proposal, ...]:
        return weighed(reading, merge(reading, self._analysis.candidates(reading)))

    def _fits(self, passage: Passage) -> bool:
        return len(passage.read.text) <= self._longest

    def _read(self, passages: Sequence[Passage]) -> tuple[tuple[Read, ...], list[NotAnalysed]]:
        """Every passage with the proposals in it, and those that could not be read to the end."""
        end = time.monotonic() + _SECONDS
        refused = [_too_long(each.page) for each in passages if not self._fits(each)]
        fitting = [each for each in passages if self._fits(each)]
        reads: list[Read] = []
        for passage, reading in zip(
            fitting, self._analysis.readings([each.read.text for each in fitting]), strict=True
        ):
            try:
                if time.monotonic() > end:
                    raise TimeoutError
                proposals = self._proposals(reading)
            except TimeoutError:
                refused.append(_timed_out(passage.page))
                continue
            if passage.seam:
                proposals = tuple(each for each in proposals if len(passage.locate(each.start, each.end)) > 1)
            reads.append(Read(passage, reading, proposals))
        return tuple(reads), refused

    def _findings(
        self,
        reads: Sequence[Read],
        pages: dict[int, PageText],
        category: str | None,
        moment: date | None,
        known: Sequence[str] = (),
    ) -> Iterator[Finding]:
        taken: set[tuple[Kind, tuple[Span, ...]]] = set()
        for mention in link(reads, self._policy.officials, moment, known):
            proposal = mention.proposal
            spans = _spans(mention.read.passage, proposal, pages)
            if proposal.score < self._policy.least or (proposal.kind, spans) in taken:
                continue
            taken.add((proposal.kind, spans))
            verdict = self._decide(proposal.kind, proposal.role, proposal.score, proposal.doubtful, category)
            yield Finding(
                id=_id(proposal.kind, spans), kind=proposal.kind, spans=spans, score=round(proposal.score, 4),
                band=verdict.band, action=verdict.action, ground=verdict.ground, why=proposal.why,
                recogniser=proposal.recogniser, role=proposal.role, person=mention.person,
                text=mention.read.reading.text[proposal.start : proposal.end],
            )  # fmt: skip

    def _seen(self, page: PageText, category: str | None) -> Iterator[Finding]:
        """What is on a page and cannot be read: signatures, cards with a face, images in which text may stand."""
        signed: list[Box] = []
        for number, place in enumerate(signature_places(page)):
            signed.append(place.box)
            verdict = self._decide(Kind.HANDTEKENING, Role.ONBEKEND, place.score, place.doubtful, category)
            yield _region(page, number, Kind.HANDTEKENING, place.box, place.score, verdict, place.why, "handtekening")
        cards = list(identity_cards(page))
        for number, box in enumerate(cards):
            verdict = self._decide(Kind.BEELD, Role.ONBEKEND, _CARD_SCORE, False, category)
            why = "Kopie van een identiteitsbewijs of rijbewijs: ook foto, handtekening en opdruk horen weg."
            yield _region(page, number, Kind.BEELD, box, _CARD_SCORE, verdict, why, "identiteitsbewijs")
        for number, box in enumerate(unread_images(page), start=len(cards)):
            if box in signed or any(card.intersects(box) for card in cards):
                continue
            verdict = self._decide(Kind.BEELD, Role.ONBEKEND, _IMAGE_SCORE, True, category)
            why = (
                "Afbeelding waarvan de inhoud niet gelezen is: er kan tekst, een handtekening of een gezicht op staan."
            )
            yield _region(page, number, Kind.BEELD, box, _IMAGE_SCORE, verdict, why, "beeld")

    def _decide(self, kind: Kind, role: Role, score: float, doubtful: bool, category: str | None) -> Verdict:
        return self._policy.decide(kind, role, score, doubtful=doubtful, informatiecategorie=category)

    def _forget(self) -> None:
        """Names and words that were remembered to save work do not outlive the document that they stood in."""
        parse_name.cache_clear()
        forget_words()
        forget_text()
        self._analysis.forget()

    def _outcome(self, digest: Digest, findings: Sequence[Finding], stopped: Sequence[NotAnalysed]) -> Findings:
        return Findings(
            digest=digest, findings=tuple(findings), not_analysed=tuple(dict.fromkeys(stopped)),
            policy_version=self.policy_version, model_version=self.model_version,
        )  # fmt: skip


def detecting_recognisers() -> tuple[Recogniser, ...]:
    """Every recogniser that detection hears, in a fixed order."""
    return (*all_recognisers(), WordModelRecogniser())


_CARD_SCORE: Final = 0.9
_IMAGE_SCORE: Final = 0.5
_IMAGE_WHY: Final = "Afbeelding waarvan de inhoud niet gelezen is: kan tekst, een handtekening of een gezicht tonen."


def _spans(passage: Passage, proposal: Proposal, pages: dict[int, PageText]) -> tuple[Span, ...]:
    return tuple(
        Span(page=page, start=start, end=end, boxes=pages[page].boxes(start, end) if page in pages else ())
        for page, start, end in passage.locate(proposal.start, proposal.end)
    )


def _id(kind: Kind, spans: Sequence[Span]) -> str:
    return f"{kind.value}-" + "-".join(f"{span.page + 1}.{span.start}.{span.end}" for span in spans)


def _region(
    page: PageText, number: int, kind: Kind, box: Box, score: float, verdict: Verdict, why: str, recogniser: str
) -> Finding:
    return Finding(
        id=f"{kind.value}-{page.number + 1}.{number + 1}", kind=kind, page=page.number, regions=(box,), score=score,
        band=verdict.band, action=verdict.action, ground=verdict.ground, why=why, recogniser=recogniser,
    )  # fmt: skip


def _place(finding: Finding) -> tuple[int, int, int, str]:
    span = finding.spans[0] if finding.spans else None
    return finding.first_page, span is None, 0 if span is None else span.start, finding.id


def _too_long(page: int) -> NotAnalysed:
    return NotAnalysed(
        reason=BlockReason.SIZE_LIMIT,
        page=page,
        message=f"Page {page + 1} has more than {LONGEST:,} characters of text.",
    )


def _timed_out(page: int) -> NotAnalysed:
    return NotAnalysed(
        reason=BlockReason.TIME_LIMIT,
        page=page,
        message=f"Page {page + 1} could not be searched within the time limit.",
    )
