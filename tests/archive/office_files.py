# SPDX-License-Identifier: EUPL-1.2
"""Documents that LibreOffice writes in each of its formats, with everything in them that no page shows."""

import io
import re
import subprocess
import zipfile
from pathlib import Path
from typing import Final

from archive.conversion.office import find_office

HIDDEN_WORDS: Final = (
    "Kanttekening", "Weggehaald", "Verborgen", "Kolomwoord", "Rijwoord", "Bladwoord", "Sprekerswoord", "Diawoord",
)  # fmt: skip
_OASIS: Final = "urn:oasis:names:tc:opendocument:xmlns:"
_SPACES: Final = " ".join(
    [
        *(f'xmlns:{name}="{_OASIS}{name}:1.0"' for name in ("office", "style", "text", "table", "presentation")),
        f'xmlns:draw="{_OASIS}drawing:1.0" xmlns:svg="{_OASIS}svg-compatible:1.0"',
        f'xmlns:fo="{_OASIS}xsl-fo-compatible:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:ooo="http://openoffice.org/2004/office"',
        f'xmlns:script="{_OASIS}script:1.0" xmlns:of="{_OASIS}of:1.2"',
    ]
)
_BY: Final = "<dc:creator>Y. Voorbeeld</dc:creator><dc:date>2026-03-02T09:00:00</dc:date>"
_NOTE: Final = f"<office:annotation>{_BY}<text:p>Kanttekening</text:p></office:annotation>"


def flat(kind: str, body: str, styles: str = "", before: str = "") -> str:
    """An OpenDocument file in one piece: of a ``text``, ``spreadsheet`` or ``presentation``."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.3" '
        f'office:mimetype="application/vnd.oasis.opendocument.{kind}">{before}'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>"
    )


def _hiding(name: str, family: str, properties: str) -> str:
    return f'<style:style style:name="{name}" style:family="{family}"><style:{properties}/></style:style>'


def _slide(text: str, more: str = "", style: str = "") -> str:
    return (
        f"<draw:page {style}>"
        '<draw:frame svg:x="2cm" svg:y="2cm" svg:width="20cm" svg:height="4cm"><draw:text-box>'
        f"<text:p>{text}</text:p></draw:text-box></draw:frame>{more}</draw:page>"
    )


def _cell(text: str, more: str = "") -> str:
    return f'<table:table-cell office:value-type="string">{more}<text:p>{text}</text:p></table:table-cell>'


_DELETED: Final = (
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info>'
    f"{_BY}</office:change-info><text:p>Weggehaald</text:p></text:deletion></text:changed-region></text:tracked-changes>"
)
_SPOKEN: Final = (
    '<presentation:notes><draw:frame presentation:class="notes" svg:x="2cm" svg:y="14cm" svg:width="16cm" '
    'svg:height="9cm"><draw:text-box><text:p>Sprekerswoord</text:p></draw:text-box></draw:frame></presentation:notes>'
)
_SOURCES: Final = {
    "fodt": flat(
        "text",
        f'{_DELETED}<text:p>Zichtbaar{_NOTE} woord<text:change text:change-id="c1"/>'
        '<text:span text:style-name="weg">Verborgen</text:span></text:p>',
        _hiding("weg", "text", 'text-properties text:display="none"'),
    ),
    "fods": flat(
        "spreadsheet",
        '<table:table table:name="Open"><table:table-column/><table:table-column table:visibility="collapse"/>'
        f"<table:table-row>{_cell('Zichtbaar', _NOTE)}{_cell('Kolomwoord')}</table:table-row>"
        f'<table:table-row table:visibility="collapse">{_cell("Rijwoord")}</table:table-row></table:table>'
        '<table:table table:name="Dicht" table:style-name="weg"><table:table-column/>'
        f"<table:table-row>{_cell('Bladwoord')}</table:table-row></table:table>",
        _hiding("weg", "table", 'table-properties table:display="false"'),
    ),
    "fodp": flat(
        "presentation",
        _slide("Zichtbaar", f"{_NOTE}{_SPOKEN}")
        + _slide("Diawoord", style='draw:style-name="weg"')
        + _slide("Laatste"),
        _hiding("weg", "drawing-page", 'drawing-page-properties presentation:visibility="hidden"'),
    ),
}
_MADE_OF: Final = {
    "odt": "fodt", "docx": "fodt", "doc": "fodt", "rtf": "fodt", "pdf": "fodt",
    "ods": "fods", "xlsx": "fods", "xls": "fods",
    "odp": "fodp", "pptx": "fodp", "ppt": "fodp",
}  # fmt: skip


def made_by_office(folder: Path, suffix: str, source: str = "") -> bytes:
    """A file in the format of an ending, as LibreOffice itself saves it.

    Args:
        folder: to work in.
        suffix: ending of the format.
        source: a flat OpenDocument text; with something hidden in every way that the format has, if not given.
    """
    office = find_office()
    assert office is not None
    kind = _MADE_OF[suffix]
    flat_file = folder / f"stuk.{kind}"
    flat_file.write_text(source or _SOURCES[kind], encoding="utf-8")
    command = [office.program, "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}"]
    subprocess.run(
        [*command, "--convert-to", suffix, "--outdir", str(folder), str(flat_file)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=180, check=True,
    )  # fmt: skip
    return (folder / f"stuk.{suffix}").read_bytes()


def with_macro(folder: Path, marker: Path) -> bytes:
    """A document whose macro writes a file as soon as somebody opens it."""
    code = f'Sub Main\nn = FreeFile\nOpen "{marker}" For Output As #n\nPrint #n, "x"\nClose #n\nEnd Sub'
    macro = (
        '<office:scripts><office:script script:language="ooo:Basic"><ooo:libraries>'
        '<ooo:library-embedded ooo:name="Standard"><ooo:module ooo:name="Module1"><ooo:source-code>'
        f"{code}</ooo:source-code></ooo:module></ooo:library-embedded></ooo:libraries></office:script></office:scripts>"
    )
    made = made_by_office(folder, "odt", flat("text", "<text:p>Zichtbaar</text:p>", before=macro))
    on_opening = (
        '<office:scripts><office:event-listeners><script:event-listener script:language="ooo:script" '
        'script:event-name="dom:load" xlink:type="simple" xlink:href="vnd.sun.star.script:Standard.Module1.Main'
        '?language=Basic&amp;location=document"/></office:event-listeners></office:scripts>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made)) as packed, zipfile.ZipFile(out, "w") as target:
        for entry in packed.infolist():
            content = packed.read(entry)
            if entry.filename == "content.xml":
                bare = re.sub(r"<office:scripts\s*/>|<office:scripts>.*?</office:scripts>", "", content.decode())
                content = bare.replace("<office:font-face-decls", f"{on_opening}<office:font-face-decls", 1).encode()
            target.writestr(entry, content)
    return out.getvalue()
