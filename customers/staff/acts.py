"""What staff do here, in the words of the log: url name → what was done."""

WORDS: dict[str, str] = {
    "complaint-acknowledgement": "acknowledged a complaint",
    "complaint-answers": "answered a complaint",
    "complaint-settlement": "settled a complaint",
    "customer-note": "wrote a note on a customer",
    "customer-signed-out": "signed a customer out everywhere",
    "device-end": "signed out one of their own devices",
    "others-end": "signed out all of their own other devices",
    "password": "changed their own password",
    "code-app": "set up a code app",
    "recovery-codes": "made new recovery codes",
    "invitations": "invited a colleague",
    "link": "sent a colleague a new link",
    "link-withdrawn": "withdrew a colleague's link",
    "shut-out": "shut a colleague out",
    "let-in": "let a colleague in again",
    "code-app-off": "took a colleague's code app off",
    "sessions-ended": "signed a colleague out",
    "role": "changed a colleague's role",
    "leaving": "took a colleague out of the team",
}
