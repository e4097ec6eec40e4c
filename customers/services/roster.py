"""Who is in the team: the list that is kept beside the people themselves, so that nobody has to
read through all customers to find them."""

from pynamodb.expressions.update import Action

from config.dynamo import BUSY, Transaction, write
from config.errors import Unavailable
from customers import queries
from customers.digests import digest_of_person
from customers.errors import CustomerNotFound
from customers.models import Customer
from customers.team_errors import ColleagueNotFound
from customers.team_models import Team


def everybody() -> list[Customer]:
    """All who work here, were shut out, or are invited. Two reads, however many customers."""
    ids = _ids()
    found = Customer.batch_get([(each, each) for each in ids], consistent_read=True)
    return [person for person in found if is_colleague(person)]


def colleague(member_id: str) -> Customer:
    """The one of them whose `member_id_of` this is; ColleagueNotFound for anybody else."""
    for each in _ids():
        if member_id_of(each) == member_id:
            return _of_the_team(each)
    raise ColleagueNotFound


def member_id_of(customer_id: str) -> str:
    """What stands in addresses for a colleague, instead of their e-mail address."""
    return digest_of_person(customer_id)


def is_colleague(person: Customer) -> bool:
    """Whether this is one of the team, or about to be."""
    return bool(person.role) or person.invitation is not None


def enlist(tx: Transaction, customer_id: str) -> None:
    """Add to the caller's transaction: this person is on the list from now on."""
    _change(tx, Team.ids.add({customer_id}))


def strike_off(tx: Transaction, customer_id: str) -> None:
    """Add to the caller's transaction: this person is on the list no more."""
    _change(tx, Team.ids.delete({customer_id}))


def see_that_listed(customer_id: str) -> None:
    """Put somebody on the list who works here since before there was one. Safe to repeat."""
    if customer_id not in _ids():
        team = Team(Team.KEY, "#")
        write(lambda: team.update(actions=[Team.ids.add({customer_id})]))


def forget(customer_id: str) -> None:
    """Take somebody off the list who never worked here. Safe to repeat."""
    team = Team(Team.KEY, "#")
    write(lambda: team.update(actions=[Team.ids.delete({customer_id})]))


def _of_the_team(customer_id: str) -> Customer:
    try:
        person = queries.customer(customer_id)
    except CustomerNotFound:
        raise ColleagueNotFound from None
    if not is_colleague(person):
        raise ColleagueNotFound
    return person


def _change(tx: Transaction, action: Action) -> None:
    team = Team(Team.KEY, "#")
    tx.update(team, actions=[action], condition=None, or_else=Unavailable(BUSY))


def _ids() -> list[str]:
    try:
        team = Team.get(Team.KEY, "#", consistent_read=True)
    except Team.DoesNotExist:
        return []
    return sorted(team.ids or ())
