/* What only the browser can do on the parts Train and Models of the Data & models page. */
(function () {
  const same = window.dash_clientside = window.dash_clientside || {};
  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});

  same.dataModels = {
    /* What was kept is forgotten: begin. */
    press: discarded => {
      if (discarded) document.getElementById("data-train-start").click();
      return window.dash_clientside.no_update;
    },

    /* The table of models shows what was typed. */
    search: (text, options) => ({ ...options, quickFilterText: text || "" }),
  };

  /* A click on a row of the table of models, or Enter on one of its cells, opens its card. */
  functions.openModel = params => {
    const key = params.event && params.event.key;
    if (params.event && params.event.target.closest("a")) return;
    if ((key && key !== "Enter") || (!key && String(window.getSelection()))) return;
    if (params.data) same.gia.go(params.data.href);
  };
})();
