# SPDX-License-Identifier: EUPL-1.2
"""The endpoint that writes the same site into an S3 bucket, which shows it by itself or through a web server.

Endpoint, region and credentials come from the standard settings of AWS tools (``AWS_ENDPOINT_URL_S3``,
``AWS_DEFAULT_REGION``, ``AWS_ACCESS_KEY_ID`` and so on). The bucket must know conditional writes (If-Match and
If-None-Match on PUT), which keep two writers apart.
"""

from __future__ import annotations

import hashlib
import threading
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, PartialCredentialsError

from publication.site import Site
from publication.storage import PRIVATE, side_by_side
from schemas.errors import LakstraatError, PublicationFailed, WrongUse

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_CONFIG: Final = Config(
    retries={"mode": "standard", "total_max_attempts": 5}, connect_timeout=10, read_timeout=60, max_pool_connections=10
)
_LOCK: Final = f"{PRIVATE}/lock"
_ABSENT: Final = frozenset({"NoSuchKey", "404", "NotFound"})
_TAKEN: Final = frozenset({"PreconditionFailed", "412", "ConditionalRequestConflict", "409"})
_TYPES: Final = {
    "pdf": "application/pdf",
    "xml": "application/xml",
    "html": "text/html; charset=utf-8",
    "css": "text/css; charset=utf-8",
    "txt": "text/plain; charset=utf-8",
    "json": "application/json",
}


class BucketStorage:
    """Objects under a prefix of a bucket.

    Whoever writes holds a lock object, and renews it while at work. The lock of a process that died is taken over
    when it was not renewed for ``lease_s``, by the clock of the server.

    Args:
        bucket: name of the bucket.
        prefix: keys lie below it; empty for the whole bucket.
        client: an S3 client, for a session of your own; made from the standard settings when not given.
        lease_s: seconds without renewal after which a lock is nobody's.
        wait_s: seconds to wait for the lock of another.
    """

    def __init__(
        self,
        bucket: str,
        prefix: str = "",
        client: S3Client | None = None,
        *,
        lease_s: float = 60.0,
        wait_s: float = 600.0,
    ) -> None:
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._client = client
        self._lease_s = lease_s
        self._wait_s = wait_s
        self._one_thread = threading.Lock()
        self._renewing = threading.Lock()
        self._tag: str | None = None
        self._renewed = 0.0

    def read(self, key: str) -> bytes | None:
        """The bytes of an object; None when there is none."""
        try:
            with self._connect().get_object(Bucket=self._bucket, Key=self._prefix + key)["Body"] as body:
                return body.read()
        except ClientError as error:
            if _code(error) in _ABSENT:
                return None
            raise _trouble(error) from None
        except (BotoCoreError, OSError) as error:
            raise _trouble(error) from None

    def write(self, key: str, data: bytes) -> None:
        """Put an object; one that already holds this is left alone, times and all."""
        self._renew()
        try:
            if self._tag_of(key) != f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"':
                self._connect().put_object(
                    Bucket=self._bucket,
                    Key=self._prefix + key,
                    Body=data,
                    ContentType=_TYPES.get(key.rsplit(".", 1)[-1], "application/octet-stream"),
                    CacheControl="no-cache",
                )
        except (BotoCoreError, ClientError) as error:
            raise _trouble(error) from None

    def write_all(self, files: Mapping[str, bytes]) -> None:
        """Put several at once."""
        side_by_side(self.write, files)

    def delete(self, key: str) -> None:
        """Remove an object; nothing happens when there is none."""
        self._renew()
        try:
            self._connect().delete_object(Bucket=self._bucket, Key=self._prefix + key)
        except (BotoCoreError, ClientError) as error:
            raise _trouble(error) from None

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the lock object.

        Raises:
            PublicationFailed: another writer holds it for longer than we wait.
        """
        with self._one_thread:
            self._acquire()
            try:
                yield
            finally:
                self._release()

    def _acquire(self) -> None:
        started = time.monotonic()
        pause = 0.05
        while not self._take():
            if time.monotonic() - started > self._wait_s:
                raise PublicationFailed("Another process is writing to the bucket of the site and does not end.")
            time.sleep(pause)
            pause = min(pause * 2, 2.0)

    def _take(self) -> bool:
        """Put the lock where there is none, or in the place of one that nobody renews."""
        if self._put_lock(absent=True):
            return True
        try:
            held = self._connect().head_object(Bucket=self._bucket, Key=self._prefix + _LOCK)
        except ClientError as error:
            if _code(error) in _ABSENT:
                return False
            raise _trouble(error) from None
        except BotoCoreError as error:
            raise _trouble(error) from None
        now = _server_time(held["ResponseMetadata"]["HTTPHeaders"].get("date", ""))
        if now - held["LastModified"].timestamp() <= self._lease_s:
            return False
        return self._put_lock(replacing=held["ETag"])

    def _put_lock(self, *, absent: bool = False, replacing: str = "") -> bool:
        """Whether the lock was ours to put. Its content is new each time, so its tag tells one lock from another."""
        try:
            client = self._connect()
            body = uuid.uuid4().hex.encode()
            if absent:
                answer = client.put_object(
                    Bucket=self._bucket, Key=self._prefix + _LOCK, Body=body, IfNoneMatch="*", ContentType="text/plain"
                )
            else:
                answer = client.put_object(
                    Bucket=self._bucket,
                    Key=self._prefix + _LOCK,
                    Body=body,
                    IfMatch=replacing,
                    ContentType="text/plain",
                )
        except ClientError as error:
            if _code(error) in _TAKEN | _ABSENT:
                return False
            raise _trouble(error) from None
        except BotoCoreError as error:
            raise _trouble(error) from None
        self._tag, self._renewed = answer["ETag"], time.monotonic()
        return True

    def _renew(self) -> None:
        """Keep the lock alive; stop at once when it was taken over, for then another is writing.

        Raises:
            PublicationFailed: the lock is not ours.
        """
        with self._renewing:
            if self._tag is None:
                raise PublicationFailed("The site is written to without its lock.")
            if time.monotonic() - self._renewed < self._lease_s / 3:
                return
            if not self._put_lock(replacing=self._tag):
                self._tag = None
                raise PublicationFailed("This process was away for so long that another took over the site.")

    def _release(self) -> None:
        held, self._tag = self._tag, None
        if held is None or time.monotonic() - self._renewed > self._lease_s / 2:
            return  # it may be another's by now; the lease ends by itself
        try:
            self._connect().delete_object(Bucket=self._bucket, Key=self._prefix + _LOCK)
        except (BotoCoreError, ClientError):
            return  # the lease ends by itself

    def _tag_of(self, key: str) -> str | None:
        try:
            return self._connect().head_object(Bucket=self._bucket, Key=self._prefix + key)["ETag"]
        except ClientError as error:
            if _code(error) in _ABSENT:
                return None
            raise

    def _connect(self) -> S3Client:
        if self._client is None:
            try:
                # A session of its own: places are asked side by side, and the shared one knows no threads.
                self._client = boto3.session.Session().client("s3", config=_CONFIG)
            except (BotoCoreError, ValueError) as error:
                raise _trouble(error) from None
        return self._client

    def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.close()


class SiteBucket(Site):
    """A site in a bucket. See ``Site``.

    Args:
        uri: ``s3://bucket`` or ``s3://bucket/prefix``.
        base_url: address at which the public sees it.
        leak_contact: mailto: or https: address at which the public reports a leak.
        client: an S3 client; made from the standard settings when not given.
    """

    def __init__(
        self, uri: str, base_url: str, *, leak_contact: str | None = None, client: S3Client | None = None
    ) -> None:
        parts = urlsplit(uri)
        if parts.scheme != "s3" or not parts.netloc:
            raise WrongUse("This is no address of a bucket.", advice="Give s3://bucket or s3://bucket/prefix.")
        self._bucket_storage = BucketStorage(parts.netloc, parts.path, client)
        super().__init__(self._bucket_storage, base_url, name="site-s3", leak_contact=leak_contact)

    def close(self) -> None:
        """Let go of the connections."""
        self._bucket_storage.close()


def _server_time(date_header: str) -> float:
    return parsedate_to_datetime(date_header).timestamp()


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


def _trouble(error: Exception) -> LakstraatError:
    """Our error for the library's, whose text may hold keys."""
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        return PublicationFailed(
            "There are no credentials for S3.", advice="Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or a profile."
        )
    if not isinstance(error, ClientError):
        return PublicationFailed(f"The bucket of the site cannot be reached ({type(error).__name__}).")
    code = _code(error)
    if code == "NoSuchBucket":
        return WrongUse("There is no such bucket.", advice="Check the name in the s3: URI and AWS_ENDPOINT_URL_S3.")
    if code == "NotImplemented":
        return WrongUse(
            "This storage knows no conditional writes, so two writers could spoil the site.",
            advice="Use a bucket that does, or publish to a folder and copy that.",
        )
    return PublicationFailed(
        f"The bucket of the site refuses the request ({code if code.isalnum() else 'unknown'}).",
        advice="Check that the credentials may read, write and delete objects there.",
    )
