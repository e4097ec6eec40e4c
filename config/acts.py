"""The log of staff acts: who did what, when, and to what. It is written in one place, by
`staff_only` behind every view, so that no page can forget it. A line must neither fail the act nor
keep it waiting."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from http import HTTPStatus
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.messages import get_messages
from django.contrib.messages.constants import WARNING
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.module_loading import import_string
from pynamodb.attributes import UnicodeAttribute
from pynamodb.models import Model

from config import clock
from config.attributes import TextMapAttribute, TimeAttribute, UnixTimeAttribute, optional
from config.ids import crockford
from config.keyed import keyed
from config.webhook_health import HealthMeta

log = logging.getLogger(__name__)
KEPT = timedelta(days=400)
DONE, WARNED = "done", "warned"
LONGEST = 100  # of a value in the address
LONGEST_LIST = 600  # of ids with commas between: as many as are chosen at once
NAMESPACE = "staff:"
PERSON = "person-"  # stands before the digest of a shopper's e-mail address
NOTHING: Mapping[str, Any] = {}
COLLEAGUE = "member_id"  # in an address: somebody of the shop, kept by name; all others by digest


class Act(Model):
    """`#log/<Indian day>`: one line of the log. A shopper's e-mail address stands in it as a digest
    only, so that whoever is erased is not in here either."""

    class Meta(HealthMeta):
        table_name = f"{settings.DYNAMODB_TABLE_PREFIX}customers"

    key = UnicodeAttribute(hash_key=True, attr_name="customerId")
    place = UnicodeAttribute(range_key=True, attr_name="email")  # the time, and some random signs
    at = TimeAttribute()
    who = UnicodeAttribute()
    name = UnicodeAttribute()
    what = UnicodeAttribute()
    about = optional(TextMapAttribute())
    outcome = UnicodeAttribute()
    expires_at = UnixTimeAttribute(attr_name="expiresAt")


def note(request: HttpRequest, response: HttpResponse) -> None:
    """Write down what this request did, if it did something: a POST that was answered with a
    redirect, a file or an empty page; a file that was taken away counts too. A page that comes back
    is a look or a refusal, unless the view has told what it did."""
    is_act = request.method == "POST" or _takes_a_file(request, response)
    if not is_act or request.resolver_match is None:
        return
    told: dict[str, str] | None = getattr(request, "act_told", {})
    if told is None:
        return
    what = told.get("what") or request.resolver_match.view_name.removeprefix(NAMESPACE)
    if not words_of(what) or not (_was_done(response) or (told and response.status_code < 300)):
        return
    given = {key: value for key, value in told.items() if key != "what"}
    member = request.staff  # type: ignore[attr-defined]
    about = request.resolver_match.kwargs | given
    record(what, about, who=member.customer_id, name=member.name, outcome=_outcome(request))


def record(
    what: str, about: Mapping[str, Any] = NOTHING, *, who: str, name: str, outcome: str = DONE
) -> None:
    """Write a line of the log: for `note`, and for what happens at the door, where nobody is
    signed in yet."""
    try:
        _write(what, who, name, outcome, about)
    except Exception:  # whatever it is, the act was done and its answer stands
        log.warning("An act could not be noted: %s", what, exc_info=True)


def tell(request: HttpRequest, *, what: str = "", **about: str) -> None:
    """For a view whose address does not say it all: what was done (its url name, as
    'orders:packing'), and to what. It counts as done, even if a page comes back."""
    told: dict[str, str] = getattr(request, "act_told", None) or {}
    request.act_told = told | {"what": what} | about  # type: ignore[attr-defined]


def keep_quiet(request: HttpRequest) -> None:
    """For a view that found everything done already, as at a second press: no line is written."""
    request.act_told = None  # type: ignore[attr-defined]


def words_of(what: str) -> str:
    """'started packing' for 'orders:packing'; '' for what is no act of its own, and for what this
    version does not know."""
    room, _, name = what.partition(":")
    known = all_words()
    return known.get(what, known.get(f"{room}:{name.rpartition(':')[2]}", ""))


@cache
def all_words() -> Mapping[str, str]:
    """Room and url name → what is done there, in the past tense: what each room lists under the
    dotted name `AppConfig.staff_acts`."""
    lists = {app.label: getattr(app, "staff_acts", "") for app in apps.get_app_configs()}
    return {
        f"{room}:{name}": text
        for room, listed in lists.items()
        if listed
        for name, text in import_string(listed).items()
    }


def key_of_day(moment: datetime) -> str:
    """Under which key the acts of that moment's Indian day stand."""
    return f"#log/{timezone.localtime(moment).date().isoformat()}"


def kept_as(name: str, value: str) -> str:
    """How a value of an address stands in the log."""
    text = value.strip()[: LONGEST_LIST if "," in value else LONGEST]
    return digest_of_person(value) if "@" in value and name != COLLEAGUE else text


def digest_of_person(email: str) -> str:
    """The same for the same e-mail address; nobody without the shop's key can tell whose it is."""
    digest = keyed("config.acts", email.strip().lower()).hex()
    return f"{PERSON}{digest[:20]}"


def _takes_a_file(request: HttpRequest, response: HttpResponse) -> bool:
    is_kept = response.get("Content-Disposition", "").startswith("attachment")
    return request.method == "GET" and is_kept


def _was_done(response: HttpResponse) -> bool:
    if 300 <= response.status_code < 400:
        return True
    is_page = response.get("Content-Type", "").startswith("text/html")
    return 200 <= response.status_code < 300 and (
        not is_page or response.status_code == HTTPStatus.NO_CONTENT
    )


def _write(what: str, who: str, name: str, outcome: str, about: Mapping[str, Any]) -> None:
    now = clock.now()
    Act(
        key=key_of_day(now),
        place=f"{clock.to_text(now)}/{crockford(8)}",
        at=now,
        who=who,
        name=name,
        what=what,
        about={key: kept_as(key, str(value)) for key, value in about.items()},
        outcome=outcome,
        expires_at=now + KEPT,
    ).save(Act.key.does_not_exist())


def _outcome(request: HttpRequest) -> str:
    """Whether the person was told of nothing but trouble: then what was pressed may not have
    been done."""
    levels = [each.level for each in getattr(get_messages(request), "_queued_messages", ())]
    return WARNED if levels and min(levels) >= WARNING else DONE
