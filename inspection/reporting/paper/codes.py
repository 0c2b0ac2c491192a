"""A code that a telephone reads from paper: drawn in lines, the same text giving the same drawing."""

from io import BytesIO


def code_image(text: str) -> str:
    """Return the QR code of a text as an SVG for a template, with the quiet rim that readers need."""
    import segno  # only a paper with a code pays for it

    drawn = BytesIO()
    segno.make(text, error="m", micro=False).save(drawn, kind="svg", xmldecl=False, border=4)
    return drawn.getvalue().decode()
