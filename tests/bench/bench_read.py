"""Reading scanned pages of the sample office, against decoding the same pictures only."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from PIL import Image, ImageSequence
from ratios import measure

from desktop import paths
from desktop.services.reading import FileReader


def main() -> None:
    scans = paths.resources() / "sample_office" / "mail"
    files = sorted(file for file in scans.rglob("*") if file.suffix.lower() in (".jpg", ".tif"))[:2]
    if not files:
        raise SystemExit("the sample office has no TIFF or JPEG")
    with FileReader(paths.forms()) as reader:
        reader.read(files[:1])  # the first reading starts the child and loads the models
        measure(
            {
                f"decoding {len(files)} files": lambda: [_pixels(file) for file in files],
                f"screening and reading {len(files)} files": lambda: reader.read(files),
            },
            rounds=3,
        )


def _pixels(file: Path) -> int:
    with Image.open(file) as picture:
        return sum(len(frame.convert("L").tobytes()) for frame in ImageSequence.Iterator(picture))


if __name__ == "__main__":
    main()
