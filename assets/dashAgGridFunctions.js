/* What the RBPs table does in the browser. */
(function () {
  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});

  /* A click on a row, or Enter on one of its cells, opens it on Explore; selecting text does not, and links open themselves. */
  functions.openRow = params => {
    const key = params.event && params.event.key;
    if (params.event && params.event.target.closest("a")) return;
    if (key && key !== "Enter") return;
    if (!key && String(window.getSelection())) return;
    if (params.data) window.dash_clientside.gia.go(params.data.explore);
  };

  /* On narrow screens the columns that matter least step aside. */
  functions.fitColumns = params => {
    const width = document.querySelector(".rbps-grid").clientWidth;
    const widths = width >= 560 ? { r: 72, kmer: 102, bench: 158, models: 76 } : { r: 64, kmer: 92, bench: 84 };
    params.api.setColumnWidths(Object.entries(widths).map(([key, newWidth]) => ({ key, newWidth })));
    params.api.setColumnsVisible(["id", "species"], width >= 1150);
    params.api.setColumnsVisible(["note"], width >= 860);
    params.api.setColumnsVisible(["models"], width >= 860);
    params.api.setColumnsVisible(["here"], width >= 720);
    params.api.setColumnsVisible(["source"], width >= 560);
  };
})();
