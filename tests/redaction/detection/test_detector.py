# SPDX-License-Identifier: EUPL-1.2
from pathlib import Path

import pytest

from redaction.detection import Detector
from schemas.errors import ServiceMissing
from schemas.findings import Action, Band, Finding, Kind
from tests.redaction.detection.made_layers import layer

LETTER = """Gemeente Losser
Postbus 90

De heer J.P. van den Heuvelman
Dorpsstraat 12
7581 AB Losser

Betreft: uw bezwaar van 12 maart 2026

Geachte heer Van den Heuvelman,

Uw burgerservicenummer is 799642630 en u bent te bereiken op 06-12345678. Wij betalen het
bedrag van € 412,50 terug op rekening NL91 ABNA 0417 1643 00.

Met vriendelijke groet,

namens het college,
M. Aydoğdu
teammanager Vergunningen
"""


def kinds(found: tuple[Finding, ...]) -> dict[Kind, list[str]]:
    result: dict[Kind, list[str]] = {}
    for finding in found:
        result.setdefault(finding.kind, []).append(" ".join(finding.text.split()))
    return result


def test_a_letter(detector: Detector) -> None:
    outcome = detector.detect(layer(LETTER))
    found = kinds(outcome.findings)
    assert outcome.not_analysed == ()
    assert found[Kind.BSN] == ["799642630"]
    assert found[Kind.IBAN] == ["NL91 ABNA 0417 1643 00"]
    assert found[Kind.TELEFOON] == ["06-12345678"]
    assert "Dorpsstraat 12" in found[Kind.ADRES]
    assert {"J.P. van den Heuvelman", "Van den Heuvelman"} <= set(found[Kind.NAAM])
    assert outcome.policy_version == detector.policy_version
    assert outcome.model_version.startswith("nl_lakstraat")


def test_findings_lie_on_the_characters_that_they_name(detector: Detector) -> None:
    document = layer(LETTER)
    for finding in detector.detect(document).findings:
        (span,) = finding.spans
        assert " ".join(document.pages[0].text[span.start : span.end].split()) == " ".join(finding.text.split())
        assert span.boxes == document.pages[0].boxes(span.start, span.end)


def test_every_finding_says_why_and_on_which_ground_and_never_the_text(detector: Detector) -> None:
    for finding in detector.detect(layer(LETTER)).findings:
        assert finding.why.endswith(".")
        assert finding.text not in finding.why
        assert finding.text not in repr(finding)
        assert finding.action is Action.KEEP or finding.ground is not None


def test_the_same_text_gives_the_same_findings(detector: Detector) -> None:
    first, again = detector.detect(layer(LETTER)), detector.detect(layer(LETTER))
    assert first == again
    assert len({finding.id for finding in first.findings}) == len(first.findings)


def test_a_name_over_a_page_end_is_one_finding_on_two_pages(detector: Detector) -> None:
    top, bottom = "Gemeente Losser, kenmerk 2026-118\n\n", "\n\nBladzijde {} van 2"
    first = f"{top}De vergunning is aangevraagd door mevrouw Willemijn{bottom.format(1)}"
    second = f"{top}Heuvelmansen en zij heeft daarna nog gebeld over de datum.{bottom.format(2)}"
    found = detector.detect(layer(first, second)).findings
    both = [finding for finding in found if len(finding.spans) == 2]
    assert [finding.kind for finding in both] == [Kind.NAAM]
    assert [
        first[both[0].spans[0].start : both[0].spans[0].end],
        second[both[0].spans[1].start : both[0].spans[1].end],
    ] == [
        "Willemijn",
        "Heuvelmansen",
    ]


def test_texts_stand_on_their_own_and_come_in_order(detector: Detector) -> None:
    texts = ["Mevrouw Y. El Amranouchi heeft gebeld.", "", "Het plein wordt opnieuw bestraat."]
    outcomes = list(detector.detect_many(texts))
    assert [len(outcome.findings) for outcome in outcomes] == [1, 0, 0]
    assert outcomes[0].findings == detector.detect_text(texts[0]).findings


def test_a_paragraph_that_returns_is_found_each_time(detector: Detector) -> None:
    paragraph = "Contactpersoon: de heer B. Oosterwoldt"
    found = detector.detect(layer(*[f"{paragraph}\n\nStuk {number} gaat over groen." for number in range(3)])).findings
    assert [finding.first_page for finding in found if finding.kind is Kind.NAAM] == [0, 1, 2]


def test_invisible_characters_do_not_hide_a_name(detector: Detector) -> None:
    text = "Mevrouw Y. El Amra\u00adnou\u200bchi heeft gebeld."
    (finding,) = (each for each in detector.detect_text(text).findings if each.kind is Kind.NAAM)
    (span,) = finding.spans
    assert text[span.start : span.end] == "Y. El Amra\u00adnou\u200bchi"


def test_without_the_model_numbers_are_found_all_the_same() -> None:
    bare = Detector(use_model=False)
    assert bare.model_version == "none"
    assert [each.kind for each in bare.detect_text("BSN 799642630").findings] == [Kind.BSN]


def test_a_model_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ServiceMissing, match="not there") as caught:
        Detector(model=tmp_path / "nothing")
    assert "detection.model" in caught.value.advice


def test_a_folder_that_holds_no_model_is_missing(tmp_path: Path) -> None:
    with pytest.raises(ServiceMissing, match="does not load"):
        Detector(model=tmp_path)


def test_bands_follow_the_score(detector: Detector) -> None:
    found = detector.detect_text("BSN: 799642630. Een ander nummer is 353454708.").findings
    assert all((finding.band is Band.ZEKER) == (finding.score >= 0.9) for finding in found)
