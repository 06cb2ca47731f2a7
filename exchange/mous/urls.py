from django.urls import path

from exchange.mous.views import commitments, ledger, mous

app_name = "mous"

urlpatterns = [
    path("mous/", mous.mou_list, name="mou_list"),
    path("mous/<int:pk>/", mous.mou_detail, name="mou_detail"),
    path("commitments/", ledger.commitment_list, name="commitment_list"),
    path("commitments/<int:pk>/", commitments.commitment_detail, name="commitment_detail"),
]
