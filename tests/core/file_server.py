"""A file server on this machine that behaves as well or as badly as a test asks."""

import gzip
import re
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np

DATA = gzip.compress(np.random.default_rng(0).bytes(200_000))


class Server(ThreadingHTTPServer):
    """Serves ``data`` under any path; the attributes are how it behaves, ``asked`` is what came."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.data, self.etag, self.date, self.ranges = DATA, '"one"', None, True
        self.status, self.kind, self.length, self.stop_after = 200, "application/gzip", None, None
        self.heeds_if_range, self.asked, self.headers = True, [], []

    def url(self, name="norm_data.txt.gz"):
        return f"http://127.0.0.1:{self.server_port}/data/{name}"


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        wanted = self.headers.get("Range")
        server.asked.append(wanted)
        server.headers.append(dict(self.headers))
        start, status = 0, server.status
        same = self.headers.get("If-Range") in (None, server.etag, server.date)
        if wanted and server.ranges and (same or not server.heeds_if_range):
            start, status = int(re.fullmatch(r"bytes=(\d+)-", wanted)[1]), 206
        body = server.data[start:]
        self.send_response(status)
        self.send_header("Content-Type", server.kind)
        if server.length != "none":
            self.send_header("Content-Length", str(server.length or len(body)))
        for name, value in (("ETag", server.etag), ("Last-Modified", server.date)):
            if value:
                self.send_header(name, value)
        if status == 206:
            self.send_header("Content-Range", f"bytes {start}-{len(server.data) - 1}/{len(server.data)}")
        self.end_headers()
        self.wfile.write(body if server.stop_after is None else body[: server.stop_after])

    def log_message(self, *_):
        pass
