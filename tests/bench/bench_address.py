"""Reading and comparing addresses, against folding the same text with NFKC only."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from ratios import measure

from desktop.address.compare import compare
from desktop.address.reader import AddressReader

parse = AddressReader.open(Path(__file__).parents[2] / "resources" / "gazetteer").parse

ADDRESSES = tuple(
    f"埼玉県みどり野市若葉町{1 + n % 6}丁目{1 + n % 40}番{1 + n % 20}号 "
    f"コーポ若葉{101 + n % 400}号室"
    for n in range(500)
)


def main() -> None:
    parsed = [parse(text) for text in ADDRESSES]
    measure(
        {
            "NFKC of 500 addresses": lambda: [
                unicodedata.normalize("NFKC", text) for text in ADDRESSES
            ],
            "reading 500 addresses": lambda: [parse(text) for text in ADDRESSES],
            "comparing 500 pairs": lambda: [
                compare(a, b) for a, b in zip(parsed, parsed[1:] + parsed[:1], strict=True)
            ],
        },
        rounds=9,
    )


if __name__ == "__main__":
    main()
