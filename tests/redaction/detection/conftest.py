# SPDX-License-Identifier: EUPL-1.2
import pytest

from redaction.detection import Detector


@pytest.fixture(scope="session")
def detector() -> Detector:
    """The detector as the package carries it; loading takes seconds."""
    return Detector()
