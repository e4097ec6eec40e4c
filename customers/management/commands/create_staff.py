"""`manage.py create_staff EMAIL --role ROLE`: let somebody work here."""

import getpass
import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import clock
from config.errors import ShopError
from customers.rules import Role, role_of
from customers.services.accounts import create_staff


class Command(BaseCommand):
    """Safe to run twice: the second run sets role and password anew and ends all sessions."""

    help = (
        "Gives an e-mail address a role and a password. Run again to change either; whoever is"
        " signed in with it is signed out."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", required=True, help=f"one of: {', '.join(Role)}")
        parser.add_argument("--name", default="", help="as colleagues see it in an order's story")
        parser.add_argument(
            "--password-stdin",
            action="store_true",
            help="read the password from standard input, one line, instead of asking twice",
        )
        parser.add_argument(
            "--without-code-app",
            action="store_true",
            help="take the code app off, for an owner who has lost phone and recovery codes",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            role_of(options["role"])  # before anybody types a password for nothing
            person = create_staff(
                email=options["email"],
                role=options["role"],
                name=options["name"],
                password=_password(from_stdin=options["password_stdin"]),
                now=clock.now(),
                forget_code_app=options["without_code_app"],
            )
        except ShopError as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{person.customer_id} may now sign in at /staff/ as {person.role}.")


def _password(*, from_stdin: bool) -> str:
    if from_stdin or not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != password:
        raise CommandError("The two do not agree. Nothing was changed.")
    return password
