# SPDX-License-Identifier: EUPL-1.2
"""A link lets an account in once; trying links is no way in; roles come from claims."""

from datetime import timedelta

import pytest

from review.accounts import OneTimeLinks, TooManyAttempts
from review.roles import ALL, Account, NotYours, Role, roles_of
from tests.review.desks import NOW


def test_a_link_works_once() -> None:
    links = OneTimeLinks()
    secret = links.make(Account(id="eerste"))
    assert links.use(secret, NOW) == Account(id="eerste")
    assert links.use(secret, NOW) is None


def test_a_secret_is_no_part_of_a_repr() -> None:
    links = OneTimeLinks()
    assert links.make(Account(id="eerste")) not in repr(links)


def test_after_ten_wrong_ones_even_the_right_one_waits_a_minute() -> None:
    links = OneTimeLinks()
    secret = links.make(Account(id="eerste"))
    for _ in range(10):
        assert links.use("wrong", NOW) is None
    with pytest.raises(TooManyAttempts):
        links.use(secret, NOW + timedelta(seconds=59))
    assert links.use(secret, NOW + timedelta(seconds=61)) is not None


def test_an_account_without_more_may_do_everything() -> None:
    Account(id="eerste").must(*ALL)


def test_a_reader_may_decide_nothing() -> None:
    reader = Account(id="lezer", roles=frozenset({Role.LEZER}))
    assert not reader.may(Role.BEOORDELAAR)
    with pytest.raises(NotYours) as caught:
        reader.must(Role.BEOORDELAAR)
    assert "beoordelaar" in caught.value.advice


@pytest.mark.parametrize(
    ("claims", "roles"),
    [
        (["beoordelaar", "iets anders"], {Role.BEOORDELAAR}),
        ("lezer publicist", {Role.LEZER, Role.PUBLICIST}),
        (["Tweede beoordelaar", "coördinator"], {Role.TWEEDE_BEOORDELAAR, Role.COORDINATOR}),
        ({"beoordelaar": True}, set()),
        (None, set()),
    ],
)
def test_roles_of_a_claim(claims: object, roles: set[Role]) -> None:
    assert roles_of(claims) == roles
