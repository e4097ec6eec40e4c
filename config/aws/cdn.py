"""CloudFront as a CloudFormation template: what of the shop a CDN may keep, and the pictures.

What is not named here is handed through with all cookies and kept by nobody, so that a new address
is private until somebody says otherwise. The ids of policies are Amazon's own, the same in every
account ("Use managed cache policies" and "… origin request policies" in its documentation)."""

from typing import Any

from config.aws.buckets import Template

KEPT_BY_NOBODY = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # CachingDisabled
KEPT_LONG = "658327ea-f89d-4fab-a63d-7e88639e58f6"  # CachingOptimized: without query or cookies
ALL_OF_THE_REQUEST = "216adef6-5c7f-47e4-b989-5492eafa07d3"  # AllViewer: Host and cookies as well
SAFE_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03"  # SecurityHeadersPolicy
ANY = ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "POST", "DELETE"]
READ = ["GET", "HEAD"]
# CloudFront keeps these for ten seconds and for everybody, whatever the answer says.
ERRORS = (500, 502, 503, 504)
YEAR = 31_536_000  # seconds
# As answers say themselves: `s-maxage`, by host, path and query.
PUBLIC = (
    *("/", "/equipment", "/equipment/*", "/racket-builder", "/policies/*"),
    *("/sitemap.xml", "/robots.txt", "/card.jpg", "/cards/*", "/pictures/*", "/photos/*"),
)
STATIC = "/static/*"  # a name for each content: for a year


def cdn_template() -> Template:
    """A distribution before the shop's front and one before MEDIA_BUCKET, with the bucket's policy.
    It belongs into the bucket's region; the certificate must be of us-east-1."""
    said = {
        "Host": "The shop's name, as in SITE_URL.",
        "Front": "The name under which the balancer or nginx is reached, by TLS.",
        "MediaHost": "MEDIA_DOMAIN, where browsers ask for uploaded pictures.",
        "MediaBucket": "MEDIA_BUCKET, made by buckets.json.",
        "Certificate": "ARN of a certificate for both names in AWS Certificate Manager.",
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": "The CDN of the shop. Written by manage.py aws_files.",
        "Parameters": {name: {"Type": "String", "Description": is_} for name, is_ in said.items()},
        "Resources": {
            "AsThePageSays": _as_the_page_says(),
            "Shop": _distribution("Host", _shop()),
            "ReadsTheBucket": _access(),
            "Media": _distribution("MediaHost", _media()),
            "MediaPolicy": _policy(),
        },
        "Outputs": {
            "ShopName": {"Value": {"Fn::GetAtt": ["Shop", "DomainName"]}},
            "MediaName": {"Value": {"Fn::GetAtt": ["Media", "DomainName"]}},
        },
    }


def _as_the_page_says() -> Template:
    """Kept under host, path, query and packing, for as long as the answer says and no longer: what
    says nothing, `private` or `no-store` is not kept."""
    key = {
        "CookiesConfig": {"CookieBehavior": "none"},
        "HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": ["Host"]},
        "QueryStringsConfig": {"QueryStringBehavior": "all"},
        "EnableAcceptEncodingBrotli": True,
        "EnableAcceptEncodingGzip": True,
    }
    config = {
        "Name": {"Fn::Sub": "${AWS::StackName}-as-the-page-says"},
        "MinTTL": 0,
        "DefaultTTL": 0,
        "MaxTTL": YEAR,
        "ParametersInCacheKeyAndForwardedToOrigin": key,
    }
    return {"Type": "AWS::CloudFront::CachePolicy", "Properties": {"CachePolicyConfig": config}}


def _shop() -> Template:
    origin = {
        "Id": "front",
        "DomainName": {"Ref": "Front"},
        "CustomOriginConfig": {
            "OriginProtocolPolicy": "https-only",
            "OriginSSLProtocols": ["TLSv1.2"],
            "OriginReadTimeout": 30,
        },
    }
    kept: Template = {STATIC: KEPT_LONG} | {path: {"Ref": "AsThePageSays"} for path in PUBLIC}
    return {
        "CustomErrorResponses": [{"ErrorCode": code, "ErrorCachingMinTTL": 0} for code in ERRORS],
        "Origins": [origin],
        "DefaultCacheBehavior": _handed_on() | {"CachePolicyId": KEPT_BY_NOBODY},
        "CacheBehaviors": [
            {"PathPattern": path, "CachePolicyId": how} | _handed_on() for path, how in kept.items()
        ],
    }


def _handed_on() -> Template:
    return {
        "TargetOriginId": "front",
        "AllowedMethods": ANY,
        "CachedMethods": READ,
        "Compress": True,
        "OriginRequestPolicyId": ALL_OF_THE_REQUEST,
        "ViewerProtocolPolicy": "redirect-to-https",
    }


def _media() -> Template:
    origin = {
        "Id": "bucket",
        "DomainName": {"Fn::Sub": "${MediaBucket}.s3.${AWS::Region}.${AWS::URLSuffix}"},
        "S3OriginConfig": {},
        "OriginAccessControlId": {"Ref": "ReadsTheBucket"},
    }
    behavior = {
        "TargetOriginId": "bucket",
        "AllowedMethods": READ,
        "CachedMethods": READ,
        "CachePolicyId": KEPT_LONG,
        "ResponseHeadersPolicyId": SAFE_HEADERS,
        "ViewerProtocolPolicy": "https-only",
    }
    return {"Origins": [origin], "DefaultCacheBehavior": behavior}


def _distribution(alias: str, what: Template) -> Template:
    config: dict[str, Any] = {
        "Enabled": True,
        "Aliases": [{"Ref": alias}],
        "HttpVersion": "http2and3",
        "IPV6Enabled": True,
        "ViewerCertificate": {
            "AcmCertificateArn": {"Ref": "Certificate"},
            "MinimumProtocolVersion": "TLSv1.2_2021",
            "SslSupportMethod": "sni-only",
        },
    }
    return {
        "Type": "AWS::CloudFront::Distribution",
        "Properties": {"DistributionConfig": config | what},
    }


def _access() -> Template:
    config = {
        "Name": {"Fn::Sub": "${AWS::StackName}-media"},
        "OriginAccessControlOriginType": "s3",
        "SigningBehavior": "always",
        "SigningProtocol": "sigv4",
    }
    return {
        "Type": "AWS::CloudFront::OriginAccessControl",
        "Properties": {"OriginAccessControlConfig": config},
    }


def _policy() -> Template:
    """The CDN's distribution reads single pictures; it lists nothing, and nobody else reads."""
    bucket = {"Fn::Sub": "arn:${AWS::Partition}:s3:::${MediaBucket}/*"}
    us = {"Fn::Sub": "arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Media}"}
    reads = {
        "Sid": "OurDistributionAlone",
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "s3:GetObject",
        "Resource": bucket,
        "Condition": {"StringEquals": {"AWS:SourceArn": us}},
    }
    return {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": {"Ref": "MediaBucket"},
            "PolicyDocument": {"Version": "2012-10-17", "Statement": [reads]},
        },
    }
