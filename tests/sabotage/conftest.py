"""The list of what was switched off, printed at the end of every run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

OUTCOMES: dict[str, str] = {}


@pytest.fixture(scope="session")
def outcomes() -> dict[str, str]:
    """Of each sabotage that was run: the test that noticed, or that nobody did."""
    return OUTCOMES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not OUTCOMES:
        return
    terminalreporter.write_sep("-", f"sabotages: {len(OUTCOMES)}")
    for name, outcome in OUTCOMES.items():
        terminalreporter.write_line(f"{name}: {outcome}")
