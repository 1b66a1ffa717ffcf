# SPDX-License-Identifier: EUPL-1.2
"""An archive in an S3 bucket, in the same layout as a folder: documents with sidecars as objects beside them.

Endpoint, region and credentials come from the standard settings of AWS tools (``AWS_ENDPOINT_URL_S3``,
``AWS_DEFAULT_REGION``, ``AWS_ACCESS_KEY_ID`` and so on), so none of them stands in a URI, a log or a ledger.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from archive.pairing import is_hidden, pair
from archive.source import Offered, Sidecar, document_id
from schemas.errors import LakstraatError, ServiceMissing, WrongUse
from schemas.events import log_event

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CONFIG: Final = Config(
    retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=10, read_timeout=60, max_pool_connections=10
)
_CHANGED: Final = frozenset({"PreconditionFailed", "412", "NoSuchKey", "404"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Listed:
    """An object as it stood in the listing; the entity tag says which content was meant."""

    key: str
    size: int
    tag: str
    changed: str


class S3Source:
    """Every object under a prefix of a bucket, folder by folder, sorted by key.

    What is fetched is what was listed: an object that was replaced in the meantime is not given. Checksums that S3
    keeps are checked by the client on every read.

    Args:
        bucket: name of the bucket.
        prefix: only keys below it; empty for the whole bucket.
        client: an S3 client, for a session of your own; made from the standard settings when not given.
        page_size: keys per page of the listing; S3 gives no more than 1000.
    """

    def __init__(self, bucket: str, prefix: str = "", client: S3Client | None = None, *, page_size: int = 1000) -> None:
        if not bucket:
            raise WrongUse("The s3: URI names no bucket.", advice="Write it as s3://bucket/prefix.")
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._client = client
        self._page_size = page_size

    @property
    def uri(self) -> str:
        """``s3://bucket/prefix``."""
        return f"s3://{self._bucket}/{quote(self._prefix.rstrip('/'))}".rstrip("/")

    def __iter__(self) -> Iterator[Offered]:
        waiting = [self._prefix]
        while waiting:
            folder = waiting.pop()
            objects, below = self._list(folder)
            waiting.extend(reversed(below))
            yield from self._documents(folder, objects)

    def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.close()

    def _connect(self) -> S3Client:
        if self._client is None:
            try:
                self._client = boto3.client("s3", config=_CONFIG)
            except (BotoCoreError, ValueError) as error:
                raise _trouble(error) from None
        return self._client

    def _list(self, folder: str) -> tuple[dict[str, _Listed], list[str]]:
        """Objects directly in a folder by name, and the folders in it; as many pages as it takes."""
        objects: dict[str, _Listed] = {}
        below: list[str] = []
        pages = self._connect().get_paginator("list_objects_v2")
        try:
            for page in pages.paginate(
                Bucket=self._bucket, Prefix=folder, Delimiter="/", PaginationConfig={"PageSize": self._page_size}
            ):
                below += [entry["Prefix"] for entry in page.get("CommonPrefixes", [])]
                for entry in page.get("Contents", []):
                    name = entry["Key"].removeprefix(folder)
                    if name and not is_hidden(name):
                        objects[name] = _Listed(
                            key=entry["Key"], size=entry["Size"], tag=entry["ETag"],
                            changed=entry["LastModified"].isoformat(),
                        )  # fmt: skip
        except (BotoCoreError, ClientError) as error:
            raise _trouble(error) from None
        return objects, [prefix for prefix in below if not is_hidden(prefix.removeprefix(folder))]

    def _documents(self, folder: str, objects: dict[str, _Listed]) -> Iterator[Offered]:
        paired = pair(sorted(objects))
        if paired.without_document:
            log_event("sidecars_without_document", count=paired.without_document)
        for name, sidecars in paired.documents.items():
            listed = objects[name]
            path = listed.key.removeprefix(self._prefix)
            yield Offered(
                id=document_id(self.uri, path),
                source=self.uri,
                path_in_source=path,
                size=listed.size,
                fetch=partial(self._read, listed),
                sidecars=tuple(self._sidecar(objects[sidecar], ambiguous) for sidecar, ambiguous in sidecars),
                version=f"{listed.tag} {listed.size} {listed.changed}",
            )

    def _sidecar(self, listed: _Listed, ambiguous: bool) -> Sidecar:
        return Sidecar(
            path_in_source=listed.key.removeprefix(self._prefix),
            size=listed.size,
            fetch=partial(self._read, listed),
            ambiguous=ambiguous,
        )

    def _read(self, listed: _Listed) -> bytes:
        """The listed content of an object, never more than the listed size."""
        try:
            answer = self._connect().get_object(
                Bucket=self._bucket, Key=listed.key, IfMatch=listed.tag, ChecksumMode="ENABLED"
            )
            with answer["Body"] as body:
                data = body.read()
        except (BotoCoreError, ClientError, OSError) as error:
            raise _trouble(error) from None
        if len(data) != listed.size:
            raise ServiceMissing("S3 gave an object in part.", advice="Run again when the connection is stable.")
        return data


def _trouble(error: Exception) -> LakstraatError:
    """Our error for the library's; its text may hold keys, and keys may hold names, so it is not passed on."""
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        return ServiceMissing(
            "There are no credentials for S3.", advice="Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile."
        )
    if not isinstance(error, ClientError):
        return ServiceMissing(
            f"S3 cannot be reached ({type(error).__name__}).", advice="Check AWS_ENDPOINT_URL_S3, region and network."
        )
    code = str(error.response.get("Error", {}).get("Code", ""))
    if code == "NoSuchBucket":
        return WrongUse("There is no such bucket.", advice="Check the name in the s3: URI and AWS_ENDPOINT_URL_S3.")
    if code in _CHANGED:
        return ServiceMissing(
            "The archive no longer has a document as it listed it.", advice="Run again; it was moved or replaced."
        )
    return ServiceMissing(
        f"S3 refuses the request ({code if code.isalnum() else 'unknown'}).",
        advice="Check that the credentials may list the bucket and read its objects.",
    )
