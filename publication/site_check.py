# SPDX-License-Identifier: EUPL-1.2
"""What a harvester does with a site, and what it would stumble over.

The real harvester keeps silent about what it does not take, so this is the only place to find out.
"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

from publication.rules import is_trial
from publication.site_reading import Fetcher, fetcher_for
from publication.sitemap_check import Harvest, check_index, check_sitemap
from schemas.publication import SiteFault, SiteReport
from schemas.values import value_list

_INDEX_NAME: Final = re.compile(r"sitemapindex-diwoo-infocat(\d{3})\.xml")
_FORMATS: Final = {
    "PDF": ("application/pdf", b"%PDF-"),
    "HTML": ("text/html", b""),
}
_MOST_FILES: Final = 200
"""Files that are looked at, spread over the whole site."""


def check_site(place: str) -> SiteReport:
    """Look at a site from robots.txt to the files.

    Args:
        place: address of a site, or the folder that a web server will show.

    Raises:
        WrongUse: the place is neither.
        ServiceMissing: the site cannot be reached.
    """
    fetcher = fetcher_for(place)
    harvest = Harvest()
    try:
        faults = list(_walk(fetcher, harvest))
        files = _sample(sorted(harvest.formats))
        faults += [fault for loc in files for fault in _file_faults(fetcher, loc, harvest.formats[loc])]
    finally:
        fetcher.close()
    return SiteReport(
        indexes=harvest.indexes,
        sitemaps=harvest.sitemaps,
        records=harvest.records,
        files_fetched=len(files),
        faults=tuple(dict.fromkeys(faults)),
        remarks=tuple(_remarks(harvest)),
    )


def _remarks(harvest: Harvest) -> Iterator[SiteFault]:
    """Categories of which no sitemap has a document: with nothing public in them, or without a number (article 3.1)."""
    for category in value_list("informatiecategorielijst"):
        if category.uri in harvest.categories:
            continue
        if category.infocat is None:
            yield SiteFault(
                rule="categorie-zonder-nummer",
                place=category.label,
                message="no sitemap holds it: the Woo-index has no number for it, so people find it on the pages only",
            )
        else:
            yield SiteFault(
                rule="categorie-leeg", place=category.label, message=f"no sitemap has a document of {category.infocat}"
            )


def _walk(fetcher: Fetcher, harvest: Harvest) -> Iterator[SiteFault]:
    robots = f"{fetcher.origin}/robots.txt"
    answer = fetcher.get(robots)
    if answer.status != 200:
        yield SiteFault(rule="robots-ontbreekt", place=robots, message="there is no robots.txt at the root of the site")
        return
    text = answer.data.decode("utf-8", "replace")
    yield from _robots_faults(robots, text)
    for line in dict.fromkeys(_sitemap_lines(text)):
        yield from _index(fetcher, harvest, robots, line)
    yield from harvest.faults_of_the_whole()


def _robots_faults(robots: str, text: str) -> Iterator[SiteFault]:
    if re.search(r"\\[rn]", text):
        yield SiteFault(
            rule="robots-regeleinde", place=robots, message="robots.txt holds a backslash and n instead of line ends"
        )
    if not any(True for _ in _sitemap_lines(text)):
        yield SiteFault(
            rule="robots-geen-index", place=robots, message="robots.txt names no sitemap index: nothing is harvested"
        )
    if _everything_disallowed(text):
        yield SiteFault(rule="robots-disallow", place=robots, message="robots.txt shuts the harvester out: Disallow: /")


def _sitemap_lines(text: str) -> Iterator[str]:
    for line in text.splitlines():
        name, _, value = line.partition("#")[0].partition(":")
        if name.strip().lower() == "sitemap" and value.strip():
            yield value.strip()


def _everything_disallowed(text: str) -> bool:
    """Whether the group for every robot has Disallow: / and no Allow: / beside it."""
    applies, in_agents, rules = False, False, set()
    for line in text.splitlines():
        name, _, value = line.partition("#")[0].partition(":")
        field, value = name.strip().lower(), value.strip()
        if field == "user-agent":
            applies = value == "*" or (applies and in_agents)
            in_agents = True
        elif field:
            in_agents = False
            if applies and value == "/":
                rules.add(field)
    return "disallow" in rules and "allow" not in rules


def _index(fetcher: Fetcher, harvest: Harvest, robots: str, line: str) -> Iterator[SiteFault]:
    parts = urlsplit(line)
    url = urljoin(robots, line)
    if not parts.scheme:
        yield SiteFault(rule="robots-relatief", place=robots, message="a Sitemap line is no full address")
    elif parts.scheme != "https" and not is_trial(line):
        yield SiteFault(rule="robots-geen-https", place=robots, message="a Sitemap line is not https")
    match = _INDEX_NAME.fullmatch(urlsplit(url).path.rsplit("/", 1)[-1])
    if match is None or not _is_number(match[1]):
        yield SiteFault(
            rule="index-naam",
            place=url,
            message="the harvester reads only indexes called sitemapindex-diwoo-infocatNNN.xml, NNN from 001 to 017",
        )
    answer = fetcher.get(url)
    if answer.status != 200:
        yield SiteFault(rule="index-ontbreekt", place=url, message=f"the index is not there ({answer.status})")
        return
    listed, faults = check_index(url, answer.data)
    harvest.indexes += 1
    yield from faults
    for sitemap in listed:
        there = fetcher.get(urljoin(url, sitemap.loc))
        if there.status != 200:
            yield SiteFault(
                rule="sitemap-ontbreekt", place=sitemap.loc, message=f"the sitemap is not there ({there.status})"
            )
            continue
        harvest.sitemaps += 1
        yield from check_sitemap(harvest, sitemap, there.data, number=match[1] if match else None)


def _is_number(number: str) -> bool:
    return any(entry.infocat == number for entry in value_list("informatiecategorielijst"))


def _sample(locs: list[str]) -> list[str]:
    step = max(1, -(-len(locs) // _MOST_FILES))
    return locs[::step]


def _file_faults(fetcher: Fetcher, loc: str, format_label: str) -> Iterator[SiteFault]:
    answer = fetcher.head(loc)
    if answer.status == 0:
        return
    if answer.status != 200:
        yield SiteFault(rule="bestand-ontbreekt", place=loc, message=f"the file is not there ({answer.status})")
        return
    kind, start = _FORMATS.get(format_label, ("", b""))
    if kind and answer.content_type != kind:
        yield SiteFault(
            rule="bestand-type",
            place=loc,
            message=f"the record says {format_label}, the site says {answer.content_type or 'nothing'}",
        )
    if start and start not in answer.data:
        yield SiteFault(rule="bestand-inhoud", place=loc, message=f"what is there is no {format_label}")
