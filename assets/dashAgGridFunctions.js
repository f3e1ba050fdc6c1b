/* Behaviour of the RBPs table in the browser. */
(function () {
  const functions = (window.dashAgGridFunctions ||= {});

  /* A click on a row, or Enter on one of its cells, opens it on Explore; selecting text does not, and links open themselves. */
  functions.openRow = params => {
    const key = params.event && params.event.key;
    if (params.event && params.event.target.closest("a")) return;
    if (key && key !== "Enter") return;
    if (!key && String(window.getSelection())) return;
    if (params.data) window.dash_clientside.gia.go(params.data.explore);
  };

  /* Write the order of the rows into the address. */
  functions.rememberSort = params => {
    const sorted = params.api.getColumnState().find(column => column.sort);
    window.dash_clientside.set_props("rbps-sort", { data: sorted ? `${sorted.colId}:${sorted.sort}` : null });
  };

  /* Hide the least important columns on narrow screens. */
  functions.fitColumns = params => {
    const width = document.querySelector(".rbps-grid").clientWidth;
    const widths = width >= 560 ? { r: 72, kmer: 120, bench: 84 } : { r: 64, kmer: 104, bench: 78 };
    params.api.setColumnWidths(Object.entries(widths).map(([key, newWidth]) => ({ key, newWidth })));
    params.api.setColumnsVisible(["id", "species", "family"], width >= 1150);
    params.api.setColumnsVisible(["note"], width >= 860);
    params.api.setColumnsVisible(["here"], width >= 720);
    params.api.setColumnsVisible(["source"], width >= 560);
  };
})();
