"""The print fonts: Noto Sans JP and Noto Serif JP, subset and embedded (CAPTURE §2)."""

from __future__ import annotations

import threading
import unicodedata
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from desktop.domain.errors import DeskError
from desktop.letters.variants import SELECTORS, SEQUENCE, UNIT, glyphs_of_sequences
from desktop.letters.writing import MissingGlyph

_FILES = {
    "sans-400": "NotoSansJP_400Regular.ttf",
    "sans-500": "NotoSansJP_500Medium.ttf",
    "sans-700": "NotoSansJP_700Bold.ttf",
    "serif-400": "NotoSerifJP_400Regular.ttf",
    "serif-700": "NotoSerifJP_700Bold.ttf",
}
FURTHER: Final = "further"
"""The folder beside the shipped fonts for those that the office adds (TrueType)."""
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

    def __init__(self, name: str, *, added: bool = False) -> None:
        super().__init__(
            f"印刷用の書体ファイル {name} を読めません。",
            "追加した書体のフォルダーから取りのぞくか、TrueType の書体を置き直してください。"
            if added
            else "プログラムを入れ直してください。",
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
        shown = (one for one in codes if unicodedata.category(one) not in _NEVER)
        self.known = frozenset(shown) - SELECTORS
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

    def holds(self, unit: str) -> bool:
        """Whether it draws a character, or a variation sequence in its own shape."""
        return unit in self.known if len(unit) == 1 else unit in self._glyphs

    def measure(self, text: str) -> float:
        """The width of drawn text, as a part of its size."""
        return 0.001 * float(sum(self.widths.get(one, 0.0) for one in text))

    def drawn(self, sequence: str) -> str:
        """The private code to draw for a sequence that the font holds."""
        code = self._codes.get(sequence)
        if code is None:
            with _registering:
                code = self._codes.get(sequence) or self._assigned(sequence)
        return code

    def _assigned(self, sequence: str) -> str:
        glyph = self._glyphs[sequence]
        if glyph is None:
            glyph = self.face.charToGlyph[ord(sequence[0])]
        private = _FIRST_PRIVATE + len(self._sequences)
        width = self.face._pdfScale(self.face.hmetrics[glyph][0])
        self.widths[chr(private)] = self.face.charWidths[private] = width
        self.face.charToGlyph[private] = glyph
        self._sequences[private] = sequence
        self._codes[sequence] = chr(private)
        return self._codes[sequence]

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


class Run(NamedTuple):
    """A piece of text in the characters that one font draws it with."""

    font: _DeskFont
    text: str


@dataclass(frozen=True, slots=True)
class Fonts:
    """The registered fonts of one folder: a face is family and weight, such as `serif-400`.

    The fonts that the office has laid into the folder's `further` serve for what a face lacks.
    """

    faces: Mapping[str, _DeskFont] = field(repr=False)
    folder: Path = field(repr=False)

    def name(self, face: str) -> str:
        return str(self.faces[face].fontName)

    def width(self, text: str, face: str, size: float) -> float:
        """The text's width in points."""
        return size * sum(run.font.measure(run.text) for run in self.runs(text, face))

    def runs(self, text: str, face: str) -> Sequence[Run]:
        """The text as it is drawn: a variation sequence becomes the code of its shape."""
        font = self.faces[face]
        if font.known.issuperset(text):
            return (Run(font, text),)
        runs: list[Run] = []
        for unit in UNIT.findall(text):
            holder, drawn = self._drawn(unit, face)
            if runs and runs[-1].font is holder:
                runs[-1] = Run(holder, runs[-1].text + drawn)
            elif drawn:
                runs.append(Run(holder, drawn))
        return runs

    def lacking(self, text: str, face: str) -> tuple[str, ...]:
        """The variation sequences of the text that can only be drawn in their base shape."""
        found = (one[0] for one in SEQUENCE.finditer(text) if one[1])
        return tuple(dict.fromkeys(one for one in found if self._holder(one, face) is None))

    def missing(self, text: str, face: str) -> tuple[str, ...]:
        """The characters of the text that no font holds."""
        if self.faces[face].known.issuperset(text):
            return ()
        bare = SEQUENCE.sub(r"\1", text)
        return tuple(dict.fromkeys(one for one in bare if self._holder(one, face) is None))

    def require(self, text: str, face: str, where: str = "") -> None:
        """Refuse a text with a character that no font holds; `where` says of what it is."""
        for character in self.missing(text, face):
            raise MissingGlyph(character, where)

    def _holder(self, unit: str, face: str) -> _DeskFont | None:
        """The face, or else the first of the further fonts that holds a character or sequence."""
        font = self.faces[face]
        if font.holds(unit):
            return font
        return next((one for one in _further(str(self.folder)) if one.holds(unit)), None)

    def _drawn(self, unit: str, face: str) -> tuple[_DeskFont, str]:
        if unit in SELECTORS:
            return self.faces[face], ""
        holder = self._holder(unit, face)
        if holder is not None:
            return holder, holder.drawn(unit) if len(unit) > 1 else unit
        base = unit[0]  # a single character that no font holds has been refused before
        return self._holder(base, face) or self.faces[face], base


@lru_cache(maxsize=4)
def _register(folder: str) -> Fonts:
    faces = {
        face: _read(Path(folder) / file, f"{_prefix(folder)}-{face}")
        for face, file in _FILES.items()
    }
    return Fonts(faces, Path(folder))


@lru_cache(maxsize=4)
def _further(folder: str) -> tuple[_DeskFont, ...]:
    """Read only when a character is wanted that the shipped faces lack."""
    files = sorted((Path(folder) / FURTHER).glob("*.ttf"))
    with _registering:
        return tuple(
            _read(file, f"{_prefix(folder)}-further-{number}") for number, file in enumerate(files)
        )


def _prefix(folder: str) -> str:
    return f"desk-{zlib.crc32(folder.encode()):08x}"  # ReportLab knows fonts by name only


def _read(file: Path, name: str) -> _DeskFont:
    try:
        pdfmetrics.registerFont(_DeskFont(name, str(file)))
    except Exception as error:
        raise FontMissing(file.name, added=file.parent.name == FURTHER) from error
    font: _DeskFont = pdfmetrics.getFont(name)  # an earlier one, where that has the same name
    return font


def load_fonts(folder: Path) -> Fonts:
    """The print fonts of the installation's folder, read once a process."""
    with _registering:
        return _register(str(folder))
