"""Pictures without what a camera adds: drawn anew, so that place and device are gone."""

from collections.abc import Iterable, Iterator
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from branches.basics.refusals import Refused

FORMATS = {"jpg": "JPEG", "jpeg": "JPEG", "png": "PNG"}
MOST_PIXELS = 60_000_000


def is_picture(name: str) -> bool:
    """Does the name promise a picture that we can draw anew?"""
    return name.rpartition(".")[2].lower() in FORMATS


def cleaned(*, name: str, chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """The same picture with its pixels only, turned upright; `Refused` when it is none."""
    wanted = FORMATS[name.rpartition(".")[2].lower()]
    raw = BytesIO()
    for chunk in chunks:
        if raw.tell() + len(chunk) > limit:
            raise Refused("size", _("“%(name)s” is too large.") % {"name": name})
        raw.write(chunk)
    try:
        with Image.open(raw, formats=[wanted]) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Refused("pixels", _("“%(name)s” has too many pixels.") % {"name": name})
            upright = ImageOps.exif_transpose(picture)
            out = BytesIO()
            _draw(upright, wanted, out)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise Refused("content", _("The contents of “%(name)s” are not what its name says.") % {"name": name}) from error
    yield out.getvalue()


def _draw(picture: Image.Image, wanted: str, out: BytesIO) -> None:
    """Copies pixels into a new image, so no chunk of the old file survives."""
    mode = "RGB" if wanted == "JPEG" or picture.mode not in ("RGB", "RGBA", "L") else picture.mode
    fresh = Image.new(mode, picture.size)
    fresh.paste(picture.convert(mode))
    fresh.save(out, wanted, **({"quality": 88, "optimize": True} if wanted == "JPEG" else {"optimize": True}))
