"""The app with the toy network, on a port of its own in a process of its own: one that a test can stop and end."""

import sys

import pytest
import toy_network
from werkzeug.serving import make_server

from app import create_app

if __name__ == "__main__":
    with pytest.MonkeyPatch.context() as patch:
        toy_network.install(patch)
        make_server("127.0.0.1", int(sys.argv[1]), create_app().server, threaded=True).serve_forever()
