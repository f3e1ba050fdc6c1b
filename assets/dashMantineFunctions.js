/* Entries of choices: appearance on the bench, and search for RBPs. */
(function () {
  const functions = (window.dashMantineFunctions ||= {});
  const h = (...args) => window.React.createElement(...args);

  /* A name, and one line of help below it. */
  functions.benchOption = ({ option, checked }) => h("div", { className: checked ? "option checked" : "option" },
    h("div", { className: "option-name" }, option.label), h("div", { className: "option-help" }, option.help));

  /* Entries that hold every word, in their label or another name of their RBP, however it is spelled: HuR, TDP-43, hnrnpa1. */
  const compact = text => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
  functions.findRbp = ({ options, search, limit }) => {
    const words = search.trim().toLowerCase().split(/\s+/), name = compact(search);
    const fits = ({ label, names = [] }) => words.every(word => [label, ...names].join(" ").toLowerCase().includes(word))
      || (name && [label, ...names].some(known => compact(known).includes(name)));
    return options.filter(fits).slice(0, limit);
  };
})();
