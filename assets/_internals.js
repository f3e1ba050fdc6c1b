/* Names inside Dash, Plotly, AG Grid and Mantine that these libraries do not promise to keep. No other script does;
   components/shared/internals.py lists each name with the version it was checked on. The first script to run, by its name. */
(function () {
  window.gia_internals = {
    QUESTIONS: "_dash-update-component",               // the address of every callback
    LAYOUT: "_dash-layout",                            // the address of the first layout
    SCHEME: "data-mantine-color-scheme",               // on <html>: light or dark
    MENU: 'div[id$="-target"]',                        // the box around the button of a menu
    GRID: ".ag-root-wrapper",
    TICKS: ".xaxislayer-above .xtick text",            // the tick labels of an axis

    /* Return the properties of a component by its id; null if it is not on the page. */
    propsOf: id => { try { return window.dash_component_api.getLayout(id).props; } catch { return null; } },

    plotOf: id => document.querySelector(`#${id} .js-plotly-plot`),

    /* Return the element that sends the events of a plot: a new one each time it is drawn, null before. */
    eventsOf: plot => plot && plot.on && plot._fullLayout && plot._ev || null,
  };
})();
