# SPDX-License-Identifier: EUPL-1.2
"""Text and HTML as a page of clean HTML: structure and words only, nothing that runs, fetches or hides."""

import html
import re
from typing import Final

import lxml.html
from lxml import etree

_STYLE: Final = (
    "body{font-family:'DejaVu Sans',sans-serif;font-size:10pt}"
    " pre{font-family:'DejaVu Sans',sans-serif;white-space:pre-wrap}"
)
_DROPPED: Final = (
    "script", "style", "head", "title", "meta", "link", "object", "embed", "iframe", "img", "base", "svg", "math",
)  # fmt: skip
_KEPT: Final = frozenset(
    {"p", "br", "div", "span", "b", "strong", "i", "em", "u", "ul", "ol", "li", "table", "tr", "td", "th", "tbody",
     "thead", "blockquote", "pre", "hr", "h1", "h2", "h3", "h4", "body"}
)  # fmt: skip
_LONG_WORD: Final = re.compile(r"\w{4,}")


def page(body: str) -> str:
    """A whole page around clean HTML."""
    return (
        f'<!DOCTYPE html><html lang="nl"><head><meta charset="utf-8"><style>{_STYLE}</style></head>'
        f"<body>{body}</body></html>"
    )


def plain_text(text: str) -> str:
    """Text as it was typed, with its line ends."""
    return f"<pre>{html.escape(text)}</pre>"


def decoded(data: bytes) -> str:
    """Text of a file: by its byte order mark, as UTF-8, or as Windows wrote it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def clean_html(text: str) -> str:
    """The body of an HTML text without scripts, styles, images, links and attributes.

    Without attributes nothing can be hidden either: what a style sheet kept out of sight is on the page.
    """
    root = _parsed(text)
    if root is None:
        return ""
    body = root.find("body")
    kept = root if body is None else body
    for element in list(kept.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag not in _KEPT and element is not kept:
            element.tag = "span"
        element.attrib.clear()
    return "".join([html.escape(kept.text or ""), *(lxml.html.tostring(child, encoding="unicode") for child in kept)])


def words_of(text: str) -> set[str]:
    """The longer words of a text, to compare two versions of it."""
    return set(_LONG_WORD.findall(text.casefold()))


def words_of_html(text: str) -> set[str]:
    """The longer words of an HTML text."""
    root = _parsed(text)
    return set() if root is None else words_of(" ".join(str(part) for part in root.itertext()))


def _parsed(text: str) -> etree._Element | None:
    if not text.strip():
        return None
    parser = lxml.html.HTMLParser(encoding="utf-8", no_network=True, recover=True)
    root: etree._Element = lxml.html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    return root
