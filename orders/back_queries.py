"""What is asked about who waits for what. By key, never by a scan."""

from datetime import datetime
from itertools import islice

from orders.back_models import BackAsked, BackList, BackWish, digest_of


def skus_on(listed: BackList) -> list[str]:
    """The skus of one of the lists."""
    try:
        listed.refresh(consistent_read=True)
    except BackList.DoesNotExist:
        return []
    return sorted(listed.skus or ())


def asked_for() -> dict[str, BackAsked | None]:
    """Each sku that somebody waits for; None beside one of which nothing is kept any more."""
    skus = skus_on(BackList.all())
    keys = [(f"{BackWish.PREFIX}{sku}", BackAsked.RANGE) for sku in skus]
    found = BackAsked.batch_get(keys, consistent_read=True) if keys else ()
    return {**dict.fromkeys(skus), **{row.sku: row for row in found}}


def waiting_for(sku: str, *, now: datetime, most: int) -> list[BackWish]:
    """The first wishes for a sku that still hold; of what ran out and is not swept yet, none."""
    rows = BackWish.query(
        f"{BackWish.PREFIX}{sku}",
        BackWish.digest > BackAsked.RANGE,
        consistent_read=True,
        page_size=most,
    )
    return list(islice((wish for wish in rows if wish.expires_at > now), most))


def wishes_of(person: str) -> list[BackWish]:
    """All that one person waits for, the oldest wish first."""
    return wishes_under(digest_of(person))


def wishes_under(digest: str) -> list[BackWish]:
    """The same by the digest of the person."""
    keys = [(f"{BackWish.PREFIX}{sku}", digest) for sku in skus_on(BackList.of(digest))]
    found = list(BackWish.batch_get(keys, consistent_read=True)) if keys else []
    return sorted(found, key=lambda wish: wish.asked_at)
