"""Build the sample office: python build.py --seed N --out DIR.

Seed 1 in this folder is what is shipped. Another seed gives other people, addresses, faults and
pixels under the same story.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))

from maker.office import build  # noqa: E402

from desktop import paths  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build the sample office.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    began = time.monotonic()
    build(options.seed, options.out, FOLDER, paths.forms(), paths.resources() / "fonts")
    print(f"sample office, seed {options.seed}: {time.monotonic() - began:.1f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
