# SPDX-License-Identifier: EUPL-1.2
"""The policy: what happens with each kind of data, on which Woo ground, and how sure is sure.

A policy is a TOML file (see ``policy_default.toml``, which explains each table). Rules are tried from top to bottom;
the first whose kind, role and information category all fit decides. Every kind ends in a rule without conditions, so
that nothing falls between two rules.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Final, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from redaction.detection.officials import Official, Officials, read_officials
from schemas.errors import WrongUse
from schemas.findings import Action, Band, Kind, Role
from schemas.values.codes import Informatiecategorie
from schemas.woo import parse_grond

_DEFAULT: Final = "policy_default.toml"
_ADVICE: Final = (
    "Compare the file with policy_default.toml of the package: kinds, roles, actions and Woo grounds are listed there."
)
# Kinds that detection never gives; their decision is taken where they are made.
_NOT_FROM_DETECTION: Final = frozenset({Kind.TERM})


class _Bands(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    zeker: float = Field(gt=0, le=1)
    controleren: float = Field(gt=0, le=1)
    twijfel: float = Field(gt=0, le=1)

    @model_validator(mode="after")
    def _descend(self) -> Self:
        if not self.zeker > self.controleren > self.twijfel:
            raise ValueError("bands descend: zeker > controleren > twijfel")
        return self


class _Doubt(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    action: Action
    bands: frozenset[Band] = frozenset({Band.TWIJFEL})


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: tuple[Kind, ...] = Field(min_length=1)
    role: tuple[Role, ...] = ()
    informatiecategorie: tuple[Informatiecategorie, ...] = ()
    action: Action
    ground: str | None = None

    @model_validator(mode="after")
    def _grounded(self) -> Self:
        if self.action is not Action.KEEP and self.ground is None:
            raise ValueError("a rule that redacts or asks names a Woo ground")
        if self.ground is not None:
            parse_grond(self.ground)
        return self


class _Official(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    naam: str = Field(min_length=2, repr=False)
    functie: str = Field(min_length=2)
    bron: str = Field(min_length=2)
    vanaf: date | None = None
    tot: date | None = None


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    version: str = Field(min_length=1, max_length=40, pattern=r"^[A-Za-z0-9._-]+$")
    bands: _Bands
    doubt: _Doubt
    rule: tuple[_Rule, ...] = Field(min_length=1)
    bestuurder: tuple[_Official, ...] = ()
    bestuurders_bestand: str | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        ended = {kind for rule in self.rule if not rule.role and not rule.informatiecategorie for kind in rule.kind}
        missing = sorted(set(Kind) - _NOT_FROM_DETECTION - ended)
        if missing:
            raise ValueError(f"kinds without a rule that always fits: {', '.join(missing)}")
        return self


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What the policy says about one finding."""

    action: Action
    ground: str | None
    band: Band


class Policy:
    """A valid policy.

    Attributes:
        version: name of this version, stored with every decision.
        least: score below which nothing is reported.
        officials: who holds a public office, from the policy and from the list that it names.
    """

    def __init__(self, content: _File, folder: Path | None = None) -> None:
        self._content = content
        self.version = content.version
        self.least = content.bands.twijfel
        self._grounds = {
            rule.ground: parse_grond(rule.ground).value for rule in content.rule if rule.ground is not None
        }
        self._decided: dict[tuple[Kind, Role, str | None], _Rule] = {}
        self.officials = Officials(_officials(content, folder))

    @classmethod
    def default(cls) -> "Policy":
        """The policy that the package carries: Dutch practice under the Woo."""
        return cls.parse((files("redaction.detection") / _DEFAULT).read_text(encoding="utf-8"))

    @classmethod
    def load(cls, path: Path) -> "Policy":
        """A policy from a file.

        Raises:
            WrongUse: the file is not there, is no TOML, or is not a complete policy.
        """
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise WrongUse("The policy file cannot be read.", advice=_ADVICE) from error
        return cls.parse(text, folder=path.parent)

    @classmethod
    def parse(cls, text: str, *, folder: Path | None = None) -> "Policy":
        """A policy from TOML text; a list of officials that it names is looked for in ``folder``.

        Raises:
            WrongUse: the text is no TOML, names an unknown kind, role, category or ground, or leaves a kind out.
        """
        try:
            return cls(_File.model_validate(tomllib.loads(text)), folder)
        except tomllib.TOMLDecodeError as error:
            raise WrongUse(f"The policy is no valid TOML: {error}.", advice=_ADVICE) from error
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(str(part) for part in first["loc"]) or "policy"
            raise WrongUse(f"The policy is not valid at {place}: {first['msg']}.", advice=_ADVICE) from error

    def band(self, score: float) -> Band:
        """The band of a score."""
        if score >= self._content.bands.zeker:
            return Band.ZEKER
        return Band.CONTROLEREN if score >= self._content.bands.controleren else Band.TWIJFEL

    def decide(
        self, kind: Kind, role: Role, score: float, *, doubtful: bool = False, informatiecategorie: str | None = None
    ) -> Verdict:
        """What happens with a finding.

        Args:
            kind: what was found.
            role: role of the person, address or number.
            score: 0 to 1.
            doubtful: True where a check failed or a context is missing; a redaction then becomes a question.
            informatiecategorie: URI of the document's information category, if known.
        """
        band = self.band(score)
        case = kind, role, informatiecategorie
        rule = self._decided.get(case)
        if rule is None:
            rule = self._decided[case] = self._rule(*case)
        action = rule.action
        if action is Action.REDACT and (doubtful or band in self._content.doubt.bands):
            action = self._content.doubt.action
        ground = None if rule.ground is None or action is Action.KEEP else self._grounds[rule.ground]
        return Verdict(action=action, ground=ground, band=band)

    def _rule(self, kind: Kind, role: Role, informatiecategorie: str | None) -> _Rule:
        for rule in self._content.rule:
            if (
                kind in rule.kind
                and (not rule.role or role in rule.role)
                and (not rule.informatiecategorie or informatiecategorie in rule.informatiecategorie)
            ):
                return rule
        raise WrongUse(f"The policy has no rule for the kind {kind.value}.", advice=_ADVICE)


def _officials(content: _File, folder: Path | None) -> Iterator[Official]:
    for each in content.bestuurder:
        yield Official(name=each.naam, function=each.functie, source=each.bron, since=each.vanaf, until=each.tot)
    if content.bestuurders_bestand is not None:
        if folder is None:
            raise WrongUse("The policy names a list of officials, but is no file itself.", advice=_ADVICE)
        yield from read_officials(folder / content.bestuurders_bestand)
