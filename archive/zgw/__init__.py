# SPDX-License-Identifier: EUPL-1.2
"""The ZGW Documenten API (VNG, version 1.4) as an archive."""
