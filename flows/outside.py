# SPDX-License-Identifier: EUPL-1.2
"""Endpoints of third parties: one function in a module or file, named in the settings."""

import importlib
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

from flows.settings import FurtherPlaceSettings
from schemas.errors import WrongUse

if TYPE_CHECKING:
    from publication.endpoint import Endpoint

_METHODS = ("publish", "replace", "withdraw")


def outside_endpoint(given: FurtherPlaceSettings, notes: Path) -> "Endpoint":
    """The endpoint behind a place of the settings.

    Args:
        given: as the settings name it.
        notes: folder in which each of them has its own for what it remembers.

    Raises:
        WrongUse: the module, file or function is not there, or makes no endpoint.
    """
    from publication.endpoint import PlaceSettings

    where, _, name = given.endpoint.rpartition(":")
    make: Callable[[PlaceSettings], Endpoint] | None = getattr(_module(where, given.name), name, None)
    if make is None:
        raise WrongUse(f"{where} has no {name}.", advice=f"Correct endpoint of the place {given.name} in the settings.")
    endpoint = make(
        PlaceSettings(
            place=given.place, address=given.address, options=dict(given.options), notes=notes / given.name
        )
    )  # fmt: skip
    lacking = [method for method in _METHODS if not callable(getattr(endpoint, method, None))]
    if lacking:
        raise WrongUse(
            f"What {given.endpoint} makes is no endpoint: it lacks {', '.join(lacking)}.",
            advice="See docs/endpoints/README.md.",
        )
    return endpoint


def _module(where: str, name: str) -> ModuleType:
    advice = f"Correct endpoint of the place {name} in the settings."
    if not where.endswith(".py"):
        try:
            return importlib.import_module(where)
        except ImportError:
            raise WrongUse(f"The module {where} cannot be imported.", advice=advice) from None
    path = Path(where).expanduser().resolve()
    known = f"lakstraat_place_{name.replace('-', '_')}"
    if known in sys.modules and sys.modules[known].__file__ == str(path):
        return sys.modules[known]
    spec = importlib.util.spec_from_file_location(known, path)
    if not path.is_file() or spec is None or spec.loader is None:
        raise WrongUse(f"The file {path} is not there.", advice=advice)
    module = importlib.util.module_from_spec(spec)
    sys.modules[known] = module
    try:
        spec.loader.exec_module(module)
    except (ImportError, SyntaxError) as error:
        del sys.modules[known]
        raise WrongUse(f"The file {path} cannot be run ({type(error).__name__}).", advice=advice) from None
    return module
