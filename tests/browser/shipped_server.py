"""The app with the shipped models, on a port of its own in a process of its own; ``/modules`` says what is imported."""

import sys

from werkzeug.serving import make_server

from app import create_app

if __name__ == "__main__":
    server = create_app().server
    server.add_url_rule(
        "/modules", view_func=lambda: sorted({"keras", "tensorflow", "torch", "jax"} & set(sys.modules))
    )
    make_server("127.0.0.1", int(sys.argv[1]), server, threaded=True).serve_forever()
