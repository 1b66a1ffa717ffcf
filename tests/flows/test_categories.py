# SPDX-License-Identifier: EUPL-1.2
"""Each document gets a category from the archive, a rule or the batch; where nobody is sure, it is asked at once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from archive.mdto.writer import term
from flows.configuration import config_digest, house_rules_of, plan_of
from flows.house import open_house
from flows.settings import load_settings
from flows.steps.accounting import account, batch_of
from flows.steps.pulling import Door, pull
from flows.stored import get_value
from flows.workshop import open_workshop
from schemas.batch import Outcome
from schemas.documents import ArchivedDocument
from schemas.errors import WrongUse
from schemas.values import informatiecategorie
from tests.archive.offers import pdf_bytes, sidecar

RULES = [
    {"category": "008", "path": "raad/*"},
    {"category": "010", "path": "*/advies*"},
]


def _given(folder: Path, **more: Any) -> Mapping[str, Any]:
    return {
        "work_dir": str(folder / "work"), "archive": str(folder / "archive"), "site": str(folder / "site"),
        "work.processes": 1, **more,
    }  # fmt: skip


def _taken_in(folder: Path, **more: Any) -> dict[str, str]:
    """Categories by number of what was taken in, and the reason of what was not, by path."""
    settings = load_settings(environment={}, overrides=_given(folder, **more)).settings
    found = {}
    with open_house(settings) as house, open_workshop(settings, detection=False) as workshop:
        batch = batch_of(house, None)
        pull(house, batch)
        door = Door(house, workshop, house.ledger.batches.get(batch.id))
        for id, offered in door._offers.items():
            row = door.take_in(id)
            if row is not None:
                taken = get_value(house.store, row.digest, ArchivedDocument)
                listed = informatiecategorie(taken.metadata.informatiecategorie or "")
                found[offered.path_in_source] = listed.infocat or ""
        for outcome in account(house, batch).outcomes:
            if outcome.outcome is Outcome.BLOCKED:
                found[door._offers[outcome.id].path_in_source] = outcome.reason
    return found


def test_the_archive_then_a_rule_then_the_batch_says_what_a_document_is(tmp_path: Path) -> None:
    for name in ("raad/stuk.pdf", "raad/advies-1.pdf", "college/advies-2.pdf", "college/brief.pdf"):
        path = tmp_path / "archive" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pdf_bytes())
    stated = term("Woo-verzoeken en -besluiten", "TOOI Woo-informatiecategorieën", "c_3baef532")
    (tmp_path / "archive" / "raad" / "advies-2.pdf").write_bytes(pdf_bytes())
    (tmp_path / "archive" / "raad" / "advies-2.pdf.mdto.xml").write_bytes(sidecar(classificaties=(stated,)))
    rules = {"rules": RULES}
    unsure = {"raad/advies-1.pdf": "metadata_incomplete"}
    ruled = {**unsure, "raad/stuk.pdf": "008", "college/advies-2.pdf": "010", "raad/advies-2.pdf": "014"}
    assert _taken_in(tmp_path, **rules) == {**ruled, "college/brief.pdf": "metadata_incomplete"}
    assert _taken_in(tmp_path, **rules, category="016") == {**ruled, "college/brief.pdf": "016"}


def test_rules_and_defaults_decide_over_an_outcome() -> None:
    digests = {
        config_digest(load_settings(environment={}, overrides=given).settings, None)
        for given in ({}, {"rules": RULES}, {"rules": RULES[:1]}, {"defaults": [{"category": "008"}]})
    }
    assert len(digests) == 4


@pytest.mark.parametrize(
    ("given", "message", "advice"),
    [
        ({"rules": [{"category": "099", "path": "*"}]}, "information category is not on the list", "014"),
        ({"rules": [{"category": "008", "document_type": "besluitt"}]}, "besluitt is not on", "Did you mean besluit?"),
        ({"defaults": [{"category": "008", "themas": ["xyzzy"]}]}, "not on the themalijst", "label or URI"),
        ({"defaults": [{"category": "008", "opsteller": "gemeente Appingedam"}]}, "no longer exists", "took over"),
        ({"defaults": [{"category": "008"}, {"category": "c_db4862c3"}]}, "its defaults twice", "together"),
    ],
)
def test_a_value_that_is_in_no_list_is_told_before_any_work(
    tmp_path: Path, given: dict[str, Any], message: str, advice: str
) -> None:
    (tmp_path / "archive").mkdir()
    settings = load_settings(environment={}, overrides=_given(tmp_path, **given)).settings
    with pytest.raises(WrongUse, match=message) as caught:
        plan_of(settings)
    assert advice in caught.value.advice


def test_rules_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "lakstraat.toml"
    path.write_text(
        '[[rules]]\ncategory = "008"\npath = "raad/*"\n\n[[defaults]]\ncategory = "008"\nthemas = ["bestuursrecht"]\n'
    )
    rules = house_rules_of(load_settings(path, environment={}).settings)
    assert [rule.path for rule in rules.rules] == ["raad/*"]
    assert [one.label for given in rules.defaults.values() for one in given.themas] == ["bestuursrecht"]
    path.write_text('[[rules]]\ncategory = "008"\n')
    with pytest.raises(WrongUse, match=r"The setting rules.0 \(file .*\) is not possible: .*a rule needs path"):
        load_settings(path, environment={})
    path.write_text('[[rules]]\ncategory = "008"\npad = "x"\n')
    with pytest.raises(WrongUse, match=r"The setting rules.0.pad \(file"):
        load_settings(path, environment={})
