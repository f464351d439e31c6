"""The list of what was switched off, printed at the end of every run."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What each sabotage's test recorded; it travels with the report from any worker."""
    told = [
        str(value)
        for reports in terminalreporter.stats.values()
        for report in reports
        if isinstance(report, pytest.TestReport) and report.when == "call"
        for name, value in report.user_properties
        if name == "sabotage"
    ]
    if told:
        terminalreporter.write_sep("-", f"sabotages: {len(told)}")
        for line in told:
            terminalreporter.write_line(line)
