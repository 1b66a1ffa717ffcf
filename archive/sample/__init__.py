# SPDX-License-Identifier: EUPL-1.2
"""An archive of invented municipal documents, with a truth file of every personal datum planted in it."""
