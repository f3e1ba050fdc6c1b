/* What these scripts use of Dash, Plotly, AG Grid and Mantine that none of them promises to keep. No other script does;
   components/shared/internals.py lists each name with the version it was checked on. The first script to run, by its name. */
(function () {
  window.gia_internals = {
    QUESTIONS: "_dash-update-component",               // the address of every callback
    LAYOUT: "_dash-layout",                            // that of the layout which the app begins with
    SCHEME: "data-mantine-color-scheme",               // on <html>: light or dark
    MENU: 'div[id$="-target"]',                        // the box around the button of a menu
    GRID: ".ag-root-wrapper",
    TICKS: ".xaxislayer-above .xtick text",            // what is written at an axis

    /* The properties of a component, by its id; null where it is not on the page. */
    propsOf: id => { try { return window.dash_component_api.getLayout(id).props; } catch { return null; } },

    plotOf: id => document.querySelector(`#${id} .js-plotly-plot`),

    /* What tells the events of a plot; another one once the plot is drawn anew, null before it is drawn. */
    eventsOf: plot => plot && plot.on && plot._fullLayout && plot._ev || null,
  };
})();
