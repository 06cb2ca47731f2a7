from django.urls import path

from exchange.mous.views import briefing, clauses, commitments, confirmations, evidence, files, ledger, mous, steps

app_name = "mous"

urlpatterns = [
    path("mous/", mous.mou_list, name="mou_list"),
    path("mous/add/", mous.mou_add, name="mou_add"),
    path("mous/<int:pk>/", mous.mou_detail, name="mou_detail"),
    path("mous/<int:pk>/edit/", mous.mou_edit, name="mou_edit"),
    path("mous/<int:pk>/parties/edit/", clauses.mou_parties_edit, name="mou_parties_edit"),
    path("mous/<int:pk>/clauses/edit/", clauses.mou_clauses_edit, name="mou_clauses_edit"),
    path("mous/<int:pk>/lineage/", mous.mou_lineage, name="mou_lineage"),
    path("mous/<int:pk>/sign/", mous.mou_sign, name="mou_sign"),
    path("mous/<int:pk>/unsign/", mous.mou_unsign, name="mou_unsign"),
    path("mous/<int:pk>/end/", mous.mou_end, name="mou_end"),
    path("mous/<int:pk>/revive/", mous.mou_revive, name="mou_revive"),
    path("mous/<int:pk>/files/", files.mou_files, name="mou_files"),
    path("mous/<int:pk>/files/add/", files.mou_file_add, name="mou_file_add"),
    path("mous/files/<int:file>/", files.mou_file, name="mou_file"),
    path("mous/files/<int:file>/delete/", files.mou_file_delete, name="mou_file_delete"),
    path("commitments/", ledger.commitment_list, name="commitment_list"),
    path("commitments/print/", ledger.commitment_print, name="commitment_print"),
    path("commitments/export.xlsx", ledger.commitment_export, name="commitment_export"),
    path("commitments/add/", commitments.commitment_add, name="commitment_add"),
    path("commitments/from-point/<int:pk>/", commitments.commitment_from_point, name="commitment_from_point"),
    path("commitments/from-clause/<int:pk>/", commitments.commitment_from_clause, name="commitment_from_clause"),
    path("commitments/<int:pk>/", commitments.commitment_detail, name="commitment_detail"),
    path("commitments/<int:pk>/edit/", commitments.commitment_edit, name="commitment_edit"),
    path("commitments/<int:pk>/steps/", ledger.commitment_steps, name="commitment_steps"),
    path("commitments/<int:pk>/state/", steps.commitment_state, name="commitment_state"),
    path("commitments/<int:pk>/due/", steps.commitment_due, name="commitment_due"),
    path("commitments/<int:pk>/ask/", steps.commitment_ask, name="commitment_ask"),
    path("commitments/years/<int:pk>/state/", steps.occurrence_state, name="occurrence_state"),
    path("commitments/<int:pk>/evidence/add/", evidence.evidence_add, name="evidence_add"),
    path("commitments/evidence/<int:pk>/file/", evidence.evidence_file, name="evidence_file"),
    path("commitments/evidence/<int:pk>/delete/", evidence.evidence_delete, name="evidence_delete"),
    path("commitments/meetings/options/", evidence.meeting_options, name="meeting_options"),
    path("commitments/meetings/held/options/", evidence.held_meeting_options, name="held_meeting_options"),
    path("commitments/editions/options/", evidence.edition_options, name="edition_options"),
    path("commitments/since/<int:pk>/", briefing.counterpart_briefing, name="counterpart_briefing"),
    path("commitments/<int:pk>/confirm/", confirmations.commitment_confirm, name="commitment_confirm"),
]
