"""The decoding child: bytes on standard input, frames of pixels on standard output.

It loads the decoders first, then gives up all rights (`sandbox`), then looks at the bytes.
"""

from __future__ import annotations

import io
import re
import sys
import warnings
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image, ImageChops, ImageOps, TiffImagePlugin, UnidentifiedImageError

from desktop.capture import sandbox
from desktop.capture.frames import write_frame

MAX_PAGES = 200
MAX_PIXELS = 60_000_000
_CPU_SECONDS = 90
_MEMORY = 4_000_000_000
_FORMATS = ("PNG", "JPEG", "TIFF")
_A4_INCHES = (8.27, 11.69)
_MIN_DPI, _MAX_DPI = 200.0, 300.0
_EMPTY_TREE = re.compile(rb"/Kids\s*\[\s*\]|/Count\s+0\b")


class Refused(Exception):
    """Carries the reason's name to the parent."""


def main() -> int:
    data = sandbox.shut_in(_load, _CPU_SECONDS, _MEMORY)
    output = sys.stdout.buffer
    try:
        count = 0
        for page, dpi in _pages(data):
            _write(output, page, dpi)
            count += 1
        write_frame(output, {"end": count})
    except Refused as refused:
        write_frame(output, {"error": str(refused)})
    except MemoryError:
        write_frame(output, {"error": "too_many_pixels"})
    except Exception:  # noqa: BLE001  whatever a decoder throws at a hostile file
        write_frame(output, {"error": "damaged"})
    return 0


def _load() -> None:
    """Everything that opens a file when first used, before opening is forbidden."""
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    for mode, kind in (("1", "PNG"), ("L", "JPEG"), ("RGB", "TIFF")):
        sample = io.BytesIO()
        Image.new(mode, (8, 8)).save(sample, kind)
        _colourless(ImageOps.exif_transpose(Image.open(sample)).convert("RGB"))
    pdfium.PdfDocument.new().close()


def _pages(data: bytes) -> Iterator[tuple[Image.Image, float]]:
    if data.startswith((b"II*\0", b"MM\0*", b"\xff\xd8\xff", b"\x89PNG")):
        yield from _image_pages(data)
    else:
        yield from _pdf_pages(data)


def _image_pages(data: bytes) -> Iterator[tuple[Image.Image, float]]:
    try:
        image = Image.open(io.BytesIO(data), formats=_FORMATS)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Refused("too_many_pixels") from None
    except UnidentifiedImageError:
        raise Refused("truncated" if _cut(data) else "damaged") from None
    try:
        frames = getattr(image, "n_frames", 1)
    except Exception:  # noqa: BLE001  the chain of directories leads outside the file
        raise Refused("truncated") from None
    if frames > MAX_PAGES:
        raise Refused("too_many_pages")
    for index in range(frames):
        try:
            image.seek(index)
            if image.width * image.height > MAX_PIXELS:
                raise Refused("too_many_pixels")
            image.load()
        except (Image.DecompressionBombWarning, Image.DecompressionBombError):
            raise Refused("too_many_pixels") from None
        except (EOFError, OSError, SyntaxError) as error:
            cut = isinstance(error, EOFError) or "truncated" in str(error)
            cut = cut or _cut(data) or _lacks_strips(image, len(data))
            raise Refused("truncated" if cut else "damaged") from None
        yield _plain(image), _dpi(image)


def _cut(data: bytes) -> bool:
    """Whether a picture that would not decode lacks its end, rather than holding wrong bytes."""
    if data.startswith(b"\xff\xd8"):
        return b"\xff\xd9" not in data[-1024:]
    if data.startswith(b"\x89PNG"):
        return b"IEND" not in data[-64:]
    first_directory = int.from_bytes(data[4:8], "little" if data.startswith(b"II") else "big")
    return first_directory + 2 > len(data)


def _lacks_strips(image: Image.Image, size: int) -> bool:
    if not isinstance(image, TiffImagePlugin.TiffImageFile):
        return False
    strips = zip(image.tag_v2.get(273, ()), image.tag_v2.get(279, ()), strict=False)
    return any(offset + count > size for offset, count in strips)


def _plain(image: Image.Image) -> Image.Image:
    """Upright as the camera meant it, on white, gray or RGB with eight bits."""
    image = ImageOps.exif_transpose(image)
    if image.mode.startswith("I") or image.mode == "F":
        deep = image.convert("F")
        _, most = deep.getextrema()
        scale = 1 / 256 if isinstance(most, float) and most > 255 else 1.0
        return deep.point(lambda value: value * scale + 0).convert("L")
    if image.mode in ("LA", "PA", "RGBA", "La", "RGBa") or "transparency" in image.info:
        picture = image.convert("RGBA")
        paper = Image.new("RGBA", picture.size, "white")
        image = Image.alpha_composite(paper, picture)
    return image.convert("L" if image.mode in ("1", "L") else "RGB")


def _dpi(image: Image.Image) -> float:
    """What the file says, or what A4 paper of this size would have."""
    said = image.info.get("dpi", (0, 0))[1]
    if 70 <= float(said) <= 1200 and float(said) != 72 and float(said) != 96:
        return float(said)
    long, short = max(image.size), min(image.size)
    return max(long / _A4_INCHES[1], short / _A4_INCHES[0])


def _pdf_pages(data: bytes) -> Iterator[tuple[Image.Image, float]]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError:
        raise Refused(_pdf_fault(data)) from None
    if b"%%EOF" not in data[-4096:]:
        # pdfium mends a cut file and silently gives fewer pages.
        raise Refused("truncated")
    if len(document) == 0:
        raise Refused("no_pages")
    if len(document) > MAX_PAGES:
        raise Refused("too_many_pages")
    for index in range(len(document)):
        page = document[index]
        width, height = page.get_size()
        dpi = _render_dpi(page, width, height)
        bitmap = page.render(scale=dpi / 72, rev_byteorder=True)
        picture = bitmap.to_pil().convert("RGB")
        bitmap.close()
        page.close()
        yield picture, dpi


def _pdf_fault(data: bytes) -> str:
    error = pdfium_c.FPDF_GetLastError()
    if error in (pdfium_c.FPDF_ERR_PASSWORD, pdfium_c.FPDF_ERR_SECURITY):
        return "encrypted"
    if b"%%EOF" not in data[-4096:]:
        return "truncated"
    return "no_pages" if _EMPTY_TREE.search(data) else "damaged"


def _render_dpi(page: pdfium.PdfPage, width: float, height: float) -> float:
    """The scan's own resolution between 200 and 300 dpi; less where the sheet is enormous."""
    own = 0.0
    for item in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE], max_depth=2):
        pixels = item.get_px_size()[0]
        left, _, right, _ = item.get_bounds()
        if right - left > width / 2:
            own = max(own, pixels / (right - left) * 72)
    dpi = min(max(own, _MIN_DPI), _MAX_DPI)
    area = max(width * height, 1.0) / 72**2
    most: float = (MAX_PIXELS / 2 / area) ** 0.5
    longest = 12_000 * 72 / max(width, height)
    return min(dpi, most, longest)


def _write(output: BinaryIO, page: Image.Image, dpi: float) -> None:
    if page.mode == "RGB" and _colourless(page):
        page = page.getchannel("G")
    head = {
        "width": page.width,
        "height": page.height,
        "mode": page.mode,
        "dpi": round(float(dpi), 2),
    }
    write_frame(output, head, [page.tobytes()])


def _colourless(page: Image.Image) -> bool:
    """Whether the page is gray but for stray pixels; a red seal is colour."""
    size = (max(1, page.width // 4), max(1, page.height // 4))
    red, green, blue = page.resize(size, Image.Resampling.NEAREST).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    least = ImageChops.darker(ImageChops.darker(red, green), blue)
    spread = ImageChops.difference(most, least).histogram()
    return sum(spread[41:]) < 0.0002 * size[0] * size[1]


if __name__ == "__main__":
    sys.exit(main())
