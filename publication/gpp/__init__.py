# SPDX-License-Identifier: EUPL-1.2
"""The GPP-publicatiebank of GPP-Woo, API version 2 (2.1)."""
