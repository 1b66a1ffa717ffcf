# SPDX-License-Identifier: EUPL-1.2
"""Decisions about findings, append-only: who decided what, when, on which ground."""
