# SPDX-License-Identifier: EUPL-1.2
"""Files in which an operator says which Woo category the documents of an archive have, by its own name for a kind."""

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path

from schemas.errors import WrongUse
from schemas.values import informatiecategorie


def category_tables(
    path: Path, variable: str, tables: Mapping[str, Callable[[str], str]], *, advice: str
) -> dict[str, dict[str, str | None]]:
    """The tables of a TOML file: each name with the URI of its Woo category, or None where it is empty.

    Args:
        path: the file.
        variable: environment variable that names it.
        tables: names of the tables, and how a name in one is spelled; a table that is not there is left out.
        advice: what to do where the file cannot be read.

    Raises:
        WrongUse: it cannot be read, or names a category that is not on the list.
    """
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        return {
            table: {
                spelled(str(name)): informatiecategorie(str(category)).uri if category else None
                for name, category in listed[table].items()
            }
            for table, spelled in tables.items()
            if table in listed
        }
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, AttributeError):
        raise WrongUse(f"The file of {variable} cannot be read.", advice=advice) from None
    except KeyError:
        raise WrongUse(
            f"{variable} names a Woo category that is not on the list.",
            advice="Use a code (c_3baef532), number (014) or URI of the DiWoo list informatiecategorieën.",
        ) from None
