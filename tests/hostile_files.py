"""Files as a careless or hostile sender makes them (bad input of the import)."""

from __future__ import annotations

import io
import re
import struct
import zlib

import pypdfium2
from PIL import Image
from reportlab.lib import pdfencrypt
from reportlab.pdfgen import canvas


def scan(kind: str, pages: int = 1, mode: str = "L", **options: object) -> bytes:
    """A healthy file of `pages` pages, each with its own gray."""
    made = [Image.linear_gradient("L").resize((400, 560)).convert(mode) for _ in range(pages)]
    for number, page in enumerate(made):
        page.paste(40 * number if mode in ("L", "1") else (40 * number,) * 3, (0, 0, 200, 280))
    stream = io.BytesIO()
    more = {"save_all": True, "append_images": made[1:]} if pages > 1 else {}
    made[0].save(stream, kind, **more, **options)
    return stream.getvalue()


def pdf(drawing: str = "", pages: int = 1, **options: object) -> bytes:
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, **options)
    for number in range(pages):
        paper.drawString(72, 500, f"{number} {drawing}")
        paper.showPage()
    paper.save()
    return stream.getvalue()


def encrypted_pdf() -> bytes:
    return pdf("見本", encrypt=pdfencrypt.StandardEncryption("geheim", "geheim"))


def pdf_without_pages() -> bytes:
    stream = io.BytesIO()
    pypdfium2.PdfDocument.new().save(stream)
    return stream.getvalue()


def pdf_of_endless_strokes() -> bytes:
    """Small on disk, millions of path operators when drawn."""
    stream = io.BytesIO()
    paper = canvas.Canvas(stream, pageCompression=1)
    paper._code.append("0 0 m 500 500 l S " * 5_000_000)
    paper.showPage()
    paper.save()
    return stream.getvalue()


def png_bomb(width: int = 30_000, height: int = 30_000) -> bytes:
    """A few kilobytes that announce 900 million pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * (width + 1) * 100, 9)
    chunks = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def pdf_with_script_and_attachment() -> bytes:
    """A page that would run a script when opened, start a program, and carries a file."""
    plain = pdf("見本")
    body, _, _ = plain.rpartition(b"startxref")
    extra = (
        b"900 0 obj\n<</S/JavaScript/JS(app.alert\\(1\\);)>>\nendobj\n"
        b"901 0 obj\n<</S/Launch/F(/bin/sh)>>\nendobj\n"
        b"902 0 obj\n<</Type/EmbeddedFile/Length 4>>stream\nevil\nendstream\nendobj\n"
    )
    catalog = re.sub(
        rb"/Type\s*/Catalog", b"/Type /Catalog /OpenAction 900 0 R /AA <</O 901 0 R>>", body
    )
    return catalog + extra + b"startxref\n0\n%%EOF\n"


def tiff_in_a_circle() -> bytes:
    """Two directories, each naming the other as the next."""
    data = bytearray(scan("TIFF", pages=2))
    order = "<" if data.startswith(b"II") else ">"
    first = struct.unpack_from(f"{order}I", data, 4)[0]
    entries = struct.unpack_from(f"{order}H", data, first)[0]
    second = struct.unpack_from(f"{order}I", data, first + 2 + 12 * entries)[0]
    entries = struct.unpack_from(f"{order}H", data, second)[0]
    struct.pack_into(f"{order}I", data, second + 2 + 12 * entries, first)
    return bytes(data)


def photometric(data: bytes) -> int:
    """Of a TIFF's first picture: 0 where zero is white, 1 where it is black."""
    order, place = _photometric_entry(data)
    return int(struct.unpack_from(f"{order}H", data, place)[0])


def with_other_photometric(data: bytes) -> bytes:
    """A TIFF whose first picture counts its bits the other way round."""
    changed = bytearray(data)
    order, place = _photometric_entry(data)
    struct.pack_into(f"{order}H", changed, place, 1 - photometric(data))
    return bytes(changed)


def _photometric_entry(data: bytes) -> tuple[str, int]:
    order = "<" if data.startswith(b"II") else ">"
    directory = struct.unpack_from(f"{order}I", data, 4)[0]
    count = struct.unpack_from(f"{order}H", data, directory)[0]
    entries = (directory + 2 + 12 * number for number in range(count))
    entry = next(at for at in entries if struct.unpack_from(f"{order}H", data, at)[0] == 262)
    return order, entry + 8
