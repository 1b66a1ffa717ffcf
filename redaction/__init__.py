# SPDX-License-Identifier: EUPL-1.2
"""Bytes in, bytes out: text layer, detection, removal, verification. No network, no database."""
