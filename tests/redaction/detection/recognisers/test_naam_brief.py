# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection.recognisers.naam_brief import (
    AanhefRecogniser,
    BerichtkopRecogniser,
    OndertekeningRecogniser,
    SprekerRecogniser,
)
from tests.redaction.detection.recognisers.table import assert_marked, found


@pytest.mark.parametrize(
    "marked",
    [
        "Beste ‹Fatima›,",
        "Geachte mevrouw ‹Yılmaz›,",
        "Geachte heer ‹van der Berg›,",
        "Hoi ‹Quist› en ‹Jikke›,",
        "Beste ‹Mei›,\n\nDank voor je mail.",
        "hoi ‹fatima›, kan jij morgen?",
        "Dag ‹Abdirahman›!",
        "Zeer geachte familie ‹De Wit›,",
    ],
)
def test_salutations(marked: str) -> None:
    assert_marked(AanhefRecogniser(), marked, lambda each: each.score >= 0.7)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Geachte raad,", "a body"),
        ("Geachte heer/mevrouw,", "nobody by name"),
        ("Beste collega's,", "all of them"),
        ("Beste bewoners van Delden,", "inhabitants"),
        ("de beste Oplossing", "no salutation in a sentence"),
        ("Dag en nacht open", "a phrase"),
    ],
)
def test_salutations_of_nobody(text: str, reason: str) -> None:
    assert found(AanhefRecogniser(), text) == [], reason


@pytest.mark.parametrize(
    "marked",
    [
        "Met vriendelijke groet,\n\n‹Fatma Balci›\nconsulent",
        "Hoogachtend,\n\nhet college van Delden,\nnamens deze,\n\n‹P. Koster›\nteammanager",
        "Groeten, ‹Quist›",
        "gr ‹fatima›",
        "mvg\n‹jan de vries›",
        "Met vriendelijke groet,\nTeam Vergunningen\n‹Y. El Amrani›",
        "Tot dan!\n‹Jikke›",
        "Voor akkoord: ‹W. Quist›",
        "w.g. ‹P. Koster›",
    ],
)
def test_signatures(marked: str) -> None:
    assert_marked(OndertekeningRecogniser(), marked, lambda each: each.score >= 0.8)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Met vriendelijke groet,\n\nGemeente Delden", "a municipality"),
        ("Hoogachtend,\n\nhet college van burgemeester en wethouders", "a body"),
        ("Bedankt voor uw brief van maandag", "thanks in a sentence"),
        ("De burgemeester opent de vergadering", "a sentence"),
    ],
)
def test_signatures_of_bodies(text: str, reason: str) -> None:
    assert found(OndertekeningRecogniser(), text) == [], reason


@pytest.mark.parametrize(
    "marked",
    [
        "Van: ‹Koster, Piet› <p.koster@voorbeeld.nl>",
        "Aan: ‹Fatma Balci›; ‹Wójcik, Agnieszka›",
        "Cc: ‹Quist›",
        "From: ‹Mehmet Yılmaz› <m@voorbeeld.nl>",
        "> Van: ‹J. v.d. Berg›",
        "t.a.v. ‹I. Ribes› Bouwbedrijf De Linde",
        "Op 3 mei schreef ‹Piet Koster› <p@voorbeeld.nl>:",
    ],
)
def test_heads_of_mails(marked: str) -> None:
    text = marked.replace("‹", "").replace("›", "")
    covered = bytearray(len(text))
    for each in found(BerichtkopRecogniser(), text):
        covered[each.start : each.end] = b"\x01" * (each.end - each.start)
    plain, begin = 0, 0
    for sign in marked:
        if sign == "‹":
            begin = plain
        elif sign == "›":
            letters = [at for at in range(begin, plain) if text[at].isalpha()]
            assert all(covered[at] for at in letters), text[begin:plain]
            covered[begin:plain] = bytes(plain - begin)
        else:
            plain += 1
    assert not any(covered)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Van: info@delden.nl", "an address"),
        ("Aan: Team Vergunningen", "a team"),
        ("Van: 3 mei 2024 Aan: 5 mei 2024", "a period"),
        ("Van de gemeente kreeg ik een brief", "a sentence"),
        ("Aan de bewoners van dit adres", "inhabitants"),
    ],
)
def test_heads_without_people(text: str, reason: str) -> None:
    assert found(BerichtkopRecogniser(), text) == [], reason


@pytest.mark.parametrize(
    "marked",
    ["[10:32] ‹Quist›: kom je nog?", "‹Fatma›: ja hoor", "‹De Vries›: daar ben ik tegen.", "10:15 ‹Jikke›: hoi"],
)
def test_speakers(marked: str) -> None:
    assert_marked(SprekerRecogniser(), marked)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Conclusie: het plan gaat door", "a heading"),
        ("Vraag: wanneer komt de container?", "a heading"),
        ("Datum: 3 mei", "a field"),
        ("Let op: de weg is dicht", "a warning"),
    ],
)
def test_lines_that_nobody_speaks(text: str, reason: str) -> None:
    assert found(SprekerRecogniser(), text) == [], reason
