# SPDX-License-Identifier: EUPL-1.2
"""The outcome of an evaluation, as tables for people and as JSON for machines."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from redaction.detection.evaluation.archive_truth import ArchiveScore
from redaction.detection.evaluation.cost import Cost
from redaction.detection.evaluation.scoring import Line, Share, Tally, wilson
from schemas.findings import Band

Json = Mapping[str, "JsonValue"]
JsonValue = str | int | float | None | Json | list["JsonValue"]

_PARTS: Final = (
    ("kind", "soort gegeven"),
    ("direct", "directe gegevens"),
    ("group", "namen naar herkomst"),
    ("form", "namen naar schrijfwijze"),
    ("document", "namen naar documentsoort"),
    ("numbers", "direct herleidbaar naar documentsoort"),
)
_SURE_ENOUGH: Final = 0.98
"""What the precision of the band ``zeker`` must be."""
_EQUAL: Final = 0.0005
"""Shares closer than this read the same in the tables: neither wins."""
_DETAILED: Final = 2
"""Systems of which every table is printed: ours, and the model alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class BandLine:
    """How often a band was right: findings in it that touch planted personal data.

    Attributes:
        names_only: whether only names are counted.
    """

    band: Band
    names_only: bool
    right: Share
    mean_score: float


@dataclass(frozen=True, kw_only=True, slots=True)
class SystemResult:
    """One system on one set of texts.

    Attributes:
        parts: rows per part of the tables (kind, direct, group, form, document).
        wrongly_redacted: per sort of near-miss the share that would be redacted without a question.
        wrongly_shown: the same, with those that a person is asked about.
        bands: how often each band was right.
    """

    name: str
    parts: Mapping[str, tuple[Line, ...]]
    wrongly_redacted: Mapping[str, Share]
    wrongly_shown: Mapping[str, Share]
    bands: tuple[BandLine, ...]

    @classmethod
    def of(cls, name: str, counts: Tally) -> "SystemResult":
        """The rows from the counts."""
        return cls(
            name=name,
            parts={part: counts.lines(part) for part, _ in _PARTS},
            wrongly_redacted={sort: wilson(row[0], row[2]) for sort, row in sorted(counts.stay.items())},
            wrongly_shown={sort: wilson(row[1], row[2]) for sort, row in sorted(counts.stay.items())},
            bands=tuple(
                BandLine(
                    band=band,
                    names_only=names_only,
                    right=wilson(int(row[0]), int(row[1])),
                    mean_score=row[2] / row[1],
                )
                for names_only in (False, True)
                for band in Band
                if (row := counts.bands.get(f"{band}:naam" if names_only else str(band)))
            ),
        )

    def line(self, part: str, name: str) -> Line | None:
        """One row, or None where the set holds nothing of it."""
        return next((line for line in self.parts[part] if line.name == name), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class SetResult:
    """All systems on one set of texts; the first system is ours."""

    name: str
    texts: int
    systems: tuple[SystemResult, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelScore:
    """The model alone on one test split: whole person names."""

    name: str
    precision: Share
    recall: Share

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.precision.value + self.recall.value
        return 2 * self.precision.value * self.recall.value / total if total else 0.0


@dataclass(frozen=True, kw_only=True, slots=True)
class EvaluationReport:
    """Everything that one run of ``lakstraat evaluate`` measured."""

    model: str
    seed: int
    sets: tuple[SetResult, ...]
    model_scores: tuple[ModelScore, ...] = ()
    cost: Cost | None = None
    archive: ArchiveScore | None = None
    absent: tuple[str, ...] = ()

    def as_text(self) -> str:
        """The report as plain text tables, in Dutch."""
        return "\n".join(_text(self)) + "\n"

    def as_json(self) -> Json:
        """The same figures as a tree of plain values."""
        return {
            "model": self.model,
            "seed": self.seed,
            "sets": [_set_json(item) for item in self.sets],
            "model_scores": [
                {
                    "name": score.name,
                    "precision": _share_json(score.precision),
                    "recall": _share_json(score.recall),
                    "f1": score.f1,
                }
                for score in self.model_scores
            ],
            "cost": None
            if self.cost is None
            else {
                "words": self.cost.words,
                "bare_s": self.cost.bare,
                "detection_s": self.cost.detection,
                "ratio": self.cost.ratio,
            },
            "archive": None if self.archive is None else _archive_json(self.archive),
            "absent": list(self.absent),
        }


def _text(report: EvaluationReport) -> Iterator[str]:
    yield f"model {report.model}, zaad {report.seed}"
    for item in report.sets:
        yield from ("", f"== {item.name}: {item.texts} teksten ==")
        yield from _comparison(item)
        for system in item.systems[:_DETAILED]:
            yield from _details(system)
    if report.model_scores:
        yield from ("", "== het model alleen: hele persoonsnamen op testdelen ==")
        for score in report.model_scores:
            yield (
                f"{score.name:34} precisie {score.precision.value:6.1%}  gevonden {score.recall.value:6.1%}  "
                f"F1 {score.f1:6.1%}"
            )
    if report.cost is not None:
        yield from ("", "== kosten ==")
        yield (
            f"{report.cost.words} woorden: kaal model {report.cost.bare:.2f} s, hele detectie "
            f"{report.cost.detection:.2f} s, verhouding {report.cost.ratio:.2f}"
        )
    if report.archive is not None:
        yield from _archive_text(report.archive)
    for absent in report.absent:
        yield f"niet vergeleken: {absent}"


def _comparison(item: SetResult) -> Iterator[str]:
    yield from ("", "vergelijking (tekens gevonden / geheel gevonden / precisie)")
    names = sorted({line.name for system in item.systems for line in system.parts["kind"]})
    heads = "".join(f"{system.name[:22]:>24}" for system in item.systems)
    yield f"{'':26}{heads}  meest gevonden; beste F1"
    for name in names:
        lines = [system.line("kind", name) for system in item.systems]
        most = _winner(item, [0.0 if line is None else line.characters.value for line in lines])
        best = _winner(item, [0.0 if line is None else line.f1 or 0.0 for line in lines])
        if all(line is None or line.precision is None for line in lines):
            best = "-"
        yield f"{name:26}" + "".join(f"{_triple(line):>24}" for line in lines) + f"  {most}; {best}"
    least = _winner(item, [-system.wrongly_redacted["alles"].value for system in item.systems])
    yield f"{'fout weggelakt':26}" + "".join(f"{_wrong(system):>24}" for system in item.systems) + f"  minst: {least}"


def _winner(item: SetResult, values: Iterable[float]) -> str:
    """Who has the highest value; all of them where more read the same."""
    values = list(values)
    best = [system.name for system, value in zip(item.systems, values, strict=True) if max(values) - value < _EQUAL]
    return "niemand" if not max(values) and not min(values) else " = ".join(best)


def _triple(line: Line | None) -> str:
    if line is None:
        return "-"
    precision = "-" if line.precision is None else f"{line.precision.value:.3f}"
    return f"{line.characters.value:.3f} {line.whole.value:.3f} {precision}"


def _wrong(system: SystemResult) -> str:
    share = system.wrongly_redacted.get("alles")
    return "-" if share is None else f"{share.value:.3f}"


def _details(system: SystemResult) -> Iterator[str]:
    for part, title in _PARTS:
        yield from ("", f"{title} ({system.name})")
        yield f"  {'':26} {'tekens':>6} {'95%':>15} {'geheel':>7} {'95%':>15} {'precisie':>9} {'F1':>6} {'n':>6}"
        yield from (_row(line) for line in system.parts[part])
    groups = [line.characters.value for line in system.parts["group"]]
    if groups:
        yield f"  verschil tussen de best en de slechtst gevonden herkomst: {max(groups) - min(groups):.3f}"
    yield from ("", f"wat moet blijven staan ({system.name}): weggelakt / ook voorgelegd / n")
    for sort, share in system.wrongly_redacted.items():
        asked = system.wrongly_shown[sort]
        yield f"  {sort:26} {share.value:6.3f} {_interval(share)} {asked.value:6.3f} {share.total:6}"
    yield from ("", f"betrouwbaarheid per band ({system.name})")
    for line in system.bands:
        name = f"{line.band}, alleen namen" if line.names_only else str(line.band)
        yield (
            f"  {name:26} juist {line.right.value:6.3f} {_interval(line.right)} "
            f"gemiddelde score {line.mean_score:.3f} n {line.right.total}{_sure_enough(line)}"
        )


def _sure_enough(line: BandLine) -> str:
    if line.band is not Band.ZEKER:
        return ""
    return f"  eis {_SURE_ENOUGH}: {'gehaald' if line.right.value >= _SURE_ENOUGH else 'niet gehaald'}"


def _row(line: Line) -> str:
    precision = "-" if line.precision is None else f"{line.precision.value:.3f}"
    f1 = "-" if line.f1 is None else f"{line.f1:.3f}"
    return (
        f"  {line.name:26} {line.characters.value:6.3f} {_interval(line.characters)} {line.whole.value:7.3f} "
        f"{_interval(line.whole)} {precision:>9} {f1:>6} {line.whole.total:6}"
    )


def _interval(share: Share) -> str:
    return f"[{share.low:.3f}-{share.high:.3f}]"


def _archive_text(archive: ArchiveScore) -> Iterator[str]:
    yield from ("", "== archief: tekens van geplante gegevens die weg zijn ==")
    for kind, share in archive.removed.items():
        yield f"  {kind:26} {share.value:6.4f} {_interval(share)} van {share.total}"
    yield f"  {'bleef staan':26} {archive.stayed.value:6.4f} {_interval(archive.stayed)} van {archive.stayed.total}"
    yield f"  documenten met een lek: {len(archive.leaks)}"


def _share_json(share: Share) -> Json:
    return {"value": share.value, "right": share.right, "total": share.total, "low": share.low, "high": share.high}


def _shares_json(shares: Mapping[str, Share]) -> Json:
    return {name: _share_json(share) for name, share in shares.items()}


def _lines_json(lines: Iterable[Line]) -> Json:
    return {
        line.name: {
            "characters": _share_json(line.characters),
            "whole": _share_json(line.whole),
            "precision": None if line.precision is None else _share_json(line.precision),
            "f1": line.f1,
        }
        for line in lines
    }


def _set_json(item: SetResult) -> Json:
    return {"name": item.name, "texts": item.texts, "systems": [_system_json(system) for system in item.systems]}


def _system_json(system: SystemResult) -> Json:
    return {
        "name": system.name,
        "parts": {part: _lines_json(lines) for part, lines in system.parts.items()},
        "wrongly_redacted": _shares_json(system.wrongly_redacted),
        "wrongly_shown": _shares_json(system.wrongly_shown),
        "bands": _bands_json(line for line in system.bands if not line.names_only),
        "bands_of_names": _bands_json(line for line in system.bands if line.names_only),
    }


def _bands_json(lines: Iterable[BandLine]) -> Json:
    return {str(line.band): {"right": _share_json(line.right), "mean_score": line.mean_score} for line in lines}


def _archive_json(archive: ArchiveScore) -> Json:
    return {
        "removed": _shares_json(archive.removed),
        "stayed": _share_json(archive.stayed),
        "leaks": dict(archive.leaks),
    }
