"""The composition root: reads the arguments, builds everything, starts the window or a command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from desktop.cli.app import TourWish, WindowWish, build_app


def main(arguments: Sequence[str] | None = None) -> None:
    """Run `madoguchi`. Ends with SystemExit: 0 done, 1 refused with a reason, 2 wrong use."""
    os.umask(0o077)
    build_app(_open_window, _run_tour)(list(arguments) if arguments is not None else None)


def _open_window(wish: WindowWish) -> int:
    from desktop.qt_parts import missing_parts

    if told := missing_parts():
        sys.stderr.write(told)
        return 1
    from desktop.composition import open_window

    return open_window(wish)


def _run_tour(wish: TourWish) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desktop.qt_parts import missing_parts

    if told := missing_parts():
        sys.stderr.write(told)
        return 1
    from desktop.composition import run_tour

    return run_tour(wish)


if __name__ == "__main__":
    main()
