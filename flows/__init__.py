# SPDX-License-Identifier: EUPL-1.2
"""The only home of Prefect: batches as thin stories, the ledger of document states, settings, the command line."""
