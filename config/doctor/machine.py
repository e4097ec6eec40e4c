"""This machine: its disk, its folders, its time zones, and the mail server that it talks to."""

import os
import shutil
import smtplib
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.core.mail import EmailMessage, get_connection

from config import clock
from config.doctor.answers import Answer, fault, ok, unseen, warn
from config.doctor.place import is_here, is_live

GB = 1024**3
PROBE = "doctor/probe.txt"  # always the same, so that no doctor fills a bucket
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def disk() -> Answer:
    """Logs, the search index and uploaded files have room."""
    there = shutil.disk_usage(_existing(Path(settings.VAR_DIR)))
    said = f"{there.free / GB:.1f} GB of {there.total / GB:.0f} GB are free."
    mend = "Make room: old logs, old releases; or give the machine a larger disk."
    if there.free < GB // 2:
        return fault(said, mend)
    return warn(said, mend) if there.free < 2 * GB else ok(said)


def files() -> Answer:
    """What customers send us can be kept."""
    return _writable("default", "FILES_DIR or FILES_BUCKET")


def pictures() -> Answer:
    """Pictures of products can be kept. In a bucket a small file of the doctor's is written."""
    return _writable("pictures", "MEDIA_DIR or MEDIA_BUCKET")


def _writable(name: str, setting: str) -> Answer:
    storage = storages[name]
    if isinstance(storage, FileSystemStorage):
        folder = _existing(Path(storage.location))
        if os.access(folder, os.W_OK | os.X_OK):
            return ok(f"{storage.location} can be written to.")
        return fault(f"{folder} cannot be written to.", f"Let the shop's user own {setting}.")
    return _bucket(storage, setting)


def _bucket(storage: Storage, setting: str) -> Answer:
    try:
        kept = storage.save(PROBE, ContentFile(b"written by manage.py doctor\n"))
        is_there = storage.exists(kept)
    except (BotoCoreError, ClientError, OSError) as error:
        mend = f"See {setting}, and the bucket's rights in docs/operations.md."
        return fault(f"Nothing can be kept there: {type(error).__name__}.", mend)
    return ok("It was written to.") if is_there else fault("What was written is gone.", "")


def _existing(path: Path) -> Path:
    """The path, or the nearest folder above that is there."""
    return next(each for each in (path, *path.parents) if each.exists())


def time_zones() -> Answer:
    """Days are Indian: the machine knows India's time."""
    try:
        here = clock.now().astimezone(ZoneInfo(settings.TIME_ZONE))
    except ZoneInfoNotFoundError:
        return fault("The machine has no time zones.", "Install the package tzdata.")
    if here.utcoffset() is None or here.strftime("%z") != "+0530":
        return fault(f"India is {here:%z} from UTC here.", "Renew the package tzdata.")
    return ok("India is +0530 from UTC.")


def mail_server() -> Answer:
    """The mail server lets us in; no mail is sent."""
    if settings.EMAIL_BACKEND != SMTP:
        level = fault if is_live() else unseen
        return level("Mails go to no mail server.", "Set EMAIL_URL=smtp+tls://user:password@host")
    where = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    line = get_connection(fail_silently=False)
    mend = "See EMAIL_URL: host, port, user and password, smtp+tls:// or smtp+ssl://."
    try:
        line.open()
        line.close()
    except smtplib.SMTPAuthenticationError:
        return fault(f"{where} refuses our name or password.", mend)
    except (smtplib.SMTPException, OSError) as error:
        return fault(f"{where} does not take us: {type(error).__name__}.", mend)
    is_secret = settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL
    if not is_secret and not is_here(f"smtp://{where}"):
        return warn(f"{where} takes us, but mails go there unencrypted.", mend)
    return ok(f"{where} lets us in.")


def send_mail(to: str) -> Answer:
    """One mail, for whoever asked for it with --mail-to."""
    words = "This is a trial by manage.py doctor: mails of the shop arrive here."
    mail = EmailMessage(f"{settings.SHOP_NAME}: mails arrive", words, to=[to])
    try:
        mail.send()
    except (smtplib.SMTPException, OSError, ValueError) as error:
        return fault(f"The mail was not taken: {type(error).__name__}.", "See the mail server.")
    return ok("The mail server took it. See that it arrives, and not among the junk.")
