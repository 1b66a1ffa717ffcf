# SPDX-License-Identifier: EUPL-1.2
import pytest

from publication.diwoo import record_for
from publication.house_rules import CategoryDefaults, CategoryRule, HouseRules
from schemas.documents import ArchiveMetadata
from schemas.errors import BlockReason, DocumentBlocked
from schemas.values import informatiecategorie, organisations, value_list
from schemas.values.codes import Informatiecategorie
from tests.publication.packages import HOUSE, archived

BESLUIT = value_list("documentsoortlijst").by_label("besluit").waarde
RAAD, WOO, ADVIES = (informatiecategorie(code).waarde for code in ("008", "014", "010"))
RULES = HouseRules(
    rules=(
        CategoryRule(category=RAAD, path="raad/*"),
        CategoryRule(category=WOO, classification="Woo-*", document_type=BESLUIT),
        CategoryRule(category=ADVIES, path="*/advies*", classification="advies"),
    )
)


@pytest.mark.parametrize(
    ("path", "classificaties", "category"),
    [
        ("raad/2026/stuk.pdf", (), RAAD),
        ("RAAD/stuk.pdf", ("Voorstel",), RAAD),
        ("college/raad/stuk.pdf", (), None),
        ("woo/stuk.pdf", ("Woo-verzoek", "Besluit"), WOO),
        ("woo/stuk.pdf", ("Woo-verzoek",), None),
        ("woo/stuk.pdf", ("besluit",), None),
        ("college/advies-1.pdf", ("Advies ",), ADVIES),
        ("raad/advies-1.pdf", ("verslag",), RAAD),
    ],
)
def test_a_rule_holds_when_all_that_it_says_is_so(path: str, classificaties: tuple[str, ...], category: object) -> None:
    assert RULES.category_for(path, ArchiveMetadata(classificaties=classificaties)) == category


def test_rules_that_do_not_agree_are_asked_about() -> None:
    with pytest.raises(DocumentBlocked, match="do not agree") as caught:
        RULES.category_for("raad/advies-1.pdf", ArchiveMetadata(classificaties=("advies",)))
    assert caught.value.reason is BlockReason.METADATA_INCOMPLETE
    assert "exclude each other" in caught.value.advice
    with pytest.raises(ValueError, match="of which documents"):
        CategoryRule(category=RAAD)


def test_what_goes_without_saying_is_said_where_the_archive_is_silent() -> None:
    enschede = organisations().by_label("gemeente Enschede").waarde
    thema = value_list("themalijst").by_label("bestuursrecht").waarde
    dutch = value_list("taallijst").by_label("Nederlands").waarde
    given = CategoryDefaults(
        documentsoorten=(BESLUIT,), themas=(thema,), trefwoorden=("beschikking",), language=dutch,
        verantwoordelijke=enschede, opsteller=enschede,
    )  # fmt: skip
    rules = HouseRules(defaults={Informatiecategorie.BESCHIKKINGEN.value: given})

    silent = archived(1, classificaties=(), trefwoorden=(), taal=None, archiefvormers=())
    made = record_for(silent, HOUSE, rules=rules)
    assert (made.documentsoorten, made.themas, made.trefwoorden) == ((BESLUIT,), (thema,), ("beschikking",))
    assert (made.language, made.verantwoordelijke, made.opsteller) == (dutch, enschede, enschede)

    telling = record_for(archived(1, taal="fy"), HOUSE, rules=rules)
    assert telling.trefwoorden == ("bomen", "vergunning")
    assert telling.language is not None and telling.language.uri.endswith("FRY")
    assert telling.verantwoordelijke is not None and telling.verantwoordelijke.label == "gemeente Utrecht"
    other = archived(1, informatiecategorie=RAAD.uri, classificaties=())
    assert record_for(other, HOUSE, rules=rules) == record_for(other, HOUSE)
