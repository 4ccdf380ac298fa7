"""Pictures without what a camera adds: drawn anew, so that place and device are gone."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from threading import Semaphore

from PIL import Image, ImageOps, UnidentifiedImageError

from indexmetrics.inspection.reasons import refuse

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}
MOST_MEGAPIXELS = 40
# A camera's picture above this is read at half its width: enough for every signature sheet.
HALVED_ABOVE = 20_000_000
_BROKEN = (UnidentifiedImageError, OSError, SyntaxError, ValueError)
# A picture of 40 megapixels takes 160 MB while it is drawn; many at once would stop the others.
_DRAWING = Semaphore(2)


def is_picture(name: str) -> bool:
    """Does the name promise a picture that we can draw anew?"""
    return name.rpartition(".")[2].lower() in FORMATS


def cleaned(*, name: str, chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The same picture with its pixels only, turned upright; `Refused` when it is none."""
    wanted = FORMATS[name.rpartition(".")[2].lower()]
    raw = BytesIO()
    for chunk in chunks:
        if raw.tell() + len(chunk) > limit:
            refuse("size", name, limit=limit // 1024**2)
        raw.write(chunk)
    if not raw.tell():
        refuse("empty", name)
    with _DRAWING:
        try:
            drawn = _drawn(raw, wanted, name)
        except Image.DecompressionBombError:
            refuse("pixels", name, limit=MOST_MEGAPIXELS)
        except _BROKEN:
            refuse("content", name)
    yield drawn


def _drawn(raw: BytesIO, wanted: str, name: str) -> bytes:
    with Image.open(raw, formats=[wanted]) as picture:
        pixels = picture.width * picture.height  # from the header, before anything is unpacked
        if pixels > MOST_MEGAPIXELS * 1_000_000:
            refuse("pixels", name, limit=MOST_MEGAPIXELS)
        if wanted == "JPEG" and pixels > HALVED_ABOVE:
            picture.draft("RGB", (picture.width // 2, picture.height // 2))
        ImageOps.exif_transpose(picture, in_place=True)
        mode = "RGB" if wanted == "JPEG" or picture.mode not in ("RGB", "RGBA", "L") else picture.mode
        plain = picture if picture.mode == mode else picture.convert(mode)
        plain.info.clear()  # comments, profiles, place and device would travel along otherwise
        out = BytesIO()
        plain.save(out, wanted, exif=b"", **({"quality": 88, "optimize": True} if wanted == "JPEG" else {}))
        return out.getvalue()
