# SPDX-License-Identifier: EUPL-1.2
"""The errors that other projects made on the way to the Woo-index, each made in a good site: the check finds it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from flows.cli import main
from publication.site import SiteFolder
from schemas.errors import ExitCode
from schemas.publication import Documenthandeling
from schemas.values import value_list
from tests.publication.packages import BASE, MOMENT, package

INDEX = "sitemapindex-diwoo-infocat016.xml"
SITEMAP = "sitemaps/woo-infocat016-0001.xml"
HANDELING = "https://identifier.overheid.nl/tooi/def/thes/kern/"
SIGNED = f'<diwoo:soortHandeling resource="{HANDELING}c_e1ec050e">ondertekening<'


def _swap(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / file).read_text(encoding="utf-8")
        assert old in text
        (root / file).write_text(text.replace(old, new), encoding="utf-8")

    return change


def _received(root: Path) -> None:
    ontvangst = Documenthandeling(
        soort_handeling=value_list("soorthandelinglijst").by_label("ontvangst").waarde, at_time=MOMENT.replace(day=3)
    )
    site = SiteFolder(root, BASE)
    site.publish_all([package(number, documenthandelingen=(ontvangst,)) for number in range(1, 11)])


def _under_a_path(root: Path) -> None:
    (root / "woo").mkdir()
    (root / "robots.txt").rename(root / "woo" / "robots.txt")


def _empty_month(root: Path) -> None:
    text = (root / SITEMAP).read_text(encoding="utf-8")
    (root / "sitemaps" / "2026-10.xml").write_text(text[: text.index("<url>")] + "</urlset>", encoding="utf-8")
    entry = f"<sitemap><loc>{BASE}/sitemaps/2026-10.xml</loc></sitemap>"
    _swap(INDEX, "</sitemapindex>", f"{entry}</sitemapindex>")(root)


@pytest.mark.parametrize(
    ("make", "rule"),
    [
        pytest.param(
            _swap(SITEMAP, SIGNED, SIGNED.replace("c_e1ec050e", "c_vaststelling")), "waarde-onbekend", id="made-up URI"
        ),
        pytest.param(
            _swap(SITEMAP, SIGNED, "<diwoo:soortHandeling>anonimiseren<"), "resource-ontbreekt", id="act in free text"
        ),
        pytest.param(
            _swap(SITEMAP, SIGNED, SIGNED.replace("ondertekening", "anonimiseren")), "label-weerspreekt",
            id="free text beside a URI",
        ),
        pytest.param(_swap(SITEMAP, "urlset", "diwoo:Documents"), "wortelelement", id="diwoo:Documents as root"),
        pytest.param(_swap(SITEMAP, "diwoo:Document>", "diwoo:Documents>"), "xsd", id="diwoo:Documents in a url"),
        pytest.param(
            _swap(
                SITEMAP, "https://identifier.overheid.nl/tooi/id/gemeente/gm0344",
                "2f5c1c1e-2a4f-4a62-9f5b-0d8f6f6a1b11",
            ),
            "waarde-onbekend", id="publisher is an internal UUID",
        ),
        pytest.param(_received, "handeling-altijd-ontvangst", id="ontvangst for everything"),
        pytest.param(_swap("robots.txt", "\n", "\\n"), "robots-regeleinde", id="literal backslash n in robots.txt"),
        pytest.param(_under_a_path, "robots-ontbreekt", id="robots.txt under a path only"),
        pytest.param(
            _swap(SITEMAP, "http://www.sitemaps.org", "https://www.sitemaps.org"), "naamruimte",
            id="https in the namespace",
        ),
        pytest.param(_empty_month, "xsd", id="empty month sitemap"),
        pytest.param(
            _swap(SITEMAP, "Besluit kapvergunning 1", "scan_verzonnen_persoon.pdf"), "titel-bestandsnaam",
            id="title is a file name",
        ),
    ],
)  # fmt: skip
def test_site_check_finds_an_error_of_others(
    tmp_path: Path, make: Callable[[Path], None], rule: str, capsys: pytest.CaptureFixture[str]
) -> None:
    SiteFolder(tmp_path, BASE).publish_all([package(1), package(2)])
    assert main(["site", "check", str(tmp_path), "--json"]) == ExitCode.DONE
    assert json.loads(capsys.readouterr().out)["clean"]
    make(tmp_path)
    assert main(["site", "check", str(tmp_path), "--json"]) == ExitCode.FOUND
    told = capsys.readouterr().out
    assert rule in {fault["rule"] for fault in json.loads(told)["faults"]}
    assert "verzonnen_persoon" not in told
