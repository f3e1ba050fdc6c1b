/* How entries of the bench's list of background models look: a name, and one line of help below it. */
(function () {
  const functions = (window.dashMantineFunctions = window.dashMantineFunctions || {});
  const h = (...args) => window.React.createElement(...args);

  functions.benchOption = ({ option, checked }) => h("div", { className: checked ? "option checked" : "option" },
    h("div", { className: "option-name" }, option.label), h("div", { className: "option-help" }, option.help));
})();
