# SPDX-License-Identifier: EUPL-1.2
"""The kinds of documents: each module writes one kind, with the data that such a document really carries."""
