# SPDX-License-Identifier: EUPL-1.2
"""Settings: defaults, then a TOML file, then the environment, then the command line; each value knows where it is from.

The file is the one that is named, or ``lakstraat.toml`` in the current folder, or
``$XDG_CONFIG_HOME/lakstraat/lakstraat.toml``. Variables are called ``LAKSTRAAT_`` and the name, with two underscores
between a section and a name: ``LAKSTRAAT_LEDGER__URL``.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from flows.ledger.values import Approval
from schemas.errors import WrongUse

FILE_NAME: Final = "lakstraat.toml"
PREFIX: Final = "LAKSTRAAT_"
FILE_VARIABLE: Final = "LAKSTRAAT_SETTINGS"
_BETWEEN: Final = "__"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class LedgerSettings(_Section):
    """The database of document states."""

    url: str | None = Field(None, description="SQLAlchemy URL; SQLite in the work folder if not given", repr=False)


class OrganisationSettings(_Section):
    """Who publishes."""

    publisher: str = Field("gemeente Enschede", description="label or URI of the publishing organisation (TOOI list)")
    leak_contact: str | None = Field(None, description="mailto: or https: address at which the public reports a leak")

    @field_validator("leak_contact")
    @classmethod
    def _contact(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(r"mailto:[^@\s]+@[^@\s]+|https://\S+", value):
            raise ValueError("an address to report a leak at starts with mailto: or https://")
        return value


class RuleSettings(BaseModel):
    """Documents that have a Woo category of which the archive names none."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str = Field(description="URI, code, number or label of the category")
    path: str | None = Field(None, min_length=1, description="pattern for the path in the archive")
    classification: str | None = Field(None, min_length=1, description="pattern for a classification of the archive")
    document_type: str | None = Field(None, min_length=1, description="documentsoort of TOOI, as the archive gives it")

    @model_validator(mode="after")
    def _about_something(self) -> "RuleSettings":
        if self.path is None and self.classification is None and self.document_type is None:
            raise ValueError("a rule needs path, classification or document_type")
        return self


class DefaultsSettings(BaseModel):
    """What a record of a category says where the archive says nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str = Field(description="URI, code, number or label of the category")
    documentsoort: str | None = Field(None, description="documentsoort of TOOI")
    themas: tuple[str, ...] = Field((), description="themes of TOOI's top list")
    trefwoorden: tuple[str, ...] = Field((), description="keywords")
    language: str | None = Field(None, description="language, such as Nederlands")
    verantwoordelijke: str | None = Field(None, description="organisation that is responsible")
    opsteller: str | None = Field(None, description="organisation that made it")


class BucketSettings(_Section):
    """A site in an S3 bucket; address and keys of the storage come from the usual AWS variables."""

    uri: str | None = Field(None, description="s3://bucket/prefix in which a site is published as well")
    base_url: str | None = Field(None, description="address at which the public sees it; base_url if not given")


class FurtherPlaceSettings(BaseModel):
    """A place to publish in of which the endpoint comes from elsewhere."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z][a-z0-9-]*$", description="name of the place")
    endpoint: str = Field(pattern=r"^[^:]+:[A-Za-z_]\w*$", description="module or file, and function, that makes it")
    address: str = Field(min_length=1, description="where it is")
    options: dict[str, str] = Field(default_factory=dict, repr=False, description="what else it needs")

    @field_validator("name")
    @classmethod
    def _free(cls, value: str) -> str:
        if value in ("site", "s3", "gpp"):
            raise ValueError("site, s3 and gpp are places of the program itself")
        return value

    @property
    def place(self) -> str:
        """Name under which the ledger knows it."""
        return f"{self.name}:{self.address}"


class GppSettings(_Section):
    """The GPP-publicatiebank."""

    url: str | None = Field(None, description="address of the publicatiebank to publish in as well")
    token: str = Field("", description="its token, with read and write rights", repr=False)
    owner: str = Field("", description="identifier of the staff member who sees publications in GPP-app")
    owner_name: str = Field("", description="name of that staff member in GPP-app", repr=False)
    owner_group: str = Field("", description="identifier of the group in GPP-app whose members see them")
    owner_group_name: str = Field("", description="name of that group")

    @model_validator(mode="after")
    def _whole(self) -> "GppSettings":
        if self.url is not None and not self.token:
            raise ValueError("gpp.url needs gpp.token")
        return self


class DetectionSettings(_Section):
    """How personal data is found."""

    model: Path | None = Field(None, description="folder of a spaCy pipeline; the carried Dutch model if not given")
    policy: Path | None = Field(None, description="TOML file with the policy; the carried policy if not given")


class LimitSettings(_Section):
    """What a document may cost."""

    document_mib: int = Field(256, ge=1, description="a larger document is refused (MiB)")
    seconds: float = Field(300.0, gt=0, description="time limit of one step on one document (s)")
    memory_mib: int = Field(4096, ge=256, description="memory limit of a worker process (MiB)")


class WorkSettings(_Section):
    """How the work is divided."""

    processes: int | None = Field(None, ge=1, le=256, description="worker processes; one per core if not given")
    chunk: int = Field(50, ge=1, le=100, description="documents per Prefect task")


class PrefectSettings(_Section):
    """The scheduler."""

    api_url: str | None = Field(
        None, description="API of a running Prefect server; a local one is started if not given"
    )
    start_seconds: int = Field(180, ge=5, description="how long a local server may take to start (s)")


class DeskSettings(_Section):
    """The desk of the Woo officer."""

    four_eyes: bool = Field(False, description="a second person approves each document")
    term_days: int = Field(14, ge=1, description="days after which a document at the desk is late")
    held_back: float = Field(0.03, ge=0, le=0.2, description="part of the sure proposals that is shown only at the end")
    address: str | None = Field(None, description="address at which officers open the desk, when others serve it")
    issuer: str | None = Field(None, description="OpenID Connect issuer; a local account by link if not given")
    client_id: str | None = Field(None, description="name of the desk at the issuer")
    client_secret: str | None = Field(None, description="secret of the desk at the issuer", repr=False)
    roles_claim: str = Field("roles", description="claim with the roles of an officer")


class Settings(BaseSettings):
    """Every setting of the program. Unknown names are refused: a typing error must not go unseen."""

    model_config = SettingsConfigDict(frozen=True, extra="forbid", env_prefix=PREFIX, env_nested_delimiter=_BETWEEN)

    work_dir: Path = Field(Path("var"), description="folder of store, ledger and scheduler; holds personal data")
    archive: str | None = Field(None, description="folder or URI that documents come from")
    site: Path | None = Field(None, description="folder of the site that documents are published in")
    base_url: str = Field("http://localhost:8000", description="address at which the public sees the site")
    approve: Approval = Field(Approval.REVIEW, description="who approves findings: review (a person) or automatic")
    log: Path | None = Field(None, description="file for a line of JSON per event; no log is kept if not given")
    category: str | None = Field(None, description="Woo category for documents of which the archive names none")
    rules: tuple[RuleSettings, ...] = Field(
        (), description="which documents have which Woo category; see publicatie.md"
    )
    defaults: tuple[DefaultsSettings, ...] = Field((), description="what goes without saying in a Woo category")
    organisation: OrganisationSettings = OrganisationSettings()
    bucket: BucketSettings = BucketSettings()
    gpp: GppSettings = GppSettings()
    places: tuple[FurtherPlaceSettings, ...] = Field(
        (), description="further places, with an endpoint of a third party; see docs/endpoints", repr=False
    )
    ledger: LedgerSettings = LedgerSettings()
    detection: DetectionSettings = DetectionSettings()
    limits: LimitSettings = LimitSettings()
    work: WorkSettings = WorkSettings()
    desk: DeskSettings = DeskSettings()
    prefect: PrefectSettings = PrefectSettings()

    @field_validator("base_url")
    @classmethod
    def _address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("an address starts with https:// or http://")
        return value.rstrip("/")

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **_others: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:  # fmt: skip
        """Values come in by ``load_settings`` only, which knows where each is from."""
        return (init_settings,)

    @property
    def store_dir(self) -> Path:
        """Folder of the working store."""
        return self.work_dir / "store"

    @property
    def values_dir(self) -> Path:
        """Folder of the value lists that were refreshed."""
        return self.work_dir / "values"

    @property
    def prefect_dir(self) -> Path:
        """Folder in which Prefect keeps its own state."""
        return self.work_dir / "prefect"

    @property
    def ledger_url(self) -> str:
        """URL of the ledger."""
        return self.ledger.url or f"sqlite:///{self.work_dir / 'ledger.sqlite3'}"

    @property
    def processes(self) -> int:
        """Worker processes: as asked, or one per core that this process may use."""
        if self.work.processes is not None:
            return self.work.processes
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadedSettings:
    """The settings with, for each name, where its value is from."""

    settings: Settings
    origins: Mapping[str, str]
    file: Path | None
    unknown_variables: tuple[str, ...] = ()


def load_settings(
    file: Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    overrides: Mapping[str, object] | None = None,
) -> LoadedSettings:
    """Read the settings.

    Args:
        file: TOML file to use; found by name if not given.
        environment: variables; those of this process if not given.
        overrides: values from the command line by dotted name; None means not given there.

    Raises:
        WrongUse: the file is not there or not TOML, a name is unknown, or a value is not possible.
    """
    variables = os.environ if environment is None else environment
    path = _find(file, variables)
    given = {name: value for name, value in (overrides or {}).items() if value is not None}
    layers = [
        (f"file {path}", _flat(_read(path) if path else {})),
        ("environment", _flat(_from_environment(variables))),
        ("command line", given),
    ]
    known = dict(_fields(Settings))
    merged: dict[str, object] = {}
    origins = dict.fromkeys(known, "default")
    for origin, values in layers:
        for name, value in values.items():
            _check_name(name, known, origin)
            merged[name] = value
            origins[name] = origin
    try:
        settings = Settings(**_nested(merged))
    except ValidationError as error:
        raise _refusal(error, origins) from None
    return LoadedSettings(
        settings=settings.model_copy(update={"work_dir": settings.work_dir.expanduser().resolve()}),
        origins=origins,
        file=path,
        unknown_variables=_unknown(variables, known),
    )


def describe() -> Iterator[tuple[str, str]]:
    """Every setting with one line on what it is for."""
    yield from _fields(Settings)


def _find(file: Path | None, variables: Mapping[str, str]) -> Path | None:
    named = file or (Path(variables[FILE_VARIABLE]) if variables.get(FILE_VARIABLE) else None)
    if named is not None:
        if not named.is_file():
            raise WrongUse(f"The settings file {named} is not there.", advice="Give the path of an existing TOML file.")
        return named.resolve()
    config_home = Path(variables.get("XDG_CONFIG_HOME") or Path.home() / ".config")
    for path in (Path(FILE_NAME), config_home / "lakstraat" / FILE_NAME):
        if path.is_file():
            return path.resolve()
    return None


def _read(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise WrongUse(f"The settings file {path} is not readable TOML.", advice=f"Correct it: {error}") from None


def _from_environment(variables: Mapping[str, str]) -> dict[str, Any]:
    known = {PREFIX + name.replace(".", _BETWEEN).upper(): name for name, _ in _fields(Settings)}
    mentioned = {variable: variables[variable] for variable in known if variable in variables}
    source = EnvSettingsSource(Settings)
    # The source reads os.environ by itself; it is given what was asked, so that a test needs no real environment.
    source.env_vars = {name.lower(): value for name, value in mentioned.items()}
    return source()


def _unknown(variables: Mapping[str, str], known: Mapping[str, str]) -> tuple[str, ...]:
    expected = {PREFIX + name.replace(".", _BETWEEN).upper() for name in known} | {FILE_VARIABLE}
    return tuple(sorted(name for name in variables if name.startswith(PREFIX) and name not in expected))


def _fields(model: type[BaseModel], before: str = "") -> Iterator[tuple[str, str]]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, _Section):
            yield from _fields(field.annotation, f"{before}{name}.")
        else:
            yield before + name, field.description or ""


def _flat(tree: Mapping[str, Any], before: str = "") -> dict[str, object]:
    flat: dict[str, object] = {}
    for name, value in tree.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{before}{name}.")
        else:
            flat[before + name] = value
    return flat


def _nested(flat: Mapping[str, object]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name, value in flat.items():
        *sections, last = name.split(".")
        place = tree
        for section in sections:
            place = place.setdefault(section, {})
        place[last] = value
    return tree


def _check_name(name: str, known: Mapping[str, str], origin: str) -> None:
    if name not in known:
        close = difflib.get_close_matches(name, known, n=1)
        advice = f"Did you mean {close[0]}?" if close else "`lakstraat doctor` lists every setting."
        raise WrongUse(f"There is no setting {name} ({origin}).", advice=advice)


def _refusal(error: ValidationError, origins: Mapping[str, str]) -> WrongUse:
    """The first fault in one sentence; the value itself is not told, it could be a password."""
    fault = error.errors(include_input=False, include_url=False)[0]
    name = ".".join(str(part) for part in fault["loc"])
    origin = next((origins[known] for known in origins if name == known or name.startswith(f"{known}.")), "unknown")
    return WrongUse(
        f"The setting {name} ({origin}) is not possible: {fault['msg'].lower()}.",
        advice="Correct it; `lakstraat doctor` shows every setting and where its value is from.",
    )
