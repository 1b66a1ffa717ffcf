# SPDX-License-Identifier: EUPL-1.2
"""One page says where every document is, and it says what the database does."""

import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from flows.desk import HouseDesk
from flows.ledger.states import State
from flows.ledger.tables import DocumentRow
from review.texts import LANGUAGES, catalogue
from review.web.app import Options
from tests.review.made import made_house
from tests.review.test_web import House as Running

DOCUMENTS = 1000


def test_the_counts_of_a_thousand_documents_are_those_of_the_database(tmp_path: Path) -> None:
    nobody: Any = None
    chosen = Random(20).choices(list(State), k=DOCUMENTS)
    with made_house(tmp_path / "work") as house:
        with Session(house.ledger.engine) as session, session.begin():
            session.add_all(
                DocumentRow(
                    source="file:///archief", document=f"{number:032x}", digest="a" * 64, config="c" * 64,
                    state=state.value, revision=1, attempt=1, reason="", pages=1, changed=house.now(),
                )
                for number, state in enumerate(chosen)
            )  # fmt: skip
        page = Running(HouseDesk(house, nobody), Options()).person("eerste").see("/cijfers")
    shown = {state: int(count) for state, count in re.findall(
        r'<tr data-stand="(\w+)">.*?<td class="getal">(\d+)</td>', page
    )}  # fmt: skip
    assert shown == Counter(state.value for state in chosen) and sum(shown.values()) == DOCUMENTS
    assert len(shown) == len(State)


def test_every_state_has_words_in_each_language() -> None:
    for language in LANGUAGES:
        assert {f"state.{state.value}" for state in State} <= catalogue(language).keys()
