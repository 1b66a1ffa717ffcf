# SPDX-License-Identifier: EUPL-1.2
"""Fetching the files of a site as a harvester does: over the network, or from the folder that is to be served."""

import mimetypes
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol
from urllib.parse import unquote, urlsplit

import httpx

from schemas.errors import ServiceMissing, WrongUse

MOST_BYTES: Final = 60 * 1024 * 1024
"""No more than this is read of a file: above 50 MB a sitemap is wrong anyway."""
_HEAD_BYTES: Final = 1024
_NOWHERE: Final = "https://site.invalid"


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """An answer. ``status`` 0: this address lies outside of the folder that is looked at."""

    status: int
    content_type: str = ""
    data: bytes = field(default=b"", repr=False)


class Fetcher(Protocol):
    """Gives files by address."""

    origin: str
    """Scheme and host of the site, at the root of which robots.txt lies."""

    def get(self, url: str) -> Fetched:
        """A whole file."""

    def head(self, url: str) -> Fetched:
        """Status, type and the first bytes of a file."""

    def close(self) -> None:
        """Let go of connections."""


def fetcher_for(place: str) -> Fetcher:
    """The fetcher for an address or a folder.

    Raises:
        WrongUse: it is neither.
    """
    if place.startswith(("https://", "http://")):
        parts = urlsplit(place)
        if not parts.hostname:
            raise WrongUse("This is no address of a site.", advice="Give https:// and a host, or a folder.")
        return WebFetcher(f"{parts.scheme}://{parts.netloc}")
    folder = Path(place)
    if not folder.is_dir():
        raise WrongUse("There is no such folder.", advice="Give the folder of a site, or its address.")
    return FolderFetcher(folder)


class FolderFetcher:
    """A folder as the web server would show it. Its address is that of the first Sitemap line in its robots.txt."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self.origin = _origin(self._root / "robots.txt")

    def get(self, url: str) -> Fetched:
        """A whole file."""
        return self._read(url, MOST_BYTES)

    def head(self, url: str) -> Fetched:
        """Status, type and the first bytes of a file."""
        return self._read(url, _HEAD_BYTES)

    def close(self) -> None:
        """Nothing is held."""

    def _read(self, url: str, most: int) -> Fetched:
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != self.origin:
            return Fetched(status=0)
        path = (self._root / unquote(parts.path).lstrip("/")).resolve()
        if not path.is_relative_to(self._root) or not path.is_file():
            return Fetched(status=404)
        with path.open("rb") as stream:
            data = stream.read(most)
        return Fetched(status=200, content_type=mimetypes.guess_type(path.name)[0] or "", data=data)


class WebFetcher:
    """A site over the network."""

    def __init__(self, origin: str, client: httpx.Client | None = None) -> None:
        self.origin = origin
        self._client = client or httpx.Client(timeout=30.0, headers={"User-Agent": "lakstraat-site-check"})

    def get(self, url: str) -> Fetched:
        """A whole file. Redirects are followed, as a harvester does for its lists."""
        return self._fetch(url, MOST_BYTES, follow=True)

    def head(self, url: str) -> Fetched:
        """Status, type and the first bytes of a file; a redirect is an answer of its own."""
        return self._fetch(url, _HEAD_BYTES, follow=False)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _fetch(self, url: str, most: int, *, follow: bool) -> Fetched:
        data = bytearray()
        try:
            with self._client.stream("GET", url, follow_redirects=follow) as answer:
                for chunk in answer.iter_bytes():
                    data += chunk
                    if len(data) >= most:
                        break
                kind = answer.headers.get("content-type", "").split(";")[0].strip().lower()
                return Fetched(status=answer.status_code, content_type=kind, data=bytes(data[:most]))
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise ServiceMissing(
                f"The site cannot be reached ({type(error).__name__}).", advice="Check the address and the network."
            ) from None


def _origin(robots: Path) -> str:
    if robots.is_file():
        for line in robots.read_bytes().decode("utf-8", "replace").splitlines():
            name, _, value = line.partition(":")
            parts = urlsplit(value.strip())
            if name.strip().lower() == "sitemap" and parts.scheme in ("https", "http") and parts.netloc:
                return f"{parts.scheme}://{parts.netloc}"
    return _NOWHERE
