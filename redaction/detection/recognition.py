# SPDX-License-Identifier: EUPL-1.2
"""Judges pages that were read from a picture: what was read with too little certainty, a person must look at."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from schemas.errors import BlockReason
from schemas.findings import Action, Band, Finding, Findings, Kind, NotAnalysed
from schemas.recognition import RecognisedPage
from schemas.textlayer import TextLayer
from schemas.values.codes import Grond

LEAST_CERTAIN: Final = 0.65
"""Mean confidence of a page below which its text says too little to search it."""
RECOGNISER: Final = "tekstherkenning"
"""Who asks about badly read words."""
_GROUND: Final = Grond.ART_5_1_2_E.value


def with_ink(layer: TextLayer, pages: Iterable[RecognisedPage]) -> TextLayer:
    """The text layer with what was drawn and pasted on scanned pages, which their one large image does not tell."""
    scans = {page.number: page for page in pages if page.drawings or page.pictures}
    return replace(
        layer,
        pages=tuple(
            replace(
                page,
                drawings=(*page.drawings, *scans[page.number].drawings),
                images=(*page.images, *scans[page.number].pictures),
            )
            if page.number in scans
            else page
            for page in layer.pages
        ),
    )


def unread_pages(pages: Iterable[RecognisedPage]) -> Iterator[NotAnalysed]:
    """Pages whose text could not be read well enough to search it."""
    for page in pages:
        if page.words and page.confidence < LEAST_CERTAIN:
            yield NotAnalysed(
                reason=BlockReason.RECOGNITION_UNCERTAIN,
                message="The text of a scanned page was read with too little certainty to search it.",
                page=page.number,
            )


def uncertain_words(findings: Findings, pages: Iterable[RecognisedPage]) -> Iterator[Finding]:
    """A question for each word that was read with little certainty and is not in a finding already."""
    known = [place for finding in findings.findings for place in finding.places]
    for page in pages:
        for number, word in enumerate(page.uncertain):
            middle = ((word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2)
            if any(where == page.number and box.contains_point(*middle) for where, box in known):
                continue
            yield Finding(
                id=f"beeld-{page.number}-{number}",
                kind=Kind.BEELD,
                page=page.number,
                regions=(word.box,),
                score=round(1 - word.confidence, 4),
                band=Band.TWIJFEL,
                action=Action.ASK,
                ground=_GROUND,
                why="Bij het lezen van de scan was dit woord onzeker: er kan een naam of nummer staan.",
                recogniser=RECOGNISER,
            )
