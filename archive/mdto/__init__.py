# SPDX-License-Identifier: EUPL-1.2
"""MDTO, the Dutch standard for archive metadata (Nationaal Archief, XML 1.0.1 and 1.0.2): reading and writing it."""
