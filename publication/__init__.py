# SPDX-License-Identifier: EUPL-1.2
"""Towards the Woo-index: DiWoo records, the endpoints that publish them, and the check of a site."""
