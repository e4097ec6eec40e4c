"""The templates for CloudFormation say what the models and the code say, and Amazon takes them."""

import importlib
import json
from typing import Any

import pytest
from cfnlint.api import ManualArgs, lint  # type: ignore[import-untyped]
from django.core.management import CommandError, call_command

from config.aws import files
from config.aws.buckets import buckets_template
from config.aws.calls import LIST, Process, Right, asked_of_dynamodb, read, written
from config.aws.policies import policy
from config.aws.templates import rights_template, tables_template
from config.dynamo_admin import client
from config.provisioning import Provisioning
from config.tables import wanted_tables
from tests.aws_watch import AwsWatch

LONGEST = 6144  # characters of a managed policy, blanks not counted


def test_the_files_are_what_the_code_asks_for() -> None:
    assert files.differing() == {}


def test_a_file_that_is_old_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    right = Right("web", "dynamodb", "orders", "DeleteTable")
    monkeypatch.setattr(files, "read", lambda: read() | {right: "a.b:c"})
    with pytest.raises(CommandError):
        call_command("aws_files", check=True)


def test_amazon_takes_every_template() -> None:
    """By every rule, in India and where CloudFront's certificates are; not in Amazon's regions for
    governments, which have no CloudFront."""
    everything = ManualArgs(include_experimental=True, regions=["ap-south-1", "us-east-1"])
    for text in files.as_they_should_be().values():
        assert [str(each) for each in lint(text, config=everything)] == []


def test_the_template_makes_the_tables_that_the_shop_checks_for() -> None:
    """What the template says is what `ensure_tables` made of the same models."""
    resources = tables_template(wanted_tables())["Resources"]
    provisioning = Provisioning(client(), mends=True)
    for table in wanted_tables():
        list(provisioning.of(table))
    for name in (each for each in resources if each.endswith("Table")):
        wanted = resources[name]["Properties"]
        live = client().describe_table(TableName=_named(wanted))["Table"]
        assert _shape(live) == _shape(wanted)
        assert wanted["DeletionProtectionEnabled"] is live["DeletionProtectionEnabled"] is True
        assert live["BillingModeSummary"]["BillingMode"] == wanted["BillingMode"]
        expiry = client().describe_time_to_live(TableName=_named(wanted))
        assert expiry["TimeToLiveDescription"]["AttributeName"] == "expiresAt"
        assert wanted["TimeToLiveSpecification"] == {"AttributeName": "expiresAt", "Enabled": True}
        assert resources[name]["DeletionPolicy"] == "Retain"


def _named(properties: dict[str, Any]) -> str:
    return str(properties["TableName"]["Fn::Sub"]).replace("${Prefix}", "table-tennis-")


def _shape(of: dict[str, Any]) -> Any:
    """Keys, their types and the indexes of a table, in one order."""
    indexes = [
        (each["IndexName"], str(each["KeySchema"]), each["Projection"]["ProjectionType"])
        for each in of.get("GlobalSecondaryIndexes", [])
    ]
    types = {each["AttributeName"]: each["AttributeType"] for each in of["AttributeDefinitions"]}
    return of["KeySchema"], types, sorted(indexes)


def test_no_process_may_do_what_nothing_in_the_code_asks_for() -> None:
    """Each right names a place that needs it; a right whose place is gone has to go too."""
    for place in set(read().values()):
        module, function = place.split(":")
        source = importlib.import_module(module).__file__
        assert source
        with open(source) as text:  # noqa: PTH123 - one line
            known = text.read()
        assert function == "<module>" or f"def {function}(" in known or "<" in function, place


def test_only_a_release_changes_tables_and_nobody_deletes_one() -> None:
    verbs = {right.action for right in read()}
    assert "DeleteTable" not in verbs
    changing = {right.process for right in read() if right.action in {"CreateTable", "UpdateTable"}}
    assert changing == {Process.DEPLOY}


def test_no_page_and_no_pass_of_the_worker_walks_a_table() -> None:
    """The shelf reads the products by their index of categories; the rest by key."""
    walking = {str(right) for right in read() if right.action == "Scan"}
    assert {line for line in walking if line.startswith("web ")} == set()


def test_policies_are_short_enough_and_hold_no_star_for_a_table_of_ours() -> None:
    for process in Process:
        document = policy(process, read())
        text = json.dumps(document).replace(" ", "")
        assert len(text) < LONGEST
        for statement in document["Statement"]:
            assert all("*" not in action for action in statement["Action"])
            tables = [each["Fn::Sub"] for each in statement["Resource"] if "table/" in str(each)]
            assert not any("*" in each for each in tables)


def test_what_people_send_is_closed_and_forgotten_at_once() -> None:
    files = buckets_template()["Resources"]["Files"]["Properties"]
    assert set(files["PublicAccessBlockConfiguration"].values()) == {True}
    assert "VersioningConfiguration" not in files
    rights = rights_template(wanted_tables(), read())
    policies = rights["Resources"]
    with_files = {name for name, each in policies.items() if "FilesBucket}/*" in json.dumps(each)}
    assert with_files == {"WebPolicy", "WorkerPolicy", "OperatorPolicy"}
    assert "s3:GetObject" not in json.dumps(policies["WorkerPolicy"])


def test_a_part_of_a_transaction_needs_the_right_of_the_write_alone() -> None:
    asked = {"TransactItems": [{"ConditionCheck": {"TableName": "a"}}, {"Put": {"TableName": "b"}}]}
    found = list(asked_of_dynamodb("TransactWriteItems", asked))
    assert found == [("a", "ConditionCheckItem", "-"), ("b", "PutItem", "-")]


def test_a_call_without_a_right_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The guard over all tests: with an empty list of rights every call is one too many."""
    watch = AwsWatch()
    monkeypatch.setattr(watch, "_allowed", set[Right]())
    assert not watch.covers(Right("web", "dynamodb", "orders", "GetItem"))
    assert AwsWatch().covers(Right("web", "dynamodb", "orders", "GetItem"))


def test_the_list_reads_as_it_was_written() -> None:
    assert written(read()) == LIST.read_text()
