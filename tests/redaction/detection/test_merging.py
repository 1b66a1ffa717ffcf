# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.candidates import Candidate
from redaction.detection.gazetteer import gazetteer
from redaction.detection.merging import merge
from redaction.detection.reading import Reading
from schemas.findings import Kind, Role


def candidate(
    text: str, part: str, kind: Kind = Kind.NAAM, *, score: float = 0.8, recogniser: str = "een", doubtful: bool = False
) -> Candidate:
    start = text.index(part)
    return Candidate(
        kind=kind,
        start=start,
        end=start + len(part),
        score=score,
        why="Een reden.",
        recogniser=recogniser,
        doubtful=doubtful,
    )


def merged(text: str, *candidates: Candidate) -> list[tuple[Kind, str]]:
    proposals = merge(Reading(text, gazetteer()), candidates)
    return [(each.kind, text[each.start : each.end]) for each in proposals]


def test_voices_that_overlap_are_one_proposal_with_the_extent_of_both() -> None:
    text = "Dit vroeg mevrouw Y. El Amranouchi ons."
    proposals = merge(
        Reading(text, gazetteer()),
        [
            candidate(text, "Amranouchi", score=0.7, recogniser="model"),
            candidate(text, "mevrouw Y. El Amranouchi", score=0.9, recogniser="aanspreking"),
        ],
    )
    (one,) = proposals
    assert text[one.start : one.end] == "Y. El Amranouchi"
    assert one.voices == ("aanspreking", "model")
    assert one.score == pytest.approx(0.97)


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("Aan J.P. van den Heuvelman gestuurd.", "Heuvelman", "J.P. van den Heuvelman"),
        ("Door De Vries-Özdemirel gemeld.", "De Vries", "De Vries-Özdemirel"),
        ("Door Özdemi", "Özde", "Özdemi"),
        ("Inwoner TAMARA GAONG heeft gebeld.", "GAONG", "TAMARA GAONG"),
        ("Ik sprak van Anne Oosterwoldt gisteren.", "van Anne Oosterwoldt", "Anne Oosterwoldt"),
    ],
)
def test_a_name_is_completed_with_what_belongs_to_it_and_no_more(text: str, part: str, whole: str) -> None:
    assert merged(text, candidate(text, part)) == [(Kind.NAAM, whole)]


def test_what_stands_around_a_name_is_trimmed() -> None:
    text = 'De brief is van "mevrouw Wiebenga", zei hij.'
    assert merged(text, candidate(text, '"mevrouw Wiebenga",')) == [(Kind.NAAM, "Wiebenga")]


def test_a_blank_line_parts_two_names() -> None:
    text = "Jikke Wiebenga\n\nBram Oosterwoldt"
    assert merged(text, candidate(text, text)) == [(Kind.NAAM, "Jikke Wiebenga"), (Kind.NAAM, "Bram Oosterwoldt")]


def test_a_name_inside_a_mail_address_is_part_of_the_address() -> None:
    text = "Mail naar jikke.tolsmaan@ziggo.nl graag."
    address = candidate(text, "jikke.tolsmaan@ziggo.nl", Kind.EMAIL, score=0.99)
    assert merged(text, candidate(text, "jikke.tolsmaan"), address) == [(Kind.EMAIL, "jikke.tolsmaan@ziggo.nl")]


def test_a_broken_number_stays_whole_when_half_of_it_looks_like_another() -> None:
    text = "Rekening NL64 INGB 0194 4039 10 gebruiken."
    whole = candidate(text, "NL64 INGB 0194 4039 10", Kind.IBAN, score=0.7, doubtful=True)
    half = candidate(text, "0194 4039 10", Kind.TELEFOON, score=0.8, recogniser="twee", doubtful=True)
    assert merged(text, half, whole) == [(Kind.IBAN, "NL64 INGB 0194 4039 10")]


def test_a_number_that_passes_its_check_goes_before_one_that_does_not() -> None:
    text = "Nummer 799642630 dus."
    sure = candidate(text, "799642630", Kind.BSN, score=0.93)
    unsure = candidate(text, "799642630", Kind.RSIN, score=0.95, recogniser="twee", doubtful=True)
    assert merged(text, unsure, sure) == [(Kind.BSN, "799642630")]


def test_nothing_is_lost_where_two_kinds_overlap_in_part() -> None:
    text = "Dorpsstraat 12 7581 AB Losser"
    street = candidate(text, "Dorpsstraat 12", Kind.ADRES, score=0.9)
    code = candidate(text, "12 7581 AB", Kind.POSTCODE_HUISNUMMER, score=0.95, recogniser="twee")
    assert merged(text, street, code) == [(Kind.ADRES, "Dorpsstraat "), (Kind.POSTCODE_HUISNUMMER, "12 7581 AB")]


def test_a_company_keeps_the_name_in_it_and_a_person_beside_it_goes() -> None:
    text = "De heer Wiebenga en Wiebenga Beheer B.V. vroegen het."
    everything = candidate(text, "Wiebenga en Wiebenga Beheer B.V.")
    assert merged(text, everything) == [(Kind.NAAM, "Wiebenga")]


def test_the_name_of_a_one_man_business_is_a_question_about_its_role() -> None:
    text = "Het werk doet Schildersbedrijf Wiebenga uit Losser."
    (one,) = merge(Reading(text, gazetteer()), [candidate(text, "Wiebenga")])
    assert one.role is Role.BEDRIJF
