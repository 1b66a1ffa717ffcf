# SPDX-License-Identifier: EUPL-1.2
"""The endpoint of the documentation, as a third party would add it: by one file and a few lines of settings."""

import sys
from pathlib import Path

import pytest

from flows.house import open_house
from flows.ledger.states import State
from flows.ledger.values import Approval, BatchPlan
from flows.outside import outside_endpoint
from flows.settings import load_settings
from flows.steps.afterlife import withdraw_document
from flows.steps.destinations import destination_of, further_places
from publication.endpoint import Endpoint, WithdrawalReason
from schemas.errors import WrongUse
from tests.flows import three_places
from tests.publication.contract import EndpointContract, Place

EXAMPLE = Path(__file__).resolve().parents[2] / "docs" / "endpoints" / "open_folder.py"


def _settings(folder: Path, **changes: object) -> Path:
    known = {"name": "open-folder", "endpoint": f"{EXAMPLE}:open_place", "address": str(folder / "open"), **changes}
    lines = [f'{name} = "{value}"' for name, value in known.items()]
    path = folder / "lakstraat.toml"
    path.write_text(
        "\n".join(
            [
                f'work_dir = "{folder / "work"}"', f'site = "{folder / "site"}"', f'base_url = "{three_places.BASE}"',
                "[[places]]", *lines, "[places.options]", 'token = "geheim"',
            ]
        )
    )  # fmt: skip
    return path


class TestOpenFolder(EndpointContract):
    """It keeps what an endpoint promises."""

    @pytest.fixture
    def place(self, tmp_path: Path) -> Place:
        settings = load_settings(_settings(tmp_path), environment={}).settings

        def again() -> Endpoint:
            (given,) = settings.places
            return outside_endpoint(given, tmp_path / "notes")

        def public() -> list[bytes]:
            return [path.read_bytes() for path in (tmp_path / "open").glob("*.pdf")]

        return Place(endpoint=again(), again=again, public=public)


def test_a_document_goes_there_as_to_every_other_place_and_comes_back(tmp_path: Path) -> None:
    settings = load_settings(_settings(tmp_path), environment={}).settings
    (place,) = further_places(settings)
    assert place.name == f"open-folder:{tmp_path / 'open'}"
    with open_house(settings) as house:
        plan = BatchPlan(
            source="file:///srv/archive", config="c" * 64, approve=Approval.AUTOMATIC,
            site=str(tmp_path / "site"), base_url=three_places.BASE, others=(place,),
        )  # fmt: skip
        key = three_places.approved(house, plan).key
        (tmp_path / "open").write_bytes(b"")  # nobody answers there
        assert three_places.publish(house, key).state is State.PARTLY
        (tmp_path / "open").unlink()
        house.ledger.documents.again(key, actor="account:p", now=house.now())
        assert three_places.publish(house, key).state is State.PUBLISHED
        assert [path.name for path in (tmp_path / "open").glob("*.pdf")] == [f"{three_places.ID}.pdf"]

        answers = withdraw_document(house, three_places.ID, WithdrawalReason.PRIVACY, actor="account:p")
        assert [answer.error for answer in answers] == [None, None]
        assert list((tmp_path / "open").glob("*.pdf")) == []
        assert house.ledger.documents.get(key).state is State.WITHDRAWN


def test_an_error_of_a_third_party_holds_up_no_other_place_and_its_text_goes_nowhere(tmp_path: Path) -> None:
    broken = tmp_path / "broken.py"
    broken.write_text(
        "class Broken:\n"
        "    name = 'broken'\n"
        "    def publish(self, package): raise RuntimeError('tekst van een document')\n"
        "    replace = withdraw = lambda self, *_: self.publish(None)\n"
        "def make(settings): return Broken()\n"
    )
    settings = load_settings(_settings(tmp_path, endpoint=f"{broken}:make"), environment={}).settings
    with open_house(settings) as house:
        plan = BatchPlan(
            source="file:///srv/archive", config="c" * 64, approve=Approval.AUTOMATIC,
            site=str(tmp_path / "site"), base_url=three_places.BASE, others=further_places(settings),
        )  # fmt: skip
        document = three_places.publish(house, three_places.approved(house, plan).key)
        assert (document.state, document.reason) == (State.PARTLY, "RuntimeError")
        answers = withdraw_document(house, three_places.ID, WithdrawalReason.PRIVACY, actor="account:p")
        (error,) = [answer.error for answer in answers if answer.error]
        assert error.message == "The place broke off (RuntimeError)."
        assert not list((tmp_path / "site").rglob("*.pdf"))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"endpoint": "/nowhere/a.py:make"}, "is not there"),
        ({"endpoint": "no_such_module_anywhere:make"}, "cannot be imported"),
        ({"endpoint": f"{EXAMPLE}:absent"}, "has no absent"),
        ({"endpoint": "builtins:id"}, "lacks publish, replace, withdraw"),
        ({"endpoint": "no colon"}, "places.0.endpoint"),
        ({"name": "gpp"}, "places.0.name"),
        ({"name": "Hoofdletter"}, "places.0.name"),
    ],
)
def test_what_is_no_endpoint_is_told_before_any_work(tmp_path: Path, changes: dict[str, str], message: str) -> None:
    with pytest.raises(WrongUse, match=message):
        further_places(load_settings(_settings(tmp_path, **changes), environment={}).settings)


def test_a_token_is_in_no_repr_and_a_place_that_left_the_settings_is_told(tmp_path: Path) -> None:
    loaded = load_settings(_settings(tmp_path), environment={})
    assert "geheim" not in repr(loaded)
    (place,) = further_places(loaded.settings)
    with pytest.raises(WrongUse, match="one of places"):
        destination_of(load_settings(environment={}, overrides={"work_dir": str(tmp_path)}).settings, place)
    sys.modules.pop("lakstraat_place_open_folder", None)
