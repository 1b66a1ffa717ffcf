# SPDX-License-Identifier: EUPL-1.2
"""The account book: every document, its state and its history. It holds identifiers and digests, no text of anyone."""
