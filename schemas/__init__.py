# SPDX-License-Identifier: EUPL-1.2
"""The words of the domain: frozen values, value lists and errors. No I/O, imports no other room."""
