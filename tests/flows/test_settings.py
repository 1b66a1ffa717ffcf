# SPDX-License-Identifier: EUPL-1.2
"""Settings from file, environment and command line; each value knows where it is from, and faults give advice."""

import json
from pathlib import Path

import pytest

from flows.cli import main
from flows.handover import as_environment
from flows.ledger.values import Approval
from flows.settings import describe, load_settings
from schemas.errors import WrongUse


def _file(folder: Path, text: str) -> Path:
    path = folder / "settings.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings file of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


def test_without_anything_there_are_defaults(tmp_path: Path) -> None:
    loaded = load_settings(environment={})
    assert loaded.file is None
    assert set(loaded.origins.values()) == {"default"}
    assert loaded.settings.work_dir == tmp_path / "var"
    assert loaded.settings.approve is Approval.REVIEW
    assert loaded.settings.ledger_url == f"sqlite:///{tmp_path / 'var' / 'ledger.sqlite3'}"
    assert loaded.settings.processes >= 1


def test_the_command_line_goes_over_the_environment_and_that_over_the_file(tmp_path: Path) -> None:
    path = _file(tmp_path, 'archive = "a"\nsite = "s"\n[work]\nchunk = 10\nprocesses = 1\n')
    loaded = load_settings(
        path,
        environment={"LAKSTRAAT_SITE": "from-environment", "LAKSTRAAT_WORK__CHUNK": "20"},
        overrides={"work.chunk": 30, "archive": None},
    )
    settings = loaded.settings
    assert (settings.archive, settings.site, settings.work.chunk) == ("a", Path("from-environment"), 30)
    assert settings.work.processes == 1
    assert {name: loaded.origins[name] for name in ("archive", "site", "work.chunk", "category")} == {
        "archive": f"file {path}", "site": "environment", "work.chunk": "command line", "category": "default",
    }  # fmt: skip


@pytest.mark.parametrize("where", ["lakstraat.toml", "config/lakstraat/lakstraat.toml", "named by a variable"])
def test_where_a_file_is_looked_for(tmp_path: Path, where: str) -> None:
    environment = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    path = tmp_path / where.replace(" ", "-")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text('category = "014"\n', encoding="utf-8")
    if where.startswith("named"):
        environment["LAKSTRAAT_SETTINGS"] = str(path)
    loaded = load_settings(environment=environment)
    assert (loaded.file, loaded.settings.category) == (path, "014")


@pytest.mark.parametrize(
    ("text", "environment", "message", "advice"),
    [
        ("aproove = 'automatic'", {}, "There is no setting aproove (file", "Did you mean approve?"),
        ("[ledger]\nurls = 'x'", {}, "There is no setting ledger.urls", "Did you mean ledger.url?"),
        ("xyzzy = 1", {}, "There is no setting xyzzy", "`lakstraat doctor` lists every setting."),
        ("approve = 'never'", {}, "The setting approve (file", "Correct it"),
        ("base_url = 'ftp://x'", {}, "an address starts with https:// or http://", "Correct it"),
        ("[work]\nchunk = 0", {}, "The setting work.chunk (file", "Correct it"),
        ("", {"LAKSTRAAT_LIMITS__SECONDS": "soon"}, "The setting limits.seconds (environment)", "Correct it"),
        ("archive = ", {}, "is not readable TOML", "Correct it"),
    ],
)
def test_a_fault_is_one_sentence_with_advice(
    tmp_path: Path, text: str, environment: dict[str, str], message: str, advice: str
) -> None:
    with pytest.raises(WrongUse) as caught:
        load_settings(_file(tmp_path, text), environment=environment)
    assert message in caught.value.message
    assert advice in caught.value.advice
    assert "\n" not in caught.value.message


def test_a_file_that_is_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="is not there"):
        load_settings(tmp_path / "absent.toml", environment={})


def test_a_wrong_value_is_not_told_it_could_be_a_password() -> None:
    with pytest.raises(WrongUse) as caught:
        load_settings(environment={"LAKSTRAAT_LIMITS__SECONDS": "geheim123"})
    assert "geheim123" not in caught.value.message + caught.value.advice


def test_a_password_in_the_ledger_url_is_in_no_repr() -> None:
    loaded = load_settings(environment={"LAKSTRAAT_LEDGER__URL": "postgresql+psycopg://u:geheim123@h/d"})
    assert "geheim123" not in repr(loaded)


def test_a_variable_that_is_no_setting_is_told() -> None:
    loaded = load_settings(environment={"LAKSTRAAT_ARCHIEF": "x", "LAKSTRAAT_ARCHIVE": "y", "OTHER": "z"})
    assert loaded.unknown_variables == ("LAKSTRAAT_ARCHIEF",)


def test_every_setting_says_what_it_is_for() -> None:
    described = dict(describe())
    assert len(described) > 10
    assert all(described.values())


def test_another_process_loads_the_same_settings(tmp_path: Path) -> None:
    """A command hands its settings to a worker by the environment: all of them, from each origin."""
    path = _file(tmp_path, 'archive = "a"\n[work]\nchunk = 10\n')
    loaded = load_settings(
        path, environment={}, overrides={"site": "/srv/site", "approve": Approval.AUTOMATIC, "limits.seconds": 9.0}
    )
    again = load_settings(environment=as_environment(loaded))
    assert again.settings == loaded.settings


def test_the_doctor_shows_no_password(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = _file(
        tmp_path,
        f'work_dir = "{tmp_path / "work"}"\n[[rules]]\ncategory = "008"\npath = "raad/*"\n'
        '[gpp]\nurl = "https://gpp.example"\ntoken = "geheim1"\n[desk]\nclient_secret = "geheim2"\n'
        '[ledger]\nurl = "sqlite:///geheim3"\n'
        '[[places]]\nname = "elders"\nendpoint = "a:b"\naddress = "x"\noptions = { token = "geheim4" }\n',
    )
    main(["doctor", "--settings", str(path), "--json"])
    told = capsys.readouterr()
    assert "geheim" not in told.out + told.err
    values = {row["setting"]: row["value"] for row in json.loads(told.out)["settings"]}
    hidden = ("gpp.token", "desk.client_secret", "ledger.url", "places")
    assert {values[name] for name in hidden} == {"(set)"}
    assert (values["gpp.url"], values["rules"], values["defaults"]) == ("https://gpp.example", "1 of them", "")
