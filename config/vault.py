"""Razorpay's keys out of AWS Secrets Manager, where the owner keeps them."""

import json
import sys
from typing import Any

import botocore.session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError


def razorpay_keys(
    key_id: str, key_secret: str, *, secret_name: str, region: str
) -> tuple[str, str]:
    """The pair given in the environment, else the one in the secret `secret_name`, which holds
    JSON with `api:key` and `api:secret` (design.md 8). Stops the process if it cannot be read."""
    if key_id or not secret_name:
        return key_id, key_secret
    patience = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 3})
    client: Any = botocore.session.get_session().create_client(
        "secretsmanager", region_name=region, config=patience
    )
    try:
        secret = json.loads(client.get_secret_value(SecretId=secret_name)["SecretString"])
        return secret["api:key"], secret["api:secret"]
    except (BotoCoreError, ClientError, ValueError, KeyError) as error:
        sys.exit(f"RAZORPAY_SECRET_NAME: the secret {secret_name!r} cannot be read: {error}")
