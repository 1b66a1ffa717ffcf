# SPDX-License-Identifier: EUPL-1.2
"""Compares what was found with what was planted, and counts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from random import Random
from typing import Final

from redaction.detection.evaluation.carrier_texts import Duty, EvaluationText, Planted
from schemas.findings import Action, Band, Kind

_Z: Final = 1.96
_RESAMPLES: Final = 300
_UNPLANTED: Final = frozenset({Kind.RELATIE, Kind.GEZONDHEID, Kind.STRAFRECHTELIJK, Kind.TERM, Kind.HANDTEKENING})
"""Kinds that are found in the carriers' own words; the truth does not name them all, so no precision is counted."""
_TOLD_IN_WORDS: Final = frozenset({Kind.RELATIE, Kind.GEZONDHEID, Kind.STRAFRECHTELIJK})
_DIRECT: Final = frozenset(
    {Kind.BSN, Kind.IBAN, Kind.TELEFOON, Kind.EMAIL, Kind.KENTEKEN, Kind.DOCUMENTNUMMER, Kind.ADRES}
)
SAME_KIND: Final[Mapping[Kind, Kind]] = {
    Kind.POSTCODE_HUISNUMMER: Kind.ADRES,
    Kind.RSIN: Kind.BSN,
    Kind.V_NUMMER: Kind.DOCUMENTNUMMER,
    Kind.A_NUMMER: Kind.DOCUMENTNUMMER,
    Kind.RIJBEWIJSNUMMER: Kind.DOCUMENTNUMMER,
    Kind.BIG_NUMMER: Kind.DOCUMENTNUMMER,
}
"""Kinds that are one where only the kind is compared: the ground and the decision are the same."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Hit:
    """One thing that a system found; half-open, in code points."""

    start: int
    end: int
    kind: Kind
    action: Action = Action.REDACT
    band: Band = Band.ZEKER
    score: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Share:
    """A part of a whole, with the interval in which it lies with 95 percent confidence.

    Attributes:
        right: the part.
        total: the whole.
        low, high: interval, 0 to 1 (Wilson, or a bootstrap over carriers where characters are counted).
    """

    right: int
    total: int
    low: float
    high: float

    @property
    def value(self) -> float:
        """The part as a fraction; 0 where there is nothing."""
        return self.right / self.total if self.total else 0.0


def wilson(right: int, total: int) -> Share:
    """A share with its Wilson score interval at 95 percent."""
    if not total:
        return Share(right=0, total=0, low=0.0, high=1.0)
    part = right / total
    middle = (part + _Z * _Z / (2 * total)) / (1 + _Z * _Z / total)
    half = _Z / (1 + _Z * _Z / total) * sqrt(part * (1 - part) / total + _Z * _Z / (4 * total * total))
    return Share(right=right, total=total, low=max(0.0, middle - half), high=min(1.0, middle + half))


def resampled(clusters: Sequence[tuple[int, int]]) -> Share:
    """A share of characters with a bootstrap interval over clusters: texts of one carrier fail together.

    Args:
        clusters: per carrier the characters covered, and the characters in all.
    """
    right, total = sum(part for part, _ in clusters), sum(whole for _, whole in clusters)
    if not total:
        return Share(right=0, total=0, low=0.0, high=1.0)
    random = Random(0)
    values = []
    for _ in range(_RESAMPLES):
        drawn = random.choices(clusters, k=len(clusters))
        whole = sum(size for _, size in drawn)
        values.append(sum(part for part, _ in drawn) / whole if whole else 0.0)
    values.sort()
    low, high = values[int(0.025 * _RESAMPLES)], values[int(0.975 * _RESAMPLES)]
    return Share(right=right, total=total, low=low, high=high)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One row of the tables: how well a kind, group, form or document kind was found.

    Attributes:
        characters: share of planted characters inside findings to redact or to ask about, of whatever kind.
        whole: share of planted stretches that were covered to the last letter or digit.
        precision: share of findings of this kind that touch a planted stretch of it, where it was counted.
    """

    name: str
    characters: Share
    whole: Share
    precision: Share | None = None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and whole recall."""
        if self.precision is None or not self.precision.value + self.whole.value:
            return None
        return 2 * self.precision.value * self.whole.value / (self.precision.value + self.whole.value)


@dataclass(kw_only=True, slots=True)
class Tally:
    """Counts of one system over a set of texts, filled by ``tally``."""

    covered: defaultdict[str, defaultdict[str, list[int]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(lambda: [0, 0]))
    )
    whole: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    precise: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0]))
    bands: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0.0]))
    stay: defaultdict[str, list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))

    def line(self, key: str, name: str) -> Line:
        """The row of one key (``kind:naam``, ``group:Turks``, ``document:mail``, ``form:an``)."""
        precise = self.precise.get(key)
        return Line(
            name=name,
            characters=resampled([(part, whole) for part, whole in self.covered[key].values()]),
            whole=wilson(*self.whole[key]),
            precision=wilson(*precise) if precise is not None else None,
        )

    def lines(self, prefix: str) -> tuple[Line, ...]:
        """All rows whose key starts so, in order of name."""
        keys = sorted(key for key in self.whole if key.startswith(f"{prefix}:"))
        return tuple(self.line(key, key.partition(":")[2]) for key in keys)


def tally(texts: Sequence[EvaluationText], found: Iterable[Sequence[Hit]]) -> Tally:
    """Count one system's findings against the truth, text by text."""
    counts = Tally()
    for text, hits in zip(texts, found, strict=True):
        _count_text(counts, text, [hit for hit in hits if hit.action is not Action.KEEP])
    return counts


def _count_text(counts: Tally, text: EvaluationText, hits: Sequence[Hit]) -> None:
    shown, redacted = bytearray(len(text.text)), bytearray(len(text.text))
    for hit in hits:
        shown[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
        if hit.action is Action.REDACT:
            redacted[hit.start : hit.end] = b"\x01" * (hit.end - hit.start)
    carrier = text.id.partition("/")[0]
    for item in text.planted:
        places = [at for at in range(item.start, item.end) if text.text[at].isalnum()]
        if item.duty is Duty.FIND:
            _count_found(counts, _keys(item, text.document_kind), carrier, sum(shown[at] for at in places), len(places))
        elif item.duty is Duty.STAY:
            for key in ("alles", item.form):
                row = counts.stay[key]
                row[0] += any(redacted[at] for at in places)
                row[1] += any(shown[at] for at in places)
                row[2] += 1
    for hit in hits:
        _count_hit(counts, text, hit)


def _count_found(counts: Tally, keys: Iterable[str], carrier: str, covered: int, total: int) -> None:
    for key in keys:
        row = counts.covered[key][carrier]
        row[0] += covered
        row[1] += total
        counts.whole[key][0] += covered == total
        counts.whole[key][1] += 1


def _keys(item: Planted, document_kind: str) -> Iterable[str]:
    if item.kind is None:
        raise ValueError("what must be found has a kind")
    kind = SAME_KIND.get(item.kind, item.kind)
    yield f"kind:{kind}"
    if kind is Kind.NAAM:
        yield f"group:{item.group or 'onbekend'}"
        yield f"form:{item.form or 'onbekend'}"
        yield f"document:{document_kind}"
    elif kind not in _TOLD_IN_WORDS:
        yield "direct:alle nummers en adressen"
        if kind in _DIRECT:
            yield "direct:direct herleidbaar"
            yield f"numbers:{document_kind}"


def _count_hit(counts: Tally, text: EvaluationText, hit: Hit) -> None:
    """Precision: a finding is right where it touches a planted stretch of its kind; neutral ground is not judged."""
    if hit.kind in _UNPLANTED:
        return
    touched = [item for item in text.planted if item.start < hit.end and hit.start < item.end]
    if any(item.duty is Duty.NEUTRAL for item in touched) and not any(item.duty is Duty.STAY for item in touched):
        return
    kind = SAME_KIND.get(hit.kind, hit.kind)
    found = [item.kind for item in touched if item.duty is Duty.FIND and item.kind is not None]
    right = any(SAME_KIND.get(planted, planted) is kind for planted in found)
    counts.precise[f"kind:{kind}"][0] += right
    counts.precise[f"kind:{kind}"][1] += 1
    # For the band it does not matter which kind of personal data it was: the proposal to redact was right.
    for key in (str(hit.band), f"{hit.band}:naam") if kind is Kind.NAAM else (str(hit.band),):
        band = counts.bands[key]
        band[0] += bool(found)
        band[1] += 1
        band[2] += hit.score
