# SPDX-License-Identifier: EUPL-1.2
"""What people may do at the desk, by the roles that their account has."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from schemas.errors import LakstraatError


class Role(StrEnum):
    """A role of an account. The values are what a role claim of an identity provider says."""

    LEZER = "lezer"
    BEOORDELAAR = "beoordelaar"
    TWEEDE_BEOORDELAAR = "tweede_beoordelaar"
    COORDINATOR = "coordinator"
    PUBLICIST = "publicist"


ALL: Final = frozenset(Role)


class NotYours(LakstraatError):
    """This act needs another person, or another role."""

    default_advice = "Ask a colleague."


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """Somebody at the desk: an identifier, never a name, and what they may do."""

    id: str
    roles: frozenset[Role] = ALL

    def may(self, *roles: Role) -> bool:
        """True for somebody with one of these roles."""
        return not self.roles.isdisjoint(roles)

    def must(self, *roles: Role) -> None:
        """Let somebody pass who has one of these roles.

        Raises:
            NotYours: they have none of them.
        """
        if not self.may(*roles):
            raise NotYours(
                "Your account does not have the role that this needs.",
                advice="Ask the coordinator who may do this: " + ", ".join(sorted(role.value for role in roles)) + ".",
            )


def roles_of(claims: object) -> frozenset[Role]:
    """The roles in a claim of an identity provider; what is no role of the desk is passed over."""
    given = claims.split() if isinstance(claims, str) else claims
    if not isinstance(given, list | tuple):
        return frozenset()
    known = {role.value: role for role in Role} | {"coördinator": Role.COORDINATOR}
    names = (str(one).strip().lower().replace(" ", "_").replace("-", "_") for one in given)
    return frozenset(known[name] for name in names if name in known)
