# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat review``: the officers' web page."""

from typing import Annotated

import typer

from flows.cli.options import SettingsFile, WorkDir
from schemas.errors import WrongUse

_LOCAL = ("127.0.0.1", "localhost", "::1")


def review(
    host: Annotated[str, typer.Option(help="Address to listen on; this machine only.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8420,
    four_eyes: Annotated[bool, typer.Option("--four-eyes", help="A second person must approve.")] = False,
    account: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="An account to let in; may be given more often.", show_default=False),
    ] = None,
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
) -> None:
    """Serve the desk where Woo officers decide; prints a link for each account that lets it in once."""
    import uvicorn

    from flows.cli.output import write_lines
    from flows.desk import open_desk
    from flows.settings import load_settings
    from review.accounts import Account, OneTimeLinks
    from review.web import make_app

    if host not in _LOCAL:
        raise WrongUse(
            "The desk with local accounts listens on this machine only.",
            advice="Use 127.0.0.1, and a proxy with the municipality's own sign-in for colleagues.",
        )
    overrides = {"work_dir": None if work_dir is None else str(work_dir.expanduser().resolve())}
    loaded = load_settings(settings, overrides=overrides)
    links = OneTimeLinks()
    with open_desk(loaded.settings) as desk:
        for id in account or ["beoordelaar"]:
            secret = links.make(Account(id=id))
            write_lines([f"{id}: http://{host}:{port}/aanmelden?sleutel={secret}"])
        app = make_app(desk, links, four_eyes=four_eyes)
        uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, server_header=False)
