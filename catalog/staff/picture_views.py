"""What staff do with the pictures of a product."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from catalog import queries, uploads
from catalog.errors import PictureRefused
from catalog.services import picturing
from catalog.staff.page import Said
from catalog.staff.views import show
from config.staff import StaffRequest, staff_only
from config.uploads import takes_up_to

TOO_MUCH = (
    f"Send pictures of up to {uploads.MEGABYTES} MB each, and {uploads.MOST_BYTES // 1_000_000} MB"
    " in one go. Go back and choose fewer or smaller ones."
)
MOVED = "Somebody has put the pictures in another order meanwhile. Look again."


@takes_up_to(uploads.MOST_BYTES, or_else=TOO_MUCH)
@staff_only("products.edit")
@require_POST
def add(request: StaffRequest, product_id: str) -> HttpResponse:
    """New pictures, all of them or none."""
    try:
        added = picturing.add_pictures(
            product_id, request.FILES.getlist("pictures"), by=request.staff.name
        )
    except PictureRefused as refusal:
        said = Said(of_pictures=str(refusal))
        return show(request, queries.product(product_id), said=said, status=422)
    messages.success(request, _added(added) if added else "These pictures are there already.")
    return _back(product_id)


def _added(count: int) -> str:
    return f"{count} pictures added." if count > 1 else "Picture added."


@staff_only("products.edit")
@require_POST
def place(request: StaffRequest, product_id: str, digest: str) -> HttpResponse:
    """Another place in the order; the first is on the card."""
    seen_at, to = request.POST.get("from", ""), request.POST.get("to", "")
    if not (_is_place(seen_at) and _is_place(to)) or not picturing.move_picture(
        product_id, digest, seen_at=int(seen_at), to=int(to), by=request.staff.name
    ):
        messages.warning(request, MOVED)
    return _back(product_id)


def _is_place(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 3


@staff_only("products.edit")
@require_POST
def words(request: StaffRequest, product_id: str, digest: str) -> HttpResponse:
    """What a picture shows, for those who do not see it."""
    said = " ".join(request.POST.get("words", "").replace("\0", "").split())
    picturing.describe_picture(
        product_id, digest, said[: picturing.LONGEST_WORDS], by=request.staff.name
    )
    messages.success(request, "Saved what the picture shows.")
    return _back(product_id)


@staff_only("products.edit")
@require_POST
def removal(request: StaffRequest, product_id: str, digest: str) -> HttpResponse:
    """The product is shown without this picture."""
    if picturing.remove_picture(product_id, digest, by=request.staff.name):
        messages.success(request, "Picture removed; the shop does not show it any more.")
    else:
        messages.warning(request, "This picture was removed already.")
    return _back(product_id)


def _back(product_id: str) -> HttpResponse:
    return redirect(f"{reverse('staff:catalog:detail', args=[product_id])}#pictures")
