"""Products as CSV: out as they stand, and in again, first as a list of what would change."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from catalog.bulk import Kind
from catalog.importing.exporting import as_csv
from catalog.services import bulk_keeping as keeping
from catalog.services.sheet import every_listed_product, plan_sheet
from catalog.staff.csv_forms import LONGEST_BODY, MOST_MB, FileForm
from config.staff import StaffRequest, staff_only
from config.uploads import takes_up_to

TOO_MUCH = f"A file of products may have {MOST_MB} MB. Go back and split it in two."


@takes_up_to(LONGEST_BODY, or_else=TOO_MUCH)
@staff_only("products.import")
@require_http_methods(["GET", "HEAD", "POST"])
def take_in(request: StaffRequest) -> HttpResponse:
    """Take a file and show what it would change; nothing is written to a product yet."""
    form = FileForm()
    if request.method == "POST":
        form = FileForm(request.POST, request.FILES)
        if form.is_valid():
            plan = plan_sheet(form.cleaned_data["file"])
            bulk_id = keeping.draft(
                plan, kind=Kind.FILE, title="Products from a file", by=request.staff.name
            )
            return redirect("staff:catalog:bulk", bulk_id)
    status = 422 if form.errors else 200
    return render(request, "catalog/staff/csv.html", {"form": form}, status=status)


@staff_only("products.see")
@require_safe
def give_out(_: StaffRequest) -> HttpResponse:
    """Every product of our categories as CSV that `take_in` reads back."""
    products = sorted(every_listed_product(), key=lambda row: row.product_id)
    text = as_csv(products, with_versions=True)
    response = HttpResponse(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    name = f"products-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
