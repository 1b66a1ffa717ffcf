# SPDX-License-Identifier: EUPL-1.2
"""The kinds of documents: each module writes one kind, with the data that such a document really carries.

The functions are longer than elsewhere on purpose: each is one document, read from its head to its signature.
"""
