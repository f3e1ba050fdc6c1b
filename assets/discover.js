/* A click on the map or line of two motifs opens that pair on the bench; the point holds the address. */
(function () {
  const same = window.dash_clientside ||= {};
  same.discover = {
    open: click => {
      const point = click && click.points && click.points[0];
      if (point && point.customdata) same.gia.go(point.customdata);
      return null;
    },
  };
})();
