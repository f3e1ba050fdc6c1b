/* Cells of tables: those of the RBPs table, whose rows are made in components/rbps/page.py, and RNA in coloured letters. */
(function () {
  const cells = (window.dashAgGridComponentFunctions ||= {});
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
    h("span", { className: "under" }, data.facets.source[0] === "simulated" ? data.source : data.id));
  cells.BenchLink = ({ data }) => data.models
    ? link(data.bench, "open", "Open", `Open ${data.gene}, ${data.id}, on the GIA bench`) : null;
  cells.SourceBadge = ({ data }) => h("span", { className: "source " + data.facets.source[0] }, data.source);
  cells.Rna = ({ value }) => value
    ? h("span", { className: "rna" }, [...value].map((letter, i) => h("span", { key: i, className: letter }, letter))) : "–";
  cells.Motif = ({ data }) => data.logo.length
    ? window.gia_logo({ columns: data.logo, label: `Motif; top 6-mer ${data.kmer}` }) : data.kmer || "–";
  cells.OnThisMachine = ({ data }) => {
    const models = data.models > 1 ? `${data.models} models` : "Model";
    return h("span", { className: "here" },
      [[models, data.models > 0], ["Probes", data.has_probes]].map(([name, has]) =>
        h("span", { key: name, className: has ? "yes" : "no", "aria-label": `${name}: ${has ? "yes" : "no"}` }, `${has ? "✓" : "✗"} ${name}`)));
  };
  cells.Note = ({ data }) => data.train
    ? h("span", { className: "note" }, "No model yet. ", h("a", { href: data.train, onClick: event => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        event.preventDefault();
        event.stopPropagation();
        window.dash_clientside.gia.go(data.train);
      } }, "Train one"), " on Data & models.")
    : h("span", { className: `note ${data.level || ""}`, title: data.note }, data.note);
})();
