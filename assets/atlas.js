/* The Atlas: a click on a mark opens its RBP; small logos outside tables. */
(function () {
  const same = window.dash_clientside ||= {};
  same.atlas = {
    /* The clicked point holds the address. */
    open: () => {
      const clicked = window.dash_clientside.callback_context.triggered.find(one => one.value);
      const point = clicked && clicked.value.points && clicked.value.points[0];
      const link = point && (point.customdata || "");
      if (typeof link === "string" && link.startsWith("/")) same.gia.go(link);
      return null;
    },
  };

  /* columns : as made by components/figures/small_logo.py; top : the height of the box in their unit. */
  const AtlasLogo = ({ columns, label, top }) => window.gia_logo({ columns, label, top });
  window.gia_components = Object.assign(window.gia_components || {}, { AtlasLogo });

  /* A cell with one link to another page, or nothing. */
  const cells = (window.dashAgGridComponentFunctions ||= {});
  cells.AtlasLink = ({ value, data, colDef }) => value ? window.React.createElement("a", {
    href: value, className: "open", "aria-label": `${colDef.headerName}: ${data.gene}, ${data.id}`,
    onClick: event => {
      event.stopPropagation();
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      same.gia.go(value);
    },
  }, colDef.headerName) : null;
})();
