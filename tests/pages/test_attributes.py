"""Attributes of HTML that are no names in Python."""

from dash import html

from components.shared.attributes import aria, data


def test_attributes_have_the_names_that_browsers_read():
    button = html.Button("×", **aria(label="Close", haspopup="dialog"), **data(bench_do="undo"))
    props = button.to_plotly_json()["props"]
    assert (props["aria-label"], props["aria-haspopup"], props["data-bench-do"]) == ("Close", "dialog", "undo")
