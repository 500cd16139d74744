"""A real S3 server on this machine for the tests: moto's, over HTTP, as ``AWS_ENDPOINT_URL`` names it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
import pytest
import requests
from moto.server import ThreadedMotoServer

BUCKET = "observatoire"
ADDRESS = f"s3://{BUCKET}/lac"


@contextmanager
def s3_server(patch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Start a server with one empty bucket, point this process and its children to it, and give a client of it."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "cle-inventee",
        "AWS_SECRET_ACCESS_KEY": "secret-invente",
        "AWS_DEFAULT_REGION": "eu-west-3",
        "no_proxy": "127.0.0.1",
    }.items():
        patch.setenv(name, value)
    try:
        # Servers of one process share what they hold.
        requests.post(f"http://{host}:{port}/moto-api/reset", timeout=10).raise_for_status()
        client = boto3.session.Session().client("s3")
        client.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-3"})
        yield client
    finally:
        server.stop()
