"""How stored content leaves: as a download of its own type that no browser opens as a page."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from jiangxin.files import queries


def attachment(file_id: int, name: str = "") -> HttpResponse:
    """Return stored content as a download; whoever calls has asked for the right and written the reading down."""
    row, content = queries.stored_file(file_id), queries.read_file(file_id)
    return HttpResponse(
        content,
        content_type=row.type,
        headers={
            "Content-Disposition": content_disposition_header(as_attachment=True, filename=name or row.name)
            or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )
