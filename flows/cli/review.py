# SPDX-License-Identifier: EUPL-1.2
"""``lakstraat review``: the officers' web page; ``lakstraat audit``: are the chains of their decisions whole."""

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from flows.cli.options import AsJson, SettingsFile, WorkDir
from schemas.errors import ExitCode, WrongUse

if TYPE_CHECKING:
    from flows.settings import Settings
    from review.web import Provider

_LOCAL = ("127.0.0.1", "localhost", "::1")


def review(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")] = 8420,
    four_eyes: Annotated[bool, typer.Option("--four-eyes", help="A second person must approve.")] = False,
    account: Annotated[
        list[str] | None,
        typer.Option(metavar="ID", help="A local account to let in; may be given more often.", show_default=False),
    ] = None,
    settings: SettingsFile = None,
    work_dir: WorkDir = None,
) -> None:
    """Serve the desk where Woo officers decide; prints a link for each local account that lets it in once."""
    import uvicorn

    from flows.cli.output import write_lines
    from flows.desk import open_desk
    from flows.house import open_house
    from flows.settings import load_settings
    from review.accounts import OneTimeLinks
    from review.roles import Account
    from review.web import Options, make_app

    overrides = {"work_dir": None if work_dir is None else str(work_dir.expanduser().resolve())}
    loaded = load_settings(settings, overrides=overrides).settings
    provider = _provider(loaded, f"http://{host}:{port}")
    if provider is None and host not in _LOCAL:
        raise WrongUse(
            "The desk with local accounts listens on this machine only.",
            advice="Use 127.0.0.1, or set desk.issuer, so that colleagues sign in at the municipality's own provider.",
        )
    address = loaded.desk.address or f"http://{host}:{port}"
    options = Options(
        hosts=(*_LOCAL, host, urlsplit(address).hostname or host),
        four_eyes=four_eyes or loaded.desk.four_eyes,
        held_back=loaded.desk.held_back,
        secure=address.startswith("https://"),
    )
    links = OneTimeLinks()
    _must_be_free(host, port)
    with open_house(loaded) as house, open_desk(house) as desk:
        if provider is None:
            for id in account or ["beoordelaar"]:
                write_lines([f"{id}: {address}/aanmelden?sleutel={links.make(Account(id=id))}"])
        else:
            write_lines([f"The desk is at {address}"])
        app = make_app(desk, links, options, provider)
        uvicorn.run(app, host=host, port=port, log_config=None, access_log=False, server_header=False)


def _must_be_free(host: str, port: int) -> None:
    """Say so when somebody else listens here already; the server itself would end without a word.

    Raises:
        WrongUse: the address cannot be listened on.
    """
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((host, port))
        except OSError:
            raise WrongUse(f"Port {port} on {host} is in use.", advice="Give another with --port.") from None


def audit(settings: SettingsFile = None, work_dir: WorkDir = None, as_json: AsJson = False) -> None:
    """Check that no decision of the desk was changed or taken out afterwards."""
    from flows.cli.output import write_json, write_lines
    from flows.house import open_house
    from flows.settings import load_settings
    from review.events import first_break
    from review.journal import Journal

    loaded = load_settings(settings, overrides={"work_dir": None if work_dir is None else str(work_dir)}).settings
    documents, events, broken = 0, 0, []
    with open_house(loaded) as house:
        for chain in Journal(house.ledger.engine).all():
            documents, events = documents + 1, events + len(chain)
            place = first_break(chain)
            if place is not None:
                broken.append({"document": house.ledger.documents.get(chain[0].document).id, "event": place})
    if as_json:
        write_json({"documents": documents, "events": events, "broken": broken})
    else:
        write_lines(
            [
                f"{documents} documents, {events} events, {len(broken)} broken chains.",
                *(f"Document {one['document']}: broken at event {one['event']}." for one in broken),
            ]
        )
    if broken:
        raise typer.Exit(ExitCode.FOUND)


def _provider(settings: "Settings", address: str) -> "Provider | None":
    """The identity provider of the settings.

    Raises:
        WrongUse: it is set by half.
    """
    from review.web import Provider

    desk = settings.desk
    if desk.issuer is None:
        return None
    if desk.client_id is None:
        raise WrongUse("desk.issuer is set without desk.client_id.", advice="Set the name of the desk at the issuer.")
    return Provider(
        issuer=desk.issuer, client_id=desk.client_id, client_secret=desk.client_secret,
        back=f"{desk.address or address}/aanmelden/terug", claim=desk.roles_claim,
    )  # fmt: skip
