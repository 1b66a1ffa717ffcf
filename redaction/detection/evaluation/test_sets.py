# SPDX-License-Identifier: EUPL-1.2
"""The test splits of the data folder, for those who have it: synthetic municipal texts and the names of two others."""

import gzip
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from redaction.detection.evaluation.carrier_texts import GROUPS, Duty, EvaluationText, Planted
from schemas.errors import InputRefused, RefusalReason
from schemas.findings import Kind

SYNTHETIC: Final = "synthetic-municipal.test.jsonl.gz"
MODEL_TESTS: Final = ("wikiann-nl.test.jsonl.gz", "europeana-nl.test.jsonl.gz", "ud-names-nl.dev.jsonl.gz")
_FIND: Final[Mapping[str, Kind]] = {
    "BSN": Kind.BSN,
    "IBAN": Kind.IBAN,
    "PHONE": Kind.TELEFOON,
    "EMAIL": Kind.EMAIL,
    "DATE_OF_BIRTH": Kind.GEBOORTEDATUM,
    "LICENSE_PLATE": Kind.KENTEKEN,
    "ADDRESS": Kind.ADRES,
    "POSTCODE": Kind.ADRES,
}
_STAY: Final[Mapping[str, str]] = {"STREET": "straat", "ORG": "bedrijf", "CASE_NUMBER": "zaak", "DATE": "datum"}
_OTHER_GROUP: Final = "Engels/overig"


class _Span(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    start: int
    end: int
    label: str
    origin: str = ""
    role: str = ""


class _Line(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")
    text: str
    spans: tuple[_Span, ...]


def synthetic_texts(folder: Path) -> tuple[EvaluationText, ...]:
    """The synthetic municipal test split.

    Its templates are those of its training split, which the model has seen: it measures numbers and addresses, and
    says less about names. Its employees and officials are not told apart, so those names are not judged.

    Raises:
        InputRefused: the file is not there or not readable.
    """
    group_of = {origin: group for group, origins in GROUPS.items() for origin in origins}
    texts: list[EvaluationText] = []
    for number, line in enumerate(_lines(folder / SYNTHETIC)):
        planted = tuple(_planted(span, group_of) for span in line.spans)
        texts.append(
            EvaluationText(id=f"synthetisch-{number}/0", document_kind="synthetisch", text=line.text, planted=planted)
        )
    return tuple(texts)


def names_of(path: Path) -> tuple[tuple[str, tuple[tuple[int, int, str], ...]], ...]:
    """Texts of one file with (start, end, label) of each name.

    Raises:
        InputRefused: the file is not there or not readable.
    """
    return tuple((line.text, tuple((span.start, span.end, span.label) for span in line.spans)) for line in _lines(path))


def _planted(span: _Span, group_of: Mapping[str, str]) -> Planted:
    if span.label == "PER":
        duty = Duty.FIND if span.role == "citizen" else Duty.NEUTRAL
        group = group_of.get(span.origin, _OTHER_GROUP)
        return Planted(start=span.start, end=span.end, duty=duty, kind=Kind.NAAM, group=group, form="synthetisch")
    if span.label in _FIND:
        return Planted(start=span.start, end=span.end, duty=Duty.FIND, kind=_FIND[span.label])
    if span.label in _STAY:
        return Planted(start=span.start, end=span.end, duty=Duty.STAY, form=_STAY[span.label])
    return Planted(start=span.start, end=span.end, duty=Duty.NEUTRAL)


def _lines(path: Path) -> tuple[_Line, ...]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            return tuple(_Line.model_validate_json(line) for line in lines)
    except (OSError, EOFError, ValidationError) as error:
        raise InputRefused(RefusalReason.DAMAGED, f"{path.name} is not a readable data file") from error
