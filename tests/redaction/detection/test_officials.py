# SPDX-License-Identifier: EUPL-1.2
from datetime import date
from pathlib import Path

import pytest

from redaction.detection import Detector
from redaction.detection.gazetteer import gazetteer
from redaction.detection.officials import Official, Officials, moment_of, read_officials
from redaction.detection.person_names import parse_name
from redaction.detection.policy import Policy
from redaction.detection.reading import Reading
from schemas.errors import WrongUse
from schemas.findings import Action, Kind, Role
from tests.redaction.detection.made_layers import layer

OFFICIAL = Official(
    name="Jikke Tolsmaan",
    function="wethouder",
    source="raadsbesluit 2022-31",
    since=date(2022, 5, 25),
    until=date(2026, 3, 18),
)
DEFAULT = Path(__file__).parents[3] / "redaction" / "detection" / "policy_default.toml"


@pytest.fixture(scope="module")
def listed(tmp_path_factory: pytest.TempPathFactory) -> Detector:
    folder = tmp_path_factory.mktemp("policy")
    (folder / "lijst.csv").write_text(
        "naam;functie;bron;vanaf;tot\nJikke Tolsmaan;wethouder;raadsbesluit 2022-31;2022-05-25;2026-03-18\n",
        encoding="utf-8",
    )
    (folder / "beleid.toml").write_text(
        'bestuurders_bestand = "lijst.csv"\n' + DEFAULT.read_text(encoding="utf-8"), encoding="utf-8"
    )
    return Detector(policy=folder / "beleid.toml")


def actions(detector: Detector, text: str, moment: date) -> list[tuple[Role, Action]]:
    found = detector.detect(layer(text), moment=moment).findings
    return [(finding.role, finding.action) for finding in found if finding.kind is Kind.NAAM]


@pytest.mark.parametrize(
    "text",
    [
        "Advies bezwaarschriftencommissie. Samenstelling: A. Wiebenga (voorzitter), B. Quist en C. Hoving (leden).",
        "Benoeming leden rekenkamer: Fatima Wiebenga en Asha Quist.",
        "Portefeuille: Wiebenga.",
        "De griffier meldt dat opvolgend kandidaat Fatima Quist haar benoeming aanneemt.",
        "De voorzitter, mr. G. Wiebenga, sluit de hoorzitting en zegt dat de commissie adviseert.",
        "Vastgesteld in de raadsvergadering van 23 mei 2021,\nde griffier,\tde voorzitter,\nB. Quist\tS.M. Wiebenga",
        "Fractieleider Fatima Wiebenga stelt voor de agenda om te gooien.",
    ],
)
def test_who_acts_in_public_stays(listed: Detector, text: str) -> None:
    outcome = actions(listed, text, date(2024, 1, 1))
    assert outcome
    assert {action for _, action in outcome} == {Action.KEEP}


@pytest.mark.parametrize(
    "text",
    [
        "Advies bezwaarschriftencommissie. Aanwezig ook C. Wiebenga (secretaris).",
        "Namens de Vereniging van Eigenaars maakt voorzitter A. Wiebenga bezwaar bij de commissie.",
        "De leden van de voetbalclub: A. Wiebenga en B. Quist.",
        "Steller: Wiebenga.",
    ],
)
def test_who_does_not_act_in_public_is_proposed(listed: Detector, text: str) -> None:
    assert Action.KEEP not in {action for _, action in actions(listed, text, date(2024, 1, 1))}


def test_who_is_on_the_list_stays_in_the_years_of_the_office(listed: Detector) -> None:
    text = "Mevrouw J. Tolsmaan opende de nieuwe brug over de haven."
    assert actions(listed, text, date(2024, 1, 1)) == [(Role.BESTUURDER, Action.KEEP)]
    assert actions(listed, text, date(2026, 3, 18)) == [(Role.BESTUURDER, Action.KEEP)]
    assert actions(listed, text, date(2026, 3, 19))[0][1] is Action.REDACT


def test_the_same_name_in_a_private_context_is_proposed(listed: Detector) -> None:
    text = "Mevrouw J. Tolsmaan, wonende te Losser, maakt bezwaar."
    assert actions(listed, text, date(2024, 1, 1)) == [(Role.BURGER, Action.REDACT)]


def test_the_date_is_read_from_the_document(listed: Detector) -> None:
    text = "Losser, {}\n\nMevrouw J. Tolsmaan opende de nieuwe brug over de haven."
    kept = listed.detect(layer(text.format("12 juni 2024"))).findings
    later = listed.detect(layer(text.format("12 juni 2026"))).findings
    assert [finding.action for finding in kept] == [Action.KEEP]
    assert [finding.action for finding in later] == [Action.REDACT]


def test_names_that_contradict_are_not_the_official() -> None:
    officials = Officials([OFFICIAL])
    day = date(2024, 1, 1)
    assert officials.named(parse_name("J. Tolsmaan"), day) is OFFICIAL
    assert officials.named(parse_name("B. Tolsmaan"), day) is None
    assert officials.named(parse_name("Jikke"), day) is None


def test_a_list_may_have_commas_and_open_ends(tmp_path: Path) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text("naam,functie,bron\nBram Oosterwoldt,raadslid,website\n", encoding="utf-8")
    (official,) = read_officials(path)
    assert (official.since, official.until) == (None, None)
    assert official.held_on(date(1999, 1, 1))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("naam;functie\nBram;raadslid\n", "misses a column"),
        ("naam;functie;bron\n;raadslid;website\n", "Line 2 .* no name"),
        ("naam;functie;bron;vanaf\nBram Bos;raadslid;website;gisteren\n", "Line 2 .* date that is none"),
    ],
)
def test_a_wrong_list_says_where(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "lijst.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(WrongUse, match=message) as caught:
        read_officials(path)
    assert "Bram" not in caught.value.message


def test_a_list_in_the_policy_itself() -> None:
    entry = '\n[[bestuurder]]\nnaam = "Jikke Tolsmaan"\nfunctie = "wethouder"\nbron = "website"\nvanaf = 2022-05-25\n'
    policy = Policy.parse(DEFAULT.read_text(encoding="utf-8") + entry)
    assert len(policy.officials) == 1
    assert policy.officials.named(parse_name("J. Tolsmaan"), date(2030, 1, 1)) is not None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Datum 12 maart 2026", date(2026, 3, 12)),
        ("Losser, 3-4-2025", date(2025, 4, 3)),
        ("Op 31 februari 2025 en 1 mrt. 2025", date(2025, 3, 1)),
        ("zonder datum", None),
    ],
)
def test_the_first_day_that_exists(text: str, day: date | None) -> None:
    assert moment_of([Reading(text, gazetteer())]) == day
