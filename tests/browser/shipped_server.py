"""The app with the shipped models, on a port of its own in a process of its own; ``/modules`` says what is imported."""

import json
import sys

from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server
from werkzeug.wrappers import Response

from app import create_app

HEAVY = {"keras", "tensorflow", "torch", "jax"}


def modules(environ, start):
    return Response(json.dumps(sorted(HEAVY & set(sys.modules))), mimetype="application/json")(environ, start)


if __name__ == "__main__":
    served = DispatcherMiddleware(create_app().server, {"/modules": modules})
    make_server("127.0.0.1", int(sys.argv[1]), served, threaded=True).serve_forever()
