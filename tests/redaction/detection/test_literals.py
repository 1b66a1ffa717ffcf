# SPDX-License-Identifier: EUPL-1.2
"""What a text must hold for an expression to match: never more than the truth, or findings would be lost."""

import pytest

from redaction.detection.evaluation.carrier_texts import SERIES, evaluation_texts
from redaction.detection.literals import needed, same_case
from redaction.detection.patterns import Pattern


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        ("wethouder", {"wethouder"}),
        ("(?<!\\p{L})(?:wethouders?|raadslid)(?!\\p{L})", {"wethouder", "raadslid"}),
        ("(?:de[ ])?burgemeester(?:[ ]van[ ]\\p{Lu}\\p{L}+)?", {"burgemeester"}),
        ("b[s5]n[ ]?:", {"bsn:", "bsn :", "b5n:", "b5n :"}),
        ("(?P<label>KvK|RSIN)[ -]?\\d+", {"kvk", "rsin"}),
        ("(?i:AAN)(?:de|het){2,3}", {"aan"}),
        ("(?:tel|mob)\\.(?=[ ])", {"tel.", "mob."}),
        ("naam|\\d+", None),
        ("(?:naam)*", None),
        ("(?:naam)?x", None),
        ("(?!naam)\\w+", None),
        ("[^naam]{4}", None),
        ("\\p{Lu}\\p{Ll}+", None),
    ],
)
def test_what_every_match_holds(expression: str, words: set[str] | None) -> None:
    assert needed(expression) == words


def test_letters_that_are_the_same_without_regard_to_case_are_one() -> None:
    assert same_case("ŞIRIN İLHAN ſtraat \u212a") == "şirin ilhan straat k"
    assert len(same_case("İİ")) == 2
    assert Pattern("straat", ignore_case=True).search("De Dorpsſtraat") is not None


def test_no_match_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every expression of detection on new texts: where it matches, something that it needs is there."""
    made: list[str] = []
    plain = Pattern.__init__

    def noted(self: Pattern, expression: str, *, ignore_case: bool = False) -> None:
        made.append(expression)
        plain(self, expression, ignore_case=ignore_case)

    monkeypatch.setattr(Pattern, "__init__", noted)
    monkeypatch.setattr(Pattern, "_hopeless", lambda *_: False)
    from redaction.detection.detector import detecting_recognisers

    detecting_recognisers()
    texts = [text.text for series in SERIES for text in evaluation_texts(series, seed=3, rounds=1)]
    helped = 0
    for expression in list(dict.fromkeys(made)):
        words = needed(expression)
        if words is None:
            continue
        helped += 1
        pattern = Pattern(expression, ignore_case=True)
        for match in (match for text in texts for match in pattern.finditer(text)):
            assert any(word in same_case(match.group()) for word in words), expression
    assert helped > 10
