# SPDX-License-Identifier: EUPL-1.2
"""Values as bytes in the working store: what may hold personal data lies there, and only its digest travels."""

from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from archive.store import WorkingStore
from schemas.errors import LakstraatError
from schemas.identity import Digest

Value = TypeVar("Value")


@cache
def _form(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def as_bytes(value: object) -> bytes:
    """A frozen value as JSON; the same value gives the same bytes."""
    kind: Any = type(value)
    return bytes(_form(kind).dump_json(value))


def put_value(store: WorkingStore, value: object) -> Digest:
    """Keep a value in the store."""
    return store.put(as_bytes(value))


def get_value(store: WorkingStore, digest: Digest, kind: type[Value]) -> Value:
    """A value from the store.

    Raises:
        LakstraatError: it is not there, damaged, or of another kind.
    """
    form: TypeAdapter[Any] = _form(cast("Any", kind))
    try:
        value: Value = form.validate_json(store.get(digest))
    except ValidationError:
        # The error of the library quotes what it read.
        raise LakstraatError(f"What the store holds is no {kind.__name__} of this version.") from None
    return value
