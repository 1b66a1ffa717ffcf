# SPDX-License-Identifier: EUPL-1.2
"""One tree of errors: class, exit code and one sentence of advice.

Messages are shown to people and stored in the ledger, so they never hold text of a document. They are translated
to an exit code in one place (flows.cli) and to an outcome in one other (flows.steps).
"""

from collections.abc import Callable
from enum import IntEnum, StrEnum
from typing import Any, ClassVar


class ExitCode(IntEnum):
    """Exit codes of the console command, promised to users."""

    DONE = 0
    FOUND = 1
    WRONG_USE = 2
    INPUT_REFUSED = 3
    SERVICE_MISSING = 4
    INNER_FAILURE = 5


class RefusalReason(StrEnum):
    """Why a document is not taken in at all. Stored values; the screens translate them."""

    ENCRYPTED = "encrypted"
    PASSWORD_NEEDED = "password_needed"
    DAMAGED = "damaged"
    UNSUPPORTED_FORMAT = "unsupported_format"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    SIDECAR_BROKEN = "sidecar_broken"
    SIDECAR_CONTRADICTS = "sidecar_contradicts"
    NOT_FOR_PUBLICATION = "not_for_publication"


class BlockReason(StrEnum):
    """Why a document that was taken in cannot go further without a person."""

    NOT_ANALYSED = "not_analysed"
    NO_TEXT_LAYER = "no_text_layer"
    UNKNOWN_CHARACTERS = "unknown_characters"
    RECOGNITION_UNCERTAIN = "recognition_uncertain"
    UNSAFE_OBJECT = "unsafe_object"
    IMAGE_NOT_DECODABLE = "image_not_decodable"
    FORM_XFA = "form_xfa"
    PORTFOLIO = "portfolio"
    LAYERS_DIFFER = "layers_differ"
    TIME_LIMIT = "time_limit"
    MEMORY_LIMIT = "memory_limit"
    SIZE_LIMIT = "size_limit"
    WORKER_CRASHED = "worker_crashed"
    ENGINES_DISAGREE = "engines_disagree"
    NOT_VERIFIED = "not_verified"
    POLICY_UNKNOWN = "policy_unknown"
    METADATA_INCOMPLETE = "metadata_incomplete"
    METADATA_HOLDS_PERSONAL_DATA = "metadata_holds_personal_data"


class LakstraatError(Exception):
    """Root of every error that we raise on purpose."""

    exit_code: ClassVar[ExitCode] = ExitCode.INNER_FAILURE
    default_advice: ClassVar[str] = "Report this with the output of `lakstraat doctor`."

    def __init__(self, message: str, *, advice: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.advice = self.default_advice if advice is None else advice

    def __reduce__(self) -> tuple[Callable[..., "LakstraatError"], tuple[Any, ...]]:
        """Pickle by class and state: errors cross processes, and a subclass takes other arguments than the root."""
        return _restored, (type(self), self.args, dict(self.__dict__))


def _restored(kind: type[LakstraatError], args: tuple[Any, ...], state: dict[str, Any]) -> LakstraatError:
    error = kind.__new__(kind)
    error.args = args
    error.__dict__.update(state)
    return error


class WrongUse(LakstraatError):
    """The command or setting that was given cannot be carried out."""

    exit_code = ExitCode.WRONG_USE
    default_advice = "See `lakstraat --help`."


class InputRefused(LakstraatError):
    """A document is refused at the door; the reason says which kind of refusal."""

    exit_code = ExitCode.INPUT_REFUSED
    default_advice = "Ask the owner of the document for a version that opens without this problem."

    def __init__(self, reason: RefusalReason, message: str, *, advice: str | None = None) -> None:
        super().__init__(message, advice=advice)
        self.reason = reason


class DocumentBlocked(LakstraatError):
    """A document, page or object that cannot be handled safely; it waits for a person."""

    exit_code = ExitCode.INPUT_REFUSED
    default_advice = "Handle this document by hand or ask for another rendition of it."

    def __init__(
        self, reason: BlockReason, message: str, *, page: int | None = None, advice: str | None = None
    ) -> None:
        super().__init__(message, advice=advice)
        self.reason = reason
        self.page = page
        """0-based page on which the trouble is, where it is on one page."""


class ServiceMissing(LakstraatError):
    """A program, model or service that is needed is not there."""

    exit_code = ExitCode.SERVICE_MISSING
    default_advice = "Run `lakstraat doctor`; it names what is missing and the command that installs it."


class NotVerified(DocumentBlocked):
    """The gate did not pass a document: it leaks, or could not be checked."""

    exit_code = ExitCode.FOUND
    default_advice = "The output was not kept. Look at the places that are named, and redact what stands there."

    def __init__(self, message: str, *, page: int | None = None) -> None:
        super().__init__(BlockReason.NOT_VERIFIED, message, page=page)


class PublicationFailed(LakstraatError):
    """An endpoint did not take or give back what it should."""

    exit_code = ExitCode.SERVICE_MISSING
    default_advice = "Nothing was lost: `lakstraat batch resume ID` tries again when the endpoint is back."
