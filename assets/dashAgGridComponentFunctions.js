/* Cells of the RBPs table. Rows are made in components/rbps.py. */
(function () {
  const cells = (window.dashAgGridComponentFunctions = window.dashAgGridComponentFunctions || {});
  const h = (...args) => window.React.createElement(...args);
  const link = (href, className, text, label) => h("a", {
    href, className, "aria-label": label,
    onClick: event => {
      event.stopPropagation();
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      window.dash_clientside.gia.go(href);
    },
  }, text);

  cells.GeneLink = ({ data }) => h("div", { className: "gene-cell" },
    link(data.explore, "gene", data.gene, `Explore ${data.gene}, ${data.id}`),
    h("span", { className: "under" }, data.kind === "simulated" ? data.source : data.id));
  cells.BenchLink = ({ data }) => data.has_model
    ? link(data.bench, "open", [h("span", { key: "open", className: "long" }, "Open on\u00a0"), "bench"], `Open ${data.gene}, ${data.id}, on the GIA bench`) : null;
  cells.SourceBadge = ({ data }) => h("span", { className: "source " + data.kind }, data.source);
  cells.Rna = ({ value }) => value
    ? h("span", { className: "rna" }, [...value].map((letter, i) => h("span", { key: i, className: letter }, letter))) : "–";
  cells.OnThisMachine = ({ data }) => h("span", { className: "here" },
    [["Model", data.has_model], ["Probes", data.has_probes]].map(([name, has]) =>
      h("span", { key: name, className: has ? "yes" : "no", "aria-label": `${name}: ${has ? "yes" : "no"}` }, `${has ? "✓" : "✗"} ${name}`)));
  cells.Note = ({ data }) => data.cure
    ? h("span", { className: "note", title: `No model yet. Train one: ${data.cure}` }, "No model yet. Train one: ", h("code", null, data.cure))
    : h("span", { className: "note", title: data.note }, data.note);
})();
