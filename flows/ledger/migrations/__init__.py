# SPDX-License-Identifier: EUPL-1.2
"""Changes of the ledger's tables in order; carried out when the ledger is opened."""
