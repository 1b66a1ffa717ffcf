# SPDX-License-Identifier: EUPL-1.2
"""Where documents come from: sources, MDTO metadata, intake and the working store."""
