"""The print fonts: Noto Sans JP and Noto Serif JP, subset and embedded (CAPTURE §2)."""

from __future__ import annotations

import threading
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from desktop.domain.errors import DeskError
from desktop.letters.variants import SELECTOR, SEQUENCE, glyphs_of_sequences
from desktop.letters.writing import MissingGlyph

_FILES = {
    "sans-400": "NotoSansJP_400Regular.ttf",
    "sans-500": "NotoSansJP_500Medium.ttf",
    "sans-700": "NotoSansJP_700Bold.ttf",
    "serif-400": "NotoSerifJP_400Regular.ttf",
    "serif-700": "NotoSerifJP_700Bold.ttf",
}
_BLOCK = 100  # the CMap format allows a hundred pairs in one block
_FIRST_PRIVATE = 0x100000  # plane 16: no text holds these, because `require` refuses them
# Nothing of these may stand on paper, even where the font has a picture for it: control and
# direction marks, the office's own 外字, half characters.
_NEVER: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_NOT_EMBEDDED: Final = frozenset({"name", "OS/2"})  # a document has no use for them
_registering = threading.Lock()


class FontMissing(DeskError):
    """A font file of the installation is gone or damaged."""

    code = "font_missing"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"印刷用の書体ファイル {name} を読めません。",
            "プログラムを入れ直してください。",
        )


class _Outlines:
    """The table of glyphs, read where it lies: ReportLab copies its megabytes for each letter."""

    def __init__(self, data: bytes, start: int, length: int) -> None:
        self._data = memoryview(data)[start : start + length]

    def __getitem__(self, part: slice) -> bytes:
        return self._data[part].tobytes()


class _DeskFont(TTFont):  # type: ignore[misc]
    """ReportLab's font, which also draws variation sequences and tells readers what it drew.

    A sequence is drawn through a private code that stands for its glyph; the code is known in this
    process only and never leaves it. ReportLab writes 𠮷 (U+20BB7) into the ToUnicode map as the
    five digits 20BB7, which readers take for other characters; the format wants UTF-16, D842DFB7.
    """

    def __init__(self, name: str, path: str) -> None:
        # Without ASCII kept readable: a face has no character that the document does not show.
        super().__init__(name, path, shapable=False, asciiReadable=False)
        self.widths = {chr(code): width for code, width in self.face.charWidths.items()}
        self._codes: dict[str, str] = {}  # what is drawn for a sequence
        self._sequences: dict[int, str] = {}  # the sequence that a private code stands for
        codes = map(chr, self.face.charToGlyph)
        self.known = frozenset(c for c in codes if unicodedata.category(c) not in _NEVER)
        self._whole = self.face.get_table
        self._outlines = _Outlines(self.face._ttf_data, *self.face.get_table_pos("glyf"))
        self.face.get_table = self._table

    @cached_property
    def _glyphs(self) -> Mapping[str, int | None]:
        return glyphs_of_sequences(self._whole("cmap"))

    def _table(self, tag: str) -> bytes | _Outlines:
        """The table as a subset needs it; KeyError for one that a subset goes without."""
        if tag in _NOT_EMBEDDED:
            raise KeyError(tag)
        return self._outlines if tag == "glyf" else bytes(self._whole(tag))

    def holds(self, sequence: str) -> bool:
        return sequence in self._glyphs

    def drawn(self, sequence: str) -> str:
        """The character to draw: a private code, or the base where the font lacks the shape."""
        code = self._codes.get(sequence)
        if code is None:
            with _registering:
                code = self._codes.get(sequence) or self._assigned(sequence)
        return code

    def _assigned(self, sequence: str) -> str:
        code, base = sequence[0], ord(sequence[0])
        if sequence in self._glyphs and base in self.face.charToGlyph:
            glyph = self._glyphs[sequence]
            if glyph is None:
                glyph = self.face.charToGlyph[base]
            private = _FIRST_PRIVATE + len(self._sequences)
            width = self.face._pdfScale(self.face.hmetrics[glyph][0])
            self.widths[chr(private)] = self.face.charWidths[private] = width
            self.face.charToGlyph[private] = glyph
            self._sequences[private] = sequence
            code = chr(private)
        self._codes[sequence] = code
        return code

    def addObjects(self, doc: object) -> None:  # noqa: N802 - ReportLab's name
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            parts = (SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)
            name = b"".join(parts).decode("pdfdoc")
            stream = doc.idToObject[f"toUnicodeCMap:{name}"]  # type: ignore[attr-defined]
            stream.content = _to_unicode(name, subset, self._sequences)


def _to_unicode(name: str, subset: list[int], sequences: Mapping[int, str]) -> str:
    pairs = [
        f"<{code:02X}> <{sequences.get(char, chr(char)).encode('utf-16-be').hex().upper()}>"
        for code, char in enumerate(subset)
        if char
    ]
    blocks = [pairs[start : start + _BLOCK] for start in range(0, len(pairs), _BLOCK)]
    return "\n".join(
        [
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            f"/CMapName /{name} def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *(
                line
                for block in blocks
                for line in (f"{len(block)} beginbfchar", *block, "endbfchar")
            ),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        ]
    )


@dataclass(frozen=True, slots=True)
class Fonts:
    """The registered fonts of one folder: a face is family and weight, such as `serif-400`."""

    prefix: str
    faces: Mapping[str, _DeskFont] = field(repr=False)

    def name(self, face: str) -> str:
        return f"{self.prefix}-{face}"

    def width(self, text: str, face: str, size: float) -> float:
        """The text's width in points."""
        widths = self.faces[face].widths
        return 0.001 * size * float(sum(widths.get(one, 0.0) for one in self.drawn(text, face)))

    def drawn(self, text: str, face: str) -> str:
        """The text as the face draws it: a variation sequence becomes the code of its shape."""
        if text.isascii() or SELECTOR.search(text) is None:
            return text
        font = self.faces[face]
        return SEQUENCE.sub(lambda found: font.drawn(found[0]) if found[1] else "", text)

    def lacking(self, text: str, face: str) -> tuple[str, ...]:
        """The variation sequences of the text that the face can only draw in their base shape."""
        font = self.faces[face]
        found = (one[0] for one in SEQUENCE.finditer(text) if one[1])
        return tuple(dict.fromkeys(one for one in found if not font.holds(one)))

    def require(self, text: str, face: str, where: str = "") -> None:
        """Refuse a text with a character the face does not hold; `where` says of what it is."""
        known = self.faces[face].known
        if not known.issuperset(text):
            for character in SEQUENCE.sub(r"\1", text):
                if character not in known:
                    raise MissingGlyph(character, where)


@lru_cache(maxsize=4)
def _register(folder: str) -> Fonts:
    prefix = f"desk-{zlib.crc32(folder.encode()):08x}"  # ReportLab knows fonts by name only
    faces: dict[str, _DeskFont] = {}
    for face, file in _FILES.items():
        name = f"{prefix}-{face}"
        try:
            pdfmetrics.registerFont(_DeskFont(name, str(Path(folder) / file)))
        except Exception as error:
            raise FontMissing(file) from error
        faces[face] = pdfmetrics.getFont(name)  # an earlier one, where that has the same name
    return Fonts(prefix, faces)


def load_fonts(folder: Path) -> Fonts:
    """The print fonts of the installation's folder, read once a process."""
    with _registering:
        return _register(str(folder))
