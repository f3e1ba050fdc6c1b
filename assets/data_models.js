/* Browser side of the parts Train and Models of Data & models. */
(function () {
  const same = window.dash_clientside ||= {};
  const functions = (window.dashAgGridFunctions ||= {});

  same.dataModels = {
    /* The kept training is forgotten: begin a new one. */
    press: discarded => {
      if (discarded) document.getElementById("data-train-start").click();
      return window.dash_clientside.no_update;
    },

    /* Compare with another model: the same page with it in the address. */
    beside: (name, state) => {
      if (!state || (name || "") === (state.with || "")) return window.dash_clientside.no_update;
      const url = new URL(window.location.href);
      if (name) url.searchParams.set("with", name); else url.searchParams.delete("with");
      same.gia.go(url.pathname + url.search.replace(/%3A/g, ":"));
      return window.dash_clientside.no_update;
    },

    /* After a model was deleted: open the list, which says so. */
    leave: href => {
      if (href) same.gia.go(href);
      return window.dash_clientside.no_update;
    },

    /* Search the table of models. */
    search: (text, options) => ({ ...options, quickFilterText: text || "" }),
  };

  /* A click on a row of the table of models, or Enter on one of its cells, opens its card. */
  functions.openModel = params => {
    const key = params.event && params.event.key;
    if (params.event && params.event.target.closest("a")) return;
    if ((key && key !== "Enter") || (!key && String(window.getSelection()))) return;
    if (params.data) same.gia.go(params.data.href);
  };

  const cells = (window.dashAgGridComponentFunctions ||= {});
  cells.ModelLink = ({ data }) => window.React.createElement("a", {
    href: data.href, className: "model-link", "aria-label": `Card of ${data.name}`,
    onClick: event => {
      event.stopPropagation();
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      same.gia.go(data.href);
    },
  }, data.label);
})();
