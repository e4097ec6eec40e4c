"""`manage.py doctor [--json] [--mail-to ADDRESS]`: what is wrong with this deployment, and how it
is mended."""

import json
import sys
from collections import Counter
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from config.doctor import machine
from config.doctor.answers import Answer, Check, Level
from config.doctor.looking import every_check, look_at

MARKS = {Level.OK: "ok", Level.WARN: "WARN", Level.FAULT: "FAULT", Level.UNSEEN: "-"}
WORDS = {Level.OK: "ok", Level.WARN: "to look at", Level.FAULT: "to mend", Level.UNSEEN: "not seen"}


class Command(BaseCommand):
    """Looks and changes nothing; may be run at any time, and by a timer."""

    help = "Look at this deployment from end to end. Exit 1 if anything has to be mended."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="for programs")
        parser.add_argument("--mail-to", default="", help="send one mail there as well")

    def handle(self, **options: Any) -> None:
        checks = every_check()
        if to := options["mail_to"]:
            checks.append(Check("Mail sent", lambda: machine.send_mail(to)))
        found = [*look_at(checks)]
        if options["json"]:
            rows = [{"name": check.name} | asdict(answer) for check, answer in found]
            self.stdout.write(json.dumps(rows, indent=1, ensure_ascii=False))
        else:
            for check, answer in found:
                self._say(check, answer)
            self._conclude([answer for _, answer in found])
        if any(answer.level is Level.FAULT for _, answer in found):
            sys.exit(1)

    def _say(self, check: Check, answer: Answer) -> None:
        self.stdout.write(f"{MARKS[answer.level]:<6}{check.name:<16}{answer.said}")
        if answer.mend and answer.level is not Level.OK:
            self.stdout.write(f"{'':<22}→ {answer.mend}")

    def _conclude(self, answers: list[Answer]) -> None:
        counts = Counter(answer.level for answer in answers)
        said = [f"{counts[level]} {WORDS[level]}" for level in Level if counts[level]]
        self.stdout.write(f"\n{', '.join(said)}.")
