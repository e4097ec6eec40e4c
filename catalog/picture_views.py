"""The address of a drawn picture."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from catalog.pictures import goods_of, picture, version_of, views_of
from catalog.queries import product_on_shelf

FOR_EVER = "public, max-age=31536000, immutable"
FOR_A_WHILE = "public, max-age=300"  # asked for without its version, or with an old one


@require_safe
def product_picture(request: HttpRequest, product_id: str, view: str) -> HttpResponse:
    """One drawn view of a product on sale, or of its variant `?sku=`; 404 for what there is not."""
    product = product_on_shelf(product_id)
    sku = request.GET.get("sku") or None
    if view not in views_of(product.category) or (sku and product.variant(sku) is None):
        raise Http404
    facts = goods_of(product, sku)
    response = HttpResponse(picture(facts, view), content_type="image/svg+xml")
    is_current = request.GET.get("v") == version_of(facts)
    response["Cache-Control"] = FOR_EVER if is_current else FOR_A_WHILE
    response["Content-Security-Policy"] = "default-src 'none'"
    return response
