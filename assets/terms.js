/* A list of terms, or of keys, each with what it means: one component, as a long list of Dash's own would slow every page. */
(function () {
  const { createElement: h, Fragment } = window.React;

  function Terms({ entries, kind }) {
    const term = kind === "keys" ? "kbd" : "span";
    return h("dl", { className: kind }, entries.map(([name, text]) =>
      h(Fragment, { key: name }, h("dt", null, h(term, null, name)), h("dd", null, text))));
  }

  window.gia_components = Object.assign(window.gia_components || {}, { Terms });
})();
