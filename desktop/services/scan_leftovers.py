"""What a killed scan leaves behind in memory: the folder in which its device laid down a page."""

from __future__ import annotations

import importlib.util


def sweep_scan_folders() -> int:
    """Remove the folders that nobody is at work in, and tell how many those were.

    At the program's start and after each scan: a page lying there was never screened.
    """
    if importlib.util.find_spec("fcntl") is None:  # a system without SANE has no such folders
        return 0
    from desktop.capture.sources.sane_folder import sweep

    return sweep()
