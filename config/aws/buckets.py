"""The buckets of the shop as a CloudFormation template: both closed to the world."""

from typing import Any

Template = dict[str, Any]
CLOSED = dict.fromkeys(
    ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"), True
)


def buckets_template() -> Template:
    """MEDIA_BUCKET, which a CDN reads (`config/aws/cdn.py`) and which keeps what is deleted for 90
    days, and FILES_BUCKET, which nobody reads but the shop. What is deleted there is gone at once:
    it keeps no versions, as who asks to be forgotten must be. Deleting the stack leaves both."""
    names = {name: {"Type": "String"} for name in ("MediaBucket", "FilesBucket")}
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "The buckets of the shop. Written by manage.py aws_files.",
        "Parameters": names,
        "Resources": {
            "Media": _bucket("MediaBucket", has_versions=True),
            "Files": _bucket("FilesBucket", has_versions=False),
            "FilesByTls": _tls_alone("Files"),
        },
    }


def _bucket(name: str, *, has_versions: bool) -> Template:
    kept = {"VersioningConfiguration": {"Status": "Enabled"}} if has_versions else {}
    rule: Template = {
        "Id": "HalfUploads",
        "Status": "Enabled",
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
    }
    if has_versions:
        rule["NoncurrentVersionExpiration"] = {"NoncurrentDays": 90}
    return {
        "Type": "AWS::S3::Bucket",
        "DeletionPolicy": "Retain",
        "UpdateReplacePolicy": "Retain",
        "Properties": {
            "BucketName": {"Ref": name},
            "PublicAccessBlockConfiguration": CLOSED,
            "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
                ]
            },
            "LifecycleConfiguration": {"Rules": [rule]},
            **kept,
        },
    }


def _tls_alone(bucket: str) -> Template:
    arn = {"Fn::GetAtt": [bucket, "Arn"]}
    refused = {
        "Sid": "TlsAlone",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, {"Fn::Sub": f"${{{bucket}.Arn}}/*"}],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    return {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": {"Ref": bucket},
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [refused]},
        },
    }
