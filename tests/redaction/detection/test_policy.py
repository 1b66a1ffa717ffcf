# SPDX-License-Identifier: EUPL-1.2
from pathlib import Path

import pytest

from redaction.detection.policy import Policy
from schemas.errors import WrongUse
from schemas.findings import Action, Band, Kind, Role
from schemas.values.codes import Informatiecategorie
from schemas.woo import parse_grond

DEFAULT = (Path(__file__).parents[3] / "redaction" / "detection" / "policy_default.toml").read_text(encoding="utf-8")
WOO = Informatiecategorie.WOO_VERZOEKEN_EN_BESLUITEN.value


@pytest.mark.parametrize(
    ("kind", "role", "action", "ground"),
    [
        (Kind.NAAM, Role.BURGER, Action.REDACT, "5.1.2.e"),
        (Kind.NAAM, Role.MEDEWERKER, Action.REDACT, "5.1.2.e"),
        (Kind.NAAM, Role.BESTUURDER, Action.KEEP, None),
        (Kind.NAAM, Role.BEDRIJF, Action.ASK, "5.1.2.e"),
        (Kind.BSN, Role.ONBEKEND, Action.REDACT, "5.1.1.e"),
        (Kind.A_NUMMER, Role.ONBEKEND, Action.REDACT, "5.1.1.e"),
        (Kind.DOCUMENTNUMMER, Role.ONBEKEND, Action.REDACT, "5.1.2.e"),
        (Kind.IBAN, Role.BEDRIJF, Action.KEEP, None),
        (Kind.ADRES, Role.CONTACT, Action.REDACT, "5.1.2.e"),
        (Kind.ADRES, Role.ONDERWERP, Action.KEEP, None),
        (Kind.EMAIL, Role.BEDRIJF, Action.KEEP, None),
        (Kind.HANDTEKENING, Role.BESTUURDER, Action.REDACT, "5.1.2.e"),
        (Kind.GEZONDHEID, Role.ONBEKEND, Action.ASK, "5.1.1.d"),
        (Kind.BEELD, Role.ONBEKEND, Action.ASK, "5.1.2.e"),
        (Kind.RELATIE, Role.ONBEKEND, Action.KEEP, None),
    ],
)
def test_dutch_practice(kind: Kind, role: Role, action: Action, ground: str | None) -> None:
    verdict = Policy.default().decide(kind, role, 0.95)
    assert (verdict.action, verdict.ground) == (action, ground)


def test_the_information_category_counts() -> None:
    policy = Policy.default()
    assert policy.decide(Kind.RELATIE, Role.ONBEKEND, 0.9, informatiecategorie=WOO).action is Action.ASK
    other = Informatiecategorie.CONVENANTEN.value
    assert policy.decide(Kind.RELATIE, Role.ONBEKEND, 0.9, informatiecategorie=other).action is Action.KEEP


def test_doubt_asks() -> None:
    policy = Policy.default()
    assert policy.decide(Kind.BSN, Role.ONBEKEND, 0.95, doubtful=True).action is Action.ASK
    assert policy.decide(Kind.NAAM, Role.BURGER, policy.least).action is Action.ASK
    assert policy.decide(Kind.NAAM, Role.BESTUURDER, 0.95, doubtful=True).action is Action.KEEP


def test_bands_have_edges() -> None:
    policy = Policy.default()
    assert [policy.band(score) for score in (0.9, 0.8999, 0.6, 0.5999)] == [
        Band.ZEKER,
        Band.CONTROLEREN,
        Band.CONTROLEREN,
        Band.TWIJFEL,
    ]


def test_every_ground_of_the_default_is_in_the_law_and_none_is_5_1_5() -> None:
    for kind in Kind:
        if kind is Kind.TERM:
            continue
        for role in Role:
            verdict = Policy.default().decide(kind, role, 0.95)
            assert verdict.ground is None or parse_grond(verdict.ground).value == verdict.ground
            assert verdict.ground != "5.1.5"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (('kind = ["beeld"]', 'kind = ["bild"]'), "not valid at rule"),
        (('action = "redact"\nground = "5.1.2.e"', 'action = "redact"'), "names a Woo ground"),
        (('ground = "5.1.1.d"', 'ground = "5.9"'), "not valid|Unknown Woo ground"),
        (("zeker = 0.90", "zeker = 0.50"), "descend"),
        (('[[rule]]\nkind = ["mrz"]', '[[rule]]\nkind = ["bsn"]'), "without a rule that always fits: mrz"),
        (('version = "2026-11.2"', "version = "), "no valid TOML"),
        (("[doubt]\n", "[doubt]\nextra = 1\n"), "not valid at doubt.extra"),
    ],
)
def test_a_wrong_policy_says_what_is_wrong(change: tuple[str, str], message: str) -> None:
    assert change[0] in DEFAULT
    with pytest.raises(WrongUse, match=message):
        Policy.parse(DEFAULT.replace(*change))


def test_a_policy_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="cannot be read"):
        Policy.load(tmp_path / "nothing.toml")
