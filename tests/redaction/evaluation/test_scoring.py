# SPDX-License-Identifier: EUPL-1.2
from redaction.detection.evaluation.carrier_texts import Duty, EvaluationText, Planted
from redaction.detection.evaluation.scoring import Hit, resampled, tally, wilson
from schemas.findings import Action, Band, Kind

#                0         1         2         3
#                0123456789012345678901234567890123456789
_TEXT = "Jan Bos, 06-12345678, Bosstraat in Goor."


def _text() -> EvaluationText:
    return EvaluationText(
        id="brief-01/0",
        document_kind="brief",
        text=_TEXT,
        planted=(
            Planted(start=0, end=7, duty=Duty.FIND, kind=Kind.NAAM, group="Nederlands", form="vol"),
            Planted(start=9, end=20, duty=Duty.FIND, kind=Kind.TELEFOON),
            Planted(start=22, end=31, duty=Duty.STAY, form="straat"),
            Planted(start=35, end=39, duty=Duty.NEUTRAL, form="plaats"),
        ),
    )


def test_a_half_found_name_counts_half_its_letters_and_is_not_whole() -> None:
    counts = tally([_text()], [[Hit(start=4, end=7, kind=Kind.NAAM)]])
    line = counts.line("kind:naam", "naam")
    assert (line.characters.right, line.characters.total) == (3, 6)
    assert line.whole.right == 0
    assert line.precision is not None
    assert line.precision.value == 1.0
    assert counts.line("group:Nederlands", "").characters.value == 0.5


def test_asking_is_finding_but_is_not_redacting() -> None:
    counts = tally([_text()], [[Hit(start=22, end=31, kind=Kind.ADRES, action=Action.ASK, band=Band.TWIJFEL)]])
    assert counts.stay["straat"] == [0, 1, 1]
    line = counts.line("kind:adres", "adres")
    assert line.precision is not None
    assert line.precision.value == 0.0


def test_one_letter_of_what_must_stay_is_wrong() -> None:
    counts = tally([_text()], [[Hit(start=20, end=23, kind=Kind.NAAM)]])
    assert counts.stay["alles"] == [1, 1, 1]


def test_what_is_kept_was_not_found() -> None:
    counts = tally([_text()], [[Hit(start=0, end=7, kind=Kind.NAAM, action=Action.KEEP)]])
    assert counts.line("kind:naam", "naam").characters.value == 0.0
    assert not counts.precise


def test_a_neutral_place_is_judged_neither_way() -> None:
    counts = tally([_text()], [[Hit(start=35, end=39, kind=Kind.ADRES)]])
    assert not counts.precise
    assert not counts.bands


def test_another_kind_covers_the_letters_but_is_no_right_kind() -> None:
    counts = tally([_text()], [[Hit(start=9, end=20, kind=Kind.BSN, score=0.9)]])
    assert counts.line("kind:telefoon", "").characters.value == 1.0
    assert counts.precise["kind:bsn"] == [0, 1]
    assert counts.bands[Band.ZEKER][:2] == [1, 1]


def test_intervals_hold_the_share_and_shrink_with_numbers() -> None:
    few, many = wilson(9, 10), wilson(900, 1000)
    assert few.low < few.value < few.high
    assert many.high - many.low < few.high - few.low
    # Known value: Wilson interval of 9 in 10 at 95 percent.
    assert (round(few.low, 3), round(few.high, 3)) == (0.596, 0.982)
    assert wilson(0, 0).value == 0.0


def test_resampling_goes_by_carrier() -> None:
    share = resampled([(10, 10), (0, 10)])
    assert share.value == 0.5
    assert (share.low, share.high) == (0.0, 1.0)
