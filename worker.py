"""A Celery worker that does the app's long work: ``REDIS_URL=redis://HOST:6379/0 celery -A worker worker``."""

import sys

from app import create_app
from callbacks.managers import Workers, manager
from core import versions

versions.warn()
create_app()  # registers the jobs
if not isinstance(manager(), Workers):
    sys.exit("error: a worker needs REDIS_URL, such as redis://127.0.0.1:6379/0")
app = manager().handle
