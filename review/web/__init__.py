# SPDX-License-Identifier: EUPL-1.2
"""The desk as a web page."""

from review.web.app import Options, make_app
from review.web.oidc import Provider

__all__ = ["Options", "Provider", "make_app"]
