# SPDX-License-Identifier: EUPL-1.2
"""The desk as a web page."""

from review.web.app import make_app

__all__ = ["make_app"]
