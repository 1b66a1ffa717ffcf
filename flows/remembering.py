# SPDX-License-Identifier: EUPL-1.2
"""The memory of what was fetched: versions in the ledger, bytes in the working store."""

from archive.source import Offered
from flows.house import House
from flows.ledger.pulled import PulledVersion
from schemas.identity import Digest, digest_of


class Remembered:
    """Documents of one archive that were fetched before.

    What is recalled is read from the store alone, so an offer of a listing can be fetched after the house was closed.

    Args:
        house: an open house.
        source: the archive.
    """

    def __init__(self, house: House, source: str) -> None:
        self._house = house
        self._known = dict(house.ledger.pulled.of(source))

    def recall(self, offered: Offered) -> bytes | None:
        """The bytes of this version, or None where they are not known or no longer in the store."""
        known = self._known.get(offered.id)
        if known is None or known.version != _digest(offered) or known.original not in self._house.store:
            return None
        return self._house.store.get(known.original)

    def keep(self, offered: Offered, data: bytes) -> None:
        """Keep the bytes of this version."""
        self._known[offered.id] = remember(self._house, offered, self._house.store.put(data))


def remember(house: House, offered: Offered, original: Digest) -> PulledVersion:
    """Write down that a version was fetched; its bytes are in the store."""
    pulled = PulledVersion(version=_digest(offered), original=original)
    house.ledger.pulled.keep(offered.source, offered.id, pulled)
    return pulled


def _digest(offered: Offered) -> Digest:
    """What the archive calls the version may name somebody; its digest does not."""
    return digest_of(offered.version.encode())
