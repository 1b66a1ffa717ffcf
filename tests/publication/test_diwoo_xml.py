# SPDX-License-Identifier: EUPL-1.2
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from publication.diwoo_xml import DIWOO, Listed, read_record, sitemapindex, url_element, urlset, w3c
from schemas.publication import DiwooRecord, Documenthandeling, Relatie, Verwijzing
from schemas.values import organisations, value_list, xsd_path
from tests.publication.packages import BASE, MOMENT, record
from tests.shared_material import shared

LOC = f"{BASE}/documenten/1/besluit.pdf"


def _schema(path: Path) -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))


def full_record() -> DiwooRecord:
    """A record with something in every field."""
    enschede = organisations().by_label("gemeente Enschede").waarde
    made = record(
        opsteller=enschede,
        verkorte_titels=("Kapbesluit",),
        themas=(next(iter(value_list("themalijst"))).waarde,),
        documenthandelingen=(
            Documenthandeling(
                soort_handeling=value_list("soorthandelinglijst").by_label("vaststelling").waarde,
                at_time=datetime(2026, 11, 5, 16, 30, tzinfo=UTC),
                was_associated_with=enschede,
            ),
        ),
        aggregatiekenmerk="a" * 32,
        is_part_of=Verwijzing(resource=f"{BASE}/documenten/2/a.pdf", label="Hoofddocument"),
        has_parts=(Verwijzing(resource=f"{BASE}/documenten/3/a.pdf", label="Bijlage 1 & <2>"),),
        documentrelaties=(
            Relatie(
                role=value_list("documentrelatielijst").by_label("heeft bijlage").waarde,
                relation=Verwijzing(resource=f"{BASE}/documenten/3/a.pdf", label="Bijlage 1 & <2>"),
            ),
        ),
        reden_verwijdering_vervanging=next(iter(value_list("redenverwijderingvervanginglijst"))).waarde,
    )
    assert all(getattr(made, one.name) for one in fields(made))
    return made


@pytest.mark.parametrize("made", [record(), full_record()], ids=["plain", "full"])
def test_a_sitemap_is_valid_by_the_official_schema_and_reads_back(made: DiwooRecord) -> None:
    data = urlset([url_element(LOC, MOMENT, made)])
    root = etree.fromstring(data)
    _schema(xsd_path("diwoo", "woo-sitemap-validate.xsd")).assertValid(root)
    (document,) = root.iter(f"{{{DIWOO}}}Document")
    assert read_record(document) == made


@pytest.mark.shared
def test_a_sitemap_is_valid_by_the_schema_of_the_reference_material() -> None:
    data = urlset([url_element(LOC, MOMENT, full_record())])
    _schema(shared("standards", "diwoo", "woo-sitemap-validate.xsd")).assertValid(etree.fromstring(data))
    index = sitemapindex([Listed(loc=f"{BASE}/a.xml", lastmod=MOMENT)])
    _schema(shared("standards", "diwoo", "siteindex.xsd")).assertValid(etree.fromstring(index))


@pytest.mark.parametrize("kind", ["sitemap", "sitemapindex"])
def test_the_files_are_as_they_were_agreed(kind: str) -> None:
    made = {
        "sitemap": urlset(
            [url_element(LOC, MOMENT, replace(record(), language=None)), url_element(LOC, MOMENT, full_record())]
        ),
        "sitemapindex": sitemapindex([Listed(loc=f"{BASE}/sitemaps/a&b.xml", lastmod=MOMENT)]),
    }[kind]
    expected = Path(__file__).parent / "snapshots" / f"{kind}.xml"
    assert made.decode() == expected.read_text(encoding="utf-8")


def test_an_empty_file_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="without children"):
        urlset([])
    with pytest.raises(ValueError, match="without children"):
        sitemapindex([])


def test_times_are_in_utc_without_fractions() -> None:
    assert w3c(MOMENT + timedelta(microseconds=5)) == "2026-11-20T13:05:00Z"


@given(st.text(alphabet=st.characters(codec="utf-8"), min_size=1))
@settings(max_examples=60, deadline=None)
def test_any_text_gives_xml_that_reads_back(text: str) -> None:
    data = urlset([url_element(LOC, MOMENT, record(officiele_titel=f"Besluit {text}"))])
    _schema(xsd_path("diwoo", "woo-sitemap-validate.xsd")).assertValid(etree.fromstring(data))
