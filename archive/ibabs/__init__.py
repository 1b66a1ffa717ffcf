# SPDX-License-Identifier: EUPL-1.2
"""iBabs (SOAP) as an archive: the documents of its lists and meetings that are not confidential."""
