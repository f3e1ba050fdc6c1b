/* A small sequence logo: columns [[letter, height], …], lowest first (components/figures/small_logo.py), as inline SVG. */
(function () {
  const h = (...args) => window.React.createElement(...args);

  window.gia_logo = ({ columns, label, top = 2 }) => {
    const letters = columns.flatMap((column, x) => {
      let floor = top;
      return column.map(([letter, height]) => h("use", {
        key: `${x}${letter}`, className: letter, href: `#glyph-${letter}`,
        x: x + 0.03, y: floor -= height, width: 0.94, height,
      }));
    });
    return h("svg", {
      className: "small-logo", viewBox: `0 0 ${columns.length} ${top}`, preserveAspectRatio: "none",
      style: { width: `${columns.length * 0.92}em` }, role: "img", "aria-label": label,
    }, letters);
  };
})();
