"""The print fonts: Noto Sans JP and Noto Serif JP, subset and embedded (CAPTURE §2)."""

from __future__ import annotations

import threading
import zlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import SUBSETN, TTFont

from desktop.domain.errors import DeskError
from desktop.letters.writing import MissingGlyph

_FILES = {
    "sans-400": "NotoSansJP_400Regular.ttf",
    "sans-500": "NotoSansJP_500Medium.ttf",
    "sans-700": "NotoSansJP_700Bold.ttf",
    "serif-400": "NotoSerifJP_400Regular.ttf",
    "serif-700": "NotoSerifJP_700Bold.ttf",
}
_BLOCK = 100  # the CMap format allows a hundred pairs in one block
_registering = threading.Lock()


class FontMissing(DeskError):
    """A font file of the installation is gone or damaged."""

    code = "font_missing"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"印刷用の書体ファイル {name} を読めません。",
            "プログラムを入れ直してください。",
        )


class _DeskFont(TTFont):  # type: ignore[misc]
    """ReportLab's font with a right ToUnicode map beyond the BMP.

    ReportLab writes 𠮷 (U+20BB7) as the five digits 20BB7, which readers take for other
    characters; the format wants UTF-16, D842DFB7.
    """

    def addObjects(self, doc: object) -> None:  # noqa: N802 - ReportLab's name
        subsets = [list(subset) for subset in self.state[doc].subsets]
        super().addObjects(doc)
        for number, subset in enumerate(subsets):
            parts = (SUBSETN(number), b"+", self.face.name, self.face.subfontNameX)
            name = b"".join(parts).decode("pdfdoc")
            stream = doc.idToObject[f"toUnicodeCMap:{name}"]  # type: ignore[attr-defined]
            stream.content = _to_unicode(name, subset)


def _to_unicode(name: str, subset: list[int]) -> str:
    pairs = [
        f"<{code:02X}> <{chr(char).encode('utf-16-be').hex().upper()}>"
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

    def name(self, face: str) -> str:
        return f"{self.prefix}-{face}"

    def width(self, text: str, face: str, size: float) -> float:
        """The text's width in points."""
        return float(pdfmetrics.stringWidth(text, self.name(face), size))

    def require(self, text: str, face: str) -> None:
        """Refuse a text with a character the face does not hold."""
        glyphs = pdfmetrics.getFont(self.name(face)).face.charToGlyph
        for character in text:
            if ord(character) not in glyphs:
                raise MissingGlyph(character)


@lru_cache(maxsize=4)
def _register(folder: str) -> Fonts:
    prefix = f"desk-{zlib.crc32(folder.encode()):08x}"  # ReportLab knows fonts by name only
    for face, file in _FILES.items():
        path = Path(folder) / file
        try:
            pdfmetrics.registerFont(_DeskFont(f"{prefix}-{face}", str(path), shapable=False))
        except Exception as error:
            raise FontMissing(file) from error
    return Fonts(prefix)


def load_fonts(folder: Path) -> Fonts:
    """The print fonts of the installation's folder, read once a process."""
    with _registering:
        return _register(str(folder))
