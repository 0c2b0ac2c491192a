"""A file that a browser keeps."""

from urllib.parse import quote

from starlette.responses import Response

from dashboards.office.drawing import SAID


def as_file(name: str, content: bytes | str, media_type: str = "application/pdf") -> Response:
    """Return a file under its name."""
    said = {**SAID, "Content-Disposition": f"attachment; filename*=utf-8''{quote(name)}"}
    return Response(content, media_type=media_type, headers=said)
