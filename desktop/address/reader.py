"""Reading addresses with the gazetteer of Japan beside: opened once, passed down as an argument."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from desktop.address.fold import LONGEST, Folded, fold
from desktop.address.gazetteer import FILES, Gazetteer
from desktop.address.key_text import key_text
from desktop.address.keys import postal_key
from desktop.address.located import Located
from desktop.address.locating import locate
from desktop.address.parse import Address
from desktop.address.parts import Parts
from desktop.address.renamed import Renamed, RenamedPlace
from desktop.address.torn_numbers import without_even_blanks


class AddressReader:
    """Reads one written address into an `Address`.

    Open it once (`AddressReader.open(resources / "gazetteer")`: some milliseconds, the files are
    mapped) in the composition root, a command or a worker process, and pass it down. It holds no
    state of a reading, so threads may share it. It cannot be pickled: a worker process opens its
    own from the path. `parse` is pure: the same text and postal code give the same answer; it
    never raises.
    """

    def __init__(self, gazetteer: Gazetteer, renamed: Renamed | None = None) -> None:
        self.gazetteer = gazetteer
        self.renamed = renamed or Renamed()

    @staticmethod
    def open(folder: Path) -> AddressReader:
        """The gazetteer in `folder` (resources/gazetteer), the same for all who open it here.

        What was found in it before is found faster again. A folder that was built anew since is
        opened anew.
        """
        files = [folder / name for name in FILES]
        stamps = tuple((one.st_ino, one.st_mtime_ns, one.st_size) for one in map(Path.stat, files))
        return _opened(folder.absolute(), stamps)

    def with_names(self, renamed: Renamed) -> AddressReader:
        """The same gazetteer with the office's table of renamed places beside."""
        return AddressReader(self.gazetteer, renamed)

    def parse(self, text: str, postal: str = "") -> Address:
        """Read one address; `postal` is the postal code from a field of its own.

        Any text is read; what is no address has depth "none".
        """
        if len(text) > LONGEST:
            return Address(input=text, notes=("長すぎるため読みません",))
        folded = fold(text)
        whole = without_even_blanks(folded)
        parts = Parts(text, whole, postal_key(postal))
        if whole is not folded:
            parts.doubt("空白が文字の間に並んでいるので、つなげて読みました")
        start = parts.take_postal()
        if not parts.line.strip():
            return parts.address()
        parts.folded, renamed = self.renamed.apply(parts.folded, start)
        found = locate(self.gazetteer, parts.line, start, parts.postal_code)
        if renamed is not None:
            found = self._noted(found, renamed)
        parts.take_place(found)
        second = parts.take_rest(self.gazetteer)
        address = parts.address()
        if not found.others and not second:
            return address
        others = tuple(self._other(text, parts.folded, postal, other) for other in found.others)
        if second:
            others = (*others, self.parse(second))
        return replace(address, others=others)

    def _noted(self, found: Located, renamed: RenamedPlace) -> Located:
        key = key_text(renamed.new).text
        whole = any(size == len(key) for size, _ in self.gazetteer.municipalities_at(key))
        note = f"「{renamed.old}」は{renamed.since.isoformat()}から「{renamed.new}」です"
        return replace(
            found,
            aliased=(*found.aliased, "city" if whole else "town"),
            notes=(*found.notes, note),
            confidence=max(0.0, found.confidence - 0.1),
        )

    def _other(self, text: str, folded: Folded, postal: str, found: Located) -> Address:
        """The same text with another place that it may mean."""
        parts = Parts(text, folded, postal_key(postal))
        parts.take_postal()
        parts.take_place(found)
        parts.take_rest(self.gazetteer)
        return parts.address()


@lru_cache(maxsize=2)
def _opened(folder: Path, _stamps: object) -> AddressReader:
    return AddressReader(Gazetteer.open(folder))
