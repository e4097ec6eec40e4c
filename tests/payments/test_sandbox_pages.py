"""The stand-ins' control pages and mail box."""

import re
import smtplib
from email.message import EmailMessage

import pytest
import requests
from django.conf import settings

from payments.demo.phones import SECRETS
from payments.razorpay import Razorpay
from payments.sandbox.process import RunningSandbox

PAGES = ["", "webhooks", "parcels", "mails", "faults"]


def an_order(sandbox: RunningSandbox) -> str:
    gateway = Razorpay(
        requests.Session(),
        sandbox.razorpay_url,
        key_id=settings.RAZORPAY_KEY_ID,
        key_secret=settings.RAZORPAY_KEY_SECRET,
    )
    return gateway.open_order("TB-1", 50000, {}).id


def page(sandbox: RunningSandbox, path: str) -> requests.Response:
    return requests.get(f"{sandbox.url}/{path}", timeout=10)


def press(sandbox: RunningSandbox, button: str, **form: str) -> requests.Response:
    url = f"{sandbox.url}/press/{button}"
    return requests.post(url, data=form, timeout=10, allow_redirects=False)


def send_mail(sandbox: RunningSandbox, html: str = "") -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Grüße ₹5", "shop@x.example", "asha@x.example"
    mail.set_content("See http://127.0.0.1:8000/track/abc")
    if html:
        mail.add_alternative(html, subtype="html")
    with smtplib.SMTP("127.0.0.1", sandbox.smtp_port, timeout=10) as smtp:
        smtp.send_message(mail)


def test_the_codes_of_the_demos_phones_are_shown_and_looked_at_again(
    sandbox: RunningSandbox,
) -> None:
    reply = page(sandbox, "codes")
    shown = re.findall(r"<h2>(\d{6})</h2><small>([^<]+)</small>", reply.text)
    assert [email for _, email in shown] == list(SECRETS)
    assert reply.headers["Refresh"] == "5"


@pytest.mark.parametrize("path", PAGES)
def test_an_empty_sandbox_has_every_page(sandbox: RunningSandbox, path: str) -> None:
    reply = page(sandbox, path)
    assert reply.status_code == 200
    assert len(re.findall("<h1>", reply.text)) == 1
    assert 'class="empty"' in reply.text
    assert "frame-ancestors 'none'" in reply.headers["Content-Security-Policy"]


def test_the_buttons_take_an_order_from_open_to_given_back(sandbox: RunningSandbox) -> None:
    order_id = an_order(sandbox)
    press(sandbox, "pay", order_id=order_id, method="card", outcome="pending")
    [payment] = sandbox.ledger()["payments"]
    press(sandbox, "settle", payment_id=payment["id"], outcome="success")
    press(sandbox, "refund", payment_id=payment["id"])
    [refund] = sandbox.ledger()["refunds"]
    assert press(sandbox, "fail-refund", refund_id=refund["id"]).status_code == 303
    shown = page(sandbox, "").text
    for word in ("TB-1", payment["id"], "₹500.00", refund["id"], "failed"):
        assert word in shown


def test_what_cannot_be_done_is_said_on_the_page(sandbox: RunningSandbox) -> None:
    reply = press(sandbox, "pay", order_id="<b>", method="card", outcome="success", back="/")
    shown = requests.get(f"{sandbox.url}{reply.headers['Location']}", timeout=10).text
    assert "The id provided does not exist" in shown


@pytest.mark.parametrize("back", ["//evil.example", "https://evil.example", "/\\evil.example", ""])
def test_a_press_leads_back_to_no_other_site(sandbox: RunningSandbox, back: str) -> None:
    assert press(sandbox, "mode", mode="hold", back=back).headers["Location"] == "/"


def test_held_events_are_shown_and_sent_by_a_press(sandbox: RunningSandbox) -> None:
    press(sandbox, "pay", order_id=an_order(sandbox), method="upi", outcome="success")
    shown = page(sandbox, "webhooks").text
    assert "Events are held" in shown
    assert shown.index("order.paid") < shown.index("payment.authorized")
    [first, *_] = sandbox.ledger()["events"]
    press(sandbox, "send", event_id=first["id"])
    press(sandbox, "drop", event_id=first["id"])
    [first, *_] = sandbox.ledger()["events"]
    assert (len(first["attempts"]), first["state"]) == (1, "dropped")


def test_a_fault_is_planned_and_forgotten_by_a_press(sandbox: RunningSandbox) -> None:
    form = {"kind": "answer", "path": "*/orders", "status": "418", "body": '{"tea": 1}'}
    press(sandbox, "fault", **form, times="", ms="")
    [fault] = sandbox.ledger()["faults"]
    assert (fault["status"], fault["body"], fault["left"]) == (418, {"tea": 1}, 1)
    press(sandbox, "clear-faults")
    assert sandbox.ledger()["faults"] == []


def test_a_mail_is_kept_and_can_be_read(sandbox: RunningSandbox) -> None:
    send_mail(sandbox)
    [mail] = sandbox.mails(to="asha@x.example")
    assert (mail["subject"], mail["text"].strip()) == (
        "Grüße ₹5",
        "See http://127.0.0.1:8000/track/abc",
    )
    assert sandbox.mails(to="other@x.example") == []
    assert 'href="http://127.0.0.1:8000/track/abc"' in page(sandbox, f"mails/{mail['id']}").text


def test_the_html_of_a_mail_can_do_nothing_here(sandbox: RunningSandbox) -> None:
    send_mail(sandbox, html="<script>alert(1)</script><a href='/x'>x</a>")
    [mail] = sandbox.mails()
    policy = page(sandbox, f"mails/{mail['id']}/html").headers["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups ")
    assert "allow-scripts" not in policy


@pytest.mark.parametrize("path", ["mails/99", "nowhere", "assets/../urls.py", "press/nothing"])
def test_what_is_not_there_is_404(sandbox: RunningSandbox, path: str) -> None:
    method = "POST" if path.startswith("press") else "GET"
    assert requests.request(method, f"{sandbox.url}/{path}", timeout=10).status_code == 404


def test_the_buttons_bring_odd_money_and_let_refunds_wait(sandbox: RunningSandbox) -> None:
    order_id = an_order(sandbox)
    form = {"method": "upi", "outcome": "success", "rupees": "1.50", "currency": "USD"}
    press(sandbox, "pay", order_id=order_id, **form)
    press(sandbox, "pay", order_id=order_id, method="upi", outcome="success")
    press(sandbox, "pay", order_id=order_id, method="upi", outcome="success")
    odd, first, second = sandbox.ledger()["payments"]
    assert (odd["amount"], odd["currency"]) == (150, "USD")
    press(sandbox, "refunds", refunds="pending")
    press(sandbox, "refund", payment_id=first["id"])
    assert "Process it" in page(sandbox, "").text
    [refund] = sandbox.ledger()["refunds"]
    press(sandbox, "process-refund", refund_id=refund["id"])
    press(sandbox, "balance", rupees="10")
    refusal = press(sandbox, "refund", payment_id=second["id"], back="/").headers["Location"]
    assert "enough+balance" in refusal
    assert [each["status"] for each in sandbox.ledger()["refunds"]] == ["processed"]


def test_the_buttons_lead_a_dispute_to_its_end_and_pay_the_shop_out(
    sandbox: RunningSandbox,
) -> None:
    press(sandbox, "pay", order_id=an_order(sandbox), method="card", outcome="success")
    [payment] = sandbox.ledger()["payments"]
    press(sandbox, "dispute", payment_id=payment["id"])
    [dispute] = sandbox.ledger()["disputes"]
    assert "under_review" in page(sandbox, "").text
    press(sandbox, "move-dispute", dispute_id=dispute["id"], to="won")
    press(sandbox, "pay-out")
    shown = page(sandbox, "").text
    assert dispute["id"] in shown
    assert "under_review" not in shown
    assert len(sandbox.ledger()["settlements"]) == 1
