"""The rights of each process as AWS wants them written, made of the recorded list and of nothing
else but what no test can ask: buckets, secrets, backups."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from config.aws.calls import TABLE, Process, Right

Statement = dict[str, Any]
ARN = "arn:${AWS::Partition}:"
OF_TABLES = ARN + "dynamodb:${AWS::Region}:${AWS::AccountId}:table/"
PICTURES = {"Fn::Sub": ARN + "s3:::${MediaBucket}/*"}
# Every process reads the settings, and with them the secret (config/vault.py).
READS_SECRET = {
    "Sid": "RazorpayKeys",
    "Effect": "Allow",
    "Action": ["secretsmanager:GetSecretValue"],
    "Resource": [
        {
            "Fn::Sub": ARN + "secretsmanager:${AWS::Region}:${AWS::AccountId}"
            ":secret:${RazorpaySecretName}-??????"
        }
    ],
}
# config/picture_storage.py: no picture is ever deleted, and none replaced by another.
KEEPS_PICTURES = [
    {
        "Sid": "Pictures",
        "Effect": "Allow",
        "Action": ["s3:GetObject", "s3:PutObject"],
        "Resource": [PICTURES],
    },
    {
        "Sid": "WhichPictures",
        "Effect": "Allow",
        "Action": ["s3:ListBucket"],
        "Resource": [{"Fn::Sub": ARN + "s3:::${MediaBucket}"}],
    },
]
WITH_PICTURES = {Process.WEB, Process.OPERATOR}
# orders/photos.py: what people send us is read, and deleted when they are forgotten, for which all
# photos of an order are listed. The worker forgets and does not look.
_SENT = {"Fn::Sub": ARN + "s3:::${FilesBucket}/*"}
FILES_LISTED = {
    "Sid": "WhichFiles",
    "Effect": "Allow",
    "Action": ["s3:ListBucket"],
    "Resource": [{"Fn::Sub": ARN + "s3:::${FilesBucket}"}],
}
_FILES = {
    Process.WEB: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
    Process.OPERATOR: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
    Process.WORKER: ["s3:DeleteObject"],
}
# A person with Amazon's own tool makes copies, and restores them under another prefix only.
COPIES = [
    "dynamodb:CreateBackup",
    "dynamodb:DescribeContinuousBackups",
    "dynamodb:DescribeTable",
    "dynamodb:ExportTableToPointInTime",
    "dynamodb:ListBackups",
    "dynamodb:RestoreTableToPointInTime",
]
INTO_A_NEW_TABLE = [
    *(f"dynamodb:{verb}Item" for verb in ("BatchWrite", "Delete", "Get", "Put", "Update")),
    "dynamodb:DescribeTable",
    "dynamodb:Query",
    "dynamodb:RestoreTableFromBackup",
    "dynamodb:RestoreTableToPointInTime",
    "dynamodb:Scan",
]


def policy(process: Process, rights: Iterable[Right]) -> Statement:
    """What a process may do, and no more."""
    ours = [each for each in rights if each.process == process and each.service == "dynamodb"]
    pictures = KEEPS_PICTURES if process in WITH_PICTURES else []
    return _document([*_of_tables(ours), READS_SECRET, *pictures, *_files_of(process)])


def _files_of(process: Process) -> list[Statement]:
    if process not in _FILES:
        return []
    sent = {"Sid": "Files", "Effect": "Allow", "Action": _FILES[process], "Resource": [_SENT]}
    return [sent, FILES_LISTED]


def backup_policy(tables: Iterable[str]) -> Statement:
    """What whoever makes and tries backups may do: nothing to the tables of the shop itself."""
    names = sorted(tables)
    return _document(
        [
            _allow("Copies", COPIES, [f"{OF_TABLES}${{Prefix}}{name}" for name in names]),
            _allow(
                "OneCopy",
                ["dynamodb:DescribeBackup", "dynamodb:RestoreTableFromBackup"],
                [f"{OF_TABLES}${{Prefix}}{name}/backup/*" for name in names],
            ),
            _allow(
                "Exports",
                ["dynamodb:DescribeExport"],
                [f"{OF_TABLES}${{Prefix}}{name}/export/*" for name in names],
            ),
            _allow("Restored", INTO_A_NEW_TABLE, [OF_TABLES + "${RestorePrefix}*"]),
            _allow(
                "ExportedFiles",
                ["s3:AbortMultipartUpload", "s3:PutObject"],
                [ARN + "s3:::${BackupBucket}/*"],
            ),
        ]
    )


def _of_tables(rights: Iterable[Right]) -> list[Statement]:
    """One statement for all tables and indexes to which the same calls are made."""
    actions: dict[str, set[str]] = defaultdict(set)
    for right in rights:
        index = "" if right.index == TABLE else f"/index/{right.index}"
        actions[right.table + index].add(f"dynamodb:{right.action}")
    alike: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for resource, allowed in sorted(actions.items()):
        alike[tuple(sorted(allowed))].append(f"{OF_TABLES}${{Prefix}}{resource}")
    return [
        _allow(f"Tables{number}", list(allowed), resources)
        for number, (allowed, resources) in enumerate(sorted(alike.items()), start=1)
    ]


def _allow(sid: str, actions: list[str], resources: list[str]) -> Statement:
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Action": actions,
        "Resource": [{"Fn::Sub": each} for each in resources],
    }


def _document(statements: list[Statement]) -> Statement:
    return {"Version": "2012-10-17", "Statement": statements}
