"""Made-up papers as they come by fax: plain words on a white page, drawn here."""

import io
from textwrap import wrap

from PIL import Image, ImageDraw, ImageFont

from oxyclaim.services.desk.demo.file_of import shared

SIZE, MARGIN, LINE = (1240, 1600), 110, 44


def scan(kind: str, facts: dict[str, str]) -> bytes:
    """A paper of this kind as a PNG file."""
    page = Image.new("L", SIZE, 255)
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(30)
    height = MARGIN
    for text in shared()["scans"][kind]:
        for line in wrap(text.format(**facts), 66):
            draw.text((MARGIN, height), line, fill=20, font=font)
            height += LINE
        height += LINE // 2
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()
