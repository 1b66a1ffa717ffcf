# SPDX-License-Identifier: EUPL-1.2
"""Opening documents within limits, and building fresh ones from what may be copied."""
