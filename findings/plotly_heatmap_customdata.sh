#!/usr/bin/env bash
# Plotly 6.9.0 (plotly.js 3.7.0): in a heatmap whose axis is reversed by categoryarray, z follows the order of the
# categories and customdata does not: the cell of A shows A's z and U's customdata, in hover and in events. With
# autorange "reversed" they stay together. Needs a Chromium (CHROMIUM names it, else one of the PATH).
source "$(dirname "$0")/venv.bash"
CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v google-chrome || command -v chromium-browser)}
export CHROMIUM

ask='
import os, plotly
from plotly.offline import get_plotlyjs
from playwright.sync_api import sync_playwright

DRAW = """async axis => {
    const letters = [..."ACGU"], seen = window.seen = [], plot = document.getElementById("plot");
    const customdata = letters.map(one => [one]), z = letters.map((one, row) => [10 * row]);
    await Plotly.newPlot(plot, [{ type: "heatmap", x: [1], y: letters, z, customdata }],
        { width: 500, height: 400, yaxis: { type: "category", ...axis } });
    plot.on("plotly_hover", ({ points: [{ y, z, customdata }] }) => seen.push(`${y} ${z} ${customdata}`));
    const { xaxis, yaxis } = plot._fullLayout;
    return letters.map(one => [xaxis._offset + xaxis.d2p(1), yaxis._offset + yaxis.d2p(one)]);
}"""
AXES = {
    "categoryarray": {"categoryorder": "array", "categoryarray": ["U", "G", "C", "A"]},
    "autorange": {"autorange": "reversed"},
}
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=os.environ["CHROMIUM"], args=["--no-sandbox"])
    page = browser.new_page()
    page.set_content("<body style=\"margin: 0\"><div id=plot></div></body>")
    page.add_script_tag(content=get_plotlyjs())
    print(plotly.__version__, page.evaluate("Plotly.version"))
    for name, axis in AXES.items():
        for number, (x, y) in enumerate(page.evaluate(DRAW, axis), start=1):
            page.mouse.move(x - 5, y)
            page.mouse.move(x, y)
            page.wait_for_function("number => window.seen.length >= number", arg=number)
        print(name, page.evaluate("window.seen"))
'
expect "6.9.0 3.7.0
categoryarray ['A 0 U', 'C 10 G', 'G 20 C', 'U 30 A']
autorange ['A 0 A', 'C 10 C', 'G 20 G', 'U 30 U']" "$(python_with "plotly==6.9.0 playwright==1.60.0" "$ask")"
