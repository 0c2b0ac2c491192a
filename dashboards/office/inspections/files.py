"""A paper of a control as a file that a browser keeps."""

from urllib.parse import quote

from starlette.responses import Response

from dashboards.office.drawing import SAID


def as_file(name: str, content: bytes) -> Response:
    """Return a PDF under its name."""
    said = {**SAID, "Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}"}
    return Response(content, media_type="application/pdf", headers=said)
