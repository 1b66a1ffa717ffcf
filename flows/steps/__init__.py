# SPDX-License-Identifier: EUPL-1.2
"""What the flows do, as plain functions without Prefect. Here, and in the command line, errors become outcomes."""
