# SPDX-License-Identifier: EUPL-1.2
"""What is measured, and how; each module is a command (``python -m benchmarks.NAME --help``)."""
