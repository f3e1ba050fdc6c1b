/* The RBPs page in the browser: rows that pass search and filters, the number of rows of each choice, and the keyboard. */
(function () {
  const same = window.dash_clientside ||= {};
  const TABLE = "rbps-table", SEARCH = "rbps-search";
  const READ = ["gene", "id", "species", "source", "family", "kmer", "note", "aliases"];
  /* Reduce a name to what its spellings share: TDP-43 and tdp43, hnRNP A1 and HNRNPA1. */
  const compact = text => (text || "").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  const names = row => [row.gene, row.id, ...(row.aliases || "").split(", ")].map(compact);
  const some = (row, facet, chosen) => !chosen.length || chosen.some(value => row.facets[facet].includes(value));
  const every = (row, facet, chosen) => chosen.every(value => row.facets[facet].includes(value));
  const fits = (row, facet, chosen) => (facet === "has" ? every : some)(row, facet, chosen || []);
  const holds = (row, words) => {
    const text = READ.map(field => row[field] || "").join(" ").toLowerCase();
    return words.every(word => text.includes(word)) || names(row).includes(compact(words.join("")));
  };
  /* For an RBP that is not here: its experiments and how to get one, by its name or the beginning of it. */
  const elsewhere = (name, found, absent) => {
    if (name.length < 2) return "";
    const whole = absent.filter(one => one.names.some(known => compact(known) === name));
    const begun = found.length ? [] : absent.filter(one => one.names.some(known => compact(known).startsWith(name)));
    return (whole.length ? whole : begun).slice(0, 3).map(one => one.said + ".").join(" ");
  };
  const counted = (shown, all) =>
    shown === all ? `${all} experiment${all === 1 ? "" : "s"}` : `${shown} of ${all} experiments`;

  same.rbps = {
    /* Show the rows that hold every word and pass every filter, and next to each choice its number of rows. */
    show: (text, values, sort, style, keys, offered, all, absent) => {
      window.dash_ag_grid.getApiAsync(TABLE).then(api => window.dashAgGridFunctions.fitColumns({ api }));
      const words = (text || "").trim().toLowerCase().split(/\s+/).filter(Boolean);
      const facets = keys.map((key, i) => ({ name: key.facet, chosen: values[i] || [] }));
      const found = (all || []).filter(row => holds(row, words));
      const rows = found.filter(row => facets.every(({ name, chosen }) => fits(row, name, chosen)));
      const choices = facets.map(({ name, chosen }, i) => {
        const rest = found.filter(row => facets.every(other => other.name === name || fits(row, other.name, other.chosen)));
        return offered[i].map(({ value, label }) => {
          const with_it = rest.filter(row => name === "has" ? every(row, name, [...chosen, value]) : some(row, name, [value]));
          return { value, label: `${label.replace(/ \(\d+\)$/, "")} (${with_it.length})` };
        });
      });
      const query = { q: words.length ? text.trim() : null, ...Object.fromEntries(facets.map(f => [f.name, f.chosen])), sort };
      const any = words.length > 0 || facets.some(({ chosen }) => chosen.length);
      return [rows, { ...style, "--rows": rows.length }, counted(rows.length, (all || []).length), !any, { path: "/", query },
        choices, facets.map(({ chosen }) => chosen.length ? "" : "Any"), elsewhere(compact(text), found, absent || [])];
    },

    clear: (clicks, values) => {
      if (!clicks) return [window.dash_clientside.no_update, values.map(() => window.dash_clientside.no_update)];
      document.getElementById(SEARCH).focus();
      return ["", values.map(() => [])];
    },
  };

  /* In the search, Enter opens the first row and the down arrow moves into the table. */
  document.addEventListener("keydown", event => {
    if (event.target.id !== SEARCH || !["Enter", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    window.dash_ag_grid.getApiAsync(TABLE).then(api => {
      const first = api.getDisplayedRowAtIndex(0);
      if (!first) return;
      if (event.key === "ArrowDown") { api.ensureIndexVisible(0); api.setFocusedCell(0, "gene"); }
      else if (event.target.value.trim()) window.dash_clientside.gia.go(first.data.explore);
    });
  });
})();
