from django.http import FileResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from ambassadors import services
from ambassadors.models import AdvisorySession, TallyKind
from ambassadors.session_export import write
from ambassadors.session_filters import SessionFilter
from ambassadors.statistics import Period, Statistics
from exchange.core.paging import page_of
from exchange.core.spreadsheets import CONTENT_TYPE
from exchange.core.views import require_permission

KINDS = (TallyKind.COUNTRY, TallyKind.TOPIC, TallyKind.AMBASSADOR, TallyKind.CLIENT)


@require_GET
@require_permission("ambassadors.view_statistics")
def advisory_statistics(request):
    """Everything of one period, or with `?by=` one kind of it in pages."""
    today = timezone.localdate()
    statistics = Statistics(request.user, Period.read(request.GET.get("period"), today), today=today)
    asked = request.GET.get("by")
    chosen = TallyKind(asked) if asked in KINDS else None
    context = {"statistics": statistics, "chosen": chosen}
    if chosen:
        page = page_of(statistics.of(chosen), request)
        context |= {"page": page, "rows": statistics.rows(chosen, page.object_list)}
    else:
        context["course"] = statistics.course
        context["tables"] = [(kind, *statistics.first(kind)) for kind in KINDS]
    return render(request, "ambassadors/advisory_statistics.html", context)


@require_GET
@require_permission("ambassadors.export_sessions")
def session_export(request):
    """What the same address of the list of sessions shows, all of it, as a spreadsheet."""
    seen = AdvisorySession.objects.visible_to(request.user)
    filtered = SessionFilter(request.GET, seen, user=request.user)
    file, rows = write(filtered.qs)
    services.record_session_export(rows=rows, by=request.user)
    name = _("자문 일지 %(day)s.xlsx") % {"day": timezone.localdate().isoformat()}
    return FileResponse(file, as_attachment=True, filename=name, content_type=CONTENT_TYPE)
