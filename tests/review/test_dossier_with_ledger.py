# SPDX-License-Identifier: EUPL-1.2
import pytest

from flows.desk import HouseDesk
from flows.house import House
from review.dossier import carry_out, counts, plan_decision, plan_text, take_back
from review.statistics import statistics
from schemas.errors import WrongUse
from schemas.review import DecisionKind
from tests.review.made import letters, put
from tests.review.test_with_ledger import acting, decide_all, last

Desk = tuple[House, HouseDesk]


def test_one_decision_over_a_dossier_is_counted_first_taken_as_one_and_undone_as_one(desk_of: Desk) -> None:
    house, desk = desk_of
    made = letters(1, name="S. Kaya")
    keys = [put(house, number, made, dossier="zaak-1") for number in range(1, 5)]
    put(house, 9, made, dossier="zaak-2")
    mine, other = acting(desk), acting(desk, "ander")
    desk.journal.take(keys[1], other.actor, desk.now())
    decide_all(mine, keys[2])
    mine.finish(keys[2], last(mine, keys[2]))
    opened = mine.open(keys[0])
    finding = opened.finding("f0000-0")
    assert counts(mine, opened, (finding,)) == {"f0000-0": 12}
    plan = plan_decision(mine, opened, finding, DecisionKind.KEEP, None, whole=True)
    assert {reach.document.key: (reach.hits, bool(reach.why_not)) for reach in plan.reaches} == {
        keys[0]: (3, False), keys[1]: (3, True), keys[2]: (3, True), keys[3]: (3, False),
    }  # fmt: skip
    assert plan.hits == 6
    act = carry_out(mine, plan)
    assert not mine.open(keys[3]).state.open() and len(mine.open(keys[1]).state.open()) == 3
    assert take_back(mine, act) == (6, ())
    assert len(mine.open(keys[3]).state.open()) == 3
    assert take_back(mine, act) == (0, ()), "nothing is undone twice"


def test_a_text_is_redacted_wherever_it_stands_as_a_word_of_its_own(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(2))
    mine = acting(desk)
    plan = plan_text(mine, mine.open(key), "aanvraag", "5.1.2.e", whole=False)
    assert plan.hits == 6
    assert not plan_text(mine, mine.open(key), "aanvr", "5.1.2.e", whole=False).reaches
    carry_out(mine, plan)
    assert len(mine.open(key).state.additions) == 6
    with pytest.raises(WrongUse):
        carry_out(mine, plan_text(mine, mine.open(key), "aanvraag", "5.1.2.e", whole=False))


def test_statistics_count_grounds_and_kinds_and_name_nobody(desk_of: Desk) -> None:
    house, desk = desk_of
    key = put(house, 1, letters(1))
    mine = acting(desk, "geheime-naam")
    decide_all(mine, key)
    mine.decide(key, last(mine, key), "f0000-0", DecisionKind.KEEP)
    mine.finish(key, last(mine, key))
    counted = statistics(mine)
    assert counted.grounds == {"5.1.2.e": 2} and counted.finished == 1
    assert counted.kinds["naam"] == {"gelakt": 2, "toch blijven staan": 1}
    assert "geheime-naam" not in repr(counted.as_json())
