"""CloudFormation templates of what the shop needs at AWS, made of its models and its rights."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from config.aws.calls import Process, Right
from config.aws.policies import backup_policy, policy
from config.dynamo_admin import definitions, index_of, key_schema
from config.tables import EXPIRES, Table

Template = dict[str, Any]
VERSION = "2010-09-09"
PREFIX = {"Type": "String", "Default": settings.DYNAMODB_TABLE_PREFIX}


def short(table: Table) -> str:
    """The name of a table without the prefix."""
    return table.name.removeprefix(settings.DYNAMODB_TABLE_PREFIX)


def tables_template(tables: Iterable[Table]) -> Template:
    """The tables as `ensure_tables` makes them, and an alarm for each that is throttled. Deleting
    the stack leaves them where they are."""
    resources: Template = {"Warnings": _topic()}
    for table in sorted(tables, key=lambda table: table.name):
        resources[f"{short(table).title()}Table"] = _table(table)
        resources[f"{short(table).title()}Throttled"] = _alarm(table)
    return {
        "AWSTemplateFormatVersion": VERSION,
        "Description": "The six tables of the shop. Written by manage.py aws_files.",
        "Parameters": {
            "Prefix": PREFIX,
            "KmsKeyArn": {
                "Type": "String",
                "Default": "",
                "Description": "A KMS key of your own; empty for the key that Amazon keeps.",
            },
            "WarnTo": {"Type": "String", "Description": "The e-mail address that is warned."},
        },
        "Conditions": {"HasKey": {"Fn::Not": [{"Fn::Equals": [{"Ref": "KmsKeyArn"}, ""]}]}},
        "Resources": resources,
    }


def rights_template(tables: Iterable[Table], rights: Iterable[Right]) -> Template:
    """A managed policy for each process, to be hung on its role, and one for backups."""
    rights = list(rights)
    text = {"Type": "String"}
    policies = {each.title(): policy(each, rights) for each in Process}
    policies["Backup"] = backup_policy(map(short, tables))
    return {
        "AWSTemplateFormatVersion": VERSION,
        "Description": "What each process of the shop may do. Written by manage.py aws_files.",
        "Parameters": {
            "Prefix": PREFIX,
            "RestorePrefix": text | {"Default": "restored-"},
            "MediaBucket": text | {"Description": "MEDIA_BUCKET, where pictures lie."},
            "FilesBucket": text | {"Description": "FILES_BUCKET, what people send us."},
            "BackupBucket": text | {"Description": "Where exports of the tables lie."},
            "RazorpaySecretName": text | {"Description": "RAZORPAY_SECRET_NAME."},
        },
        "Resources": {f"{name}Policy": _managed(name, each) for name, each in policies.items()},
        "Outputs": {
            f"{name}PolicyArn": {"Value": {"Ref": f"{name}Policy"}} for name in sorted(policies)
        },
    }


def _table(table: Table) -> Template:
    return {
        "Type": "AWS::DynamoDB::Table",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "TableName": {"Fn::Sub": f"${{Prefix}}{short(table)}"},
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": key_schema(table.keys),
            "AttributeDefinitions": definitions(table.types),
            **(
                {"GlobalSecondaryIndexes": list(map(index_of, table.indexes))}
                if table.indexes
                else {}
            ),
            "DeletionProtectionEnabled": True,
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
            "TimeToLiveSpecification": {"AttributeName": EXPIRES, "Enabled": True},
            "SSESpecification": {
                "Fn::If": [
                    "HasKey",
                    {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": {"Ref": "KmsKeyArn"}},
                    {"Ref": "AWS::NoValue"},
                ]
            },
            "Tags": [{"Key": "shop", "Value": {"Ref": "Prefix"}}],
        },
    }


def _alarm(table: Table) -> Template:
    """Told when DynamoDB throttled a write or a read of this table three minutes on end."""
    dimensions = [{"Name": "TableName", "Value": {"Ref": f"{short(table).title()}Table"}}]
    asked = [
        {
            "Id": letter,
            "ReturnData": False,
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/DynamoDB",
                    "MetricName": name,
                    "Dimensions": dimensions,
                },
                "Period": 60,
                "Stat": "Sum",
            },
        }
        for letter, name in (("reads", "ReadThrottleEvents"), ("writes", "WriteThrottleEvents"))
    ]
    both = {"Id": "both", "Expression": "FILL(reads, 0) + FILL(writes, 0)", "ReturnData": True}
    return {
        "Type": "AWS::CloudWatch::Alarm",
        "Properties": {
            "AlarmDescription": f"{short(table)} is throttled: docs/operations/runbook.md.",
            "Metrics": [*asked, both],
            "ComparisonOperator": "GreaterThanThreshold",
            "Threshold": 0,
            "EvaluationPeriods": 3,
            "TreatMissingData": "notBreaching",
            "AlarmActions": [{"Ref": "Warnings"}],
        },
    }


def _topic() -> Template:
    return {
        "Type": "AWS::SNS::Topic",
        "Properties": {"Subscription": [{"Protocol": "email", "Endpoint": {"Ref": "WarnTo"}}]},
    }


def _managed(name: str, document: Template) -> Template:
    return {
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {
            "Description": f"The shop's {name.lower()} process, and no more.",
            "PolicyDocument": document,
        },
    }
