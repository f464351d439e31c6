"""The shipped gazetteer, opened once for all tests that read addresses."""

from __future__ import annotations

from desktop import paths
from desktop.address.reader import AddressReader

FOLDER = paths.resources() / "gazetteer"
ADDRESSES = AddressReader.open(FOLDER)
parse = ADDRESSES.parse
