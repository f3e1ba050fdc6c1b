"""What a request may ask of the server: a body of a limited size, and downloads from named sources only."""

from io import BytesIO

import pytest
from page_world import texts_of

import app as app_module
import core
from callbacks.data import measurements as callbacks
from components.data import measurements, source
from core.errors import DataError

ROUTES = ("/_dash-update-component", "/", "/data")


@pytest.fixture(scope="module")
def client():
    return app_module.create_app().server.test_client()


@pytest.fixture(autouse=True)
def little(monkeypatch):
    monkeypatch.setattr(app_module, "LARGEST_BODY", 1_000)


@pytest.mark.parametrize("route", ROUTES)
def test_too_large_a_body_is_refused_in_one_sentence(client, route, wording):
    answer = client.post(route, data=b"x" * 1_001, content_type="application/json")
    assert answer.status_code == 413
    wording(answer.text, "0 MB")


def test_too_large_a_body_that_tells_no_length_is_refused_while_it_is_read(client):
    more = {"input_stream": BytesIO(b'{"a": "' + b"x" * 1_000 + b'"}'), "content_type": "application/json"}
    answer = client.post(ROUTES[0], **more, environ_overrides={"wsgi.input_terminated": True})
    assert answer.status_code == 413


def test_uploads_have_a_limit_of_their_own(client):
    assert client.post("/upload?name=a.csv", data=b"x" * 5_000).status_code == 200


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/a.csv", "https://example.org/a.csv", "file:///etc/x", "x"])
def test_a_link_downloads_named_sources_only(monkeypatch, address, refuses, wording):
    monkeypatch.setattr(core, "download", lambda *_, **__: pytest.fail("was fetched"), raising=False)
    query = {"part": ["measurements"], "download": [address]}
    assert source.question(query) is None
    wording.within(texts_of(measurements.layout(query)), "browser", "choose")
    question = {"download": address, "at": None, "again": False, "layout": None}
    with refuses(DataError):
        callbacks.read(question, lambda *_: None)


@pytest.mark.parametrize("name", ["rnacompete2013", "koo"])
def test_a_named_source_is_still_asked_for(name):
    query = {"part": ["measurements"], "download": [name]}
    assert source.question(query)["download"] == name
    assert source.problems(query) == []
