"""How board figures stand: up to which entry they were counted ahead, and each night's proof against the ledger."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from jiangxin.doors.desk.reach import reach_of, staff
from jiangxin.doors.desk.views.boards import frame
from jiangxin.insight import access
from jiangxin.insight.boards import status
from jiangxin.kernel.actor import require
from jiangxin.people.access.middleware import Request

PROOFS_A_PAGE = 20


@staff
def proofs(request: Request) -> HttpResponse:
    """When figures were counted ahead, what came since, and the nightly proofs with what differed."""
    require(access.can_see_proofs, request.actor)
    reach = reach_of(request)
    found = status.status()
    page = Paginator(status.proofs(reach.paths), PROOFS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(reach, "indicators"),
        "status": found,
        "made_at": datetime.fromisoformat(found.made_at) if found.made_at else None,
        "page": page,
    }
    return render(request, "desk/proofs.html", context)
