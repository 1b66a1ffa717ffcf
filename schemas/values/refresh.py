# SPDX-License-Identifier: EUPL-1.2
"""Newer value lists from an official file: what changes by it, and the folder from which the program reads them then.

Two kinds of file are known: the DiWoo lists XSD, with every list, and a TOOI list as JSON, with end dates as well.
"""

import copy
import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from lxml import etree

from schemas.errors import WrongUse
from schemas.values import CURRENT, VALUES, use_lists, value_rows, xsd_path
from schemas.values.generate import Entry, read_xsd_lists

_XS: Final = "{http://www.w3.org/2001/XMLSchema}"
_LISTS_XSD: Final = "diwoo-metadata-lijsten.xsd"
_FROM_JSON: Final = ("label", "definitie", "einddatum", "actueel")
_OURS: Final = ("infocat", "woo_artikel", "verplicht_sinds")
"""What no official list tells, and the program added."""
_ADVICE: Final = "Give the lists XSD of DiWoo (diwoo-metadata-lijsten.xsd) or a TOOI list as JSON."


class Change(StrEnum):
    """What happened to a value."""

    ADDED = "added"
    ENDED = "ended"
    RENAMED = "renamed"
    DROPPED = "dropped"
    DESCRIBED = "described"


@dataclass(frozen=True, kw_only=True, slots=True)
class ChangedValue:
    """A value that is not what it was. ``former`` is its label before, where that is another."""

    change: Change
    list: str
    uri: str
    label: str
    former: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refreshed:
    """Lists as they would be after a file, and all that changes by it."""

    lists: Mapping[str, list[Entry]]
    changes: tuple[ChangedValue, ...]

    def dropped(self, used: Iterable[str]) -> tuple[ChangedValue, ...]:
        """Values in use that the file does not have any more."""
        wanted = set(used)
        return tuple(one for one in self.changes if one.change is Change.DROPPED and one.uri in wanted)


def read_lists(path: Path) -> Refreshed:
    """The lists of a file, compared with those in use now.

    Raises:
        WrongUse: it is not such a file, or what is in it cannot be a list.
    """
    try:
        data = path.read_bytes()
    except OSError:
        raise WrongUse(f"{path} cannot be read.", advice="Give the path of a file.") from None
    found = _of_json(data) if data.lstrip()[:1] == b"{" else _of_xsd(path)
    lists, changes = {}, []
    for name, entries in found.items():
        _check(name, entries)
        before = {str(one["uri"]): one for one in value_rows(name)}
        lists[name] = [_with_ours(entry, before.get(str(entry["uri"]), {})) for entry in entries]
        changes += _compared(name, before, {str(one["uri"]): one for one in lists[name]})
    return Refreshed(lists=lists, changes=tuple(changes))


def write_lists(folder: Path, refreshed: Refreshed) -> Path:
    """Put the lists in a folder from which every next process reads them: all of them at once, or nothing.

    Args:
        folder: of all versions; what was in use stays beside what is new.
        refreshed: the lists; those that it does not have stay as they are.
    """
    folder.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=folder, prefix=".nieuw-"))
    try:
        shutil.copytree(xsd_path(), made / "xsd")
        (made / "data").mkdir()
        for name in sorted(VALUES):
            rows = refreshed.lists.get(name) or value_rows(name)
            text = json.dumps(rows, ensure_ascii=False, indent=0, sort_keys=True)
            (made / "data" / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
        _write_xsd(made / "xsd" / "diwoo" / _LISTS_XSD, refreshed)
        etree.XMLSchema(etree.parse(made / "xsd" / "diwoo" / "woo-sitemap-validate.xsd"))  # or nothing is written
        version = folder / _digest(made)
        if not version.exists():
            made.chmod(0o755)
            made.rename(version)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    beside = folder / f".{version.name}"
    beside.unlink(missing_ok=True)
    beside.symlink_to(version.name)
    beside.replace(folder / CURRENT)
    use_lists(folder)
    return version


def _of_json(data: bytes) -> dict[str, list[Entry]]:
    try:
        known = json.loads(data)
        name, rows = known["meta"]["xsd_type"], known["waarden"]
        entries = [
            {"uri": row["uri"], **{key: row[key] for key in _FROM_JSON if row.get(key) is not None}} for row in rows
        ]
    except (ValueError, KeyError, TypeError):
        raise WrongUse("This JSON is no TOOI list: it needs meta.xsd_type and waarden.", advice=_ADVICE) from None
    return {str(name): entries}


def _of_xsd(path: Path) -> dict[str, list[Entry]]:
    try:
        found = read_xsd_lists(path)
    except (etree.XMLSyntaxError, OSError):
        raise WrongUse("This is neither JSON nor well-formed XML.", advice=_ADVICE) from None
    lists: dict[str, list[Entry]] = {name: entries for name, entries in found.items() if entries}
    if not lists:
        raise WrongUse("There is no value list in this file.", advice=_ADVICE)
    return {
        name: [{**_details(name).get(str(entry["uri"]), {}), **entry} for entry in entries]
        for name, entries in lists.items()
    }


def _details(name: str) -> dict[str, Entry]:
    """What we know of the values of a list beside their labels; nothing of a list that is not known."""
    return {str(one["uri"]): one for one in value_rows(name)} if name in VALUES else {}


def _check(name: str, entries: list[Entry]) -> None:
    """Let a list pass that the program can use.

    Raises:
        WrongUse: it cannot.
    """
    if name not in VALUES:
        raise WrongUse(f"The program has no list called {name[:80]}.", advice=f"It has {', '.join(sorted(VALUES))}.")
    uris = [entry["uri"] for entry in entries]
    if not entries or len(set(map(str, uris))) != len(uris):
        raise WrongUse(f"The list {name} is empty or has a value twice.", advice="Fetch the official file again.")
    for entry in entries:
        uri, label = entry["uri"], entry.get("label")
        if not isinstance(uri, str) or not uri.startswith(("https://", "http://")) or " " in uri:
            raise WrongUse(f"A value of {name} has no URI.", advice="Fetch the official file again.")
        if not isinstance(label, str) or not label.strip():
            raise WrongUse(f"The value {uri} of {name} has no label.", advice="Fetch the official file again.")
        if not isinstance(entry.get("actueel", True), bool) or not _is_day(entry.get("einddatum")):
            raise WrongUse(f"The value {uri} of {name} has an end that is no date.", advice="Fetch it again.")


def _is_day(given: object) -> bool:
    if given is None:
        return True
    try:
        date.fromisoformat(str(given))
    except ValueError:
        return False
    return True


def _with_ours(entry: Entry, before: Mapping[str, Any]) -> Entry:
    tidy = {**entry, "label": " ".join(str(entry["label"]).split())}
    if date.fromisoformat(str(entry.get("einddatum", date.max))) < date.today():
        tidy["actueel"] = False
    return {**{key: before[key] for key in _OURS if key in before}, **tidy}


def _compared(name: str, before: Mapping[str, Entry], after: Mapping[str, Entry]) -> list[ChangedValue]:
    changes = [_changed(Change.DROPPED, name, one) for uri, one in before.items() if uri not in after]
    for uri, one in after.items():
        former = before.get(uri)
        if former is None:
            changes.append(_changed(Change.ADDED, name, one))
            continue
        if one["label"] != former["label"]:
            changes.append(_changed(Change.RENAMED, name, one, str(former["label"])))
        if one.get("actueel", True) is False and former.get("actueel", True) is True:
            changes.append(_changed(Change.ENDED, name, one))
        elif {**one, "label": ""} != {**former, "label": ""}:
            changes.append(_changed(Change.DESCRIBED, name, one))
    return changes


def _changed(change: Change, name: str, entry: Entry, former: str = "") -> ChangedValue:
    return ChangedValue(change=change, list=name, uri=str(entry["uri"]), label=str(entry["label"]), former=former)


def _write_xsd(path: Path, refreshed: Refreshed) -> None:
    """The values of the lists in the schema by which sitemaps are judged, which otherwise stays as it is."""
    tree = etree.parse(path, etree.XMLParser(no_network=True, resolve_entities=False))
    for simple in tree.iter(f"{_XS}simpleType"):
        rows = refreshed.lists.get(str(simple.get("name")))
        restriction = simple.find(f"{_XS}restriction")
        if rows is None or restriction is None:
            continue
        known = {str(one.get("value")): one for one in restriction.iter(f"{_XS}enumeration")}
        pattern = next(iter(known.values()))
        for one in known.values():
            restriction.remove(one)
        restriction.extend(_enumeration(row, known.get(str(row["uri"])), pattern) for row in rows)
    tree.write(path, encoding="UTF-8", xml_declaration=True)


def _enumeration(row: Entry, known: etree._Element | None, pattern: etree._Element) -> etree._Element:
    element = copy.deepcopy(pattern if known is None else known)
    element.set("value", str(row["uri"]))
    documentation = element.find(f"{_XS}annotation/{_XS}documentation")
    if documentation is not None and len(documentation):
        first, *rest = documentation
        for one in [*first, *(rest if known is None else ())]:
            one.getparent().remove(one)
        first.text = str(row["label"])
    return element


def _digest(folder: Path) -> str:
    whole = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        whole.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]
